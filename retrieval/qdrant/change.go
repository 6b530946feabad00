package qdrant

import (
	"context"
	"fmt"
	"slices"
	"sync"

	client "github.com/qdrant/go-client/qdrant"
	"golang.org/x/sync/errgroup"

	"footnote/retrieval"
)

// change is what happened on the server since the last commit.
type change struct {
	state state // as it stands there

	// recount: an earlier change was not committed, so nobody knows what points
	// and frequencies should be; Commit counts anew.
	recount bool
	mu      sync.Mutex
	points  int            // more, or fewer, than at the last commit
	delta   map[uint32]int // likewise of frequencies
	// others: the collection may hold points that this change did not write.
	others bool
	// weighed are the points that this Commit wrote with its average.
	weighed map[retrieval.ID]bool
	// known are words that the vocabulary has.
	known map[string]bool
}

// begin marks the collection as being written, before the first write.
func (x *index) begin(ctx context.Context) error {
	if x.change != nil {
		return nil
	}
	s, err := x.loadState(ctx)
	if err != nil {
		return err
	}
	if err := x.fits(s); err != nil {
		return err
	}
	c := &change{state: s, delta: map[uint32]int{}, known: map[string]bool{}, recount: s.Dirty, others: s.Dirty || s.Epoch > 0}
	if s.Dirty {
		x.server.options.Logger.Info("qdrant: completing an interrupted change", "collection", x.collection())
	}
	c.state.Dirty = true
	if err := x.saveState(ctx, c.state); err != nil {
		return err
	}
	x.change = c
	return nil
}

// flushEarly sends the points that wait although no Commit has come: there are
// too many to keep. In a new collection the average length is not known yet; its
// points get their weights from the pass that Commit then makes.
func (x *index) flushEarly(ctx context.Context) error {
	if err := x.begin(ctx); err != nil {
		return err
	}
	s := &x.change.state
	average := s.Average
	if s.Mixed {
		average = s.Target
	}
	if average <= 0 && !s.Mixed {
		s.Mixed = true
		if err := x.saveState(ctx, *s); err != nil {
			return err
		}
	}
	x.change.others = true
	return x.flush(ctx, average, average > 0)
}

// inFlight is how many write requests are under way at once: enough to keep a
// server busy while a batch is on the wire.
const inFlight = 4

// flush sends all upserts that wait and forgets those that arrived.
func (x *index) flush(ctx context.Context, average float32, weighed bool) error {
	if err := x.learn(ctx, x.sorted(true)); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(inFlight)
	var mu sync.Mutex
	var done []retrieval.ID
	for ids := range slices.Chunk(x.sorted(true), x.server.options.Batch) {
		points := make([]*client.PointStruct, len(ids))
		for i, id := range ids {
			points[i] = x.pending[id].point(id, average, weighed, x.change.state.Tenant)
		}
		group.Go(func() error {
			if err := x.replace(ctx, ids, points); err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			done = append(done, ids...)
			return nil
		})
	}
	err := group.Wait()
	for _, id := range done {
		x.settle(id, weighed)
	}
	return err
}

// settle takes a point that was sent off the list.
func (x *index) settle(id retrieval.ID, weighed bool) {
	if d := x.pending[id]; d != nil {
		x.change.count(d.terms, +1)
		x.upserts--
		if weighed && x.change.weighed != nil {
			x.change.weighed[id] = true
		}
	}
	delete(x.pending, id)
}

// replace sends points, after counting the words of those that they replace.
func (x *index) replace(ctx context.Context, ids []retrieval.ID, points []*client.PointStruct) error {
	if err := x.uncount(ctx, ids); err != nil {
		return err
	}
	return x.upsert(ctx, fmt.Sprintf("write %d points", len(points)), points)
}

// uncount takes the words of points that are about to go off the frequencies.
func (x *index) uncount(ctx context.Context, ids []retrieval.ID) error {
	if x.change.recount {
		return nil
	}
	points, err := x.get(ctx, "read the words of points", pointIDs(ids), termsField)
	if err != nil {
		return err
	}
	for _, p := range points {
		terms, err := parseCounts(p.GetPayload()[termsField].GetStringValue())
		if err != nil {
			return fmt.Errorf("%w: the words of chunk %s are %w: run `footnote reindex`", retrieval.ErrCorrupt, p.GetId().GetUuid(), err)
		}
		x.change.count(terms, -1)
	}
	return nil
}

func (c *change) count(terms counts, sign int) {
	if c.recount {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.points += sign
	for _, h := range terms.distinct() {
		c.delta[h] += sign
	}
}
