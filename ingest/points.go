package ingest

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"footnote/retrieval"
)

// embedTexts is how many texts the embedder gets at once: what remote ones
// take well, and small enough that the built-in one keeps all cores busy.
const embedTexts = 64

// mark notes which points the index has.
func (r *run) mark(ctx context.Context) error {
	r.have = map[retrieval.ID]bool{}
	for id, err := range r.Index.IDs(ctx) {
		if err != nil {
			return fmt.Errorf("read the index: %w", err)
		}
		r.have[id] = false
	}
	return nil
}

// feed puts the new chunks of recorded pages into the index, while they and
// their terms are at hand. When that fails it is not tried again in this run:
// the library goes on, and the error is reported at the end.
func (r *run) feed(ctx context.Context, done []*work) {
	if r.behind != nil || ctx.Err() != nil {
		return
	}
	var points []retrieval.Point
	for _, w := range done {
		r.changed = r.changed || w.visit.Document != nil || w.visit.Drop
		for i, c := range w.visit.Chunks {
			if _, there := r.have[c.ID]; !there {
				points = append(points, retrieval.Point{Chunk: c, Terms: w.terms[i]})
			}
		}
	}
	if err := r.put(ctx, points); err != nil && ctx.Err() == nil {
		r.behind = fmt.Errorf("%w: %w", ErrBehind, err)
		r.log().Warn("index is not brought up to date in this run", "cause", err)
	}
}

// put embeds points and adds them to the index, in parts, however many chunks a
// page has.
func (r *run) put(ctx context.Context, points []retrieval.Point) error {
	for part := range slices.Chunk(points, syncPoints) {
		if err := r.putPart(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) putPart(ctx context.Context, points []retrieval.Point) error {
	if err := r.embed(ctx, points); err != nil {
		return err
	}
	r.uncommitted = true
	if err := r.Index.Upsert(ctx, points); err != nil {
		return fmt.Errorf("index %d chunks: %w", len(points), err)
	}
	for _, p := range points {
		r.have[p.Chunk.ID] = false
	}
	r.summary.Added += len(points)
	return nil
}

func (r *run) embed(ctx context.Context, points []retrieval.Point) error {
	if r.Embedder == nil {
		return nil
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.workers())
	for part := range slices.Chunk(points, embedTexts) {
		group.Go(func() error { return r.embedPart(ctx, part) })
	}
	return group.Wait()
}

func (r *run) embedPart(ctx context.Context, part []retrieval.Point) error {
	texts := make([]string, len(part))
	for i, p := range part {
		texts[i] = p.Chunk.Content()
	}
	vectors, err := r.Embedder.EmbedDocuments(ctx, texts)
	if err == nil && len(vectors) != len(texts) {
		err = fmt.Errorf("%d vectors for %d texts", len(vectors), len(texts))
	}
	if err != nil {
		return fmt.Errorf("embed %d chunks with %s: %w", len(texts), r.Embedder.Model(), err)
	}
	for i, v := range vectors {
		part[i].Vector = v
	}
	return nil
}
