package local

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"
)

// termTable numbers terms in order of arrival. Adding a document looks up a
// hundred words, most of them known: a table of hashes beside one block of text
// does it in half the time of a map of strings and leaves the garbage collector
// nothing to look through.
type termTable struct {
	seed  maphash.Seed
	slots []uint64 // upper half: of the hash; lower half: number + 1; 0: free
	known []knownTerm
	text  []byte
}

// knownTerm is all that a look-up needs of a term besides its text.
type knownTerm struct {
	from, to uint32 // in text
	seen     uint32 // how often it was asked for
}

// firstSlots is a power of two with room for the words of some dozen pages.
const firstSlots = 1 << 12

func newTermTable() *termTable {
	return &termTable{seed: maphash.MakeSeed(), slots: make([]uint64, firstSlots)}
}

// reset forgets all terms and keeps the memory.
func (t *termTable) reset() {
	clear(t.slots)
	t.known, t.text = t.known[:0], t.text[:0]
}

func (t *termTable) len() int { return len(t.known) }

func (t *termTable) term(i uint32) []byte { return t.text[t.known[i].from:t.known[i].to] }

// number returns that of a term, a new one if it was not seen before.
func (t *termTable) number(term string) uint32 {
	hash := maphash.String(t.seed, term)
	mask := uint64(len(t.slots) - 1)
	i := hash & mask
	for ; t.slots[i] != 0; i = (i + 1) & mask {
		if t.slots[i]>>32 != hash>>32 {
			continue
		}
		n := uint32(t.slots[i]) - 1
		if k := &t.known[n]; string(t.text[k.from:k.to]) == term {
			k.seen++
			return n
		}
	}
	n, from := uint32(len(t.known)), uint32(len(t.text))
	t.slots[i] = hash>>32<<32 | uint64(n+1)
	t.text = append(t.text, term...)
	t.known = append(t.known, knownTerm{from: from, to: uint32(len(t.text)), seen: 1})
	if 2*len(t.known) > len(t.slots) {
		t.grow()
	}
	return n
}

// grow doubles the slots, so that they stay at most half full.
func (t *termTable) grow() {
	t.slots = make([]uint64, 2*len(t.slots))
	mask := uint64(len(t.slots) - 1)
	for n := range t.known {
		hash := maphash.Bytes(t.seed, t.term(uint32(n)))
		i := hash & mask
		for t.slots[i] != 0 {
			i = (i + 1) & mask
		}
		t.slots[i] = hash>>32<<32 | uint64(n+1)
	}
}

// prefixed is a term by its first eight bytes, which decide most comparisons.
type prefixed struct {
	prefix uint64
	number uint32
}

// sorted returns the numbers of the terms in order of their bytes.
func (t *termTable) sorted() []prefixed {
	list := make([]prefixed, t.len())
	for i := range list {
		var head [8]byte
		copy(head[:], t.term(uint32(i)))
		list[i] = prefixed{binary.BigEndian.Uint64(head[:]), uint32(i)}
	}
	slices.SortFunc(list, func(a, b prefixed) int {
		if c := cmp.Compare(a.prefix, b.prefix); c != 0 {
			return c
		}
		return bytes.Compare(t.term(a.number), t.term(b.number))
	})
	return list
}
