package local

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is a time that tests move.
type clock struct{ nanoseconds atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(0, c.nanoseconds.Load()) }
func (c *clock) forward(d time.Duration) { c.nanoseconds.Add(int64(d)) }

// Two Indexes of one folder stand for two processes: they share nothing else.
func TestReaderFollowsAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	g := smallGenerator()
	writer := New(dir, Options{})
	left := smallIndex(t, writer)
	var c clock
	x, err := New(dir, Options{Now: c.now}).Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	sameIn(t, x, left)

	w, err := writer.Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer w.Close()
	more := append(left, g.Points(70)[50:]...)
	ok(t, w.Upsert(t.Context(), more))
	ok(t, w.Commit(t.Context(), indextest.StatisticsOf(more)))
	c.forward(DefaultCheckEvery - 1)
	sameIn(t, x, left)
	c.forward(1)
	sameIn(t, x, more)

	left = smallIndex(t, writer)
	c.forward(DefaultCheckEvery)
	sameIn(t, x, left)

	ok(t, writer.Drop(t.Context(), testKB))
	c.forward(DefaultCheckEvery)
	if _, err := x.Search(t.Context(), g.Queries(1)[0]); !errors.Is(err, retrieval.ErrNoIndex) {
		t.Errorf("after another process dropped it: %v, want ErrNoIndex", err)
	}
	left = smallIndex(t, writer)
	c.forward(DefaultCheckEvery)
	sameIn(t, x, left)
}

// A reader that looks at every search must never trip over a writer that removes
// files, or see a part of a commit.
func TestReadersBesideABusyWriter(t *testing.T) {
	dir := t.TempDir()
	g := smallGenerator()
	writer := New(dir, Options{BufferBytes: 4000})
	smallIndex(t, writer)
	var done atomic.Bool
	var running sync.WaitGroup
	q := retrieval.Query{Vector: g.Queries(1)[0].Vector, Depth: 1000}
	for range 2 {
		reader, err := New(dir, Options{CheckEvery: 1}).Open(t.Context(), testKB, g.Spec())
		ok(t, err)
		defer reader.Close()
		running.Go(func() {
			for !done.Load() {
				legs, err := reader.Search(t.Context(), q)
				if err != nil || len(legs.Vectors) != 38 && len(legs.Vectors)%10 != 0 {
					t.Errorf("%d hits, %v", len(legs.Vectors), err)
					return
				}
			}
		})
	}
	points := g.Points(150)
	for round := range 15 {
		open := writer.Open
		if round%5 == 4 {
			open = writer.Create
		}
		w, err := open(t.Context(), testKB, g.Spec())
		ok(t, err)
		now := points[:10*(1+round%15)]
		var ids []retrieval.ID
		for id, err := range w.IDs(t.Context()) {
			ok(t, err)
			ids = append(ids, id)
		}
		ok(t, w.Upsert(t.Context(), now))
		ok(t, w.Delete(t.Context(), without(ids, now)))
		ok(t, w.Commit(t.Context(), indextest.StatisticsOf(now)))
		if round%5 == 4 {
			ok(t, writer.Publish(t.Context(), testKB))
		}
		ok(t, w.Close())
	}
	done.Store(true)
	running.Wait()
}

func TestPublishUnderAWriter(t *testing.T) {
	dir := t.TempDir()
	g := smallGenerator()
	indexes := New(dir, Options{})
	left := smallIndex(t, indexes)
	w, err := indexes.Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer w.Close()
	ok(t, w.Upsert(t.Context(), g.Points(60)[50:]))
	left = append(left[:0:0], smallIndex(t, indexes)...)
	if err := w.Commit(t.Context(), indextest.StatisticsOf(left)); err == nil || !strings.Contains(err.Error(), "replaced") {
		t.Fatalf("commit to an index that is no longer live: %v, want an error that says so", err)
	}
	same(t, dir, left)
	more := append(left, g.Points(60)[50:]...)
	ok(t, w.Upsert(t.Context(), more[len(left):]))
	ok(t, w.Commit(t.Context(), indextest.StatisticsOf(more)))
	same(t, dir, more)
}

// Another spec is published while an index is open: its vectors and words are of
// another kind, so it must not be searched.
func TestAnotherSpecIsPublished(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	smallIndex(t, indexes)
	g := smallGenerator()
	x, err := indexes.Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	other := g.Spec()
	other.Analyser = "another"
	w, err := indexes.Create(t.Context(), testKB, other)
	ok(t, err)
	defer w.Close()
	ok(t, indexes.Publish(t.Context(), testKB))
	var mismatch *retrieval.MismatchError
	if _, err := x.Search(t.Context(), g.Queries(1)[0]); !errors.As(err, &mismatch) || mismatch.Have != other {
		t.Errorf("search: %v, want a MismatchError", err)
	}
}

// While one search looks for a newer commit, others do not wait for it.
func TestOneSearchLooks(t *testing.T) {
	dir := t.TempDir()
	left := smallIndex(t, New(dir, Options{}))
	var c clock
	x, err := New(dir, Options{Now: c.now}).Open(t.Context(), testKB, smallGenerator().Spec())
	ok(t, err)
	defer x.Close()
	x.(*index).looking.Lock()
	c.forward(DefaultCheckEvery)
	sameIn(t, x, left)
	x.(*index).looking.Unlock()
	sameIn(t, x, left)
}

// A commit that is damaged is reported to every search, and found again once it
// is whole.
func TestDamageWhileOpen(t *testing.T) {
	dir := t.TempDir()
	left := smallIndex(t, New(dir, Options{}))
	var c clock
	x, err := New(dir, Options{Now: c.now}).Open(t.Context(), testKB, smallGenerator().Spec())
	ok(t, err)
	defer x.Close()
	manifest, err := filepath.Glob(filepath.Join(dir, testKB, "*", manifestName))
	ok(t, err)
	whole, err := os.ReadFile(manifest[0])
	ok(t, err)
	ok(t, os.WriteFile(manifest[0], whole[1:], 0o600))
	c.forward(DefaultCheckEvery)
	var searches sync.WaitGroup
	for range 4 {
		searches.Go(func() {
			_, err := x.Search(t.Context(), smallGenerator().Queries(1)[0])
			if !errors.Is(err, retrieval.ErrCorrupt) && err != nil || err != nil && !strings.Contains(err.Error(), "--kb "+testKB) {
				t.Errorf("search: %v, want ErrCorrupt with a remedy", err)
			}
		})
	}
	searches.Wait()
	if _, err := x.Search(t.Context(), smallGenerator().Queries(1)[0]); !errors.Is(err, retrieval.ErrCorrupt) {
		t.Errorf("search: %v, want ErrCorrupt", err)
	}
	ok(t, os.WriteFile(manifest[0], whole, 0o600))
	c.forward(DefaultCheckEvery)
	sameIn(t, x, left)
}

// If the newest commit cannot be read for a reason that may pass, the last one
// goes on being shown, and the log says so.
func TestLastCommitServesInTrouble(t *testing.T) {
	dir := t.TempDir()
	left := smallIndex(t, New(dir, Options{}))
	var c clock
	var log bytes.Buffer
	x, err := New(dir, Options{Now: c.now, Logger: slog.New(slog.NewTextHandler(&log, nil))}).Open(t.Context(), testKB, smallGenerator().Spec())
	ok(t, err)
	defer x.Close()
	manifest, err := filepath.Glob(filepath.Join(dir, testKB, "*", manifestName))
	ok(t, err)
	ok(t, os.Rename(manifest[0], manifest[0]+".away"))
	ok(t, os.Mkdir(manifest[0], 0o700)) // reading it fails, but it is there
	c.forward(DefaultCheckEvery)
	sameIn(t, x, left)
	if !strings.Contains(log.String(), "newer commit") {
		t.Errorf("the log says %q", log.String())
	}
	if err := x.Upsert(t.Context(), left[:1]); err == nil {
		t.Error("upsert without a readable manifest: no error")
	}
	ok(t, os.Remove(manifest[0]))
	ok(t, os.Rename(manifest[0]+".away", manifest[0]))
	ok(t, x.Upsert(t.Context(), left[:1]))
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(left)))
	sameIn(t, x, left)
}

func TestCreatedAndDiscarded(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	g := smallGenerator()
	x, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	ok(t, x.Upsert(t.Context(), g.Points(5)))
	y, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer y.Close()
	if err := x.Commit(t.Context(), retrieval.Statistics{}); err == nil {
		t.Error("commit to a discarded index: no error")
	}
	if _, err := x.Search(t.Context(), g.Queries(1)[0]); !errors.Is(err, retrieval.ErrNoIndex) {
		t.Errorf("search of a discarded index: %v, want ErrNoIndex", err)
	}
}

func TestClosed(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	smallIndex(t, indexes)
	g := smallGenerator()
	x, err := indexes.Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	ok(t, x.Close())
	ok(t, x.Close())
	_, search := x.Search(t.Context(), g.Queries(1)[0])
	_, chunks := x.Chunks(t.Context(), nil)
	_, statistics := x.Statistics(t.Context())
	for i, err := range []error{search, chunks, statistics, x.Upsert(t.Context(), nil), x.Delete(t.Context(), nil), x.Commit(t.Context(), retrieval.Statistics{})} {
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("call %d after Close: %v, want os.ErrClosed", i, err)
		}
	}
	for _, err := range x.IDs(t.Context()) {
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("ids after Close: %v", err)
		}
	}
}

// What a caller does with a point after Upsert is its own business.
func TestPointsAreCopied(t *testing.T) {
	dir := t.TempDir()
	indexes := New(dir, Options{})
	g := smallGenerator()
	x, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	points, copies := g.Points(20), g.Points(20)
	ok(t, x.Upsert(t.Context(), points))
	for i := range points {
		clear(points[i].Vector)
		clear(points[i].Terms.Counts)
		clear(points[i].Chunk.Labels)
		clear(points[i].Chunk.Blocks)
	}
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(copies)))
	ok(t, indexes.Publish(t.Context(), testKB))
	same(t, dir, copies)
}
