package crawl

import (
	"context"
	"fmt"
	"time"

	"footnote/ingest"
)

// resumeWithin is how old an interrupted run may be that is gone on with; after
// that its pages are worth another look.
const resumeWithin = 24 * time.Hour

// entries reads the source's rows before anything is yielded, since the caller
// may write to the same database for each page.
func (r *run) entries(ctx context.Context) ([]ingest.Entry, error) {
	var entries []ingest.Entry
	for e, err := range r.ledger.Entries(ctx, r.source.name) {
		if err != nil {
			return nil, fmt.Errorf("read the ledger: %w", err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// resume says which rows an interrupted run has already visited: one that left
// pages queued without a reason. A run visits the start first, so what was
// visited since is its work.
func (r *run) resume(entries []ingest.Entry) map[string]bool {
	queued, began := false, time.Time{}
	for _, e := range entries {
		if e.Status == ingest.Queued {
			queued = queued || e.Reason == ""
		} else if e.Key == r.source.start.String() {
			began = e.Visited
		}
	}
	if !queued || r.options.Now().Sub(began) > resumeWithin {
		return nil
	}
	r.resumed = true
	done := map[string]bool{}
	for _, e := range entries {
		if e.Status != ingest.Queued && !e.Visited.Before(began) {
			done[e.Key] = true
		}
	}
	return done
}

// takeUp brings in what the ledger and the sitemaps know, in this order.
func (r *run) takeUp(ctx context.Context, entries []ingest.Entry, done map[string]bool, listed []*target) error {
	inSitemaps := map[string]*target{}
	for _, t := range listed {
		inSitemaps[t.key] = t
	}
	for _, e := range changedFirst(entries, inSitemaps) {
		if done[e.Key] {
			if !r.seen[e.Key] && e.HTTPStatus != 0 && !redirects(e.HTTPStatus) {
				r.asked++
			}
			r.seen[e.Key] = true
			continue
		}
		if err := r.takeUpEntry(ctx, e, inSitemaps[e.Key]); err != nil {
			return err
		}
	}
	for _, t := range listed {
		if err := r.consider(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// changedFirst puts what the sitemap says has changed since it was fetched before
// the rest, so that a run with a page limit, or one that is interrupted, has
// seen it. What it says has not changed is asked for all the same: a condition
// costs little, and many sitemaps are wrong.
func changedFirst(entries []ingest.Entry, listed map[string]*target) []ingest.Entry {
	ordered := make([]ingest.Entry, 0, len(entries))
	var rest []ingest.Entry
	for _, e := range entries {
		t := listed[e.Key]
		if t != nil && !e.Fetched.IsZero() && t.modified.After(e.Fetched) {
			ordered = append(ordered, e)
		} else {
			rest = append(rest, e)
		}
	}
	return append(ordered, rest...)
}

func (r *run) takeUpEntry(ctx context.Context, e ingest.Entry, listed *target) error {
	a, err := parse(e.Key)
	t := newTarget(r.site.place(a), e.FoundBy, e.Depth)
	moved := err != nil || t.key != e.Key || !r.site.hosts(a)
	if listed != nil {
		t.listed, t.modified = true, listed.modified
	}
	if moved && !r.seen[e.Key] {
		r.seen[e.Key] = true
		old := *t
		old.key = e.Key
		r.emit(r.skipped(&old, "the site is now at "+r.site.String()))
	}
	if err != nil || !r.site.hosts(t.address) {
		return nil
	}
	if !moved {
		t.learn(e, r.source.name)
	}
	return r.consider(ctx, t)
}
