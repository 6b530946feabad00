package crawl

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/ingest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// book is a ledger in memory that keeps what a pipeline would.
type book struct {
	rows  map[string]ingest.Entry
	order []string
	now   func() time.Time
}

func newBook() *book { return &book{rows: map[string]ingest.Entry{}, now: time.Now} }

func (b *book) Entry(_ context.Context, key string) (ingest.Entry, bool, error) {
	e, found := b.rows[key]
	return e, found, nil
}

func (b *book) Entries(_ context.Context, source string) iter.Seq2[ingest.Entry, error] {
	return func(yield func(ingest.Entry, error) bool) {
		for _, key := range b.order {
			if e := b.rows[key]; e.Source == source && !yield(e, nil) {
				return
			}
		}
	}
}

func (b *book) record(p ingest.Page) {
	e, found := b.rows[p.Key]
	if !found {
		b.order = append(b.order, p.Key)
	}
	if found && p.Status == ingest.Queued && e.Status != ingest.Queued {
		return
	}
	e.Key, e.URL, e.Source, e.FoundBy, e.Depth = p.Key, p.URL, p.Source, p.FoundBy, p.Depth
	e.Status, e.Reason, e.HTTPStatus = p.Status, p.Reason, p.HTTPStatus
	switch p.Status {
	case ingest.Queued:
		b.rows[p.Key] = e
		return
	case ingest.Fetched:
		e.Status, e.Document = ingest.Indexed, ingest.DocumentID(p.Key)
		e.ETag, e.LastModified = p.ETag, p.LastModified
	case ingest.NotModified:
		e.Status = ingest.Unchanged
	case ingest.Skipped, ingest.Removed:
		e.Document = ""
	}
	e.Visited = b.now()
	b.rows[p.Key] = e
}

// read passes over a source once, keeps its pages in the book, and gives them
// and the error that ended the sequence. Each page that was queued must be
// visited, or left with a reason, and none twice.
func (b *book) read(t *testing.T, s *Source) ([]ingest.Page, error) {
	t.Helper()
	var pages []ingest.Page
	var end error
	visited, queued := map[string]bool{}, map[string]bool{}
	for p, err := range s.Pages(t.Context(), b) {
		if err != nil {
			end = err
			break
		}
		if p.Source != s.Name() || p.Key == "" || p.FoundBy == "" {
			t.Errorf("incomplete page: %+v", p)
		}
		if p.Status == ingest.Queued && p.Reason == "" {
			if queued[p.Key] || visited[p.Key] {
				t.Errorf("%s queued twice or too late", p.Key)
			}
			queued[p.Key] = true
		} else {
			if visited[p.Key] {
				t.Errorf("%s visited twice", p.Key)
			}
			visited[p.Key] = true
		}
		b.record(p)
		pages = append(pages, p)
	}
	for key := range queued {
		if !visited[key] && end == nil {
			t.Errorf("%s queued but never visited", key)
		}
	}
	return pages, end
}

func (b *book) mustRead(t *testing.T, s *Source) []ingest.Page {
	t.Helper()
	pages, err := b.read(t, s)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// visits are the pages without those that are only announced.
func visits(pages []ingest.Page) []ingest.Page {
	var rest []ingest.Page
	for _, p := range pages {
		if p.Status != ingest.Queued || p.Reason != "" {
			rest = append(rest, p)
		}
	}
	return rest
}

func find(t *testing.T, pages []ingest.Page, key string) ingest.Page {
	t.Helper()
	for _, p := range visits(pages) {
		if p.Key == key {
			return p
		}
	}
	t.Fatalf("no page %s", key)
	return ingest.Page{}
}

func count(pages []ingest.Page, status ingest.Status) int {
	n := 0
	for _, p := range pages {
		if p.Status == status {
			n++
		}
	}
	return n
}

func mustNew(t *testing.T, start string, o Options) *Source {
	t.Helper()
	s, err := New(start, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wantReason checks the status and a part of the reason.
func wantReason(t *testing.T, p ingest.Page, status ingest.Status, part string) {
	t.Helper()
	if p.Status != status || !strings.Contains(p.Reason, part) {
		t.Errorf("%s: %s %q, want %s %q", p.Key, p.Status, p.Reason, status, part)
	}
}

func page(text string, links ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><title>%s</title><p>%s</p>", text, text)
	for _, l := range links {
		fmt.Fprintf(&b, "<a href=%q>%s</a>\n", l, l)
	}
	return b.String()
}
