package indextest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"sync"

	"footnote/retrieval"
)

// Reference keeps indexes in memory and searches them by brute force. It is what
// other indexes are compared with, and too slow for anything else.
type Reference struct {
	mu    sync.Mutex
	bases map[string]*base
}

// NewReference returns a Reference without any knowledge base.
func NewReference() *Reference { return &Reference{bases: map[string]*base{}} }

// base is a knowledge base: the live collection and the one being filled.
type base struct{ live, next *collection }

// collection is an index: what the last commit shows and what the next will.
type collection struct {
	spec      retrieval.Spec
	committed state
	pending   map[retrieval.ID]retrieval.Point
}

// Open implements retrieval.Indexes.
func (r *Reference) Open(_ context.Context, kb string, spec retrieval.Spec) (retrieval.Index, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.bases[kb]
	if b == nil || b.live == nil {
		return nil, fmt.Errorf("open index of %q: %w", kb, retrieval.ErrNoIndex)
	}
	if b.live.spec != spec {
		return nil, &retrieval.MismatchError{KB: kb, Have: b.live.spec, Own: spec}
	}
	return &referenceIndex{r: r, kb: kb}, nil
}

// Create implements retrieval.Indexes.
func (r *Reference) Create(_ context.Context, kb string, spec retrieval.Spec) (retrieval.Index, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.bases[kb]
	if b == nil {
		b = &base{}
		r.bases[kb] = b
	}
	b.next = &collection{
		spec:      spec,
		committed: state{points: map[retrieval.ID]retrieval.Point{}},
		pending:   map[retrieval.ID]retrieval.Point{},
	}
	return &referenceIndex{r: r, kb: kb, own: b.next}, nil
}

// Publish implements retrieval.Indexes.
func (r *Reference) Publish(_ context.Context, kb string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	b := r.bases[kb]
	if b == nil || b.next == nil {
		return fmt.Errorf("publish index of %q: nothing was created", kb)
	}
	b.live, b.next = b.next, nil
	return nil
}

// Drop implements retrieval.Indexes.
func (r *Reference) Drop(_ context.Context, kb string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.bases, kb)
	return nil
}

// referenceIndex is an open index. Own is the collection it was created with,
// followed until it is published.
type referenceIndex struct {
	r   *Reference
	kb  string
	own *collection
	// pending is what this index changed and did not commit yet.
	pending *collection
}

// collection returns what the index now stands for; r.mu is held.
func (x *referenceIndex) collection() (*collection, error) {
	b := x.r.bases[x.kb]
	if b != nil && x.own != nil && x.own == b.next {
		return b.next, nil
	}
	if b == nil || b.live == nil {
		return nil, fmt.Errorf("index of %q: %w", x.kb, retrieval.ErrNoIndex)
	}
	return b.live, nil
}

func (x *referenceIndex) state(ctx context.Context) (state, retrieval.Spec, error) {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	c, err := x.collection()
	if err != nil {
		return state{}, retrieval.Spec{}, err
	}
	return c.committed, c.spec, ctx.Err()
}

// Search implements retrieval.Searcher.
func (x *referenceIndex) Search(ctx context.Context, q retrieval.Query) (retrieval.Legs, error) {
	s, spec, err := x.state(ctx)
	if err != nil {
		return retrieval.Legs{}, err
	}
	if q.Depth < 1 {
		return retrieval.Legs{}, fmt.Errorf("search: depth %d: must be at least 1", q.Depth)
	}
	if err := fits(q.Vector, spec); err != nil {
		return retrieval.Legs{}, fmt.Errorf("search: %w", err)
	}
	return s.search(q), nil
}

// fits checks a vector against the specification; nil fits any.
func fits(v retrieval.Vector, spec retrieval.Spec) error {
	if v == nil {
		return nil
	}
	if len(v) != spec.Dimensions {
		return fmt.Errorf("vector of %d dimensions, the index has %d", len(v), spec.Dimensions)
	}
	for _, f := range v {
		if math.IsNaN(float64(f)) || math.IsInf(float64(f), 0) {
			return errors.New("vector holds a value that is not a finite number")
		}
	}
	return nil
}

// Chunks implements retrieval.Searcher.
func (x *referenceIndex) Chunks(ctx context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error) {
	s, _, err := x.state(ctx)
	if err != nil {
		return nil, err
	}
	var chunks []retrieval.Chunk
	for _, id := range ids {
		if p, ok := s.points[id]; ok {
			chunks = append(chunks, p.Chunk)
		}
	}
	return chunks, nil
}

// Statistics implements retrieval.Searcher.
func (x *referenceIndex) Statistics(ctx context.Context) (retrieval.Statistics, error) {
	s, _, err := x.state(ctx)
	return s.statistics, err
}

// Frequencies implements retrieval.Counter.
func (x *referenceIndex) Frequencies(ctx context.Context, terms []string) (in []int, points int, err error) {
	s, _, err := x.state(ctx)
	for _, term := range terms {
		in = append(in, s.holding(term))
	}
	return in, len(s.points), err
}

// Completions implements retrieval.Completer.
func (x *referenceIndex) Completions(ctx context.Context, prefix string, limit int) ([]retrieval.Completion, error) {
	s, _, err := x.state(ctx)
	if err != nil || !retrieval.Completable(prefix) {
		return nil, err
	}
	return retrieval.SortCompletions(s.completions(prefix), limit), nil
}

// Upsert implements retrieval.Writer.
func (x *referenceIndex) Upsert(_ context.Context, points []retrieval.Point) error {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	c, err := x.collection()
	if err != nil {
		return err
	}
	for _, p := range points {
		if err := fits(p.Vector, c.spec); err != nil {
			return fmt.Errorf("upsert %s: %w", p.Chunk.ID, err)
		}
	}
	for _, p := range points {
		p.Vector = slices.Clone(p.Vector)
		c.pending[p.Chunk.ID] = p
	}
	x.pending = c
	return nil
}

// Delete implements retrieval.Writer.
func (x *referenceIndex) Delete(_ context.Context, ids []retrieval.ID) error {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	c, err := x.collection()
	if err != nil {
		return err
	}
	for _, id := range ids {
		delete(c.pending, id)
	}
	x.pending = c
	return nil
}

// Commit implements retrieval.Writer.
func (x *referenceIndex) Commit(_ context.Context, s retrieval.Statistics) error {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	c, err := x.collection()
	if err != nil {
		return err
	}
	c.committed = state{points: maps.Clone(c.pending), statistics: s}
	x.pending = nil
	return nil
}

// IDs implements retrieval.Writer.
func (x *referenceIndex) IDs(context.Context) iter.Seq2[retrieval.ID, error] {
	return func(yield func(retrieval.ID, error) bool) {
		x.r.mu.Lock()
		c, err := x.collection()
		if err != nil {
			x.r.mu.Unlock()
			yield(retrieval.ID{}, err)
			return
		}
		ids := slices.Collect(maps.Keys(c.pending))
		x.r.mu.Unlock()
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	}
}

// Close implements retrieval.Index. What was not committed is forgotten.
func (x *referenceIndex) Close() error {
	x.r.mu.Lock()
	defer x.r.mu.Unlock()
	if x.pending != nil {
		x.pending.pending = maps.Clone(x.pending.committed.points)
		x.pending = nil
	}
	return nil
}
