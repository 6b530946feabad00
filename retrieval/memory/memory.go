// Package memory keeps what was made of things that are met again and again, so
// that it is made once. Nothing in it may grow old: a key stands for one content.
package memory

import (
	"cmp"
	"sync"
)

// usualSize is the Size that is taken for 0. What is kept of a chunk takes a
// kilobyte or two.
const usualSize = 16384

// Memory remembers by key. The zero value is ready; safe for concurrent use.
type Memory[K comparable, T any] struct {
	// Size is how many are kept at least and, twice, at most; 0: 16,384.
	Size int

	mu           sync.Mutex
	young, older map[K]T
}

// Get returns what is kept under the key, or what make makes. Two callers may
// make it at the same time; the last one's is kept.
func (m *Memory[K, T]) Get(key K, make func() T) T {
	if x, ok := m.Find(key); ok {
		return x
	}
	x := make()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, x)
	return x
}

// Find returns what is kept under the key, and whether anything is.
func (m *Memory[K, T]) Find(key K) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	x, ok := m.young[key]
	if !ok {
		if x, ok = m.older[key]; ok {
			m.put(key, x)
		}
	}
	return x, ok
}

// put adds to the young ones; m.mu is held. When they are too many, they become
// the older ones, and those are forgotten.
func (m *Memory[K, T]) put(key K, x T) {
	if m.young == nil || len(m.young) >= cmp.Or(m.Size, usualSize) {
		m.young, m.older = map[K]T{}, m.young
	}
	m.young[key] = x
}
