package local

import (
	"errors"
	"fmt"
	"math"
	"os"

	"footnote/retrieval"
)

var (
	errLocked = errors.New("another process is changing this index: wait until it is done")
	errClosed = fmt.Errorf("the index is closed: %w", os.ErrClosed)
)

// maxCount bounds how often a term can count, and weights and lengths: above it
// a float32 no longer counts in ones, and below it no product overflows.
const maxCount = 1 << 24

func checkQuery(q *retrieval.Query, spec retrieval.Spec) error {
	if q.Depth < 1 {
		return fmt.Errorf("depth %d: must be at least 1", q.Depth)
	}
	for _, t := range q.Terms {
		if w := t.Weight; !(w >= -maxCount && w <= maxCount) {
			return fmt.Errorf("term %q has weight %g: must be within %d", t.Term, w, maxCount)
		}
	}
	return checkVector(q.Vector, spec.Dimensions)
}

// maxTermText is how long the terms of one point can be together, in bytes: no
// page has that many, and places in the text of a segment's terms have 32 bits.
const maxTermText = 1 << 28

// checkPoint refuses what cannot be stored.
func checkPoint(p *retrieval.Point, dimensions int) error {
	if err := checkVector(p.Vector, dimensions); err != nil {
		return err
	}
	if l := p.Terms.Length; !(l >= 0 && l <= maxCount) {
		return fmt.Errorf("its text has length %g: must be 0 to %d", l, maxCount)
	}
	text := 0
	for _, c := range p.Terms.Counts {
		if !(c.Count >= 0 && c.Count <= maxCount) {
			return fmt.Errorf("term %q counts %g times: must be 0 to %d", c.Term, c.Count, maxCount)
		}
		if text += len(c.Term); text > maxTermText {
			return fmt.Errorf("its terms are longer than %d bytes together", maxTermText)
		}
	}
	return nil
}

// checkVector refuses what does not fit an index of that many dimensions.
func checkVector(v retrieval.Vector, dimensions int) error {
	if v == nil || len(v) == 0 && dimensions == 0 {
		return nil
	}
	if len(v) != dimensions {
		return fmt.Errorf("vector of %d dimensions, but the index has %d: use the embedder that made it", len(v), dimensions)
	}
	for _, x := range v {
		if d := float64(x); math.IsNaN(d) || math.IsInf(d, 0) {
			return errors.New("vector holds a value that is not a finite number: the embedder is at fault")
		}
	}
	return nil
}

func checkSpec(s retrieval.Spec) error {
	if s.Dimensions < 0 || s.Dimensions > maxDimensions {
		return fmt.Errorf("%d dimensions: must be 0 to %d", s.Dimensions, maxDimensions)
	}
	return nil
}

// checkStatistics refuses an average that no collection has.
func checkStatistics(s retrieval.Statistics) error {
	if a := s.AverageLength; !(a >= 0 && a <= maxCount) || s.Points < 0 {
		return fmt.Errorf("statistics of %d points with average length %g: must be 0 or more, the length at most %d", s.Points, a, maxCount)
	}
	return nil
}
