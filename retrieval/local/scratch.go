package local

import "slices"

// blockRows is how many rows are scored before their scores are looked at: their
// products stay in the nearest cache.
const blockRows = 256

// scratch is the memory of one search, kept for the next.
type scratch struct {
	scores   []float32 // one for each row; all zero between searches
	keys     []key
	swap     []key
	digits   [digits][1 << digitBits]uint32
	products [blockRows]int32
	best     bounds
	dots     []float32
	gathered gathered
	query    []float32
	codes    []int16
}

// scoresFor returns zeros, one for each row.
func (s *scratch) scoresFor(rows int) []float32 {
	if cap(s.scores) < rows {
		s.scores = make([]float32, rows)
	}
	s.scores = s.scores[:rows]
	return s.scores
}

// codesFor returns room for n codes.
func (s *scratch) codesFor(n int) []int16 {
	s.codes = slices.Grow(s.codes[:0], n)[:n]
	return s.codes
}
