package local

import (
	"fmt"
	"math"
	"slices"

	"footnote/retrieval"
)

// cosineRange is what bins of cosines reach to: beyond 1, so that the bounds of
// the best do not all end in the last one. Bounds beyond are counted at the end,
// which is right since no cosine lies there.
const cosineRange = 1.25

// vectors is the vector leg. First all rows are scored from their codes, each
// score with a bound; then whatever may be among the first depth is scored again
// from floats. So the result is what scoring everything from floats would give.
func (s *scratch) vectors(snap *snapshot, q retrieval.Query, filters []facetFilter) ([]retrieval.Hit, error) {
	if len(q.Vector) == 0 || snap.rows == 0 {
		return nil, nil
	}
	s.query = normalised(s.query[:0], q.Vector, roundUp(len(q.Vector), floatStep))
	codes := quantiseQuery(s.query, s.codesFor(roundUp(len(q.Vector), codeStep)))
	s.best.reset(q.Depth, -cosineRange, cosineRange)
	for i, p := range snap.parts {
		s.scan(snap.kernel, p, codes, filters[i])
	}
	keys, err := s.exact(snap)
	if err != nil {
		return nil, err
	}
	return hits(snap, s.first(snap, keys, q.Depth)), nil
}

// sparse is the share of rows, one in so many, below which those that pass the
// filter are scored one by one instead of all together: a call for one row costs
// about as much as two rows of a block.
const sparse = 8

// scan scores the rows of a part that are let through.
func (s *scratch) scan(k kernel, p *part, q queryCodes, filter facetFilter) {
	if filter == nil || p.passing(filter)*sparse > p.points {
		for from := 0; from < p.points; from += blockRows {
			s.scanRun(k, p, q, span{uint64(from), uint64(min(p.points, from+blockRows))}, filter)
		}
		return
	}
	for row, facet := range p.facetOf {
		if filter[facet] {
			s.scanRun(k, p, q, span{uint64(row), uint64(row + 1)}, nil)
		}
	}
}

// passing counts the rows that a filter lets through.
func (p *part) passing(filter facetFilter) (n int) {
	for facet, pass := range filter {
		if pass {
			n += int(p.facetRows[facet])
		}
	}
	return n
}

// scanRun scores a run of at most blockRows rows and notes the bounds of those
// that can still be among the best.
func (s *scratch) scanRun(k kernel, p *part, q queryCodes, run span, filter facetFilter) {
	stride := uint64(len(q.codes))
	products := s.products[:run.to-run.from]
	k.scan(p.codes[run.from*stride:run.to*stride], q.codes, products)
	scales := p.scales[run.from:run.to]
	limit := s.best.limit(q, p.residueMax)
	for i, product := range products {
		if float32(product)*scales[i] < limit {
			continue // where most rows end
		}
		row := uint32(run.from) + uint32(i)
		if scales[i] == noVector || p.gone.has(row) || filter != nil && !filter[p.facetOf[row]] {
			continue
		}
		score := float32(product) * (scales[i] * q.scale)
		s.best.note(uint32(p.base)+row, score, p.residues[row]*q.relative+q.absolute)
	}
}

// limit is what product times scale must reach in a part where no row loses more
// than residue.
func (b *bounds) limit(q queryCodes, residue float32) float32 {
	if q.scale == 0 {
		return -math.MaxFloat32 // a query of zeros: every score is 0
	}
	return (b.least - (residue*q.relative + q.absolute)) / q.scale
}

// exact scores the rows that can reach the best from floats.
func (s *scratch) exact(snap *snapshot) ([]key, error) {
	keys := s.keys[:0]
	rest := s.best.reaching()
	for _, p := range snap.parts {
		n := 0
		for n < len(rest) && int(rest[n]) < p.base+p.points {
			rest[n] -= uint32(p.base)
			n++
		}
		s.dots = slices.Grow(s.dots[:0], n)[:n]
		floats, rows, err := p.wanted(rest[:n], &s.gathered)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", segmentName(p.mark.Number), err)
		}
		snap.kernel.dots(floats, s.query, rows, s.dots)
		for i, score := range s.dots {
			keys = append(keys, newKey(score, uint32(p.base)+rest[i]))
		}
		rest = rest[n:]
	}
	s.keys = keys
	return keys, nil
}
