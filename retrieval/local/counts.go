package local

import (
	"cmp"
	"maps"
	"slices"
)

// oddCode says that a posting's count is not in the table.
const oddCode = 255

// smallCounts is up to where whole counts are looked up in an array: a word
// hardly occurs more often in one chunk.
const smallCounts = 64

// small returns a count as an index below smallCounts, if it is one.
func small(count float32) (int, bool) {
	n := int(min(count, smallCounts))
	return n, n < smallCounts && float32(n) == count
}

// countCodes gives the most frequent counts of a segment a code of eight bits.
// Whole counts and the fractions of a few weighted fields all find room.
type countCodes struct {
	counts []float32 // by code
	small  [smallCounts]uint8
	codes  map[float32]uint8
}

// newCountCodes chooses by how often each count occurs.
func newCountCodes(frequencies map[float32]int) *countCodes {
	c := &countCodes{codes: map[float32]uint8{}}
	c.counts = slices.SortedFunc(maps.Keys(frequencies), func(a, b float32) int {
		return cmp.Or(cmp.Compare(frequencies[b], frequencies[a]), cmp.Compare(a, b))
	})
	c.counts = c.counts[:min(len(c.counts), oddCode)]
	for i := range c.small {
		c.small[i] = oddCode
	}
	for i, count := range c.counts {
		c.codes[count] = uint8(i)
		if n, ok := small(count); ok {
			c.small[n] = uint8(i)
		}
	}
	return c
}

// of returns the code of a count, oddCode if it has none.
func (c *countCodes) of(count float32) uint8 {
	if n, ok := small(count); ok {
		return c.small[n]
	}
	if code, ok := c.codes[count]; ok {
		return code
	}
	return oddCode
}

// table is the stored form.
func (c *countCodes) table() *[256]float32 {
	var t [256]float32
	copy(t[:], c.counts)
	return &t
}

// countNumbers gives counts a code in order of arrival, as long as there are any.
type countNumbers struct {
	counts []float32
	small  [smallCounts]uint8 // code + 1; 0: none yet
	codes  map[float32]uint8
}

// code returns that of a count, oddCode if all were given to others.
func (c *countNumbers) code(count float32) uint8 {
	n, whole := small(count)
	if whole && c.small[n] != 0 {
		return c.small[n] - 1
	}
	if code, ok := c.codes[count]; ok {
		return code
	}
	if len(c.counts) == oddCode {
		return oddCode
	}
	if c.codes == nil {
		c.codes = map[float32]uint8{}
	}
	code := uint8(len(c.counts))
	c.counts = append(c.counts, count)
	c.codes[count] = code
	if whole {
		c.small[n] = code + 1
	}
	return code
}

// table is the stored form.
func (c *countNumbers) table() *[256]float32 {
	var t [256]float32
	copy(t[:], c.counts)
	return &t
}
