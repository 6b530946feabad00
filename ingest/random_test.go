package ingest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"footnote/ingest"
)

// state is everything that a run leaves behind, but for what depends on the
// clock of the machine.
func state(w *world) string {
	w.Helper()
	var all []any
	for e, err := range w.library.All(w.Context()) {
		if err != nil {
			w.Fatal(err)
		}
		all = append(all, e, e.BodyHash, e.Fingerprint, e.SameAs)
		if e.Document != "" {
			d, err := w.library.Document(w.Context(), e.Document)
			if err != nil {
				w.Fatal(err)
			}
			all = append(all, d)
		}
	}
	for id, err := range w.library.ChunkIDs(w.Context()) {
		if err != nil {
			w.Fatal(err)
		}
		all = append(all, id, w.index.shown[id])
	}
	raw, err := json.Marshal(all)
	if err != nil {
		w.Fatal(err)
	}
	return string(raw)
}

func TestResultDoesNotDependOnScheduling(t *testing.T) {
	var pages []ingest.Page
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		pages = append(pages, page(fmt.Sprint("p", i), fmt.Sprintf("T\nline %d\nline %d", r.IntN(60), r.IntN(3))))
	}
	var first string
	for _, workers := range []int{1, 2, 7} {
		w := newWorld(t)
		w.pipeline.Workers = workers
		w.pipeline.Extract = func(p ingest.Page) (ingest.Document, error) {
			time.Sleep(time.Duration(rand.IntN(300)) * time.Microsecond)
			return extractFake(p)
		}
		w.run(pages...)
		w.run(slices.Concat(pages[100:], pages[:50])...)
		got := state(w)
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("with %d workers the result is another one", workers)
		}
	}
}

// TestRandomHistories lets a site change at random, with runs that are
// interrupted, embedders that fail and indexes that are lost, and compares the
// knowledge base after each complete run with what the site says.
func TestRandomHistories(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { randomHistory(t, rand.New(rand.NewPCG(seed, 9))) })
	}
}

// truth is what the site's pages say now, and what was last learnt of each.
type truth struct {
	*rand.Rand
	keys  []string
	texts map[string]string // "": gone
	known map[string]string // texts as of the last successful visit
}

func (s *truth) change() {
	for _, key := range s.keys {
		switch s.IntN(6) {
		case 0:
			s.texts[key] = fmt.Sprintf("T\nstory %d\nend %d", s.IntN(8), s.IntN(2))
		case 1:
			s.texts[key] = ""
		}
	}
}

// pages are the answers of one crawl in random order; one in ten fails.
func (s *truth) pages(learn bool) (all []ingest.Page) {
	for _, i := range s.Perm(len(s.keys)) {
		key := s.keys[i]
		p := page(key, s.texts[key])
		_, known := s.known[key]
		switch {
		case s.IntN(10) == 0:
			p = status(key, ingest.Failed, "timeout")
		case s.texts[key] == "" && !known:
			continue
		case s.texts[key] == "":
			p = status(key, ingest.Removed, "404")
		}
		if learn && p.Status != ingest.Failed {
			s.known[key] = s.texts[key]
		}
		all = append(all, p)
	}
	return all
}

// want are the searchable texts: each distinct one once.
func (s *truth) want() (all []string) {
	for _, text := range s.known {
		if text == "" {
			continue
		}
		d, err := extractFake(page("x", text))
		if err != nil {
			continue
		}
		for _, c := range split(d) {
			all = append(all, fmt.Sprintf("%s|%s: %s", d.Text, c.Title, c.Text))
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for i, s := range all {
		all[i] = s[len(s)-len(afterBar(s)):]
	}
	slices.Sort(all)
	return all
}

func afterBar(s string) string {
	for i := range s {
		if s[i] == '|' {
			return s[i+1:]
		}
	}
	return s
}

func randomHistory(t *testing.T, r *rand.Rand) {
	w := newWorld(t)
	s := &truth{Rand: r, texts: map[string]string{}, known: map[string]string{}}
	for i := range 40 {
		s.keys = append(s.keys, fmt.Sprint("page ", i))
	}
	for range 12 {
		s.change()
		switch r.IntN(5) {
		case 0:
			w.disturb(s)
		case 1:
			*w.index = *newIndex()
		}
		w.run(s.pages(true)...)
		if got, want := w.index.texts(), s.want(); !slices.Equal(got, want) {
			t.Fatalf("searchable:\n%q\nthe site says:\n%q", got, want)
		}
	}
}

// disturb makes a run that does not end well. What it learns is what it has
// recorded.
func (w *world) disturb(s *truth) {
	w.clock.Add(time.Hour)
	w.site.pages = s.pages(false)
	ctx, cancel := context.WithCancel(w.Context())
	defer cancel()
	stop := s.IntN(len(w.site.pages))
	down := s.IntN(2) == 0
	w.embedder.down.Store(down)
	w.site.at = func(n int) {
		if !down && n == stop {
			cancel()
		}
	}
	_, err := w.pipeline.Run(ctx, w.site)
	if err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, ingest.ErrBehind) {
		w.Fatal(err)
	}
	w.site.at = nil
	w.embedder.down.Store(false)
	for _, p := range w.site.pages {
		e, known, err := w.library.Entry(w.Context(), p.Key)
		if err != nil {
			w.Fatal(err)
		}
		if known && e.Visited.Equal(w.clock.Now()) && e.Status != ingest.Failed {
			s.known[p.Key] = s.texts[p.Key]
		}
	}
}
