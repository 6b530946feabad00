package ingest_test

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"footnote/ingest"
	"footnote/ingest/chunk"
	"footnote/ingest/crawl"
	"footnote/ingest/library"
	"footnote/retrieval/tokens"
)

// manual is a made-up site of linked pages with navigation, sections, lists and
// tables, some 8 kB each. Two of a hundred are behind robots.txt.
type manual struct {
	pages   int
	changed atomic.Bool // one page of a hundred says something else
	tags    sync.Map    // path and changed -> ETag, which a server knows without making the page

	asked, conditional, forbidden atomic.Int64
}

func (m *manual) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/robots.txt" {
		fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		return
	}
	folder, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	n, err := strconv.ParseInt("0"+name, 36, 32)
	if err != nil || int(n) >= m.pages {
		http.NotFound(w, r)
		return
	}
	m.asked.Add(1)
	if folder == "private" {
		m.forbidden.Add(1)
	}
	name = fmt.Sprint(n, m.changed.Load() && n%100 == 50)
	if r.Header.Get("If-None-Match") != "" {
		m.conditional.Add(1)
		if etag, ok := m.tags.Load(name); ok && etag == r.Header.Get("If-None-Match") {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := m.page(int(n))
	h := fnv.New64a()
	h.Write([]byte(body))
	etag := fmt.Sprintf(`"%x"`, h.Sum64())
	m.tags.Store(name, etag)
	w.Header().Set("ETag", etag)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(w, body)
}

// at is the path of a page, which differs from others in more than numbers.
func (m *manual) at(n int) string {
	name := strconv.FormatInt(int64(n), 36)
	if n%100 >= 98 {
		return "/private/" + name
	}
	return fmt.Sprintf("/guide-%d/%s", n%20, name)
}

// page n links to the ten below it in the tree, and to a few others.
func (m *manual) page(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	other := m.at(r.IntN(m.pages))
	if m.changed.Load() && n%100 == 50 {
		r = rand.New(rand.NewPCG(uint64(n), 8))
	}
	word := func() string {
		return []string{"refund", "parcel", "account", "limit", "device", "invoice", "window", "server", "option", "setting", "退款", "订单", "token", "region", "policy"}[r.IntN(15)] + strconv.Itoa(r.IntN(400))
	}
	sentence := func(n int) string {
		s := make([]string, n)
		for i := range s {
			s[i] = word()
		}
		return "The " + strings.Join(s, " ") + "."
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html><html lang=en><head><title>Page %d | Manual</title></head><body><nav>", n)
	for i := 10*n + 1; i <= 10*n+10 && i < m.pages; i++ {
		fmt.Fprintf(&b, "<a href=%q>Page %d</a> ", m.at(i), i)
	}
	fmt.Fprintf(&b, "<a href=%q>Other</a></nav><main><h1>Page %d</h1>", other, n)
	for i := range 6 {
		fmt.Fprintf(&b, "<h2 id=s%d>%s %s</h2><p>%s %s</p><ul><li>%s</li><li>%s</li></ul>", i, word(), word(), sentence(20), sentence(25), sentence(9), sentence(8))
	}
	fmt.Fprintf(&b, "<table><tr><th>Plan</th><th>Fee</th></tr><tr><td>%s</td><td>%d</td></tr></table></main><footer>Manual</footer></body></html>", word(), n)
	return b.String()
}

// BenchmarkIngestSite reads a site over loopback, served by the same process,
// into a new knowledge base, and then again when one page of a hundred has
// changed. FOOTNOTE_BENCH_PAGES is its size (1,000 without it). Every page must
// be in the ledger once, none behind robots.txt asked for, and the second run
// ask with conditions only.
func BenchmarkIngestSite(b *testing.B) {
	m := &manual{pages: 1000}
	if n, err := strconv.Atoi(os.Getenv("FOOTNOTE_BENCH_PAGES")); err == nil && n > 0 {
		m.pages = n
	}
	server := httptest.NewServer(m)
	defer server.Close()
	count := tokens.New()
	count.Count("the vocabulary is read now")
	for b.Loop() {
		m.changed.Store(false)
		data := b.TempDir()
		first := ingestSite(b, data, server.URL, count)
		b.ReportMetric(float64(first.Pages())/first.Duration.Seconds(), "pages/s")
		m.changed.Store(true)
		asked, conditional := m.asked.Load(), m.conditional.Load()
		again := ingestSite(b, data, server.URL, count)
		b.ReportMetric(float64(again.Pages())/again.Duration.Seconds(), "pages/s-again")
		b.ReportMetric(first.Duration.Seconds()/again.Duration.Seconds(), "times-faster")
		// The start is asked without a condition, for its links.
		if without := (m.asked.Load() - asked) - (m.conditional.Load() - conditional); without > 1 {
			b.Errorf("%d requests of the second run had no condition", without)
		}
		if least := m.pages * 9 / 10; first.New < least { // the rest is linked from what robots.txt forbids
			b.Errorf("first run: %s; want %d pages at least", first, least)
		}
		if again.Changed == 0 || again.New+again.Failed > 0 {
			b.Errorf("second run: %s", again)
		}
	}
	if n := m.forbidden.Load(); n > 0 {
		b.Errorf("%d requests that robots.txt forbids", n)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.Sys)/1e6, "MB")
}

func ingestSite(b *testing.B, data, site string, count *tokens.Counter) ingest.Summary {
	source, err := crawl.New(site+"/", crawl.Options{})
	if err != nil {
		b.Fatal(err)
	}
	p := ingest.Pipeline{Split: chunk.Splitter{Count: count.Count}.Split, KeyOf: crawl.Key}
	return ingestInto(b, data, source, p, func(lib *library.Library) {
		seen := map[string]bool{}
		for e, err := range lib.All(b.Context()) {
			if err != nil || seen[e.URL] || e.Status == ingest.Queued {
				b.Fatalf("%v, %s twice, or never visited: %s", err, e.URL, e.Status)
			}
			seen[e.URL] = true
		}
	})
}
