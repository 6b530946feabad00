package crawl

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/ingest"
)

var _ ingest.Source = (*Source)(nil)

func TestNewRefuses(t *testing.T) {
	minus := -time.Second
	for _, c := range []struct {
		start string
		o     Options
		want  string
	}{
		{"help.example.com", Options{}, "only http:// and https://"},
		{"ftp://x.example/", Options{}, `"ftp" addresses are not read`},
		{"https://", Options{}, "no host"},
		{"https://user:secret@x.example/", Options{}, "user name or password"},
		{"http://0x7f.1/", Options{}, "unusual spelling"},
		{"https://x.example/" + strings.Repeat("a", 3000), Options{}, "longer than"},
		{"https://x.example/", Options{Include: []string{""}}, "include: empty pattern"},
		{"https://x.example/", Options{Exclude: []string{" "}}, "exclude: empty pattern"},
		{"https://x.example/", Options{Delay: &minus}, "must not be negative"},
		{"https://x.example/", Options{MaxPages: -1}, "must not be negative"},
		{"https://x.example/", Options{AllowPrivate: []string{"wiki"}}, "want HOST:PORT"},
		{"https://x.example/", Options{AllowPrivate: []string{"0x7f.1:80"}}, "unusual spelling"},
		{"https://x.example/", Options{UserAgent: "a\r\nCookie: x"}, "one line"},
	} {
		_, err := New(c.start, c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "source ") {
			t.Errorf("New(%.40q, %+v): %v, want %q", c.start, c.o, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret@") && !strings.Contains(c.start, "secret") {
			t.Error(err)
		}
	}
}

func TestDelayIsOfTheHost(t *testing.T) {
	for start, want := range map[string]time.Duration{
		"https://x.example/": time.Second, "http://localhost:3000/": 0, "http://docs.localhost/": 0, "http://127.0.0.1/": 0, "http://[::1]:80/": 0,
		"http://10.0.0.1/": time.Second, "http://notlocalhost/": time.Second,
	} {
		if s := mustNew(t, start, Options{}); *s.options.Delay != want {
			t.Errorf("%s: %s, want %s", start, *s.options.Delay, want)
		}
	}
}

// tree is a site of n pages, each linking to the next two and home.
func tree(n int, before func(r *http.Request)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if before != nil {
			before(r)
		}
		i := 0
		if r.URL.Path != "/" {
			if _, err := fmt.Sscanf(r.URL.Path, "/p%d", &i); err != nil || i >= n {
				http.NotFound(w, r)
				return
			}
		}
		tag := fmt.Sprintf(`"%d"`, i)
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		links := []string{"/"}
		for _, child := range []int{2*i + 1, 2*i + 2} {
			if child < n {
				links = append(links, fmt.Sprintf("/p%d", child))
			}
		}
		fmt.Fprint(w, page(fmt.Sprintf("Page %d 第%d页", i, i), links...))
	})
}

func TestOrderDoesNotDependOnTiming(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var mu sync.Mutex
	server := httptest.NewServer(tree(60, func(*http.Request) {
		mu.Lock()
		wait := time.Duration(random.IntN(4)) * time.Millisecond
		mu.Unlock()
		time.Sleep(wait)
	}))
	defer server.Close()
	var first string
	for i := range 4 {
		got := describe(newBook().mustRead(t, mustNew(t, server.URL, Options{MaxPages: 50})), server.URL)
		if i == 0 {
			first = got
		} else if got != first {
			t.Fatalf("run %d:\n%s\nthe first:\n%s", i, got, first)
		}
	}
}

func TestInterruptedRunGoesOn(t *testing.T) {
	const n = 30
	tick := time.Nanosecond // one page after the other
	for stop := 1; stop < 2*n-1; stop++ {
		asked := map[string]int{}
		var mu sync.Mutex
		server := httptest.NewServer(tree(n, func(r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			asked[r.URL.Path]++
		}))
		ledger, source := newBook(), mustNew(t, server.URL, Options{Delay: &tick})
		yielded := 0
		for p, err := range source.Pages(t.Context(), ledger) {
			if err != nil {
				t.Fatal(err)
			}
			ledger.record(p)
			if yielded++; yielded == stop {
				break
			}
		}
		recorded := map[string]bool{}
		for key, e := range ledger.rows {
			recorded[key] = e.Status != ingest.Queued
		}
		ledger.mustRead(t, source)
		server.Close()
		for i := range n {
			path := fmt.Sprintf("/p%d", i)
			if i == 0 {
				path = "/"
			}
			if e := ledger.rows[server.URL+path]; e.Status != ingest.Indexed && e.Status != ingest.Unchanged {
				t.Fatalf("stopped after %d: %s is %q", stop, path, e.Status)
			}
			if i > 0 && recorded[server.URL+path] && asked[path] > 1 {
				t.Fatalf("stopped after %d: %s was asked %d times", stop, path, asked[path])
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(tree(500, nil))
	defer server.Close()
	n := 0
	var end error
	for p, err := range mustNew(t, server.URL, Options{}).Pages(ctx, newBook()) {
		if err != nil {
			end = err
			continue
		}
		if p.Status == ingest.Failed {
			t.Error(p.Key, p.Reason)
		}
		if n++; n == 40 {
			cancel()
		}
	}
	if !errors.Is(end, context.Canceled) {
		t.Error(end)
	}
	cancel()
	for _, err := range mustNew(t, server.URL, Options{}).Pages(ctx, newBook()) {
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

func TestRemovedAndKept(t *testing.T) {
	var mu sync.Mutex
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.URL.Path == "/" {
			fmt.Fprint(w, page("x", "/page"))
		} else if r.URL.Path == "/page" && status != http.StatusOK {
			w.WriteHeader(status)
		} else if r.URL.Path == "/page" {
			fmt.Fprint(w, page("page"))
		} else {
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	ledger, source := newBook(), mustNew(t, server.URL, Options{})
	ledger.mustRead(t, source)
	for _, c := range []struct {
		code   int
		status ingest.Status
		reason string
	}{
		{http.StatusInternalServerError, ingest.Failed, "500"}, {http.StatusForbidden, ingest.Failed, "403"}, {http.StatusNotModified, ingest.Failed, "304"},
		{http.StatusFound, ingest.Failed, "302 without an address"}, {http.StatusNoContent, ingest.Fetched, ""},
		{http.StatusGone, ingest.Removed, "410 Gone"}, {http.StatusNotFound, ingest.Removed, "404"},
	} {
		mu.Lock()
		status = c.code
		mu.Unlock()
		p := find(t, ledger.mustRead(t, source), server.URL+"/page")
		wantReason(t, p, c.status, c.reason)
		if p.HTTPStatus != c.code {
			t.Error(p.HTTPStatus)
		}
	}
}

func TestOthersPagesAreLeftAlone(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, page("x", "/docs/", "/blog/", "/shop/"))
	}))
	defer server.Close()
	ledger := newBook()
	ledger.record(ingest.Page{Key: server.URL + "/blog/", Source: "other", Status: ingest.Fetched, FoundBy: "given"})
	pages := ledger.mustRead(t, mustNew(t, server.URL+"/docs/", Options{}))
	wantReason(t, find(t, pages, server.URL+"/shop/"), ingest.Skipped, "outside /docs/")
	if e := ledger.rows[server.URL+"/blog/"]; e.Source != "other" || e.Status != ingest.Indexed {
		t.Errorf("%+v", e)
	}
}

func TestTwoReadersAtOnce(t *testing.T) {
	server := httptest.NewServer(tree(50, nil))
	defer server.Close()
	source := mustNew(t, server.URL, Options{})
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			if n := count(newBook().mustRead(t, source), ingest.Fetched); n != 50 {
				t.Error(n)
			}
		})
	}
	group.Wait()
}

// A page that only says that it is missing loses its document at the second
// time in a row; one that was never there is a failure.
func TestPagesThatSayTheyAreMissingGoAtTheSecondTime(t *testing.T) {
	missing := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt", "/sitemap.xml":
			http.NotFound(w, r)
		case "/":
			fmt.Fprint(w, page("start")+`<a href="/a">a</a><a href="/never">n</a>`)
		default:
			if missing || r.URL.Path == "/never" {
				fmt.Fprint(w, "<!doctype html><title>Page not found</title><h1>Page not found</h1>")
				return
			}
			fmt.Fprint(w, page("a"))
		}
	}))
	defer server.Close()
	s, b := mustNew(t, server.URL+"/", Options{}), newBook()
	pages := b.mustRead(t, s)
	wantReason(t, find(t, pages, server.URL+"/a"), ingest.Fetched, "")
	wantReason(t, find(t, pages, server.URL+"/never"), ingest.Failed, saysMissing)
	missing = true
	wantReason(t, find(t, b.mustRead(t, s), server.URL+"/a"), ingest.Failed, staysOnce)
	wantReason(t, find(t, b.mustRead(t, s), server.URL+"/a"), ingest.Removed, saysMissing)
}

// On a site that fails, or that sends everybody elsewhere for a while, nothing
// goes, however often it looks gone.
func TestNothingGoesWhileTheSiteIsInTrouble(t *testing.T) {
	trouble := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml":
			http.NotFound(w, r)
		case r.URL.Path == "/":
			fmt.Fprint(w, page("start", "/a", "/b", "/c", "/d"))
		case trouble == "elsewhere" || trouble == "one" && r.URL.Path == "/a" || trouble == "failing" && r.URL.Path == "/a":
			http.Redirect(w, r, "/", http.StatusFound)
		case trouble == "failing" && r.URL.Path == "/b":
			w.WriteHeader(http.StatusInternalServerError)
		default:
			fmt.Fprint(w, page("a"))
		}
	}))
	defer server.Close()
	s, b := mustNew(t, server.URL+"/", Options{}), newBook()
	b.mustRead(t, s)
	for _, trouble = range []string{"elsewhere", "failing"} {
		for range 3 {
			wantReason(t, find(t, b.mustRead(t, s), server.URL+"/a"), ingest.Failed, staysTrouble)
		}
	}
	trouble = "one"
	wantReason(t, find(t, b.mustRead(t, s), server.URL+"/a"), ingest.Failed, staysOnce)
	wantReason(t, find(t, b.mustRead(t, s), server.URL+"/a"), ingest.Skipped, "redirects to")
}
