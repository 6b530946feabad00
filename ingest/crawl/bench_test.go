package crawl

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"footnote/ingest"
)

// BenchmarkSite reads a site of 2,000 linked pages of 20 KB over loopback; the
// server is in the same process. The second form is a second run, in which
// nothing has changed.
func BenchmarkSite(b *testing.B) {
	const n = 2000
	filler := strings.Repeat("<p>The fee is returned within 14 days. 费用在十四天内退还。</p>\n", 250)
	pages := tree(n, nil)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		pages.ServeHTTP(w, r)
		if w.Header().Get("ETag") != "" && r.Header.Get("If-None-Match") == "" {
			fmt.Fprint(w, filler)
		}
	}))
	defer server.Close()
	source, err := New(server.URL, Options{MaxAlike: n})
	if err != nil {
		b.Fatal(err)
	}
	ledger := newBook()
	read := func(b *testing.B, l *book, want ingest.Status) {
		got := 0
		for p, err := range source.Pages(b.Context(), l) {
			if err != nil {
				b.Fatal(err)
			}
			if p.Status == want {
				got++
			}
			ledger.record(p)
		}
		if got != n {
			b.Fatalf("%d pages of %d", got, n)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			read(b, newBook(), ingest.Fetched)
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "pages/s")
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			read(b, ledger, ingest.NotModified)
		}
		b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "pages/s")
	})
}

func BenchmarkCanonical(b *testing.B) {
	base, err := parse("https://help.example.com/en/billing/refunds")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := resolve(base, "../account/退款?utm_source=nav&page=2#top"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLinks(b *testing.B) {
	var links []string
	for i := range 100 {
		links = append(links, fmt.Sprintf("/articles/%d", i))
	}
	body := []byte(page(strings.Repeat("text ", 4000), links...))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if got := readLinks(body, "text/html; charset=utf-8"); len(got.to) != 100 {
			b.Fatal(len(got.to))
		}
	}
}
