package local

import (
	"cmp"
	"maps"
	"slices"
)

// oddCode says that a posting's count is not in the table.
const oddCode = 255

// countCodes gives the most frequent counts of a segment a code of eight bits.
// Whole counts and the fractions of a few weighted fields all find room.
type countCodes struct {
	counts []float32 // by code
	small  [64]uint8 // codes of whole numbers
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
		if n := int(min(count, float32(len(c.small)))); n < len(c.small) && float32(n) == count {
			c.small[n] = uint8(i)
		}
	}
	return c
}

// of returns the code of a count, oddCode if it has none.
func (c *countCodes) of(count float32) uint8 {
	if n := int(min(count, float32(len(c.small)))); n < len(c.small) && float32(n) == count {
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
