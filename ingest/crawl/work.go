package crawl

import (
	"context"
	"fmt"
	"sync"

	"footnote/ingest"
)

// work visits what is in the queue, and what gets there on the way, until
// nothing is left or the page limit is reached. Several pages are asked for at
// once where no delay is to be kept; outcomes are applied in the order of the
// queue, so that the result does not depend on which answer comes first.
func (r *run) work(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var visits sync.WaitGroup
	defer visits.Wait()
	defer cancel()
	var flying []chan outcome
	for !r.stopped {
		for len(flying) < r.width() && r.asked+len(flying) < r.options.MaxPages && len(r.queue) > 0 {
			flying = append(flying, r.launch(ctx, &visits))
		}
		if len(flying) == 0 {
			return nil
		}
		o := <-flying[0]
		flying = flying[1:]
		if ctx.Err() != nil {
			return interrupted(ctx)
		}
		if err := r.apply(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) width() int {
	if r.pace.spaced() {
		return 1
	}
	return workers
}

func (r *run) launch(ctx context.Context, visits *sync.WaitGroup) chan outcome {
	t := r.queue[0]
	r.queue[0] = nil
	r.queue = r.queue[1:]
	result := make(chan outcome, 1)
	visits.Go(func() { result <- r.visit(ctx, t) })
	return result
}

// apply takes the outcome of a visit into the run. What was found is yielded
// before the page it was found on: whoever stops between the two finds it queued
// the next time.
func (r *run) apply(ctx context.Context, o outcome) error {
	if o.truncated {
		r.options.Logger.Warn("page has too many links, the rest is not followed", "url", o.target.key, "limit", maxLinks)
	}
	for _, l := range o.links {
		if err := r.consider(ctx, newTarget(l.address, l.how+" "+o.target.key, o.target.depth+1)); err != nil {
			return err
		}
	}
	detour := false
	if o.redirects {
		var err error
		if detour, err = r.redirected(ctx, &o); err != nil {
			return err
		}
	}
	if detour && r.detours < r.options.MaxPages {
		r.detours++
	} else {
		r.asked++
	}
	if o.doubt && !o.start {
		r.doubtful = append(r.doubtful, o)
	} else {
		r.deliver(o)
	}
	return r.listen(o)
}

// redirected names where a redirect leads. A detour within the site does not
// count against the page limit: the goal does.
func (r *run) redirected(ctx context.Context, o *outcome) (detour bool, err error) {
	t, p := o.target, &o.page
	switch {
	case o.goal == t.address:
		p.Reason = "redirects to itself"
		return false, nil
	case !r.site.holds(o.goal):
		p.Status, p.Reason = ingest.Skipped, "redirects out of the site to "+o.goalText
		if o.start {
			p.Reason += "; name that address if it is meant"
		}
		return false, nil
	case t.hops >= maxRedirects:
		p.Reason = errRedirects.Error()
		return false, nil
	}
	p.Status, p.Reason = ingest.Skipped, "redirects to "+o.goalText
	next := newTarget(o.goal, "redirect from "+t.key, t.depth)
	next.hops = t.hops + 1
	return true, r.consider(ctx, next)
}

func (r *run) deliver(o outcome) {
	useful := o.page.Status == ingest.Fetched || o.page.Status == ingest.NotModified
	if useful {
		r.obtained++
	}
	if o.page.Status == ingest.Failed && (o.page.HTTPStatus == 0 || o.page.HTTPStatus >= 500 || busy(o.page.HTTPStatus)) {
		r.failing++
	}
	if !o.start {
		r.emit(o.page)
		return
	}
	if reason := r.site.refuses(o.target.address); useful && reason != "" {
		o.page.Status, o.page.Body = ingest.Skipped, nil
		o.page.Reason = "read for its links only: " + reason
	}
	r.emitStart(o.page)
}

// listen gives up on a site that has not answered for long.
func (r *run) listen(o outcome) error {
	if !o.silent {
		r.silence = 0
		return nil
	}
	if r.silence++; r.silence == earlySilence {
		r.options.Logger.Warn("the site does not answer", "url", o.target.key, "reason", o.page.Reason, "left_alone_after", maxSilence)
		r.quietSince = r.options.Now()
	}
	if r.silence < maxSilence && (r.silence <= earlySilence || r.options.Now().Sub(r.quietSince) < maxQuiet) {
		return nil
	}
	return fmt.Errorf("the site does not answer: %d pages in a row failed, the last one with %q; a later run goes on from here",
		r.silence, o.page.Reason)
}
