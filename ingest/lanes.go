package ingest

import (
	"context"
	"errors"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"
)

const (
	// pagesInWork is how many pages wait, worked on or done, before the writer:
	// enough that the workers stay busy while it writes a batch, and not so many
	// that it has a long way to go alone when they have finished.
	pagesInWork = batchPages
	// bytesInWork bounds the bodies and ready texts in memory, whatever their number.
	bytesInWork = 32 << 20
)

// lanes takes pages from a source through the workers and hands them on in the
// source's order.
type lanes struct {
	r     *run
	todo  chan *work // to the workers
	order chan *work // the same, as they came
	out   chan *work // done, as they came
	room  *semaphore.Weighted
	err   error // of the source; read after out is closed
}

// open starts the goroutines; all have ended when out is closed. They end soon
// after the context does.
func (r *run) open(ctx context.Context, source Source) *lanes {
	n := r.workers()
	l := &lanes{r: r, todo: make(chan *work, n), order: make(chan *work, n+pagesInWork), out: make(chan *work), room: semaphore.NewWeighted(bytesInWork)}
	var workers sync.WaitGroup
	for range n {
		workers.Go(func() {
			for w := range l.todo {
				r.analyse(ctx, w)
				close(w.done)
			}
		})
	}
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		l.feed(ctx, source)
	}()
	go func() {
		l.sort(ctx)
		<-fed
		workers.Wait()
		close(l.out)
	}()
	return l
}

// feed gives every page to a worker and a place in the order.
func (l *lanes) feed(ctx context.Context, source Source) {
	defer close(l.todo)
	defer close(l.order)
	for page, err := range source.Pages(ctx, l.r.Library) {
		if err != nil {
			l.err = err
			return
		}
		page.Key = storable(page.Key)
		w := newWork(page)
		w.again = l.r.again
		w.weight = min(page.size(), bytesInWork)
		if l.room.Acquire(ctx, w.weight) != nil || !give(ctx, l.order, w) {
			return
		}
		l.todo <- w // the workers never stop taking
	}
}

// storable is a key that any database takes as it is.
func storable(key string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(key, "\uFFFD"), "\x00", "")
}

func give(ctx context.Context, to chan<- *work, w *work) bool {
	select {
	case to <- w:
		return true
	case <-ctx.Done():
		return false
	}
}

// sort waits for each page in turn. When the context has ended, what nobody
// takes any more is dropped.
func (l *lanes) sort(ctx context.Context) {
	for w := range l.order {
		<-w.done
		give(ctx, l.out, w)
	}
}

// read visits the source's pages and records them. The error of the source
// does not keep what it gave before from being recorded.
func (r *run) read(ctx context.Context, source Source) error {
	inner, stop := context.WithCancel(ctx)
	defer stop()
	l := r.open(inner, source)
	err := r.write(inner, l)
	stop()
	for range l.out { //nolint:revive // wait for the goroutines
	}
	if errors.Is(l.err, context.Canceled) && ctx.Err() == nil {
		l.err = nil // our own stop, after err
	}
	r.summary.Queued = len(r.queued)
	return errors.Join(err, l.err)
}
