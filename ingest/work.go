package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"footnote/retrieval"
)

// work is a page on its way through the pipeline.
type work struct {
	page   Page
	old    Entry // what was known; zero if nothing
	known  bool
	again  bool  // the page comes from the library: nothing is compared, no time changes
	weight int64 // bytes of room it takes
	done   chan struct{}

	correction Correction // of the page by a person

	visit     Visit
	hash      string            // of visit.Document
	canonical string            // key of the page that this one names as the real one
	yields    bool              // it names another page as the real one, here or not
	terms     []retrieval.Terms // of visit.Chunks
	failed    bool              // this time
	err       error             // of the library: ends the run
}

func newWork(p Page) *work { return &work{page: p, done: make(chan struct{})} }

// analyse decides what a page brings, as far as that does not depend on other
// pages, and does the work that takes long.
func (r *run) analyse(ctx context.Context, w *work) {
	w.old, w.known, w.err = r.Library.Entry(ctx, w.page.Key)
	if w.err != nil {
		return
	}
	w.visit.Entry = r.entry(w)
	w.correction = r.corrections[w.page.Key]
	switch w.page.Status {
	case Queued:
		w.visit.Entry.Status, w.visit.Entry.Reason, w.visit.Entry.Visited = Queued, w.page.Reason, w.old.Visited
	case Skipped, Removed:
		w.drop(w.page.Status, w.page.Reason)
	case NotModified:
		r.notModified(ctx, w)
	case Fetched:
		r.fetched(ctx, w)
	default:
		w.fail(w.page.Reason)
	}
}

// entry is the page's ledger row before it is known what became of it.
func (r *run) entry(w *work) Entry {
	e, p := w.old, &w.page
	if w.again {
		return e
	}
	if p.Fetched.IsZero() {
		p.Fetched = r.now()
	}
	if !w.known {
		e = Entry{FoundBy: p.FoundBy, Depth: p.Depth}
	}
	e.Key, e.Source, e.HTTPStatus, e.Visited = p.Key, p.Source, p.HTTPStatus, p.Fetched
	if e.Source == "" {
		e.Source = r.source
	}
	for _, address := range []string{p.Key, e.URL, p.URL} {
		if address != "" {
			e.URL = address
		}
	}
	if r.Every > 0 {
		e.Next = e.Visited.Add(r.Every)
	}
	return e
}

// forget clears what tells that nothing changed, so that the next visit looks.
func (e *Entry) forget() {
	e.ETag, e.LastModified, e.BodyHash, e.Given, e.Fingerprint = "", "", "", "", ""
}

// recognise takes over by what the page is recognised the next time.
func (e *Entry) recognise(from Entry) {
	e.ETag, e.LastModified, e.BodyHash, e.Given, e.Fingerprint = from.ETag, from.LastModified, from.BodyHash, from.Given, from.Fingerprint
}

// fail keeps what a page had.
func (w *work) fail(reason string) {
	e := &w.visit.Entry
	e.Status, e.Reason = Failed, oneLine(reason)
	w.failed = true
	if e.Document == "" && e.SameAs == "" {
		e.forget()
	}
}

// drop takes the page's document, if it has one, out of the knowledge base,
// unless a person has pinned it. The next visit looks at the page anew.
func (w *work) drop(status Status, reason string) {
	e := &w.visit.Entry
	fingerprint := e.Fingerprint
	e.forget()
	if w.correction.Pinned && e.Document != "" {
		e.Fingerprint = fingerprint
		e.Status, e.Reason = Unchanged, oneLine("pinned by hand, its document stays although: "+reason)
		return
	}
	e.Status, e.Reason = status, oneLine(reason)
	w.visit.Drop = e.Document != "" || e.SameAs != ""
	e.Document, e.SameAs, e.SameHash = "", "", ""
}

// excludedByHand is the reason of a page that a person has left out.
const excludedByHand = "excluded by hand"

// notModified believes a source that says so, unless the operator has changed
// what he says about the page: then its document is made again from what is
// stored.
func (r *run) notModified(ctx context.Context, w *work) {
	has := w.old.Document != "" || w.old.SameAs != ""
	if w.correction.Excluded {
		w.drop(Skipped, excludedByHand)
		return
	}
	if !has || w.old.Given == w.given() {
		w.unchanged()
		return
	}
	stored, err := r.Library.Stored(ctx, w.page.Key)
	if err != nil {
		w.err = fmt.Errorf("page %s: %w", w.page.Key, err)
		return
	}
	p := &w.page
	p.Status, p.Body, p.Parsed, p.ContentType = Fetched, stored.Body, stored.Parsed, stored.ContentType
	p.Stored, p.Transcripts = true, stored.Transcripts
	p.URL, p.Modified, p.ETag, p.LastModified, p.HTTPStatus = stored.URL, stored.Modified, stored.ETag, stored.LastModified, w.old.HTTPStatus
	if p.Title == "" {
		p.Title = stored.Title
	}
	r.fetched(ctx, w)
}

// set says what became of a page. If it was not visited, and has a document or
// its last visit failed, the ledger goes on saying how that visit went.
func (w *work) set(status Status, reason string) {
	if w.again && (w.old.Document != "" && status == Indexed || w.old.Status == Failed) {
		return
	}
	w.visit.Entry.Status, w.visit.Entry.Reason = status, reason
}

// unchanged keeps what a page had.
func (w *work) unchanged() {
	e := &w.visit.Entry
	e.Fetched = w.page.Fetched
	switch {
	case e.Document != "":
		e.Status, e.Reason = Unchanged, ""
	case e.SameAs != "":
		e.Status = Duplicate
		if w.old.Status != Duplicate {
			e.Reason = repeats(e.SameAs, e.SameHash, e.SameHash)
		}
	case w.old.Status == Skipped:
		e.Status, e.Reason = Skipped, w.old.Reason
	default:
		w.fail("reported as unchanged, but nothing of it is stored; it is read in full the next time")
		return
	}
	for _, v := range []struct {
		into *string
		from string
	}{{&e.ETag, w.page.ETag}, {&e.LastModified, w.page.LastModified}} {
		if v.from != "" {
			*v.into = v.from
		}
	}
}

// fetched makes a document of a page, if the page says anything new.
func (r *run) fetched(ctx context.Context, w *work) {
	p := w.page
	body := ""
	if p.Parsed == nil {
		body = hashOf(p.Body)
	}
	switch {
	case w.correction.Excluded:
		w.drop(Skipped, excludedByHand)
		return
	case w.same(body):
		w.unchanged()
		return
	}
	if p.Parsed == nil && !p.Stored && (w.old.Document != "" || w.old.SameAs != "") {
		if p.Transcripts, w.err = r.Library.Transcripts(ctx, p.Key); w.err != nil {
			return
		}
	}
	d, err := r.extract(ctx, p)
	if err == nil && strings.TrimSpace(d.Text) == "" {
		err = ErrNoText
	}
	switch {
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		w.err = err
	case errors.Is(err, ErrNoText):
		w.empty(cause(err, p.Key))
	case err != nil:
		w.fail(cause(err, p.Key))
	default:
		w.settle(p, body)
		r.extracted(ctx, w, d)
	}
}

// same says whether a page comes with the body that it had, and nobody says
// anything else about it.
func (w *work) same(body string) bool {
	settled := w.old.Document != "" || w.old.SameAs != "" || w.old.Status == Skipped
	return !w.again && settled && body != "" && body == w.old.BodyHash && w.old.Given == w.given() && w.old.URL == w.visit.Entry.URL
}

// extracted takes the document that the page makes, as a person has corrected it.
func (r *run) extracted(ctx context.Context, w *work, d Document) {
	if d.NoIndex {
		settled := w.visit.Entry
		w.drop(Skipped, "the page asks not to be indexed (noindex)")
		w.visit.Entry.recognise(settled)
		return
	}
	if own := d; w.page.Parsed != nil && !w.correction.Empty() {
		w.visit.Original = &own
	}
	w.visit.Corrected = w.correction.apply(&d)
	r.document(ctx, w, d)
}

// staysOnce is added to the reason when a page of the web that had a text comes
// without one: a consent wall, a shell that a script should fill or a failing
// server look like that for a while. Its document goes when it comes so twice.
const staysOnce = "; the text of an earlier visit stays for now"

// empty skips a page without text.
func (w *work) empty(reason string) {
	reason = oneLine(reason)
	again := w.old.Status == Failed && w.old.Reason == reason+staysOnce
	if w.page.HTTPStatus != 0 && w.old.Document != "" && !w.again && !again {
		w.fail(reason + staysOnce)
		return
	}
	w.drop(Skipped, reason)
}

// cause is an error's text without the page's name, which the ledger has.
func cause(err error, key string) string {
	return strings.TrimPrefix(err.Error(), "extract "+key+": ")
}

// settle notes by what the page is recognised the next time.
func (w *work) settle(p Page, body string) {
	e := &w.visit.Entry
	e.BodyHash, e.Given = body, w.given()
	if w.again {
		return
	}
	e.ETag, e.LastModified, e.Fetched = p.ETag, p.LastModified, p.Fetched
}

// document compares a page's document with the one it had, and cuts a new one.
func (r *run) document(ctx context.Context, w *work, d Document) {
	e := &w.visit.Entry
	fingerprint := d.Fingerprint()
	w.visit.Transcripts = d.Transcripts
	if !w.again {
		w.visit.Body, w.visit.Type = w.page.Body, w.page.ContentType
		w.visit.Hints = Hints{Title: w.page.Title, Language: w.page.Language, Labels: w.page.Labels, Modified: w.page.Modified}
		if e.Document != "" && e.Fingerprint == fingerprint {
			w.unchanged()
			return
		}
	}
	m, err := r.cut(ctx, d)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		w.err = err
		return
	}
	if err != nil {
		w.visit = Visit{Entry: r.entry(w)}
		w.fail(err.Error())
		return
	}
	e.Fingerprint, e.Document, e.SameAs, e.SameHash = fingerprint, d.ID, "", ""
	w.set(Indexed, "")
	w.visit.Document, w.visit.Chunks, w.terms, w.hash = &d, m.chunks, m.terms, d.ContentHash()
	w.visit.Shape = ShapeOf(d)
	for _, t := range m.terms {
		w.visit.Terms = append(w.visit.Terms, t.Length)
	}
	w.canonical = r.canonical(w, d)
	w.yields = r.yields(d)
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// given identifies what people say about a page: the operator about all of its
// source, and whoever has corrected it.
func (w *work) given() string {
	p := w.page
	parts := []string{p.Language}
	for _, k := range slices.Sorted(maps.Keys(p.Labels)) {
		parts = append(parts, k, p.Labels[k])
	}
	if own := w.correction.own(); own != "" {
		parts = append(parts, "corrected", own)
	}
	if len(parts) == 1 && p.Language == "" {
		return ""
	}
	id := retrieval.NewID(parts...)
	return hex.EncodeToString(id[:8])
}

// oneLine keeps a reason fit for a table: no line breaks, no endless text.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	const most = 300
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}
