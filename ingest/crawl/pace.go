package crawl

import (
	"context"
	"sync"
	"time"
)

// A host that says "not now" is asked half as often from then on, at least every
// busyDelay and at most every maxDelay; after easeAfter answers without trouble
// twice as often again, until the delay is what it was at first.
const (
	busyDelay = 500 * time.Millisecond
	maxDelay  = time.Minute
	easeAfter = 20
)

// pace spaces the requests to a host.
type pace struct {
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu    sync.Mutex
	delay time.Duration // from one request to the next
	least time.Duration // what delay may fall to
	calm  int           // answers without trouble in a row
	next  time.Time     // when the next request may be made
}

// wait returns when a request may be made.
func (p *pace) wait(ctx context.Context) error {
	p.mu.Lock()
	now := p.now()
	at := p.next
	if at.Before(now) {
		at = now
	}
	p.next = at.Add(p.delay)
	p.mu.Unlock()
	return p.sleep(ctx, at.Sub(now))
}

// pause keeps everybody from asking for d.
func (p *pace) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := p.now().Add(d); p.next.Before(until) {
		p.next = until
	}
}

// slow makes the delay at least d.
func (p *pace) slow(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.least = max(p.least, d)
	p.delay = max(p.delay, d)
}

// busy notes that the host said "not now".
func (p *pace) busy() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calm = 0
	p.delay = max(p.least, min(max(2*p.delay, busyDelay), maxDelay))
}

// answered notes an answer without trouble.
func (p *pace) answered() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.calm++; p.calm < easeAfter || p.delay == p.least {
		return
	}
	p.calm = 0
	if p.delay /= 2; p.delay < max(p.least, busyDelay) {
		p.delay = p.least
	}
}

// spaced says whether a delay is kept.
func (p *pace) spaced() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.delay > 0
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
