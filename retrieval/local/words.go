package local

import (
	"math"
	"sort"

	"footnote/retrieval"
)

// words is the word leg: BM25 as in retrieval.K1's comment. Each term adds its
// share to the scores of the rows that hold it; whatever has a score matches.
func (s *scratch) words(snap *snapshot, q retrieval.Query, filters []facetFilter) ([]retrieval.Hit, error) {
	terms := mergeTerms(q.Terms)
	s.keys = s.keys[:0]
	if len(terms) == 0 || snap.rows == 0 {
		return nil, nil
	}
	scores := s.scoresFor(snap.rows)
	var highest float32 // that a row could have
	for _, t := range terms {
		weight, err := snap.score(t, scores)
		if err != nil {
			return nil, err
		}
		highest += weight
	}
	if highest > 0 {
		s.match(snap, scores, filters, q.Depth, highest)
	}
	return hits(snap, s.first(snap, s.keys, q.Depth)), nil
}

// match makes keys of the rows that can be among the best, and clears scores.
func (s *scratch) match(snap *snapshot, scores []float32, filters []facetFilter, depth int, highest float32) {
	s.best.reset(depth, 0, highest)
	for i, p := range snap.parts {
		p.match(scores[p.base:][:p.points], filters[i], &s.best)
	}
	clear(scores)
	for i, row := range s.best.reaching() {
		s.keys = append(s.keys, newKey(s.best.uppers[i], row))
	}
}

// match notes the rows that have a score and are let through.
func (p *part) match(scores []float32, filter facetFilter, best *bounds) {
	for row, score := range scores {
		if score < best.least || p.gone.has(uint32(row)) || filter != nil && !filter[p.facetOf[row]] {
			continue
		}
		best.note(uint32(p.base+row), score, 0)
	}
}

// fewTerms is up to where a list is searched faster than a map is made.
const fewTerms = 12

// mergeTerms adds up the weights of repeated terms and drops those whose sum is
// not above zero. The order of first mention stays, so that sums are repeatable.
func mergeTerms(terms []retrieval.QueryTerm) []retrieval.QueryTerm {
	merged := make([]retrieval.QueryTerm, 0, len(terms))
	var places map[string]int
	if len(terms) > fewTerms {
		places = make(map[string]int, len(terms))
	}
	for _, t := range terms {
		if i := placeOf(t.Term, merged, places); i >= 0 {
			merged[i].Weight += t.Weight
			continue
		}
		if places != nil {
			places[t.Term] = len(merged)
		}
		merged = append(merged, t)
	}
	kept := merged[:0]
	for _, t := range merged {
		if t.Weight > 0 {
			kept = append(kept, t)
		}
	}
	return kept
}

func placeOf(term string, merged []retrieval.QueryTerm, places map[string]int) int {
	if places != nil {
		if i, ok := places[term]; ok {
			return i
		}
		return -1
	}
	for i, m := range merged {
		if m.Term == term {
			return i
		}
	}
	return -1
}

// span is where a term's postings are in one part.
type span struct{ from, to uint64 }

// score adds the share of one term and returns what that is at most.
func (snap *snapshot) score(t retrieval.QueryTerm, scores []float32) (most float32, err error) {
	var room [16]span // more parts than a merged index has, without allocating
	spans := room[:0]
	holding := 0
	for _, p := range snap.parts {
		from, to := p.term(t.Term)
		n, err := p.living(p.postings[from:to])
		if err != nil {
			return 0, err
		}
		holding += n
		spans = append(spans, span{from, to})
	}
	if holding == 0 {
		return 0, nil
	}
	weight := float32(float64(t.Weight) * idf(snap.live, holding))
	for i, p := range snap.parts {
		if spans[i].from == spans[i].to {
			continue
		}
		if err := p.add(scores[p.base:][:p.points], spans[i], weight); err != nil {
			return 0, err
		}
	}
	return weight, nil
}

// idf of a term that holding of points hold.
func idf(points, holding int) float64 {
	n := float64(holding)
	return math.Log1p((float64(points) - n + 0.5) / (n + 0.5))
}

// living counts postings of points that are not gone, so that n(t) is exact.
func (p *part) living(postings []uint32) (int, error) {
	if p.gone == nil {
		return len(postings), nil
	}
	n := 0
	for _, x := range postings {
		row := x >> 8
		if int(row) >= p.points {
			return 0, p.damaged("a posting names a point that is not there")
		}
		n += int(1 - p.gone[row>>6]>>(row&63)&1)
	}
	return n, nil
}

// add scores the postings of one term in one part.
func (p *part) add(scores []float32, at span, weight float32) error {
	if i := sort.Search(len(p.oddAt), func(i int) bool { return p.oddAt[i] >= at.from }); i < len(p.oddAt) && p.oddAt[i] < at.to {
		return p.addOdd(scores, at, weight)
	}
	norms := p.norms[:len(scores)]
	counts := p.counts
	for _, x := range p.postings[at.from:at.to] {
		row := int(x >> 8)
		if row >= len(norms) {
			return p.damaged("a posting names a point that is not there")
		}
		tf := counts[x&255]
		scores[row] += weight * tf / (tf + norms[row])
	}
	return nil
}

// addOdd is add for a term with counts that have no code.
func (p *part) addOdd(scores []float32, at span, weight float32) error {
	next := sort.Search(len(p.oddAt), func(i int) bool { return p.oddAt[i] >= at.from })
	for _, x := range p.postings[at.from:at.to] {
		row, tf := int(x>>8), p.counts[x&255]
		if x&255 == oddCode {
			if next == len(p.odd) {
				return p.damaged("a count is missing")
			}
			tf = p.odd[next]
			next++
		}
		if row >= len(scores) {
			return p.damaged("a posting names a point that is not there")
		}
		scores[row] += weight * tf / (tf + p.norms[row])
	}
	return nil
}
