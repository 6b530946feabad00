package api

import (
	"context"
	"time"
)

// gate lets a bounded number of requests through at the same time. A bounded
// number waits for a bounded time; the rest is turned away at once, since a
// queue that grows helps nobody.
type gate struct {
	slots chan struct{}
	queue chan struct{}
	wait  time.Duration
}

func newGate(slots int, l Limits) *gate {
	return &gate{slots: make(chan struct{}, slots), queue: make(chan struct{}, l.Queue), wait: l.Wait}
}

// enter returns once there is room; the caller calls leave when it is done.
func (g *gate) enter(ctx context.Context) error {
	select {
	case g.slots <- struct{}{}:
		return nil
	default:
	}
	select {
	case g.queue <- struct{}{}:
		defer func() { <-g.queue }()
	default:
		return errBusy
	}
	timer := time.NewTimer(g.wait)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		return nil
	case <-timer.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gate) leave() { <-g.slots }
