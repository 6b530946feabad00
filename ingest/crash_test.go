package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"footnote/ingest"
	"footnote/ingest/library"
	"footnote/ingest/library/database"
	"footnote/retrieval"
)

// The crash tests run their own binary again as the process that is killed.
const (
	childDir   = "FOOTNOTE_TEST_DIR"
	childPoint = "FOOTNOTE_TEST_POINT" // what is about to happen, or has, and for which time
)

// death kills the process at the n-th passing of a point.
type death struct {
	point string
	mu    sync.Mutex
	n     int
}

func (d *death) at(point string) {
	if point != d.point {
		return
	}
	d.mu.Lock() // workers pass some points
	defer d.mu.Unlock()
	if d.n--; d.n == 0 {
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			self.Kill() //nolint:errcheck // the test sees that it lives
		}
		select {}
	}
}

// mortalLibrary and mortalIndex pass the points.
type mortalLibrary struct {
	*library.Library
	*death
}

func (l mortalLibrary) Record(ctx context.Context, visits []ingest.Visit) error {
	l.at("before record")
	err := l.Library.Record(ctx, visits)
	if err == nil && l.point != "" {
		fmt.Println(len(visits)) // acknowledged, to the parent
	}
	l.at("after record")
	return err
}

func (l mortalLibrary) Pin(ctx context.Context, s retrieval.Statistics) error {
	l.at("before pin")
	return l.Library.Pin(ctx, s)
}

type mortalIndex struct {
	retrieval.Index
	*death
}

func (x mortalIndex) Upsert(ctx context.Context, points []retrieval.Point) error {
	err := x.Index.Upsert(ctx, points)
	x.at("after upsert")
	return err
}

func (x mortalIndex) Delete(ctx context.Context, ids []retrieval.ID) error {
	x.at("before delete")
	return x.Index.Delete(ctx, ids)
}

func (x mortalIndex) Commit(ctx context.Context, s retrieval.Statistics) error {
	x.at("before commit")
	err := x.Index.Commit(ctx, s)
	x.at("after commit")
	return err
}

// mortalEmbedder and mortalIndexes pass the points of their own.
type mortalEmbedder struct {
	*embedder
	*death
}

func (e mortalEmbedder) EmbedDocuments(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	vectors, err := e.embedder.EmbedDocuments(ctx, texts)
	e.at("after embed")
	return vectors, err
}

type mortalIndexes struct {
	retrieval.Indexes
	*death
}

func (x mortalIndexes) Publish(ctx context.Context, kb string) error {
	x.at("before switch")
	err := x.Indexes.Publish(ctx, kb)
	x.at("after switch")
	return err
}

const crashPages = 450

// crashSite is a site in its first or second version: in the second a third of
// the pages has changed and some are gone.
func crashSite(version int) (pages []ingest.Page) {
	for i := range crashPages {
		key := fmt.Sprint("page ", i)
		switch {
		case version == 2 && i%17 == 0:
			pages = append(pages, status(key, ingest.Removed, "404"))
		case version == 2 && i%3 == 0:
			pages = append(pages, page(key, fmt.Sprintf("Page %d\nnew text %d\n第 %d 页", i, i, i)))
		default:
			pages = append(pages, page(key, fmt.Sprintf("Page %d\ntext %d\n第 %d 页", i, i, i)))
		}
	}
	return pages
}

// crashPipeline is one on disk. The caller closes what is returned beside it.
func crashPipeline(t testing.TB, dir string, d *death) (*ingest.Pipeline, func()) {
	t.Helper()
	db, err := database.Open(filepath.Join(dir, "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := library.Migrate(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	l, err := library.Open(context.Background(), db, "default")
	if err != nil {
		t.Fatal(err)
	}
	e := &embedder{}
	x := openIndex(t, dir, e)
	p := &ingest.Pipeline{Library: mortalLibrary{l, d}, Index: mortalIndex{x, d}, Embedder: mortalEmbedder{e, d}, Workers: 2, Split: split, Terms: terms,
		Extract: func(page ingest.Page) (ingest.Document, error) {
			d.at("after fetch")
			return extractFake(page)
		}}
	return p, func() {
		if err := errors.Join(x.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// dyingRun is the child: it brings the second version of the site into a data
// folder that holds the first.
func dyingRun() {
	d := &death{}
	d.point, _, _ = strings.Cut(os.Getenv(childPoint), "@")
	fmt.Sscanf(os.Getenv(childPoint), d.point+"@%d", &d.n) //nolint:errcheck // 0: never
	t := failing{}
	p, closeAll := crashPipeline(t, os.Getenv(childDir), d)
	if _, err := p.Run(context.Background(), &site{name: "site", pages: crashSite(2)}); err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(d.point, "switch") {
		indexes, spec := indexesOf(t, os.Getenv(childDir), p.Embedder)
		if _, err := p.Rebuild(context.Background(), mortalIndexes{indexes, d}, "default", spec); err != nil {
			t.Fatal(err)
		}
	}
	closeAll()
	os.Exit(0)
}

// failing is a testing.TB outside a test.
type failing struct{ testing.TB }

func (failing) Helper()           {}
func (failing) Error(args ...any) { fmt.Fprintln(os.Stderr, args...) }
func (failing) Fatal(args ...any) { fmt.Fprintln(os.Stderr, args...); os.Exit(1) }

func TestKilledRunLosesNothing(t *testing.T) {
	for _, point := range []string{
		"before record@1", "after record@1", "after upsert@1", "before record@3", "after record@3", "after upsert@3",
		"before delete@1", "before commit@1", "after commit@1", "before pin@1", "never@1",
		"after fetch@1", "after fetch@90", "after embed@1", "after embed@3", "before switch@1", "after switch@1",
	} {
		t.Run(point, func(t *testing.T) { killRun(t, point) })
	}
}

func killRun(t *testing.T, point string) {
	dir := t.TempDir()
	runOnDisk(t, dir, 1)
	c := exec.CommandContext(t.Context(), os.Args[0])
	c.Env = append(os.Environ(), childDir+"="+dir, childPoint+"="+point)
	c.Stderr = os.Stderr
	out, err := c.Output()
	var exit *exec.ExitError
	if killed := errors.As(err, &exit) && exit.ExitCode() == -1; killed != (point != "never@1") || err != nil && !killed {
		t.Fatalf("the run ended with %v", err)
	}
	acknowledged := 0
	for _, n := range strings.Fields(string(out)) {
		var some int
		fmt.Sscan(n, &some) //nolint:errcheck // a number that this program printed
		acknowledged += some
	}
	afterKill(t, dir, acknowledged)
	s := runOnDisk(t, dir, 2)
	if want := crashPages - (crashPages+16)/17; s.Documents != want || s.Failed != 0 {
		t.Errorf("the next run: %+v; want %d documents", s, want)
	}
}

// runOnDisk makes a complete run and checks that the index shows exactly what
// the library has.
func runOnDisk(t *testing.T, dir string, version int) ingest.Summary {
	t.Helper()
	p, closeAll := crashPipeline(t, dir, &death{})
	defer closeAll()
	s, err := p.Run(t.Context(), &site{name: "site", pages: crashSite(version)})
	if err != nil {
		t.Fatal(err)
	}
	shown := map[retrieval.ID]bool{}
	for id, err := range p.Index.IDs(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		shown[id] = true
	}
	for id, err := range p.Library.ChunkIDs(t.Context()) {
		if err != nil || !shown[id] {
			t.Fatalf("chunk %s is in the library only, %v", id, err)
		}
		delete(shown, id)
	}
	if len(shown) > 0 {
		t.Errorf("%d points that the library does not have", len(shown))
	}
	return s
}

// afterKill checks a data folder as a server would find it: what was
// acknowledged is there in its new version, every document is whole, and the
// index is that of a commit.
func afterKill(t *testing.T, dir string, acknowledged int) {
	t.Helper()
	p, closeAll := crashPipeline(t, dir, &death{})
	defer closeAll()
	site := crashSite(2)
	for i, want := range site {
		e, known, err := p.Library.Entry(t.Context(), want.Key)
		if err != nil || !known {
			t.Fatalf("page %d: known %v, %v", i, known, err)
		}
		if e.Document == "" {
			if want.Status != ingest.Removed {
				t.Errorf("page %d lost its document", i)
			}
			continue
		}
		d, err := p.Library.Document(t.Context(), e.Document)
		if err != nil {
			t.Fatal(err)
		}
		got := d.Title + "\n" + d.Text
		if i < acknowledged && got != string(want.Body) || got != string(want.Body) && got != string(crashSite(1)[i].Body) {
			t.Errorf("page %d of %d acknowledged ones says %q", i, acknowledged, got)
		}
	}
	points := 0
	for _, err := range p.Index.IDs(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		points++
	}
	if s, err := p.Index.Statistics(t.Context()); err != nil || s.Points != points {
		t.Errorf("%d points, statistics of %d, %v: half a commit", points, s.Points, err)
	}
}
