package ingest_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"footnote/ingest"
	"footnote/retrieval"
)

// correct keeps a correction and makes its page again.
func (w *world) correct(c ingest.Correction) {
	w.Helper()
	if err := w.library.Correct(w.Context(), c); err != nil {
		w.Fatal(err)
	}
	if _, err := w.pipeline.Correct(w.Context(), c.Key); err != nil {
		w.Fatal(err)
	}
	w.consistent()
}

func (w *world) document(key string) ingest.Document {
	w.Helper()
	d, err := w.library.Document(w.Context(), ingest.DocumentID(key))
	if err != nil {
		w.Fatal(err)
	}
	return d
}

// ready is a page whose source gives its text.
func ready(key, title, text string) ingest.Page {
	return ingest.Page{Key: key, Status: ingest.Fetched, Parsed: &ingest.Document{Key: key, ID: ingest.DocumentID(key), Title: title, Text: text, Sections: []ingest.Section{{End: len(text)}}}}
}

// What a person has said about a page holds, whatever the page says later; what
// that was, and is, can be seen.
func TestCorrectionsSurvive(t *testing.T) {
	for name, make := range map[string]func(title, text string) ingest.Page{
		"page":       func(title, text string) ingest.Page { return page("a", title+"\n"+text) },
		"ready text": func(title, text string) ingest.Page { return ready("a", title, text) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.run(make("费用", "三元"), page("b", "T\nother"))
			c := ingest.Correction{Key: "a", Title: &ingest.Changed{Own: "价格"}, Labels: map[string]*ingest.Changed{"product": {Own: "x"}}, Questions: []string{"多少钱？"}}
			w.correct(c)
			w.shows("T: other", "价格: 三元")
			for _, text := range []string{"三元", "四元", "五元"} {
				w.run(make("收费", text), page("b", "T\nother"))
				d := w.document("a")
				if d.Title != "价格" || d.Text != text || d.Labels["product"] != "x" || !slices.Equal(d.Asked, c.Questions) {
					t.Errorf("%+v", d)
				}
			}
			all, err := w.library.Corrections(t.Context())
			if got := all["a"].Title.String(); err != nil || got != `"价格" instead of "费用"; the page says "收费" now` {
				t.Errorf("%s, %v", got, err)
			}
			w.correct(ingest.Correction{Key: "a", Questions: []string{"多少钱？", "How much?"}})
			if d := w.document("a"); d.Title != "收费" || len(d.Asked) != 2 || len(d.Labels) != 0 {
				t.Errorf("%+v", d)
			}
			w.correct(ingest.Correction{Key: "a"})
			if d := w.document("a"); d.Title != "收费" || len(d.Asked) != 0 {
				t.Errorf("undone: %+v", d)
			}
		})
	}
}

func TestExcludedAndPinned(t *testing.T) {
	w := newWorld(t)
	w.run(page("a", "A\none"), page("b", "B\ntwo"))
	w.correct(ingest.Correction{Key: "a", Excluded: true})
	w.correct(ingest.Correction{Key: "b", Pinned: true})
	w.run(page("a", "A\none more"), status("b", ingest.Removed, "404"))
	w.shows("B: two")
	w.ledger("a", ingest.Skipped, "excluded by hand")
	w.ledger("b", ingest.Unchanged, "404")
	w.correct(ingest.Correction{Key: "a"})
	w.shows("A: one", "B: two") // as it was last read
	w.correct(ingest.Correction{Key: "b"})
	w.run(page("a", "A\none more"), status("b", ingest.Removed, "404"))
	w.shows("A: one more")
}

// A removal can be undone until what is stored of the page is deleted, and what is
// brought back stays.
func TestRestore(t *testing.T) {
	w := newWorld(t)
	w.pipeline.KeepRemoved = 24 * time.Hour
	gone := []ingest.Page{status("a", ingest.Removed, "404"), status("b", ingest.Removed, "404"), page("c", "C\nthree")}
	w.run(page("a", "A\none"), ready("b", "B", "two"), page("c", "C\nthree"))
	w.run(gone...)
	w.shows("C: three")
	w.correct(ingest.Correction{Key: "b", Pinned: true})
	for range 30 { // hours
		w.run(gone...)
	}
	w.shows("B: two", "C: three")
	if _, err := w.library.Stored(t.Context(), "a"); !errors.Is(err, ingest.ErrNotFound) {
		t.Errorf("%v; want that what was stored of a is deleted", err)
	}
	w.ledger("a", ingest.Removed, "404")
	if err := w.library.Correct(t.Context(), ingest.Correction{Key: "a", Pinned: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.pipeline.Correct(t.Context(), "a"); !errors.Is(err, ingest.ErrNotFound) {
		t.Errorf("%v; want that nothing is stored", err)
	}
	w.run(page("a", "A\none"), status("b", ingest.Removed, "404"), page("c", "C\nthree"))
	w.shows("A: one", "B: two", "C: three")
}

// Other questions are found by, so a chunk has another id with them.
func TestQuestionsReachTheIndex(t *testing.T) {
	w := newWorld(t)
	w.pipeline.Split = func(d ingest.Document) []retrieval.Chunk {
		chunks := split(d)
		for i := range chunks {
			for _, q := range d.Asked {
				chunks[i].Context += q
			}
			chunks[i].ID = retrieval.NewID(chunks[i].ID.String(), chunks[i].Context)
		}
		return chunks
	}
	w.run(page("a", "A\none"))
	w.correct(ingest.Correction{Key: "a", Questions: []string{"怎么退款？"}})
	for _, p := range w.index.shown {
		if p.Chunk.Context != "怎么退款？" {
			t.Errorf("%+v", p.Chunk)
		}
	}
}
