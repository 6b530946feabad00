package ingest_test

import (
	"testing"

	"footnote/ingest"
)

func TestEqualPagesAreOneDocument(t *testing.T) {
	w := newWorld(t)
	s := w.run(page("a", "T\nsame"), page("b", "T\nsame"), page("c", "T\nother"))
	if s.New != 2 || s.Duplicate != 1 {
		t.Errorf("%+v", s)
	}
	w.shows("T: other", "T: same")
	w.ledger("b", ingest.Duplicate, "duplicate of a: same text")
	w.run(page("a", "T\nsame"), status("b", ingest.NotModified, ""), page("c", "T\nsame"))
	w.shows("T: same")
	w.ledger("b", ingest.Duplicate, "duplicate of a: same text")
	w.ledger("c", ingest.Duplicate, "duplicate of a: same text")
}

func TestDuplicatesInOneBatchAndInLaterOnes(t *testing.T) {
	w := newWorld(t)
	var pages []ingest.Page
	for range 3 {
		for i := range 100 {
			pages = append(pages, page(string(rune('A'+len(pages)/100))+string(rune('0'+i)), "T\nnumber "+string(rune('0'+i))))
		}
	}
	s := w.run(pages...)
	if s.New != 100 || s.Duplicate != 200 || s.Documents != 100 {
		t.Errorf("%+v", s)
	}
}

func TestDuplicateTakesThePlaceOfAPage(t *testing.T) {
	for name, after := range map[string]ingest.Page{
		"that is gone":           status("a", ingest.Removed, "404"),
		"that changed":           page("a", "T\nother"),
		"that is excluded now":   status("a", ingest.Skipped, "robots"),
		"that cannot be indexed": page("a", "T\n!noindex\nsame"),
	} {
		for _, order := range []string{"before", "after"} {
			t.Run(name+", seen "+order+" it", func(t *testing.T) {
				w := newWorld(t)
				w.run(page("a", "T\nsame"), page("b", "T\nsame"), page("c", "T\nsame"))
				rest := []ingest.Page{status("b", ingest.NotModified, ""), page("c", "T\nsame")}
				pages := append([]ingest.Page{after}, rest...)
				if order == "after" {
					pages = append(rest, after)
				}
				s := w.run(pages...)
				if s.New != 1 || s.Duplicate != 1 {
					t.Errorf("%+v; want b new, c a duplicate", s)
				}
				w.ledger("b", ingest.Indexed, "")
				w.ledger("c", ingest.Duplicate, "duplicate of b: same text")
				found := w.index.texts()
				if found[len(found)-1] != "T: same" {
					t.Errorf("searchable: %q", found)
				}
			})
		}
	}
}

func TestMovedPage(t *testing.T) {
	w := newWorld(t)
	w.run(page("old", "T\ntext"))
	s := w.run(page("new", "T\ntext"), status("old", ingest.Removed, "HTTP 301 to new"))
	if s.New != 1 || s.Removed != 1 || s.Duplicate != 0 || s.Documents != 1 {
		t.Errorf("%+v", s)
	}
	w.ledger("new", ingest.Indexed, "")
	w.shows("T: text")
}

func TestReadyTextThatIsADuplicateTakesThePlaceToo(t *testing.T) {
	w := newWorld(t)
	ready := func(id string) ingest.Page {
		return ingest.Page{Key: id, Status: ingest.Fetched, Parsed: &ingest.Document{Key: id, Title: "T", Text: "same"}}
	}
	w.run(ready("1"), ready("2"))
	w.run(ready("2"), status("1", ingest.Removed, "gone"))
	w.ledger("2", ingest.Indexed, "")
	w.shows("T: same")
}

func TestLabelsAndLanguageTellEqualTextsApart(t *testing.T) {
	w := newWorld(t)
	v1, v2, zh := page("v1/a", "T\nsame"), page("v2/a", "T\nsame"), page("zh/a", "T\nsame")
	v1.Labels, v2.Labels = map[string]string{"version": "1"}, map[string]string{"version": "2"}
	zh.Language = "zh"
	if s := w.run(v1, v2, zh); s.New != 3 {
		t.Errorf("%+v; a filter on version or language must find each", s)
	}
}

func TestKeepDuplicates(t *testing.T) {
	w := newWorld(t)
	w.pipeline.KeepDuplicates = true
	if s := w.run(page("a", "T\nsame"), page("b", "T\nsame")); s.New != 2 {
		t.Errorf("%+v", s)
	}
}

const h = "https://h.example"

func TestCanonical(t *testing.T) {
	for name, c := range map[string]struct {
		pages []ingest.Page
		live  []string
		dup   []string
	}{
		"names a page that comes later": {
			[]ingest.Page{page(h+"/print", "P\n!canonical "+h+"/a\nfor the printer"), page(h+"/a", "A\ntext")}, []string{h + "/a"}, []string{h + "/print"}},
		"names a page that came before": {
			[]ingest.Page{page(h+"/a", "A\ntext"), page(h+"/print", "P\n!canonical "+h+"/a#top\nfor the printer")}, []string{h + "/a"}, []string{h + "/print"}},
		"names a page that never comes": {
			[]ingest.Page{page(h+"/print", "P\n!canonical "+h+"/none\ntext")}, []string{h + "/print"}, nil},
		"names a page that fails": {
			[]ingest.Page{page(h+"/print", "P\n!canonical "+h+"/a\ntext"), status(h+"/a", ingest.Failed, "500")}, []string{h + "/print"}, nil},
		"names itself": {
			[]ingest.Page{page(h+"/a", "A\n!canonical "+h+"/a\ntext")}, []string{h + "/a"}, nil},
		"names itself in the other scheme": {
			[]ingest.Page{page("http://h.example/a", "A\n!canonical "+h+"/a\ntext")}, []string{"http://h.example/a"}, nil},
		"names another host": {
			[]ingest.Page{page(h+"/a", "A\n!canonical https://other.example/a\ntext"), page("https://other.example/a", "B\nmore")}, []string{h + "/a", "https://other.example/a"}, nil},
		"two name each other": {
			[]ingest.Page{page(h+"/a", "A\n!canonical "+h+"/b\none"), page(h+"/b", "B\n!canonical "+h+"/a\ntwo")}, []string{h + "/a", h + "/b"}, nil},
		"two of one text name each other": {
			[]ingest.Page{page(h+"/a", "A\n!canonical "+h+"/b\none"), page(h+"/b", "A\n!canonical "+h+"/a\none"), page(h+"/c", "C")}, []string{h + "/b"}, nil},
		"a chain": {
			[]ingest.Page{page(h+"/a", "A\n!canonical "+h+"/b\none"), page(h+"/b", "B\n!canonical "+h+"/c\ntwo"), page(h+"/c", "C\nthree")}, []string{h + "/a", h + "/c"}, []string{h + "/b"}},
		"not an address": {
			[]ingest.Page{page(h+"/a", "A\n!canonical ::%zz\ntext")}, []string{h + "/a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			for range 2 { // the second run changes nothing
				s := w.run(c.pages...)
				if s.Documents != len(c.live) {
					t.Errorf("%+v; want %d documents", s, len(c.live))
				}
				for _, key := range c.live {
					if w.entry(key).Document == "" {
						t.Errorf("%s is not live: %+v", key, w.entry(key))
					}
				}
				for _, key := range c.dup {
					w.ledger(key, ingest.Duplicate, "rel=canonical")
				}
			}
		})
	}
}

func TestCanonicalUsesTheSourcesKeys(t *testing.T) {
	w := newWorld(t)
	w.pipeline.KeyOf = func(address string) string {
		if address == h+"/A/" {
			return h + "/a"
		}
		return address
	}
	w.run(page(h+"/a", "A\ntext"), page(h+"/print", "P\n!canonical "+h+"/A/\nfor the printer"))
	w.ledger(h+"/print", ingest.Duplicate, h+"/a")
}

func TestRevivedPageStaysWhenItsCanonicalIsStillMissing(t *testing.T) {
	w := newWorld(t)
	w.run(page(h+"/print", "P\n!canonical "+h+"/none\nold"))
	s := w.run(page(h+"/print", "P\n!canonical "+h+"/none\nnew"))
	if s.Changed != 1 || s.Duplicate != 0 {
		t.Errorf("%+v; want it changed in place", s)
	}
	w.shows("P: new")
}
