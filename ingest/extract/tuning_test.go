package extract

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"footnote/ingest"
	"footnote/retrieval"
)

// TestTuning measures the main text against the 181 pages of the article
// extraction benchmark by Scrapinghub, by its own measure. FOOTNOTE_TUNING names
// the folder that holds html_extraction/pages.tar.gz; without it there is
// nothing to measure. FOOTNOTE_TUNING_SHOW prints so many of the worst pages.
func TestTuning(t *testing.T) {
	dir := os.Getenv("FOOTNOTE_TUNING")
	if dir == "" {
		t.Skip("FOOTNOTE_TUNING is not set")
	}
	pages, truth := benchmarkPages(t, filepath.Join(dir, "html_extraction", "pages.tar.gz"))
	var all []score
	for id, want := range truth {
		d, err := Extract(ingest.Page{Key: id, URL: want.URL, ContentType: "text/html", Body: pages[id]})
		if err != nil && !errors.Is(err, ingest.ErrNoText) {
			t.Errorf("%s: %v", id, err)
		}
		s := compareShingles(want.Body, article(d))
		s.id, s.url = id, want.URL
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b score) int {
		return strings.Compare(fmt.Sprintf("%.5f %s", a.f1(), a.id), fmt.Sprintf("%.5f %s", b.f1(), b.id))
	})
	var p, r float64
	for _, s := range all {
		p, r = p+s.precision()/float64(len(all)), r+s.recall()/float64(len(all))
	}
	if f1 := 2 * p * r / (p + r); f1 < leastArticle {
		t.Errorf("F1 %.4f, want at least %.3f", f1, leastArticle)
	}
	t.Logf("%d pages: F1 %.4f, precision %.4f, recall %.4f", len(all), 2*p*r/(p+r), p, r)
	show := 15
	fmt.Sscan(os.Getenv("FOOTNOTE_TUNING_SHOW"), &show) //nolint:errcheck // 15 then
	for _, s := range all[:min(show, len(all))] {
		t.Logf("%s p %.3f r %.3f %s", s.id[:8], s.precision(), s.recall(), s.url)
	}
}

// leastArticle is what the pages must reach: the best of the published figures
// of programs in Go is 0.960, of all 0.970.
const leastArticle = 0.970

type wantedArticle struct {
	Body string `json:"articleBody"`
	URL  string `json:"url"`
}

func benchmarkPages(t *testing.T, archive string) (map[string][]byte, map[string]wantedArticle) {
	t.Helper()
	f, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	pages, truth := map[string][]byte{}, map[string]wantedArticle{}
	for in := tar.NewReader(z); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return pages, truth
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(h.Name)
		switch {
		case name == "ground-truth.json":
			err = json.Unmarshal(body, &truth)
		case strings.HasSuffix(name, ".html.gz"):
			var inner *gzip.Reader
			if inner, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
				pages[strings.TrimSuffix(name, ".html.gz")], err = io.ReadAll(inner)
			}
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
}

// article is what the benchmark counts as the text of a page: it leaves out the
// headline and what stands under pictures.
func article(d ingest.Document) string {
	var parts []string
	for _, b := range d.Blocks {
		if b.Kind != retrieval.Caption && (b.Kind != retrieval.Heading || b.Level != 1) {
			parts = append(parts, d.Text[b.Start:b.End])
		}
	}
	return strings.Join(parts, "\n")
}

// score counts the runs of four words that both texts have, and that only one
// has, in parts of all.
type score struct {
	id, url           string
	both, more, fewer float64
}

func (s score) precision() float64 { return share(s.both, s.more, s.fewer) }
func (s score) recall() float64    { return share(s.both, s.fewer, s.more) }

func (s score) f1() float64 {
	if s.both == 0 {
		return 0
	}
	return 2 * s.both / (2*s.both + s.more + s.fewer)
}

func share(both, wrong, other float64) float64 {
	switch {
	case wrong == 0 && other == 0:
		return 1
	case both == 0 && wrong == 0:
		return 0
	}
	return both / (both + wrong)
}

func compareShingles(want, got string) (s score) {
	a, b := shingles(want), shingles(got)
	for k, n := range a {
		s.both += float64(min(n, b[k]))
		s.fewer += float64(max(0, n-b[k]))
	}
	for k, n := range b {
		s.more += float64(max(0, n-a[k]))
	}
	return s
}

var benchmarkWord = regexp.MustCompile(`[\pL\pN_]+`)

func shingles(text string) map[string]int {
	words := benchmarkWord.FindAllString(text, -1)
	counts := map[string]int{}
	for i := range max(1, len(words)-3) {
		counts[strings.Join(words[i:min(i+4, len(words))], " ")]++
	}
	return counts
}
