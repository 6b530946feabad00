package crawl

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"time"

	"footnote/ingest"
)

// maxSilence is how many pages in a row may get no answer, or "not now", until
// the site is left alone: what is left stays queued.
const maxSilence = 20

// earlySilence is how many until that is spoken of, and maxQuiet how long the
// site is then still waited for, however few pages that are.
const (
	earlySilence = 2
	maxQuiet     = time.Minute
)

// run is one pass over a site. All but visit runs in the goroutine that ranges
// over Pages, and only there the ledger is read.
type run struct {
	source  *Source
	options Options
	site    site
	robots  robots
	obeyed  string // the origin that robots are from
	fetch   *fetcher
	pace    *pace
	ledger  ingest.Ledger
	yield   func(ingest.Page, error) bool
	stopped bool // nobody wants more pages

	seen  map[string]bool // keys
	alike map[string]int  // pages by form
	queue []*target

	resumed  bool
	asked    int // pages, against MaxPages
	detours  int // redirects within the site, against MaxPages too
	obtained int
	failing  int       // pages without an answer, or with one that says that the server is in trouble
	doubtful []outcome // pages that look gone
	silence  int       // pages in a row without a useful answer

	quietSince time.Time // when the site was first spoken of as silent
	unlisted   int       // addresses beyond maxKnown
}

// crawl ends without error if the run was stopped or the site was read.
func (r *run) crawl(ctx context.Context) error {
	entries, err := r.entries(ctx)
	if err != nil {
		return err
	}
	done := r.resume(entries)
	first, err := r.settle(ctx)
	if err != nil || r.stopped {
		return err
	}
	r.open()
	listed, err := r.sitemaps(ctx)
	if err != nil {
		return err
	}
	if err := r.takeUp(ctx, entries, done, listed); err != nil {
		return err
	}
	if err := r.apply(ctx, first); err != nil {
		return err
	}
	if err := r.work(ctx); err != nil || r.stopped {
		return err
	}
	r.decide()
	r.leaveOut()
	r.options.Logger.Info("site read", "source", r.source.name, "pages", r.obtained, "addresses", len(r.seen), "not_listed", r.unlisted)
	if r.obtained == 0 && len(entries) == 0 {
		return fmt.Errorf("nothing could be read: %s", cmp.Or(first.page.Reason, "no page allows it"))
	}
	return nil
}

// settle asks for the start page, which tells where the site is, and gives what
// came back. The start and the redirects from it are yielded, but not again in
// a run that is gone on with.
func (r *run) settle(ctx context.Context) (outcome, error) {
	t := newTarget(r.source.start, given, 0)
	for {
		r.seen[t.key] = true
		if err := r.look(ctx, t); err != nil {
			return outcome{}, err
		}
		if err := r.obey(ctx, t.address); err != nil {
			if ctx.Err() != nil {
				return outcome{}, interrupted(ctx)
			}
			r.emitStart(r.failed(t, err.Error()))
			return outcome{}, err
		}
		if !r.robots.allows(t.address) {
			return outcome{target: t, page: r.skipped(t, forbidden), start: true}, nil
		}
		o := r.visit(ctx, t)
		o.start = true
		if ctx.Err() != nil {
			return outcome{}, interrupted(ctx)
		}
		bounds, moved := r.site.moved(t.address, o.goal)
		if !o.redirects || !moved || r.seen[o.goal.String()] || t.hops >= maxRedirects {
			return o, nil
		}
		r.site = bounds
		o.page.Status, o.page.Reason = ingest.Skipped, "redirects to "+o.goalText
		r.emitStart(o.page)
		next := newTarget(o.goal, "redirect from "+t.key, 0)
		next.hops = t.hops + 1
		t = next
	}
}

// leaveOut accounts for what the page limit left in the queue: it stays known,
// and what is known of it stays.
func (r *run) leaveOut() {
	for _, t := range r.queue {
		r.emit(r.page(t, ingest.Queued, fmt.Sprintf("over the limit of %d pages", r.options.MaxPages)))
	}
	r.queue = nil
}

// page begins what is yielded about a target.
func (r *run) page(t *target, status ingest.Status, reason string) ingest.Page {
	return ingest.Page{
		Key: t.key, URL: t.key, Source: r.source.name, Status: status, Reason: reason, FoundBy: t.foundBy, Depth: t.depth,
		Language: r.options.Language, Labels: maps.Clone(r.options.Labels), Modified: t.modified,
	}
}

func (r *run) skipped(t *target, reason string) ingest.Page { return r.page(t, ingest.Skipped, reason) }

func (r *run) failed(t *target, reason string) ingest.Page { return r.page(t, ingest.Failed, reason) }

func (r *run) emit(p ingest.Page) {
	if !r.stopped {
		r.stopped = !r.yield(p, nil)
	}
}

func (r *run) emitStart(p ingest.Page) {
	if !r.resumed {
		r.emit(p)
	}
}

func interrupted(ctx context.Context) error {
	return fmt.Errorf("interrupted: %w", ctx.Err())
}
