package crawl

import (
	"context"
	"fmt"

	"footnote/ingest"
)

// maxKnown is how many addresses a run remembers: twice the pages that it asks
// for at most. What is found beyond is only counted.
const maxKnown = 2 * SafetyPages

// forbidden is the reason for what robots.txt keeps to itself.
const forbidden = "robots.txt forbids it"

// consider takes an address of the site's host into the run, once: it is
// queued, or skipped with the reason.
func (r *run) consider(ctx context.Context, t *target) error {
	if r.stopped || r.seen[t.key] {
		return nil
	}
	if len(r.seen) >= maxKnown {
		r.unlisted++
		return nil
	}
	r.seen[t.key] = true
	if err := r.look(ctx, t); err != nil {
		return err
	}
	switch reason := r.refuses(t); {
	case reason == "":
		r.queue = append(r.queue, t)
		if !t.recorded || t.left {
			r.emit(r.page(t, ingest.Queued, ""))
		}
	case !t.foreign: // what another source reads is not ours to skip
		r.emit(r.skipped(t, reason))
	}
	return nil
}

// look asks the ledger about a target that did not come from there.
func (r *run) look(ctx context.Context, t *target) error {
	if t.recorded {
		return nil
	}
	e, found, err := r.ledger.Entry(ctx, t.key)
	if err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	if found {
		t.learn(e, r.source.name)
	}
	return nil
}

// refuses says why a target is not asked for, "" if it is.
func (r *run) refuses(t *target) string {
	if reason := r.site.refuses(t.address); reason != "" {
		return reason
	}
	if r.options.MaxDepth > 0 && t.depth > r.options.MaxDepth {
		return fmt.Sprintf("more than %d links from the start", r.options.MaxDepth)
	}
	if !r.robots.allows(t.address) {
		return forbidden
	}
	return r.tooMany(t)
}

// tooMany stops calendars and the like: addresses that differ in numbers or in
// the values of parameters only. What a sitemap lists is meant to be read.
func (r *run) tooMany(t *target) string {
	like := form(t.address)
	if t.listed || like == t.address.path {
		return ""
	}
	r.alike[like]++
	if r.alike[like] > r.options.MaxAlike {
		return fmt.Sprintf("more than %d pages of the form %s", r.options.MaxAlike, like)
	}
	return ""
}
