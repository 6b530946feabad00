package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"footnote/retrieval"
)

// revive looks again at duplicates whose other page is gone, says something
// else now, or never came: each becomes a document of its own, or a duplicate
// of another page. Documents that are lost are made again from what is stored. Rounds, since one that becomes live may settle others.
func (r *run) revive(ctx context.Context) error {
	loops := r.loops
	r.loops = nil
	for _, key := range loops {
		if err := r.reviveOne(ctx, key); err != nil {
			return err
		}
	}
	if err := r.flush(ctx, nil); err != nil {
		return err
	}
	for before := -1; ; {
		keys, err := collect(r.Library.Unmatched(ctx))
		if err != nil || len(keys) == 0 || len(keys) == before {
			return err
		}
		before = len(keys)
		for _, key := range keys {
			if err := r.reviveOne(ctx, key); err != nil {
				return err
			}
			if len(r.batch.work) >= batchPages {
				if err := r.flush(ctx, nil); err != nil {
					return err
				}
			}
		}
		if err := r.flush(ctx, nil); err != nil {
			return err
		}
	}
}

func (r *run) reviveOne(ctx context.Context, key string) error {
	page, err := r.Library.Stored(ctx, key)
	if err != nil {
		return err
	}
	w := newWork(page)
	w.again = true
	r.analyse(ctx, w)
	if err := r.take(ctx, w); err != nil {
		return err
	}
	return ctx.Err()
}

// Correct makes the document of a page again as its correction (Library) says
// now, and brings the index up to date. One that has left the knowledge base comes
// back if the correction pins it, or if it was a correction that excluded it. Of a
// page that nothing is stored of it is ErrNotFound: the next visit brings it.
func (p *Pipeline) Correct(ctx context.Context, key string) (Summary, error) {
	r := p.start(key)
	err := r.correct(ctx, key)
	if err != nil {
		err = fmt.Errorf("correct %s: %w", key, err)
	}
	return r.end(ctx), err
}

func (r *run) correct(ctx context.Context, key string) (err error) {
	if r.corrections, err = r.Library.Corrections(ctx); err != nil {
		return err
	}
	if err := r.mark(ctx); err != nil {
		return err
	}
	e, _, err := r.Library.Entry(ctx, key)
	if err == nil && (e.Document != "" || e.SameAs != "" || e.Reason == excludedByHand || r.corrections[key].Pinned) {
		err = r.reviveOne(ctx, key)
	}
	if err == nil {
		err = r.flush(ctx, nil)
	}
	if err == nil {
		err = r.revive(ctx)
	}
	if err != nil {
		return err
	}
	return errors.Join(r.behind, r.sync(ctx))
}

func collect[T any](all iter.Seq2[T, error]) (values []T, err error) {
	for v, err := range all {
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, nil
}

// Rebuild makes all documents of a knowledge base again from what is stored,
// without a fetch, puts them into a new index of this spec beside the live one,
// and switches to it at once. What can be made again no longer (a page that a
// newer extraction refuses) stays as it is. If Rebuild fails, the live index
// stays, and what was made again is kept in the library.
//
// The pipeline's own Index is not used; open the new one with indexes.Open.
func (p *Pipeline) Rebuild(ctx context.Context, indexes retrieval.Indexes, kb string, spec retrieval.Spec) (Summary, error) {
	index, err := indexes.Create(ctx, kb, spec)
	if err != nil {
		return Summary{}, fmt.Errorf("rebuild the index of %q: %w", kb, err)
	}
	fresh := *p
	fresh.Index = index
	r := fresh.start(kb)
	r.again, r.have = true, map[retrieval.ID]bool{}
	err = errors.Join(r.rebuild(ctx), index.Close())
	if err == nil {
		err = indexes.Publish(ctx, kb)
	}
	if err != nil {
		err = fmt.Errorf("rebuild the index of %q: the live one stays: %w", kb, err)
	}
	return r.end(ctx), err
}

func (r *run) rebuild(ctx context.Context) error {
	var err error
	if r.corrections, err = r.Library.Corrections(ctx); err == nil {
		err = r.read(ctx, shelf{r.Library})
	}
	if err == nil {
		err = r.revive(ctx)
	}
	if err == nil {
		err = r.behind
	}
	if err == nil {
		r.uncommitted = true // an empty index, too, is committed before it is published
		err = r.sync(ctx)
	}
	return err
}

// shelf is what the library holds, as a source.
type shelf struct{ library Library }

// Name implements Source.
func (s shelf) Name() string { return "library" }

// Pages implements Source. The keys are read first: while they stream, the
// library is written to.
func (s shelf) Pages(ctx context.Context, _ Ledger) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		keys, err := collect(s.library.Kept(ctx))
		if err != nil {
			yield(Page{}, err)
			return
		}
		for _, key := range keys {
			page, err := s.library.Stored(ctx, key)
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}
