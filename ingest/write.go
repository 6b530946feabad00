package ingest

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	// batchPages and batchBytes bound a transaction of the library: large enough
	// that waiting for the disk once a batch costs little for each page, small
	// enough that a page is safe soon.
	batchPages = 64
	batchBytes = 8 << 20
	// batchRows is batchPages for pages that bring nothing but a row of the ledger.
	batchRows = 8 * batchPages
	// flushEvery is how long a page waits for others to fill its batch.
	flushEvery = 200 * time.Millisecond
	// recordGrace is what recording the last pages may take after the context
	// has ended.
	recordGrace = 500 * time.Millisecond
)

// batch is what the writer has decided and not recorded yet.
type batch struct {
	work   []*work
	made   int // of them with a document
	weight int64
}

func (b *batch) full() bool {
	return b.made >= batchPages || len(b.work) >= batchRows || b.weight >= batchBytes
}

// pending is what a page of the batch will be.
type pending struct {
	*work
	url, hash string
	live      bool
}

func (r *run) clear() {
	r.batch = batch{}
	r.pending, r.hashes = map[string]pending{}, map[string]string{}
}

// write takes pages in their order until there are no more.
func (r *run) write(ctx context.Context, l *lanes) error {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case w, more := <-l.out:
			if !more {
				return r.flush(ctx, l)
			}
			if err := r.take(ctx, w); err != nil {
				return r.giveUp(ctx, l, err)
			}
			if !r.batch.full() {
				continue
			}
		case <-tick.C:
		}
		if err := r.flush(ctx, l); err != nil {
			return err
		}
	}
}

// giveUp ends the work. If it is the context that has ended, the pages that
// are done are recorded.
func (r *run) giveUp(ctx context.Context, l *lanes, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return errors.Join(err, r.flush(ctx, l))
}

// take decides what depends on other pages and adds a page to the batch.
func (r *run) take(ctx context.Context, w *work) error {
	if w.err != nil {
		return w.err
	}
	if err := r.compare(ctx, w); err != nil {
		return err
	}
	r.batch.work = append(r.batch.work, w)
	r.batch.weight += w.weight
	if w.visit.Document != nil {
		r.batch.made++
	}
	e := w.visit.Entry
	p := pending{work: w, url: e.URL, live: e.Document != ""}
	if w.visit.Document != nil && p.live {
		p.hash = w.hash
		r.hashes[w.hash] = e.Key
		r.shapes.add(e.Key, w.visit.Shape)
	}
	if w.visit.Document != nil || w.visit.Drop {
		r.pending[e.Key] = p
	}
	return nil
}

// flush records the batch and feeds the index with it.
func (r *run) flush(ctx context.Context, l *lanes) error {
	done := r.batch
	r.clear()
	if len(done.work) == 0 {
		return r.commitNowAndThen(ctx)
	}
	visits := make([]Visit, 0, len(done.work))
	for _, w := range done.work {
		if r.worthRecording(w) {
			visits = append(visits, w.visit)
		}
	}
	graced, cancel := grace(ctx, recordGrace)
	err := r.Library.Record(graced, visits)
	cancel()
	if err != nil {
		return err
	}
	for _, w := range done.work {
		r.count(w)
	}
	if l != nil {
		l.room.Release(done.weight)
	}
	r.report(Reading, done.work[len(done.work)-1].visit.Entry.URL, 0, 0)
	r.feed(ctx, done.work)
	return r.commitNowAndThen(ctx)
}

// grace is a context that lasts a little longer than ctx.
func grace(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	timer := make(chan *time.Timer, 1)
	stop := context.AfterFunc(ctx, func() { timer <- time.AfterFunc(d, cancel) })
	return longer, func() {
		if !stop() {
			(<-timer).Stop()
		}
		cancel()
	}
}

// worthRecording leaves out what would say less than the ledger does already:
// that a page which was visited before is known, or that a page made again from
// what is stored could not be (its document stays as it is).
func (r *run) worthRecording(w *work) bool {
	status := w.visit.Entry.Status
	if w.again && w.failed {
		r.log().Warn("page cannot be made again, its document stays as it was", "page", w.page.Key, "reason", w.visit.Entry.Reason)
		return false
	}
	if status != Queued || !w.known {
		return true
	}
	return w.old.Status == Failed || w.old.Status == Removed || w.old.Status == Queued && w.old.Reason != w.page.Reason
}

// compare turns a document that repeats another page into a duplicate.
func (r *run) compare(ctx context.Context, w *work) error {
	if w.visit.Document == nil {
		return nil
	}
	mutual, err := r.mutual(ctx, w)
	if err != nil {
		return err
	}
	if w.canonical != "" && !mutual && !w.correction.Pinned {
		live, err := r.live(ctx, w.canonical)
		if err != nil {
			return err
		}
		// The other page may still come: then this one is looked at again at the
		// end (revive). One that is searched already stays until then.
		if live || !w.again && w.old.Document == "" {
			return r.duplicate(ctx, w, w.canonical, "")
		}
	}
	if r.KeepDuplicates || w.correction.Pinned {
		return nil
	}
	other, err := r.rival(ctx, w)
	switch {
	case err != nil || other == nil:
		return err
	case r.outranks(w, other):
		return r.giveWay(ctx, other, w)
	}
	return r.duplicate(ctx, w, other.key, other.hash)
}

// mutual says whether the page that w names as the real one names w: neither can
// be believed then, and what each says decides. The other one, which has given way
// to w unread, is looked at again at the end.
func (r *run) mutual(ctx context.Context, w *work) (bool, error) {
	if w.canonical == "" {
		return false, nil
	}
	if p, ok := r.pending[w.canonical]; ok && p.work != nil && p.canonical == w.page.Key {
		r.loops = append(r.loops, w.canonical)
		return true, nil
	}
	e, _, err := r.Library.Entry(ctx, w.canonical)
	if err != nil {
		return false, err
	}
	if e.SameAs == w.page.Key && e.SameHash == "" {
		r.loops = append(r.loops, w.canonical)
		return true, nil
	}
	if e.Document == "" {
		return false, nil
	}
	d, err := r.Library.Document(ctx, e.Document)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return d.Canonical != "" && r.keyOf(d.Canonical) == w.page.Key, err
}

func (r *run) live(ctx context.Context, key string) (bool, error) {
	if p, ok := r.pending[key]; ok {
		return p.live, nil
	}
	e, _, err := r.Library.Entry(ctx, key)
	return e.Document != "", err
}

// same is the key of another live page with this content, "" if there is none.
func (r *run) same(ctx context.Context, hash, key string) (string, error) {
	if other, ok := r.hashes[hash]; ok && other != key && r.pending[other].live && r.pending[other].hash == hash {
		return other, nil
	}
	other, err := r.Library.SameContent(ctx, hash, key)
	if p, ok := r.pending[other]; ok && (!p.live || p.hash != hash) {
		return "", err // it says so no longer
	}
	return other, err
}

// duplicate keeps a document aside. hash is the content of the other page, ""
// if that may say anything, since the page itself names it.
func (r *run) duplicate(ctx context.Context, w *work, other, hash string) error {
	address := r.pending[other].url
	if address == "" {
		e, known, err := r.Library.Entry(ctx, other)
		if err != nil {
			return err
		}
		if address = other; known {
			address = e.URL
		}
	}
	w.aside(other, address, hash)
	return nil
}

// aside makes the page a duplicate of the one with this key and address.
func (w *work) aside(other, address, hash string) {
	e := &w.visit.Entry
	w.set(Duplicate, repeats(address, hash, w.hash))
	e.Document, e.SameAs, e.SameHash = "", other, hash
	w.visit.Chunks, w.visit.Terms, w.terms = nil, nil, nil
}

// repeats is the reason of a duplicate; own is the hash of what it says, "" if
// that is not known any more.
func repeats(address, hash, own string) string {
	switch hash {
	case "":
		return fmt.Sprintf("duplicate of %s: names it as the page to show instead (rel=canonical)", address)
	case own:
		return fmt.Sprintf("duplicate of %s: same text", address)
	}
	return fmt.Sprintf("duplicate of %s: almost the same text", address)
}

// count adds a recorded page to the summary. One that was counted in this run
// before counts as what it is now.
func (r *run) count(w *work) {
	s := &r.summary
	s.Bytes += int64(len(w.page.Body))
	if w.page.Parsed != nil && !w.again {
		s.Bytes += int64(len(w.page.Parsed.Text))
	}
	key, e := w.visit.Entry.Key, w.visit.Entry
	if e.Status == Queued {
		r.queued[key] = struct{}{}
		return
	}
	delete(r.queued, key)
	if before := r.counted[key]; before != nil {
		*before--
	}
	into := s.counter(w)
	r.counted[key] = into
	if into != nil {
		*into++
	}
	if e.Status == Failed {
		r.log().Debug("page failed", "page", e.URL, "reason", e.Reason)
	}
}

// counter is the number that a page belongs to, nil if none.
func (s *Summary) counter(w *work) *int {
	e := w.visit.Entry
	made := w.visit.Document != nil && e.Document != ""
	switch {
	case made && w.old.Document == "":
		return &s.New
	case made && w.again && e.Fingerprint == w.old.Fingerprint:
		return &s.Unchanged
	case made:
		return &s.Changed
	case e.Status == Removed && w.old.Status == Removed: // as gone as before
		return nil
	}
	switch e.Status {
	case Removed:
		return &s.Removed
	case Unchanged:
		return &s.Unchanged
	case Duplicate:
		return &s.Duplicate
	case Skipped:
		return &s.Skipped
	case Failed:
		return &s.Failed
	}
	return nil
}
