package ingest

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"footnote/retrieval"
)

// Points embedded and upserted at once, and deleted at once: bounds on memory
// and on one request to a server.
const (
	syncPoints   = 512
	deletePoints = 1000
)

// Sync brings the index in line with the library: chunks that it lacks are
// embedded and added, points that the library does not have (any more) are
// deleted, and the result is committed, if there is anything to commit. It
// completes what an interrupted run left, and costs little if there is nothing.
func (p *Pipeline) Sync(ctx context.Context) (Summary, error) {
	r := p.start("")
	err := r.mark(ctx)
	if err == nil {
		err = r.sync(ctx)
	}
	if err != nil {
		err = fmt.Errorf("bring the index up to date: %w", err)
	}
	return r.end(ctx), err
}

// sync is Sync after mark.
func (r *run) sync(ctx context.Context) error {
	missing, err := r.sweep(ctx)
	if err != nil {
		return err
	}
	done := 0
	for part := range slices.Chunk(missing, syncPoints) {
		r.report(Indexing, "", done, len(missing))
		if err := r.complete(ctx, part); err != nil {
			return fmt.Errorf("%w: %w", ErrBehind, err)
		}
		done += len(part)
	}
	return r.commit(ctx, true)
}

// sweep deletes points that the library does not have and returns the chunks
// that the index lacks, in the library's order.
func (r *run) sweep(ctx context.Context) (missing []retrieval.ID, err error) {
	for id, err := range r.Library.ChunkIDs(ctx) {
		if err != nil {
			return nil, err
		}
		if _, there := r.have[id]; !there {
			missing = append(missing, id)
			continue
		}
		r.have[id] = true
	}
	var gone []retrieval.ID
	for id, wanted := range r.have {
		if !wanted {
			gone = append(gone, id)
		}
		r.have[id] = false
	}
	slices.SortFunc(gone, func(a, b retrieval.ID) int { return slices.Compare(a[:], b[:]) })
	return missing, r.remove(ctx, gone)
}

func (r *run) remove(ctx context.Context, gone []retrieval.ID) error {
	for part := range slices.Chunk(gone, deletePoints) {
		r.uncommitted = true
		if err := r.Index.Delete(ctx, part); err != nil {
			return fmt.Errorf("%w: delete %d points: %w", ErrBehind, len(part), err)
		}
		for _, id := range part {
			delete(r.have, id)
		}
		r.summary.Deleted += len(part)
	}
	return nil
}

// complete adds chunks from the library to the index.
func (r *run) complete(ctx context.Context, ids []retrieval.ID) error {
	chunks, err := r.Library.Chunks(ctx, ids)
	if err != nil {
		return err
	}
	points := make([]retrieval.Point, len(chunks))
	var group errgroup.Group
	group.SetLimit(r.workers())
	for i := range chunks {
		group.Go(func() (err error) {
			defer r.caught(chunks[i].Document, "count words", &err)
			points[i] = retrieval.Point{Chunk: chunks[i], Terms: r.Terms(chunks[i])}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	return r.put(ctx, points)
}

// commit makes the index show what it holds, if that differs from what it
// shows. At the end of the run that filled it the statistics are those of all:
// how a ranking comes out does not depend on when a part was shown.
func (r *run) commit(ctx context.Context, end bool) error {
	held, err := r.Library.Held(ctx)
	if err != nil {
		return err
	}
	pinned, err := r.Library.Pinned(ctx)
	if err != nil {
		return err
	}
	wanted := pinned.Repin(statistics(held))
	r.first = r.first || pinned.AverageLength == 0
	if r.first && end {
		wanted = statistics(held)
	}
	shown, err := r.Index.Statistics(ctx)
	if err != nil {
		return fmt.Errorf("read the index: %w", err)
	}
	r.committed, r.changed = r.now(), false
	if !r.uncommitted && shown == wanted {
		return nil
	}
	if err := r.Index.Commit(ctx, wanted); err != nil {
		return fmt.Errorf("%w: commit: %w", ErrBehind, err)
	}
	r.uncommitted = false
	return r.Library.Pin(ctx, wanted) // even if they are the same: what is shown has changed
}

func statistics(h Held) retrieval.Statistics {
	s := retrieval.Statistics{Points: h.Chunks}
	if h.Chunks > 0 {
		s.AverageLength = float32(h.Length / float64(h.Chunks))
	}
	return s
}

// commitNowAndThen makes a long run's work searchable before it ends. What
// the index lacks from an earlier run waits for the end.
func (r *run) commitNowAndThen(ctx context.Context) error {
	every := r.CommitEvery
	if every <= 0 {
		every = defaultCommitEvery
	}
	if r.again || !r.changed || r.behind != nil || ctx.Err() != nil || r.now().Sub(r.committed) < every {
		return nil
	}
	_, err := r.sweep(ctx)
	if err == nil {
		err = r.commit(ctx, false)
	}
	if err != nil && ctx.Err() == nil {
		r.behind = err
		r.log().Warn("index is not brought up to date in this run", "cause", err)
	}
	return nil
}
