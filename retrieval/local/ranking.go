package local

import (
	"math"
	"slices"

	"footnote/retrieval"
)

// A key is a hit as a number that sorts: in the upper half the score, the better
// the smaller; in the lower half the row, counted over all parts of a snapshot.
type key = uint64

func newKey(score float32, row uint32) key { return uint64(^ordered(score))<<32 | uint64(row) }

func scoreOf(k key) float32 { return unordered(^uint32(k >> 32)) }

// ordered maps floats to numbers of the same order; zeros of both signs are one.
func ordered(f float32) uint32 {
	b := math.Float32bits(f + 0)
	if b>>31 != 0 {
		return ^b
	}
	return b | 1<<31
}

func unordered(b uint32) float32 {
	if b>>31 != 0 {
		return math.Float32frombits(b &^ (1 << 31))
	}
	return math.Float32frombits(^b)
}

// Digits of a key's upper half, for selecting and sorting.
const (
	digitBits = 11
	digits    = 3 // 3 × 11 bits cover 32
	digitMask = 1<<digitBits - 1
)

// first returns the first depth keys in order of score, equal scores in order of
// ID. It works inside keys and s.swap.
func (s *scratch) first(snap *snapshot, keys []key, depth int) []key {
	keys = s.sorted(s.selected(keys, depth))
	return orderTies(snap, keys, depth)
}

// selected drops keys that cannot be among the first depth: it finds the upper
// digit, then the middle one, of the last that can, and keeps what is not above.
func (s *scratch) selected(keys []key, depth int) []key {
	if len(keys) <= depth {
		return keys
	}
	counts := &s.digits[0]
	clear(counts[:])
	for _, k := range keys {
		counts[k>>(64-digitBits)]++
	}
	upper, before := place(counts, depth)
	clear(counts[:])
	for _, k := range keys {
		if k>>(64-digitBits) == upper {
			counts[k>>(64-2*digitBits)&digitMask]++
		}
	}
	middle, _ := place(counts, depth-before)
	limit := (upper<<digitBits|middle)<<(64-2*digitBits) | (1<<(64-2*digitBits) - 1)
	kept := keys[:0]
	for _, k := range keys {
		if k <= limit {
			kept = append(kept, k)
		}
	}
	return kept
}

// place finds the digit at which the count reaches depth, and how many keys have
// a smaller one.
func place(counts *[1 << digitBits]uint32, depth int) (digit uint64, before int) {
	for i, n := range counts {
		if before+int(n) >= depth {
			return uint64(i), before
		}
		before += int(n)
	}
	return digitMask, before
}

// smallSort is where setting up the counts costs more than comparing.
const smallSort = 192

// sorted sorts by the upper half, least digit first; rows that were in order stay
// so among equals.
func (s *scratch) sorted(keys []key) []key {
	if len(keys) <= smallSort {
		slices.Sort(keys)
		return keys
	}
	s.swap = slices.Grow(s.swap[:0], len(keys))[:len(keys)]
	for d := range s.digits {
		clear(s.digits[d][:])
	}
	for _, k := range keys {
		for d := range digits {
			s.digits[d][k>>(32+d*digitBits)&digitMask]++
		}
	}
	from, to := keys, s.swap
	for d := range digits {
		counts := &s.digits[d]
		var at uint32
		for i, n := range counts {
			counts[i] = at
			at += n
		}
		for _, k := range from {
			i := k >> (32 + d*digitBits) & digitMask
			to[counts[i]] = k
			counts[i]++
		}
		from, to = to, from
	}
	return from
}

// orderTies puts runs of one score in order of ID, as far as depth reaches.
func orderTies(snap *snapshot, keys []key, depth int) []key {
	for i := 0; i < len(keys) && i < depth; {
		end := i + 1
		for end < len(keys) && keys[end]>>32 == keys[i]>>32 {
			end++
		}
		if end-i > 1 {
			slices.SortFunc(keys[i:end], func(a, b key) int { return compareIDs(snap.id(uint32(a)), snap.id(uint32(b))) })
		}
		i = end
	}
	return keys[:min(len(keys), depth)]
}

// hits turns keys into hits.
func hits(snap *snapshot, keys []key) []retrieval.Hit {
	out := make([]retrieval.Hit, len(keys))
	for i, k := range keys {
		out[i] = retrieval.Hit{ID: *snap.id(uint32(k)), Score: scoreOf(k)}
	}
	return out
}
