package rank

import (
	"slices"

	"footnote/retrieval/text"
)

// Two texts are copies of each other if this share of their shingles (runs of
// shingleWords words) is the same and they state the same facts.
const (
	copyShare    = 0.9
	shingleWords = 3
)

// print is what a text is compared by.
type print struct {
	shingles []uint64 // hashes, sorted, each once
	facts    uint64   // hash of the numbers and negations in their order
}

// printer collects a print word by word.
type printer struct {
	print
	recent [shingleWords]uint64 // hashes of the last words, newest last
	n      int
}

// FNV-1a of 64 bits (Fowler, Noll and Vo).
const (
	offsetBasis = 0xcbf29ce484222325
	prime       = 0x100000001b3
)

func hash(h uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * prime
	}
	return h
}

func (p *printer) add(w text.Word) {
	if p.n == 0 {
		p.facts = offsetBasis
	}
	if isFact(w) {
		p.facts = hash(p.facts, w.Term)
	}
	if w.Kind == text.Pair || w.Part && w.Kind != text.Char {
		return // says again what its characters or its whole say
	}
	p.n++
	copy(p.recent[:], p.recent[1:])
	p.recent[shingleWords-1] = hash(offsetBasis, w.Term)
	if p.n >= shingleWords {
		p.shingles = append(p.shingles, p.shingle())
	}
}

func (p *printer) shingle() uint64 {
	h := uint64(offsetBasis)
	for _, x := range p.recent {
		h = (h ^ x) * prime
		h ^= h >> 29
	}
	return h
}

// isFact: a text that differs from another in a number or a "not" only says the
// opposite, not the same, and both must be seen.
func isFact(w text.Word) bool {
	switch w.Term {
	case "no", "not", "never", "non", "without", "dont", "doesnt", "didnt", "isnt", "arent", "cannot", "cant", "wont", "mustnt", "shouldnt",
		"不", "没", "无", "未", "非", "勿", "禁":
		return true
	}
	if w.Kind == text.Number {
		return true
	}
	for i := 0; i < len(w.Term); i++ {
		if w.Term[i] >= '0' && w.Term[i] <= '9' {
			return true
		}
	}
	return false
}

// done returns the print. A text of fewer words than a shingle is one shingle.
func (p *printer) done() print {
	if len(p.shingles) == 0 {
		p.shingles = append(p.shingles, p.shingle())
	}
	slices.Sort(p.shingles)
	p.shingles = slices.Compact(p.shingles)
	return p.print
}

// copies: do both prints belong to the same text, but for a few words?
func (p print) copies(q print) bool {
	if p.facts != q.facts {
		return false
	}
	small, large := len(p.shingles), len(q.shingles)
	if small > large {
		small, large = large, small
	}
	if float64(small) < copyShare*float64(large) {
		return false
	}
	return float64(p.common(q)) >= copyShare*float64(large)
}

// common is the number of shingles that both have.
func (p print) common(q print) int {
	n := 0
	a, b := p.shingles, q.shingles
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}
