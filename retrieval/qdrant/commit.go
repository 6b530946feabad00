package qdrant

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// Commit implements retrieval.Writer. The new state is written last; a search
// that reads it also reads the frequencies and weights that belong to it. After
// an error what was given to Upsert and Delete still waits, and Commit can be
// called again.
func (x *index) Commit(ctx context.Context, s retrieval.Statistics) error {
	if err := x.open("commit"); err != nil {
		return err
	}
	if s.Points < 0 || !finite(s.AverageLength) || s.AverageLength < 0 {
		return x.wrap("commit", fmt.Errorf("impossible statistics: %d points of average length %g", s.Points, s.AverageLength))
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	done, err := x.nothingToDo(ctx, s)
	if done || err != nil {
		return x.wrap("commit", err)
	}
	if err := x.begin(ctx); err != nil {
		return x.wrap("commit", err)
	}
	if err := x.commit(ctx, s); err != nil {
		x.change = nil // begin anew from what the server then has
		return x.wrap("commit", err)
	}
	x.writer = writer{}
	x.view.Store(nil) // its counts are those of before
	return nil
}

// nothingToDo spares searches from reading their frequencies again.
func (x *index) nothingToDo(ctx context.Context, s retrieval.Statistics) (bool, error) {
	if x.change != nil || len(x.pending) > 0 {
		return false, nil
	}
	now, err := x.loadState(ctx)
	return err == nil && now.Epoch > 0 && !now.Dirty && !now.Mixed && now.statistics() == s && now.Spec == x.spec, err
}

func (x *index) commit(ctx context.Context, s retrieval.Statistics) error {
	if err := x.repin(ctx, s.AverageLength); err != nil {
		return err
	}
	x.change.weighed = map[retrieval.ID]bool{}
	if err := x.flush(ctx, s.AverageLength, true); err != nil {
		return err
	}
	if err := x.remove(ctx); err != nil {
		return err
	}
	count, err := x.saveFrequencies(ctx)
	if err != nil {
		return err
	}
	return x.finish(ctx, count, s)
}

// repin notes in the state that weights are to be rewritten for another
// average. A rewriting that was cut off goes on if it had the same aim.
func (x *index) repin(ctx context.Context, average float32) error {
	s := &x.change.state
	if s.Mixed && s.Target == average {
		return nil
	}
	if !s.Mixed && (s.Average == average || !x.change.others) {
		return nil
	}
	s.Mixed, s.Target, s.Cursor = true, average, ""
	return x.saveState(ctx, *s)
}

// deleteBatch is how many points one request deletes.
const deleteBatch = 1000

// remove deletes what Delete was given.
func (x *index) remove(ctx context.Context) error {
	for ids := range slices.Chunk(x.sorted(false), deleteBatch) {
		if err := x.uncount(ctx, ids); err != nil {
			return err
		}
		err := x.server.call(ctx, fmt.Sprintf("delete %d points from %s", len(ids), x.collection()), func(ctx context.Context) error {
			return applied(x.server.api.Delete(ctx, &client.DeletePoints{
				CollectionName: x.collection(),
				Points:         client.NewPointsSelectorIDs(pointIDs(ids)),
				Wait:           client.PtrOf(true),
				Ordering:       x.server.ordering(),
			}))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// saveFrequencies brings weights and frequencies up to date, by a pass over all
// points if it must be, else by what has changed, and returns the number of points.
func (x *index) saveFrequencies(ctx context.Context) (count int, err error) {
	c := x.change
	if !c.state.Mixed && !c.recount {
		ok, err := x.adjust(ctx)
		if ok || err != nil {
			return c.state.Count + c.points, err
		}
		x.server.options.Logger.Warn("qdrant: frequencies do not fit the points, counting anew", "collection", x.collection())
	}
	count, frequencies, err := x.rewrite(ctx)
	if err != nil {
		return 0, err
	}
	return count, x.saveBuckets(ctx, split(frequencies))
}

// adjust adds what has changed to the buckets concerned.
func (x *index) adjust(ctx context.Context) (ok bool, err error) {
	if x.change.state.Count+x.change.points < 0 {
		return false, nil
	}
	buckets, err := x.loadBuckets(ctx, touched(x.change.delta))
	if err != nil || !apply(buckets, x.change.delta) {
		return false, err
	}
	return true, x.saveBuckets(ctx, buckets)
}

// finish writes the state that makes everything valid.
func (x *index) finish(ctx context.Context, count int, s retrieval.Statistics) error {
	now, err := x.loadState(ctx)
	if err != nil {
		return err
	}
	before := x.change.state
	if was, is := shapeOf(before.Count), shapeOf(count); is.graph && !was.graph || is.compressed && !was.compressed {
		if err := x.reshape(ctx, before, is); err != nil {
			return err
		}
	}
	if now.commit() != before.commit() {
		return fmt.Errorf("another program wrote to collection %s at the same time: let one write at a time, and run `footnote reindex`", x.collection())
	}
	return x.saveState(ctx, state{
		Format: format, KB: before.KB, Owner: cmp.Or(before.Owner, x.server.options.Owner), Generation: before.Generation, Spec: before.Spec, Tenant: before.Tenant,
		Epoch: before.Epoch + 1, Count: count, Points: s.Points, Average: s.AverageLength,
	})
}
