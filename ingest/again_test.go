package ingest_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
	"footnote/retrieval"
)

// indexes has one live index and perhaps a next one.
type indexes struct {
	live, next  *index
	spec        retrieval.Spec
	failPublish error
}

func (x *indexes) Open(context.Context, string, retrieval.Spec) (retrieval.Index, error) {
	return x.live, nil
}

func (x *indexes) Create(_ context.Context, _ string, spec retrieval.Spec) (retrieval.Index, error) {
	x.next, x.spec = newIndex(), spec
	return x.next, nil
}

func (x *indexes) Publish(context.Context, string) error {
	if x.failPublish != nil {
		return x.failPublish
	}
	x.live, x.next = x.next, nil
	return nil
}

func (x *indexes) Drop(context.Context, string) error { return nil }

func (w *world) rebuild(x *indexes) ingest.Summary {
	w.Helper()
	s, err := w.pipeline.Rebuild(w.Context(), x, "default", retrieval.Spec{Chunker: "2"})
	if err != nil {
		w.Fatal(err)
	}
	if !x.live.closed || x.spec.Chunker != "2" {
		w.Errorf("the new index is closed: %v, spec %v", x.live.closed, x.spec)
	}
	w.index = x.live
	w.pipeline.Index = x.live
	w.consistent()
	return s
}

func TestRebuildWithBetterExtraction(t *testing.T) {
	w := newWorld(t)
	ready := ingest.Page{Key: "7", Status: ingest.Fetched, Parsed: &ingest.Document{Key: "7", Title: "R", Text: "ready"}}
	p := page("b", "B\ntwo")
	p.Labels, p.Modified = map[string]string{"k": "v"}, w.clock.Now()
	w.run(page("a", "A\none"), p, page("c", "A\none"), ready, status("d", ingest.Failed, "500"), page("e", "E\nlost"), page("f", "F\nstays"))
	w.run(status("e", ingest.Removed, "404"), page("f", "F\n!fail"))
	before := ledgerOf(w)
	old := w.index
	w.pipeline.Extract = func(p ingest.Page) (ingest.Document, error) {
		d, err := extractFake(p)
		switch {
		case p.Key == "f":
			return d, errors.New("refused by the new version")
		case p.Parsed == nil:
			d.Text = strings.ToUpper(d.Text)
			for k, v := range p.Labels {
				d.Text += " " + k + "=" + v + " " + p.Modified.Format("2006")
			}
		}
		return d, err
	}
	x := &indexes{live: w.index}
	s := w.rebuild(x)
	w.shows("A: ONE", "B: TWO k=v 2026", "F: stays", "R: ready")
	if s.Changed != 2 || s.Unchanged != 1 || s.Duplicate != 1 || s.Failed != 1 || s.Documents != 4 {
		t.Errorf("%+v", s)
	}
	if len(old.shown) != 4 || old.texts()[0] != "A: one" {
		t.Errorf("the old index was touched: %q", old.texts())
	}
	after := ledgerOf(w)
	for key, e := range after {
		e.Fingerprint, e.SameHash = before[key].Fingerprint, before[key].SameHash
		after[key] = e
	}
	if d := cmp.Diff(before, after); d != "" {
		t.Errorf("what the ledger says of visits has changed (-before +after):\n%s", d)
	}
	if s := w.run(page("a", "A\none"), p, page("c", "A\none"), ready); s.Unchanged != 3 || s.Duplicate != 1 || s.Added != 0 {
		t.Errorf("the run after: %+v", s)
	}
}

func ledgerOf(w *world) map[string]ingest.Entry {
	all := map[string]ingest.Entry{}
	for e, err := range w.library.All(w.Context()) {
		if err != nil {
			w.Fatal(err)
		}
		all[e.Key] = e
	}
	return all
}

func TestRebuildTellsDuplicatesAnew(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "T\nsame"), page("b", "T\nsame"), page("c", "T\nother"))
	w.pipeline.Extract = func(p ingest.Page) (ingest.Document, error) {
		d, err := extractFake(p)
		if p.Key == "b" {
			d.Text = "not the same any more"
		} else {
			d.Text = "all the same now"
		}
		return d, err
	}
	w.rebuild(&indexes{live: w.index})
	w.shows("T: all the same now", "T: not the same any more")
	w.ledger("c", ingest.Duplicate, "duplicate of a: same text")
	w.ledger("b", ingest.Indexed, "")
}

func TestRebuildWithAnotherEmbedder(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none\ntwo"), page("b", "B\nthree"))
	w.pipeline.Embedder = nil
	s := w.rebuild(&indexes{live: w.index})
	if s.Unchanged != 2 || s.Added != 3 {
		t.Errorf("%+v", s)
	}
	for _, p := range w.index.shown {
		if p.Vector != nil {
			t.Errorf("%v has the old vector", p)
		}
	}
}

func TestRebuildOfNothing(t *testing.T) {
	w := newWorld(t)
	if s := w.rebuild(&indexes{live: w.index}); s.Documents != 0 || w.index.commits != 1 {
		t.Errorf("%+v, %d commits; want an empty index, committed", s, w.index.commits)
	}
}

func TestRebuildThatFailsLeavesTheLiveIndex(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"))
	live := w.index
	x := &indexes{live: live}
	w.embedder.down.Store(true)
	if _, err := w.pipeline.Rebuild(t.Context(), x, "default", retrieval.Spec{}); !errors.Is(err, ingest.ErrBehind) || x.live != live || !x.next.closed {
		t.Errorf("embedder down: %v", err)
	}
	w.embedder.down.Store(false)
	x.failPublish = errors.New("no space")
	if _, err := w.pipeline.Rebuild(t.Context(), x, "default", retrieval.Spec{}); err == nil || !strings.Contains(err.Error(), "live one stays") {
		t.Errorf("publish fails: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.pipeline.Rebuild(ctx, x, "default", retrieval.Spec{}); !errors.Is(err, context.Canceled) || x.live != live {
		t.Errorf("interrupted: %v", err)
	}
	w.shows("A: one")
}
