package embed

import "math"

// Cover is how much of the meaning of said a text has, 0 to 1: each piece of said
// is compared with the nearest of text, and counts by its weight. It is the
// recall of Zhang et al., "BERTScore" (2020), with the weights of the table.
func (s *Static) Cover(said, text string) float64 {
	theirs := s.Tokens(text)
	norms := make([]float64, len(theirs))
	for i, p := range theirs {
		norms[i] = norm(s.Row(p))
	}
	found, all := 0.0, 0.0
	for _, p := range s.Tokens(said) {
		row, w := s.Row(p), float64(s.Weight(p))
		all += w
		if length := norm(row); length > 0 {
			found += w * s.nearest(row, length, theirs, norms)
		}
	}
	if all == 0 {
		return 0
	}
	return found / all
}

// nearest is the greatest cosine of a row with those of pieces.
func (s *Static) nearest(row []int8, length float64, pieces []uint16, norms []float64) float64 {
	best := 0.0
	for i, p := range pieces {
		if norms[i] > 0 {
			best = max(best, float64(product(row, s.Row(p)))/(length*norms[i]))
		}
	}
	return min(best, 1)
}

func product(a, b []int8) int {
	sum := 0
	for i, x := range a {
		sum += int(x) * int(b[i])
	}
	return sum
}

func norm(row []int8) float64 { return math.Sqrt(float64(product(row, row))) }
