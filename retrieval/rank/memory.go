package rank

import (
	"sync"

	"footnote/retrieval"
)

// memory keeps what was made of chunks, so that the text of one that is found
// again and again is read once. A chunk's ID stands for its content, so nothing
// in it grows old. Safe for concurrent use.
type memory[T any] struct {
	mu           sync.Mutex
	young, older map[retrieval.ID]T
}

// memorySize is how many chunks are kept at least and, twice, at most. Words and
// pieces of one take a good kilobyte together.
const memorySize = 16384

// get returns what make makes of the chunk, or made before.
func (m *memory[T]) get(c *retrieval.Chunk, make func(*retrieval.Chunk) T) T {
	m.mu.Lock()
	x, ok := m.young[c.ID]
	if !ok {
		if x, ok = m.older[c.ID]; ok {
			m.put(c.ID, x)
		}
	}
	m.mu.Unlock()
	if ok {
		return x
	}
	x = make(c)
	m.mu.Lock()
	m.put(c.ID, x)
	m.mu.Unlock()
	return x
}

// put adds to the young ones; m.mu is held. When they are too many, they become
// the older ones, and those are forgotten.
func (m *memory[T]) put(id retrieval.ID, x T) {
	if m.young == nil || len(m.young) >= memorySize {
		m.young, m.older = map[retrieval.ID]T{}, m.young
	}
	m.young[id] = x
}
