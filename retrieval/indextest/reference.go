package indextest

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strings"

	"footnote/retrieval"
)

// state is what one commit shows. It is never changed.
type state struct {
	points     map[retrieval.ID]retrieval.Point
	statistics retrieval.Statistics
}

// search scores every point by the formulas of the contract, in float64.
func (s state) search(q retrieval.Query) retrieval.Legs {
	weights := s.weights(q.Terms)
	var legs retrieval.Legs
	for id, p := range s.points {
		if !passes(q.Filter, p.Chunk) {
			continue
		}
		if score, ok := s.words(weights, p.Terms); ok {
			legs.Words = append(legs.Words, retrieval.Hit{ID: id, Score: float32(score)})
		}
		if q.Vector != nil && p.Vector != nil {
			legs.Vectors = append(legs.Vectors, retrieval.Hit{ID: id, Score: float32(cosine(q.Vector, p.Vector))})
		}
	}
	legs.Words, legs.Vectors = first(legs.Words, q.Depth), first(legs.Vectors, q.Depth)
	return legs
}

// weights gives each term of the question weight(t) * idf(t).
func (s state) weights(terms []retrieval.QueryTerm) map[string]float64 {
	weights := map[string]float64{}
	for _, t := range terms {
		weights[t.Term] += float64(t.Weight)
	}
	for t, w := range weights {
		if !(w > 0) {
			delete(weights, t)
			continue
		}
		n := float64(s.holding(t))
		weights[t] = w * math.Log(1+(float64(len(s.points))-n+0.5)/(n+0.5))
	}
	return weights
}

// holding counts the points that hold a term.
func (s state) holding(term string) (n int) {
	for _, p := range s.points {
		for _, c := range p.Terms.Counts {
			if c.Term == term && c.Count > 0 {
				n++
				break
			}
		}
	}
	return n
}

// completions lists the terms of all points that begin with prefix.
func (s state) completions(prefix string) (list []retrieval.Completion) {
	in := map[string]int{}
	for _, p := range s.points {
		for _, c := range p.Terms.Counts {
			if c.Count > 0 && strings.HasPrefix(c.Term, prefix) {
				in[c.Term]++
			}
		}
	}
	for term, n := range in {
		list = append(list, retrieval.Completion{Term: term, In: n})
	}
	return list
}

func (s state) words(weights map[string]float64, terms retrieval.Terms) (score float64, matches bool) {
	length := 1.0 // of a text of average length, if no average is known
	if average := float64(s.statistics.AverageLength); average > 0 {
		length = float64(terms.Length) / average
	}
	for _, c := range terms.Counts {
		weight, ok := weights[c.Term]
		if !ok || !(c.Count > 0) {
			continue
		}
		tf := float64(c.Count)
		score += weight * tf / (tf + retrieval.K1*(1-retrieval.B+retrieval.B*length))
		matches = true
	}
	return score, matches
}

func cosine(a, b retrieval.Vector) float64 {
	var dot, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		dot += x * y
		aa += x * x
		bb += y * y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return dot / math.Sqrt(aa) / math.Sqrt(bb)
}

func passes(f retrieval.Filter, c retrieval.Chunk) bool {
	if len(f.Languages) > 0 && !slices.Contains(f.Languages, c.Language) {
		return false
	}
	for key, values := range f.Labels {
		value, ok := c.Labels[key]
		if !ok || !slices.Contains(values, value) {
			return false
		}
	}
	return true
}

// first sorts hits and cuts them to depth.
func first(hits []retrieval.Hit, depth int) []retrieval.Hit {
	slices.SortFunc(hits, func(a, b retrieval.Hit) int {
		if c := cmp.Compare(b.Score, a.Score); c != 0 {
			return c
		}
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	return hits[:min(len(hits), depth)]
}
