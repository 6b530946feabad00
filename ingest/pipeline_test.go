package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"footnote/ingest"
	"footnote/retrieval"
)

func TestSecondRunEmbedsOnlyWhatIsNew(t *testing.T) {
	w := newWorld(t)
	s := w.run(page("a", "A\none\ntwo"), page("b", "B\n退款需要五天"))
	if s.New != 2 || s.Documents != 2 || s.Chunks != 3 || s.Added != 3 {
		t.Errorf("first run: %+v", s)
	}
	w.shows("A: one", "A: two", "B: 退款需要五天")
	s = w.run(page("a", "A\none\nthree"), page("b", "B\n退款需要五天"))
	if s.Changed != 1 || s.Unchanged != 1 || s.New != 0 || s.Added != 1 || s.Deleted != 1 {
		t.Errorf("second run: %+v", s)
	}
	if n := w.embedder.texts.Load(); n != 4 {
		t.Errorf("%d texts embedded, want 4", n)
	}
	w.shows("A: one", "A: three", "B: 退款需要五天")
	if e := w.entry("b"); !e.Fetched.Equal(w.clock.Now()) || e.Status != ingest.Unchanged {
		t.Errorf("unchanged page: %+v; want it fetched now", e)
	}
}

func TestNothingNewCommitsNothing(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"))
	commits := w.index.commits
	w.run(page("a", "A\none"))
	w.run(status("a", ingest.NotModified, ""))
	if w.index.commits != commits {
		t.Errorf("%d commits for nothing", w.index.commits-commits)
	}
}

func TestWhatBecomesOfAPage(t *testing.T) {
	const old = "A\nold words"
	for name, c := range map[string]struct {
		page   ingest.Page
		status ingest.Status
		reason string
		stays  bool // its document
	}{
		"not modified":          {status("a", ingest.NotModified, ""), ingest.Unchanged, "", true},
		"same body":             {page("a", old), ingest.Unchanged, "", true},
		"other body, same text": {page("a", old+"\n\n"), ingest.Unchanged, "", true},
		"failed":                {status("a", ingest.Failed, "HTTP 500"), ingest.Failed, "HTTP 500", true},
		"cannot be extracted":   {page("a", "A\n!fail"), ingest.Failed, "broken on purpose", true},
		"breaks the extractor":  {page("a", "A\n!panic"), ingest.Failed, "please report", true},
		"unknown status":        {status("a", "strange", "?"), ingest.Failed, "?", true},
		"known, not visited":    {status("a", ingest.Queued, "over the limit"), ingest.Indexed, "", true},
		"gone":                  {status("a", ingest.Removed, "HTTP 404"), ingest.Removed, "HTTP 404", false},
		"robots":                {status("a", ingest.Skipped, "robots.txt"), ingest.Skipped, "robots.txt", false},
		"noindex":               {page("a", "A\n!noindex\ntext"), ingest.Skipped, "noindex", false},
		"empty, from the web":   {page("a", "A\n"), ingest.Failed, "no readable text; the text of an earlier visit stays", true},
		"empty, from a disk":    {onDisk(page("a", "A\n")), ingest.Skipped, "no readable text", false},
		"0 bytes":               {onDisk(page("a", "")), ingest.Skipped, "no readable text", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.run(page("a", old))
			w.run(c.page)
			w.ledger("a", c.status, c.reason)
			if c.stays {
				w.shows("A: old words")
			} else {
				w.shows()
			}
			if has := w.entry("a").Document != ""; has != c.stays {
				t.Errorf("document in the ledger: %v, want %v", has, c.stays)
			}
			w.run(page("a", "A\nnew words")) // and whatever it was, it comes back
			w.ledger("a", ingest.Indexed, "")
			w.shows("A: new words")
		})
	}
}

func onDisk(p ingest.Page) ingest.Page {
	p.HTTPStatus = 0
	return p
}

func TestPageThatComesEmptyTwiceIsDropped(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"))
	w.run(page("a", "A\n"))
	w.shows("A: one")
	w.run(status("a", ingest.Failed, "HTTP 500"))
	w.run(page("a", "A\n"))
	w.shows("A: one")
	w.run(page("a", "A\n"))
	w.ledger("a", ingest.Skipped, "no readable text")
	w.shows()
}

func TestPageThatNeverHadADocument(t *testing.T) {
	for name, c := range map[string]struct {
		page   ingest.Page
		status ingest.Status
	}{
		"queued":       {status("a", ingest.Queued, ""), ingest.Queued},
		"failed":       {status("a", ingest.Failed, "timeout"), ingest.Failed},
		"removed":      {status("a", ingest.Removed, "404"), ingest.Removed},
		"skipped":      {status("a", ingest.Skipped, "robots"), ingest.Skipped},
		"empty":        {page("a", "A\n"), ingest.Skipped},
		"not modified": {status("a", ingest.NotModified, ""), ingest.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.run(c.page)
			if e := w.entry("a"); e.Status != c.status || e.Document != "" {
				t.Errorf("ledger %+v, want %s", e, c.status)
			}
			w.shows()
		})
	}
}

func TestSkippedByThePageStaysSoUntilItChanges(t *testing.T) {
	w := newWorld(t)
	p := page("a", "A\n!noindex\ntext")
	p.ETag = "1"
	w.run(p)
	w.run(status("a", ingest.NotModified, ""))
	w.ledger("a", ingest.Skipped, "noindex")
	w.run(p)
	w.ledger("a", ingest.Skipped, "noindex")
}

func TestGonePageIsCountedOnce(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"))
	for i, want := range []int{1, 0} {
		if s := w.run(status("a", ingest.Removed, "404")); s.Removed != want {
			t.Errorf("run %d: %+v; want %d removed", i, s, want)
		}
	}
}

func TestQueuedPages(t *testing.T) {
	w := newWorld(t)
	s := w.run(status("a", ingest.Queued, ""), status("b", ingest.Queued, ""), page("a", "A\none"))
	if s.Queued != 1 || s.New != 1 {
		t.Errorf("%+v; want one queued, one new", s)
	}
	w.ledger("b", ingest.Queued, "")
}

func TestWhatTheOperatorSaysReachesTheIndexWithoutAFetch(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"))
	changed := status("a", ingest.NotModified, "")
	changed.Labels, changed.Language = map[string]string{"product": "x"}, "zh"
	for range 2 {
		w.run(changed)
		for _, p := range w.index.shown {
			if p.Chunk.Labels["product"] != "x" || p.Chunk.Language != "zh" {
				t.Errorf("chunk in the index: %+v", p.Chunk)
			}
		}
	}
	if n := w.embedder.texts.Load(); n != 2 {
		t.Errorf("%d texts embedded, want 2: once for each set of labels", n)
	}
}

func TestNewAddressReachesTheIndex(t *testing.T) {
	w := newWorld(t)
	p := page("a", "A\none")
	w.run(p)
	p.URL = "https://moved.example/a"
	w.run(p)
	for _, q := range w.index.shown {
		if q.Chunk.URL != p.URL {
			t.Errorf("the index says %s, the page is at %s", q.Chunk.URL, p.URL)
		}
	}
	if len(w.index.shown) != 1 {
		t.Errorf("%d points", len(w.index.shown))
	}
}

func TestDateAloneChangesNothing(t *testing.T) {
	w := newWorld(t)
	p := page("a", "A\none")
	p.Modified = w.clock.Now()
	w.run(p)
	p.Modified, p.Body = w.clock.Now().Add(time.Hour), []byte("A\none\n")
	if s := w.run(p); s.Unchanged != 1 || s.Added != 0 {
		t.Errorf("%+v", s)
	}
}

func TestReadyTexts(t *testing.T) {
	w := newWorld(t)
	ready := func(id, text string) ingest.Page {
		d := &ingest.Document{Key: id, URL: id, Title: "T" + id, Text: text}
		return ingest.Page{Key: id, URL: id, Status: ingest.Fetched, Parsed: d}
	}
	w.run(ready("1", "one"), ready("2", "two"))
	s := w.run(ready("1", "one"), ready("2", "zwei"))
	if s.Unchanged != 1 || s.Changed != 1 || s.Added != 1 {
		t.Errorf("%+v", s)
	}
	w.shows("T1: one", "T2: zwei")
}

func TestSourceThatEndsInTheMiddle(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"), page("b", "B\ntwo"))
	w.site.err = errors.New("disk unplugged")
	w.site.pages = []ingest.Page{page("a", "A\nnew")}
	s, err := w.pipeline.Run(t.Context(), w.site)
	if err == nil || !strings.Contains(err.Error(), "disk unplugged") || !strings.Contains(err.Error(), "site") {
		t.Errorf("%v; want the source's error", err)
	}
	if s.Changed != 1 || s.Documents != 2 {
		t.Errorf("%+v", s)
	}
	w.consistent()
	w.shows("A: new", "B: two")
}

func TestEmbedderDownLosesNothing(t *testing.T) {
	w := newWorld(t)
	w.embedder.down.Store(true)
	var pages []ingest.Page
	for i := range 200 {
		pages = append(pages, page(fmt.Sprint("p", i), fmt.Sprintf("P%d\nnumber %d", i, i)))
	}
	w.site.pages = pages
	s, err := w.pipeline.Run(t.Context(), w.site)
	if !errors.Is(err, ingest.ErrBehind) || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("%v; want ErrBehind with the cause", err)
	}
	if s.New != 200 || s.Documents != 200 || len(w.index.shown) != 0 {
		t.Errorf("%+v, %d shown; want all in the library, none in the index", s, len(w.index.shown))
	}
	w.embedder.down.Store(false)
	if s := w.run(pages...); s.Unchanged != 200 || s.Added != 200 {
		t.Errorf("second run: %+v", s)
	}
}

func TestEmbedderWithTooFewVectors(t *testing.T) {
	w := newWorld(t)
	w.embedder.short = true
	w.site.pages = []ingest.Page{page("a", "A\none\ntwo")}
	if _, err := w.pipeline.Run(t.Context(), w.site); !errors.Is(err, ingest.ErrBehind) || !strings.Contains(err.Error(), "1 vectors for 2 texts") {
		t.Errorf("%v", err)
	}
}

func TestIndexThatFails(t *testing.T) {
	for name, set := range map[string]func(*index, error){
		"upsert": func(x *index, err error) { x.failUpsert = err },
		"commit": func(x *index, err error) { x.failCommit = err },
	} {
		w := newWorld(t)
		set(w.index, errors.New("unavailable"))
		w.site.pages = []ingest.Page{page("a", "A\none")}
		if _, err := w.pipeline.Run(t.Context(), w.site); !errors.Is(err, ingest.ErrBehind) {
			t.Errorf("%s: %v; want ErrBehind", name, err)
		}
		set(w.index, nil)
		w.run(page("a", "A\none"))
		w.shows("A: one")
	}
}

func TestInterruptedRunGoesOn(t *testing.T) {
	w := newWorld(t)
	var pages []ingest.Page
	for i := range 500 {
		pages = append(pages, page(fmt.Sprint("p", i), fmt.Sprintf("P%d\nnumber %d", i, i)))
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.site.pages = pages
	w.site.at = func(n int) {
		if n == 300 {
			cancel()
		}
	}
	s, err := w.pipeline.Run(ctx, w.site)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "next run goes on") {
		t.Errorf("%v; want the context's error and what to do", err)
	}
	if s.New != s.Documents {
		t.Errorf("counted %d, stored %d", s.New, s.Documents)
	}
	w.site.at = nil
	second := w.run(pages...)
	if second.New+s.New != 500 || second.Unchanged != s.New {
		t.Errorf("first %+v, second %+v; want 500 in all, none twice", s, second)
	}
}

func TestInterruptedReplacementIsShownByTheNextRun(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"), page("b", "B\nsame length"))
	ctx, cancel := context.WithCancel(t.Context())
	w.site.pages = []ingest.Page{page("a", "A\ntwo"), page("b", "B\nsame length")}
	w.pipeline.Progress = func(ingest.Report) { cancel() } // after Record, before Commit
	if _, err := w.pipeline.Run(ctx, w.site); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	w.pipeline.Progress = nil
	w.run(page("a", "A\ntwo"), page("b", "B\nsame length"))
	w.shows("A: two", "B: same length")
}

func TestLongRunIsSearchableBeforeItEnds(t *testing.T) {
	w := newWorld(t)
	w.pipeline.CommitEvery = time.Minute
	seen := 0
	w.pipeline.Progress = func(r ingest.Report) {
		w.clock.Add(time.Minute)
		seen = max(seen, len(w.index.shown))
	}
	var pages []ingest.Page
	for i := range 400 {
		pages = append(pages, page(fmt.Sprint("p", i), fmt.Sprintf("P%d\nnumber %d", i, i)))
	}
	pages = append(pages, page("longer", "L\na few words more than all the others"))
	w.pipeline.Workers = 1
	w.run(pages...)
	if seen == 0 || w.index.commits < 3 {
		t.Errorf("%d points shown while it ran, %d commits", seen, w.index.commits)
	}
	at := newWorld(t) // all at once
	at.run(pages...)
	inParts, err := w.index.Statistics(t.Context())
	whole, failed := at.index.Statistics(t.Context())
	if err != nil || failed != nil || inParts != whole {
		t.Errorf("shown in parts it ranks by %+v, at once by %+v", inParts, whole)
	}
}

func TestSync(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none\ntwo"), page("b", "B\nthree"))
	stray := retrieval.Point{Chunk: retrieval.Chunk{ID: retrieval.NewID("stray"), Text: "stray"}}
	for id := range w.index.points {
		if w.index.points[id].Chunk.Text == "two" {
			delete(w.index.points, id)
		}
	}
	w.index.points[stray.Chunk.ID] = stray
	s, err := w.pipeline.Sync(t.Context())
	if err != nil || s.Added != 1 || s.Deleted != 1 || s.Documents != 2 || s.Chunks != 3 {
		t.Errorf("%+v, %v", s, err)
	}
	w.consistent()
	*w.index = *newIndex() // the index is lost altogether
	if s, err := w.pipeline.Sync(t.Context()); err != nil || s.Added != 3 {
		t.Errorf("%+v, %v", s, err)
	}
	w.consistent()
	commits := w.index.commits
	if s, err := w.pipeline.Sync(t.Context()); err != nil || s.Added+s.Deleted != 0 || w.index.commits != commits {
		t.Errorf("nothing to do: %+v, %v, %d commits", s, err, w.index.commits-commits)
	}
}

func TestPointsAreTheSameFromThePageAndFromTheLibrary(t *testing.T) {
	w := newWorld(t)
	p := page("a", "A\none two\nthree")
	p.Labels, p.Modified = map[string]string{"k": "v"}, w.clock.Now()
	w.run(p)
	first := w.index.points
	*w.index = *newIndex()
	if _, err := w.pipeline.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprintf("%+v", w.index.points), fmt.Sprintf("%+v", first); got != want {
		t.Errorf("from the page:\n%s\nfrom the library:\n%s", want, got)
	}
}

func TestSummaryAndReportAreReadable(t *testing.T) {
	s := ingest.Summary{New: 1234, Failed: 2, Documents: 1, Chunks: 1000000, Bytes: 5_600_000, Duration: 1234567 * time.Microsecond}
	if got, want := s.String(), "1,234 new, 2 failed; now 1 document and 1,000,000 chunks; read 5.6 MB in 1.235s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := (ingest.Summary{}).String(), "no pages; now 0 documents and 0 chunks; read 0 bytes in 0s"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r := ingest.Report{Stage: ingest.Reading, Page: "https://x.example/", Summary: s}
	if got, want := r.String(), "1,236 pages (1,234 new, 2 failed) https://x.example/"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r = ingest.Report{Stage: ingest.Indexing, Done: 512, Total: 1000}
	if got, want := r.String(), "indexing 512 of 1,000 chunks"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A page that takes too long is one row of the ledger and holds up nobody, not
// even the end of the program.
func TestSlowPage(t *testing.T) {
	w := newWorld(t)
	w.pipeline.WorkLimit = time.Millisecond
	end := make(chan struct{})
	defer close(end)
	w.pipeline.Extract = func(p ingest.Page) (ingest.Document, error) {
		if p.Key == "慢" {
			<-end
		}
		return extractFake(p)
	}
	w.run(page("慢", "T\nslow"), page("b", "T\nquick"))
	w.ledger("慢", ingest.Failed, "takes more than 1ms")
	w.shows("T: quick")

	w.pipeline.WorkLimit = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	w.pipeline.Extract = func(p ingest.Page) (ingest.Document, error) {
		cancel()
		<-end
		return extractFake(p)
	}
	w.site.pages = []ingest.Page{page("c", "T\nslow too")}
	if _, err := w.pipeline.Run(ctx, w.site); !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want that it was interrupted", err)
	}
	if _, known, _ := w.library.Entry(t.Context(), "c"); known {
		t.Error("a page that nobody waited for is in the ledger")
	}
}
