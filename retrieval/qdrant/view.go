package qdrant

import (
	"context"
	"maps"
	"math"
	"slices"
	"sync"

	"footnote/retrieval"
)

// view is what searches need to know of one commit: its state, and the buckets
// of frequencies and words that questions have asked for so far.
type view struct {
	state state

	mu      sync.Mutex
	buckets map[int]bucket
	words   map[int]vocabulary
}

func newView(s state) *view {
	return &view{state: s, buckets: map[int]bucket{}, words: map[int]vocabulary{}}
}

// current returns the last view, or reads the first one.
func (x *index) current(ctx context.Context) (*view, error) {
	if v := x.view.Load(); v != nil {
		return v, nil
	}
	s, err := x.loadState(ctx)
	if err != nil {
		return nil, err
	}
	v := newView(s)
	x.view.Store(v)
	return v, nil
}

// frequency returns the buckets that hashes fall into, reading those that are
// missing.
func (x *index) frequency(ctx context.Context, v *view, hashes []uint32) (map[int]bucket, error) {
	needed, missing := v.split(hashes)
	if len(missing) == 0 {
		return needed, nil
	}
	loaded, err := x.loadBuckets(ctx, missing)
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	maps.Copy(v.buckets, loaded)
	maps.Copy(needed, loaded)
	return needed, nil
}

func (v *view) split(hashes []uint32) (have map[int]bucket, missing []int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	have = make(map[int]bucket, len(hashes))
	for _, h := range hashes {
		n := bucketOf(h)
		if b, ok := v.buckets[n]; ok {
			have[n] = b
		} else if !slices.Contains(missing, n) {
			missing = append(missing, n)
		}
	}
	return have, missing
}

// weigh sums the weights of a question's terms by hash. A term whose sum is not
// above zero does not count.
func weigh(terms []retrieval.QueryTerm) map[uint32]float64 {
	byTerm := make(map[string]float64, len(terms))
	for _, t := range terms {
		byTerm[t.Term] += float64(t.Weight)
	}
	weights := make(map[uint32]float64, len(byTerm))
	for term, w := range byTerm {
		if w > 0 {
			weights[Hash(term)] += w
		}
	}
	return weights
}

// idf is ln(1 + (N-n+0.5)/(n+0.5)) (see retrieval.K1), written so that it has a
// value whatever the server says n is.
func idf(count int, n uint32) float64 {
	return math.Log((float64(count) + 1) / (float64(n) + 0.5))
}
