package embed

import (
	"errors"
	"math"

	"footnote/retrieval"
)

// normalise scales v to unit length in place; a zero vector stays.
func normalise(v retrieval.Vector) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return
	}
	scale := 1 / math.Sqrt(sum)
	for i, x := range v {
		v[i] = float32(float64(x) * scale)
	}
}

// checkFinite refuses a vector that cannot be compared: with NaN or infinity in
// it, or all zeros.
func checkFinite(v retrieval.Vector) error {
	zero := true
	for _, x := range v {
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			return errors.New("a vector holds NaN or infinity")
		}
		zero = zero && x == 0
	}
	if zero {
		return errors.New("a vector is all zeros")
	}
	return nil
}
