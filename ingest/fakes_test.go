package ingest_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/ingest"
	"footnote/ingest/library"
	"footnote/ingest/library/database"
	"footnote/retrieval"
)

func TestMain(m *testing.M) {
	if os.Getenv(childDir) != "" {
		dyingRun()
	}
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"))
}

// site is a source whose pages a test changes between runs.
type site struct {
	name  string
	pages []ingest.Page
	err   error       // after the pages
	at    func(n int) // before page n
}

func (s *site) Name() string { return s.name }

func (s *site) Pages(ctx context.Context, _ ingest.Ledger) iter.Seq2[ingest.Page, error] {
	return func(yield func(ingest.Page, error) bool) {
		for i, p := range s.pages {
			if s.at != nil {
				s.at(i)
			}
			if err := ctx.Err(); err != nil {
				yield(ingest.Page{}, err)
				return
			}
			if !yield(p, nil) {
				return
			}
		}
		if s.err != nil {
			yield(ingest.Page{}, s.err)
		}
	}
}

// page is a fetched one. The first line of its body is the title; directives
// begin with "!".
func page(key, body string) ingest.Page {
	return ingest.Page{Key: key, URL: key, Status: ingest.Fetched, ContentType: "text/plain", FoundBy: "test", HTTPStatus: 200, Body: []byte(body)}
}

func status(key string, s ingest.Status, reason string) ingest.Page {
	return ingest.Page{Key: key, URL: key, Status: s, Reason: reason}
}

// extractFake reads the bodies that page makes.
func extractFake(p ingest.Page) (ingest.Document, error) {
	if p.Parsed != nil {
		return *p.Parsed, nil
	}
	title, text, _ := strings.Cut(string(p.Body), "\n")
	d := ingest.Document{Key: p.Key, ID: ingest.DocumentID(p.Key), URL: p.URL, Title: title, Language: p.Language, Labels: p.Labels, Updated: p.Modified, Fetched: p.Fetched}
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		switch directive, value, _ := strings.Cut(line, " "); directive {
		case "!fail":
			return d, fmt.Errorf("extract %s: broken on purpose", p.Key)
		case "!panic":
			panic("on purpose")
		case "!noindex":
			d.NoIndex = true
		case "!canonical":
			d.Canonical = value
		default:
			kept = append(kept, line)
		}
	}
	d.Text = strings.TrimSpace(strings.Join(kept, "\n"))
	if d.Text == "" {
		return d, fmt.Errorf("extract %s: %w", p.Key, ingest.ErrNoText)
	}
	d.Sections = []ingest.Section{{End: len(d.Text)}}
	return d, nil
}

// split makes a chunk of every line.
func split(d ingest.Document) (chunks []retrieval.Chunk) {
	at := 0
	for line := range strings.SplitSeq(d.Text, "\n") {
		if line != "" {
			chunks = append(chunks, retrieval.Chunk{ID: retrieval.NewID(d.ID, fmt.Sprint(at), line), Document: d.ID, URL: d.URL, Title: d.Title, Language: d.Language,
				Text: line, Start: at, End: at + len(line), Updated: d.Updated, Labels: d.Labels})
		}
		at += len(line) + 1
	}
	return chunks
}

func terms(c retrieval.Chunk) retrieval.Terms {
	t := retrieval.Terms{}
	for _, w := range strings.Fields(c.Text) {
		t.Counts = append(t.Counts, retrieval.TermCount{Term: w, Count: 1})
		t.Length++
	}
	return t
}

// embedder counts what it embeds and fails when told to.
type embedder struct {
	texts atomic.Int64
	down  atomic.Bool
	short bool // one vector too few
}

func (e *embedder) Model() string                           { return "test" }
func (e *embedder) Dimensions(context.Context) (int, error) { return 1, nil }

func (e *embedder) EmbedDocuments(_ context.Context, texts []string) ([]retrieval.Vector, error) {
	if e.down.Load() {
		return nil, errors.New("connection refused")
	}
	e.texts.Add(int64(len(texts)))
	vectors := make([]retrieval.Vector, len(texts))
	for i, s := range texts {
		vectors[i] = retrieval.Vector{float32(len(s))}
	}
	if e.short {
		vectors = vectors[1:]
	}
	return vectors, nil
}

func (e *embedder) EmbedQuery(context.Context, string) (retrieval.Vector, error) {
	return nil, errors.New("not asked in these tests")
}

// index keeps points in memory and shows those of the last commit.
type index struct {
	mu            sync.Mutex
	points, shown map[retrieval.ID]retrieval.Point
	statistics    retrieval.Statistics
	commits       int
	failUpsert    error
	failCommit    error
	closed        bool
}

func newIndex() *index {
	return &index{points: map[retrieval.ID]retrieval.Point{}, shown: map[retrieval.ID]retrieval.Point{}}
}

func (x *index) Upsert(_ context.Context, points []retrieval.Point) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.failUpsert != nil {
		return x.failUpsert
	}
	for _, p := range points {
		x.points[p.Chunk.ID] = p
	}
	return nil
}

func (x *index) Delete(_ context.Context, ids []retrieval.ID) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range ids {
		delete(x.points, id)
	}
	return nil
}

func (x *index) Commit(_ context.Context, s retrieval.Statistics) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.failCommit != nil {
		return x.failCommit
	}
	x.shown, x.statistics = maps.Clone(x.points), s
	x.commits++
	return nil
}

func (x *index) IDs(context.Context) iter.Seq2[retrieval.ID, error] {
	return func(yield func(retrieval.ID, error) bool) {
		for id := range x.points {
			if !yield(id, nil) {
				return
			}
		}
	}
}

func (x *index) Statistics(context.Context) (retrieval.Statistics, error) { return x.statistics, nil }
func (x *index) Frequencies(_ context.Context, terms []string) ([]int, int, error) {
	return make([]int, len(terms)), len(x.shown), nil
}
func (x *index) Close() error { x.closed = true; return nil }

func (x *index) Search(context.Context, retrieval.Query) (retrieval.Legs, error) {
	return retrieval.Legs{}, nil
}

func (x *index) Chunks(context.Context, []retrieval.ID) ([]retrieval.Chunk, error) { return nil, nil }

// texts are what a search could find: "title: text".
func (x *index) texts() (all []string) {
	for _, p := range x.shown {
		all = append(all, p.Chunk.Title+": "+p.Chunk.Text)
	}
	slices.Sort(all)
	return all
}

// clock is the time of a test, also asked by the workers.
type clock struct{ micros atomic.Int64 }

func (c *clock) Now() time.Time      { return time.UnixMicro(c.micros.Load()).UTC() }
func (c *clock) Add(d time.Duration) { c.micros.Add(d.Microseconds()) }

// world is a pipeline with its surroundings.
type world struct {
	*testing.T
	db       *sql.DB
	library  *library.Library
	index    *index
	embedder *embedder
	clock    *clock
	pipeline *ingest.Pipeline
	site     *site
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, index: newIndex(), embedder: &embedder{}, clock: &clock{}, site: &site{name: "site"}}
	w.clock.Add(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Sub(time.UnixMicro(0)))
	var err error
	w.db, err = database.Open(filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.db.Close() })
	if err := library.Migrate(t.Context(), w.db); err != nil {
		t.Fatal(err)
	}
	if w.library, err = library.Open(t.Context(), w.db, "default"); err != nil {
		t.Fatal(err)
	}
	w.pipeline = &ingest.Pipeline{Library: w.library, Index: w.index, Embedder: w.embedder, Extract: extractFake, Split: split, Terms: terms,
		Now: w.clock.Now, Workers: 3}
	return w
}

// run runs the pipeline on pages, an hour after the run before.
func (w *world) run(pages ...ingest.Page) ingest.Summary {
	w.Helper()
	w.clock.Add(time.Hour)
	w.site.pages = pages
	s, err := w.pipeline.Run(w.Context(), w.site)
	if err != nil {
		w.Fatal(err)
	}
	w.consistent()
	return s
}

// consistent checks what must hold after every run that succeeds: the index
// shows the library's chunks and nothing else.
func (w *world) consistent() {
	w.Helper()
	want := map[retrieval.ID]bool{}
	for id, err := range w.library.ChunkIDs(w.Context()) {
		if err != nil {
			w.Fatal(err)
		}
		want[id] = true
	}
	for id := range w.index.shown {
		if !want[id] {
			w.Errorf("the index shows %s (%q), the library does not have it", id, w.index.shown[id].Chunk.Text)
		}
	}
	for id := range want {
		if _, ok := w.index.shown[id]; !ok {
			w.Errorf("the index does not show %s", id)
		}
	}
	if w.index.statistics.Points != len(want) {
		w.Errorf("statistics count %d points, there are %d", w.index.statistics.Points, len(want))
	}
}

func (w *world) shows(want ...string) {
	w.Helper()
	if got := w.index.texts(); !slices.Equal(got, want) {
		w.Errorf("searchable: %q, want %q", got, want)
	}
}

func (w *world) entry(key string) ingest.Entry {
	w.Helper()
	e, known, err := w.library.Entry(w.Context(), key)
	if err != nil || !known {
		w.Fatalf("entry %s: known %v, %v", key, known, err)
	}
	return e
}

func (w *world) ledger(key string, want ingest.Status, reason string) {
	w.Helper()
	if e := w.entry(key); e.Status != want || !strings.Contains(e.Reason, reason) || reason == "" && e.Reason != "" {
		w.Errorf("ledger of %s: %s, %q; want %s, %q", key, e.Status, e.Reason, want, reason)
	}
}
