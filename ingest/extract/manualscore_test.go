package extract

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"footnote/ingest"
	"footnote/retrieval"
)

const (
	// leastManual is the mean F1 of text and of structure that the pages of our
	// own must reach.
	leastManual = 0.985
	// leastPage is that of the worst page.
	leastPage = 0.90
)

// TestManual sets twelve articles in the manner of fifteen programs and
// compares what is read of each page with the article. FOOTNOTE_MANUAL prints
// what is missing (-) and too much (+) on pages whose name contains it.
func TestManual(t *testing.T) {
	pages := 0
	var text, structure, worst float64 = 0, 0, 1
	for _, s := range styles() {
		for k := range 12 {
			name := articleNames()[k%2][k/2]
			a := readArticle(t, name)
			s.begin(strings.HasPrefix(name, "zh"))
			body := s.page(s, a)
			d := extractPage(t, s.name+"-"+name+".html", body)
			checkDocument(t, d)
			g := goldOf(a, s)
			f, h := compareShingles(g.text.String(), d.Text).f1(), compareFacts(t, s.name+"-"+name, g.facts, factsOf(d, s))
			if show := os.Getenv("FOOTNOTE_MANUAL"); show != "" && strings.Contains(s.name+"-"+name, show) {
				t.Logf("%s text %.3f structure %.3f\n%s\n%s\n", s.name+"-"+name, f, h, difference(g.text.String(), d.Text), blocks(d))
			}
			if f < leastPage || h < leastPage {
				t.Errorf("%s-%s: text %.3f, structure %.3f", s.name, name, f, h)
			}
			pages++
			text, structure, worst = text+f, structure+h, min(worst, f, h)
			if want := strings.TrimPrefix(a[0].text, "= "); d.Title != want {
				t.Errorf("%s-%s: title %q, want %q", s.name, name, d.Title, want)
			}
			if want := name[:2]; d.Language != want {
				t.Errorf("%s-%s: language %q", s.name, name, d.Language)
			}
		}
	}
	text, structure = text/float64(pages), structure/float64(pages)
	t.Logf("%d pages: F1 of text %.4f, of structure %.4f, worst %.3f", pages, text, structure, worst)
	if text < leastManual || structure < leastManual || pages != 180 {
		t.Errorf("want at least %.3f on 180 pages", leastManual)
	}
}

func articleNames() [2][6]string {
	return [2][6]string{
		{"en-refunds", "en-install", "en-roles", "en-invoices", "en-webhooks", "en-vpn"},
		{"zh-tuikuan", "zh-anzhuang", "zh-quanxian", "zh-fapiao", "zh-huidiao", "zh-wangluo"},
	}
}

// compareFacts is the F1 of two bags of facts.
func compareFacts(t *testing.T, page string, want, got map[string]int) float64 {
	both, all := 0, 0
	show := os.Getenv("FOOTNOTE_MANUAL")
	show2 := show != "" && strings.Contains(page, show)
	for f, n := range want {
		both += min(n, got[f])
		all += n
		if show2 && n > got[f] {
			t.Logf("- %s", f)
		}
	}
	for f, n := range got {
		all += n
		if show2 && n > want[f] {
			t.Logf("+ %s", f)
		}
	}
	return 2 * float64(both) / float64(all)
}

// difference lists runs of four words that only one of two texts has.
func difference(want, got string) string {
	var out []string
	a, b := shingles(want), shingles(got)
	for k, n := range a {
		if n > b[k] {
			out = append(out, "- "+k)
		}
	}
	for k, n := range b {
		if n > a[k] {
			out = append(out, "+ "+k)
		}
	}
	return strings.Join(out, "\n")
}

// factsOf is what the structure of a document says, in the words of gold.
func factsOf(d ingest.Document, s *style) map[string]int {
	facts := map[string]int{}
	for _, x := range d.Sections {
		if path := x.Path; len(path) > 0 {
			if path[0] == d.Title {
				path = path[1:]
			}
			if len(path) > 0 {
				facts["heading "+strings.Join(path, " > ")]++
			}
		}
	}
	var heads []string
	for i, b := range d.Blocks {
		text := d.Text[b.Start:b.End]
		switch b.Kind {
		case retrieval.Step, retrieval.Item:
			facts[string(b.Kind)+" "+strings.TrimPrefix(text, "- ")]++
		case retrieval.Term:
			next := ""
			if i+1 < len(d.Blocks) {
				next = d.Text[d.Blocks[i+1].Start:d.Blocks[i+1].End]
			}
			facts["term "+text+" > "+beginning(next)]++
		case retrieval.Header:
			heads = strings.Split(text, " | ")
		case retrieval.Row:
			cells := strings.Split(text, " | ")
			for c, cell := range cells {
				switch {
				case s.noHeads:
					facts["cell "+cells[0]+": "+cell]++
				case c < len(heads):
					facts["cell "+cells[0]+": "+heads[c]+" = "+cell]++
				}
			}
		case retrieval.Code:
			facts["code "+b.Language+" "+beginning(text)]++
		case retrieval.Note:
			facts["note "+beginning(text)]++
		}
	}
	// The title of a note is a note of its own in the document.
	for _, kind := range []string{"tip", "note", "warning", "important", "danger", "info", "warning Before an upgrade", "warning 升级之前"} {
		_, title, ok := strings.Cut(kind, " ")
		if !ok {
			title = s.noteTitle(kind)
		}
		delete(facts, "note "+beginning(title))
	}
	return facts
}

// number is a counter's next value as a text, for the ids of a page.
func (s *style) number() string {
	s.ids++
	return strconv.Itoa(s.ids)
}
