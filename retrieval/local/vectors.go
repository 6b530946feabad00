package local

import (
	"math"

	"footnote/retrieval"
)

// boundBins divide the range of cosines for finding the depth-th best lower
// bound: 1/1024 each, a tenth of the usual bound, so that rounding a threshold
// down to the edge of a bin lets few more rows through.
const (
	boundBins  = 2560
	boundRange = 1.25 // a bound can lie a little beyond 1
	binsPerOne = boundBins / (2 * boundRange)
)

// vectors is the vector leg. First all rows are scored from their codes, each
// score with a bound; then whatever may be among the first depth is scored again
// from floats. So the result is what scoring everything from floats would give.
func (s *scratch) vectors(snap *snapshot, q retrieval.Query, filters []facetFilter) []retrieval.Hit {
	if len(q.Vector) == 0 || snap.rows == 0 {
		return nil
	}
	s.query = normalised(s.query[:0], q.Vector, roundUp(len(q.Vector), floatStep))
	codes := quantiseQuery(s.query, s.codesFor(roundUp(len(q.Vector), codeStep)))
	clear(s.bins[:])
	s.rows, s.uppers = s.rows[:0], s.uppers[:0]
	for i, p := range snap.parts {
		s.scan(snap.kernel, p, codes, filters[i])
	}
	return hits(snap, s.best(snap, s.exact(snap, q.Depth), q.Depth))
}

// scan scores the rows of a part that are let through, in runs.
func (s *scratch) scan(k kernel, p *part, q queryCodes, filter facetFilter) {
	if p.gone == nil && filter == nil {
		s.scanRun(k, p, q, 0, p.points)
		return
	}
	start := -1
	for row := range p.points {
		pass := !p.gone.has(uint32(row)) && (filter == nil || filter[p.facetOf[row]])
		switch {
		case pass && start < 0:
			start = row
		case !pass && start >= 0:
			s.scanRun(k, p, q, start, row)
			start = -1
		}
	}
	if start >= 0 {
		s.scanRun(k, p, q, start, p.points)
	}
}

// scanRun scores rows [from,to) and notes the bounds.
func (s *scratch) scanRun(k kernel, p *part, q queryCodes, from, to int) {
	stride := len(q.codes)
	for ; from < to; from += blockRows {
		n := min(blockRows, to-from)
		products := s.products[:n]
		k.scan(p.codes[from*stride:(from+n)*stride], q.codes, products)
		s.note(p, q, from, products)
	}
}

// note turns products into bounds: the upper one is kept, the lower one counted.
func (s *scratch) note(p *part, q queryCodes, from int, products []int32) {
	scales, residues := p.scales[from:][:len(products)], p.residues[from:][:len(products)]
	base := uint32(p.base + from)
	for i, product := range products {
		scale := scales[i]
		if scale < 0 {
			continue // no vector
		}
		score := float32(product) * (scale * q.scale)
		off := residues[i]*q.relative + q.absolute
		s.bins[bin(score-off)]++
		s.rows = append(s.rows, base+uint32(i))
		s.uppers = append(s.uppers, score+off)
	}
}

// bin is the place of a score, 0 for the lowest.
func bin(score float32) int {
	return int(max(0, min(boundBins-1, (score+boundRange)*binsPerOne)))
}

// threshold is a score that depth rows are sure to reach.
func (s *scratch) threshold(depth int) float32 {
	reached := 0
	for i := boundBins - 1; i > 0; i-- {
		if reached += int(s.bins[i]); reached >= depth {
			return float32(i)/binsPerOne - boundRange
		}
	}
	return -math.MaxFloat32
}

// exact scores the rows that can reach the threshold from floats.
func (s *scratch) exact(snap *snapshot, depth int) []key {
	threshold := s.threshold(depth)
	keys := s.keys[:0]
	part, dot := 0, snap.kernel.dot
	for i, row := range s.rows {
		if s.uppers[i] < threshold {
			continue
		}
		for int(row) >= snap.parts[part].base+snap.parts[part].points {
			part++
		}
		p := snap.parts[part]
		keys = append(keys, newKey(dot(s.query, p.floatsOf(int(row)-p.base)), row))
	}
	s.keys = keys
	return keys
}
