package indextest

import (
	"bytes"
	"fmt"
	"math"

	"footnote/retrieval"
)

// Tolerance says how far the scores of two indexes may lie apart: relatively for
// scores above 1, absolutely below.
type Tolerance struct {
	Score float64 // between the two scores of a hit
	Order float64 // scores nearer than this may swap places
}

// orderNoise is what float32 keeps of a sum of a few weights in another order:
// about 1e-7 a term.
const orderNoise = 2e-6

// Tight is the tolerance between two indexes that both keep weights as float32.
func Tight() Tolerance { return Tolerance{Score: 1e-6, Order: orderNoise} }

// Loose is the tolerance towards a server that may keep weights more coarsely.
func Loose() Tolerance { return Tolerance{Score: 1e-3, Order: 5 * orderNoise} }

// Compare checks got against want. Want is everything that matches, at any
// depth, in order; got is the answer to a search of the given depth. The error
// names the first difference.
func Compare(want, got []retrieval.Hit, depth int, tolerance Tolerance) error {
	if err := wellFormed(got, depth); err != nil {
		return err
	}
	if len(got) != min(depth, len(want)) {
		return fmt.Errorf("%d hits, want %d (depth %d, %d match)", len(got), min(depth, len(want)), depth, len(want))
	}
	scores := make(map[retrieval.ID]float32, len(want))
	for _, h := range want {
		scores[h.ID] = h.Score
	}
	for i, h := range got {
		score, ok := scores[h.ID]
		if !ok {
			return fmt.Errorf("hit %d is %s, which should not match", i, h.ID)
		}
		if !near(score, h.Score, tolerance.Score) {
			return fmt.Errorf("hit %d, %s: score %g, want %g", i, h.ID, h.Score, score)
		}
		if !near(score, want[i].Score, tolerance.Order) {
			return fmt.Errorf("hit %d is %s with score %g, want %s with %g", i, h.ID, score, want[i].ID, want[i].Score)
		}
	}
	return nil
}

// near compares relatively above smallScore and absolutely below.
func near(a, b float32, tolerance float64) bool {
	if a == b {
		return true
	}
	return math.Abs(float64(a)-float64(b)) <= tolerance*max(math.Abs(float64(a)), math.Abs(float64(b)), smallScore)
}

// smallScore is where relative comparison ends: cosines around zero are
// differences of larger numbers and keep their absolute precision only.
const smallScore = 1

// wellFormed checks what holds for any leg: falling scores, equal ones by
// rising ID, no ID twice, not longer than depth, no NaN.
func wellFormed(hits []retrieval.Hit, depth int) error {
	if len(hits) > depth {
		return fmt.Errorf("%d hits for depth %d", len(hits), depth)
	}
	seen := make(map[retrieval.ID]bool, len(hits))
	for i, h := range hits {
		if seen[h.ID] {
			return fmt.Errorf("hit %d: %s occurs twice", i, h.ID)
		}
		seen[h.ID] = true
		if math.IsNaN(float64(h.Score)) || math.IsInf(float64(h.Score), 0) {
			return fmt.Errorf("hit %d: score %g", i, h.Score)
		}
		if i == 0 {
			continue
		}
		before := hits[i-1]
		if before.Score < h.Score {
			return fmt.Errorf("hit %d: score %g after %g", i, h.Score, before.Score)
		}
		if before.Score == h.Score && bytes.Compare(before.ID[:], h.ID[:]) >= 0 {
			return fmt.Errorf("hits %d and %d have score %g, but %s comes after %s", i-1, i, h.Score, h.ID, before.ID)
		}
	}
	return nil
}

// CompareLegs is Compare for both legs.
func CompareLegs(want, got retrieval.Legs, depth int, tolerance Tolerance) error {
	if err := Compare(want.Words, got.Words, depth, tolerance); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	if err := Compare(want.Vectors, got.Vectors, depth, tolerance); err != nil {
		return fmt.Errorf("vectors: %w", err)
	}
	return nil
}
