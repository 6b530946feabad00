package embed

import (
	"math"

	"footnote/retrieval/dot"
)

// Cover is how much of the meaning of said a text has, 0 to 1: each piece of said
// is compared with the nearest of text, and counts by its weight. It is the
// recall of Zhang et al., "BERTScore" (2020), with the weights of the table.
func (s *Static) Cover(said, text string) float64 {
	theirs := s.Tokens(text)
	rows := make([]int16, 0, len(theirs)*s.table.columns)
	norms := make([]float64, len(theirs))
	for i, p := range theirs {
		rows = dot.Widen(rows, s.Row(p))
		norms[i] = norm(s.Row(p))
	}
	products := make([]int32, len(theirs))
	found, all := 0.0, 0.0
	for _, p := range s.Tokens(said) {
		row, w := s.Row(p), float64(s.Weight(p))
		all += w
		if length := norm(row); length > 0 {
			dot.Each(row, rows, products)
			found += w * nearest(length, products, norms)
		}
	}
	if all == 0 {
		return 0
	}
	return found / all
}

// nearest is the greatest cosine among products of a row of some length with rows
// of other lengths.
func nearest(length float64, products []int32, norms []float64) float64 {
	best := 0.0
	for i, x := range products {
		if norms[i] > 0 {
			best = max(best, float64(x)/(length*norms[i]))
		}
	}
	return min(best, 1)
}

func norm(row []int8) float64 { return math.Sqrt(float64(dot.Square(row))) }
