package crawl

import (
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"footnote/ingest"
)

func TestDecoded(t *testing.T) {
	var raw bytes.Buffer
	z, err := flate.NewWriter(&raw, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(z, "deflated 退款"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for coding, c := range map[string]struct{ body, want string }{
		"":           {"plain", "plain"},
		" Identity ": {"plain", "plain"},
		"deflate":    {raw.String(), "deflated 退款"},
		"x-gzip":     {zipped(t, "zipped"), "zipped"},
	} {
		r := &http.Response{Header: http.Header{"Content-Encoding": {coding}}, Body: io.NopCloser(strings.NewReader(c.body))}
		in, err := decoded(r, 100)
		if err != nil {
			t.Fatal(coding, err)
		}
		got, err := io.ReadAll(in)
		if err != nil || string(got) != c.want {
			t.Errorf("%q: %q, %v", coding, got, err)
		}
	}
}

func TestLimited(t *testing.T) {
	for limit, want := range map[int64]string{0: "", 4: "abcd", 5: "abcde", 6: "abcde"} {
		got, err := io.ReadAll(limited(strings.NewReader("abcde"), limit))
		var large tooLarge
		if string(got) != want || errors.As(err, &large) != (limit < 5) {
			t.Errorf("limit %d: %q, %v", limit, got, err)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"0": 0, "120": 2 * time.Minute, "Mon, 01 Jun 2026 12:00:30 GMT": 30 * time.Second, "Mon, 01 Jun 2020 12:00:30 GMT": 0,
		"": -1, "-1": -1, "soon": -1, "99999999999999999999": -1, "9999999999": 1<<31*time.Second - time.Second,
	} {
		got, given := retryAfter(http.Header{"Retry-After": {value}}, now)
		if given != (want >= 0) || given && got != want {
			t.Errorf("%q: %s, %v", value, got, given)
		}
	}
}

func TestPublicOnly(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("asked") }))
	defer server.Close()
	_, err := newBook().read(t, mustNew(t, server.URL, Options{PublicOnly: true}))
	if err == nil || !strings.Contains(err.Error(), "a loopback address, which is not read unless the operator names it") {
		t.Error(err)
	}
}

// TestSideDoors: robots.txt and sitemaps that lead elsewhere, by redirect.
func TestSideDoors(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("asked elsewhere") }))
	defer elsewhere.Close()
	door := "/robots.txt"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == door {
			http.Redirect(w, r, elsewhere.URL+door, http.StatusFound)
		} else {
			io.WriteString(w, page("x"))
		}
	}))
	defer server.Close()
	_, err := newBook().read(t, mustNew(t, server.URL, Options{}))
	if err == nil || !strings.Contains(err.Error(), "a loopback address") {
		t.Error(err)
	}
	door = "/sitemap.xml"
	newBook().mustRead(t, mustNew(t, server.URL, Options{}))
}

func TestModified(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/sitemap.xml":
			io.WriteString(w, `<urlset><url><loc>/mapped</loc><lastmod>2026-03-01</lastmod></url><url><loc>/dreamt</loc><lastmod>2999-03-01</lastmod></url></urlset>`)
		default:
			w.Header().Set("ETag", `"1"`)
			w.Header().Set("Last-Modified", "Fri, 01 May 2026 10:00:00 GMT")
			if r.Header.Get("If-None-Match") != "" {
				w.WriteHeader(http.StatusNotModified)
			} else {
				io.WriteString(w, page("x"))
			}
		}
	}))
	defer server.Close()
	ledger, source := newBook(), mustNew(t, server.URL, Options{Language: "zh", Labels: map[string]string{"a": "b"}})
	for run := range 2 {
		pages := ledger.mustRead(t, source)
		for path, want := range map[string]string{"/": "2026-05-01", "/mapped": "2026-03-01", "/dreamt": "0001-01-01"} {
			p := find(t, pages, server.URL+path)
			if got := p.Modified.Format(time.DateOnly); got != want && (run == 0 || path == "/mapped") {
				t.Errorf("run %d: %s modified %s, want %s", run, path, got, want)
			}
			if p.Language != "zh" || p.Labels["a"] != "b" || p.ETag != `"1"` || p.LastModified != "Fri, 01 May 2026 10:00:00 GMT" {
				t.Errorf("run %d: %+v", run, p)
			}
		}
	}
}

// brokenLedger fails at one of its two methods.
type brokenLedger struct {
	*book
	entries bool
}

var errLedger = errors.New("disk is gone")

func (b brokenLedger) Entries(ctx context.Context, source string) iter.Seq2[ingest.Entry, error] {
	if !b.entries {
		return b.book.Entries(ctx, source)
	}
	return func(yield func(ingest.Entry, error) bool) { yield(ingest.Entry{}, errLedger) }
}

func (b brokenLedger) Entry(context.Context, string) (ingest.Entry, bool, error) {
	return ingest.Entry{}, false, errLedger
}

func TestBrokenLedger(t *testing.T) {
	server := httptest.NewServer(tree(3, nil))
	defer server.Close()
	for _, entries := range []bool{true, false} {
		var end error
		for p, err := range mustNew(t, server.URL, Options{}).Pages(t.Context(), brokenLedger{newBook(), entries}) {
			if end = err; err == nil {
				t.Error("page", p.Key)
			}
		}
		if !errors.Is(end, errLedger) || !strings.Contains(end.Error(), "read the ledger") {
			t.Error(end)
		}
	}
}
