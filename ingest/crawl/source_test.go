package crawl

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"slices"
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

// clock is a time that passes only in sleep.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{at: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d > 0 {
		c.at = c.at.Add(d)
		c.slept = append(c.slept, d)
	}
	return ctx.Err()
}

func TestPoliteness(t *testing.T) {
	for name, c := range map[string]struct {
		robots string
		delay  time.Duration
		want   time.Duration // between two requests
	}{
		"the operator's": {"", time.Second, time.Second},
		"the site's":     {"User-agent: *\nCrawl-delay: 2", time.Second, 2 * time.Second},
		"the longer one": {"User-agent: *\nCrawl-delay: 0.1", time.Second, time.Second},
		"bounded":        {"User-agent: *\nCrawl-delay: 99999", 0, maxCrawlDelay},
	} {
		t.Run(name, func(t *testing.T) {
			watch := newClock()
			var at []time.Time
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				at = append(at, watch.now())
				if r.URL.Path == "/robots.txt" {
					fmt.Fprint(w, c.robots)
				} else {
					fmt.Fprint(w, page("x", "/a", "/b"))
				}
			}))
			defer server.Close()
			s := mustNew(t, server.URL, Options{Delay: &c.delay, Now: watch.now, Sleep: watch.sleep})
			newBook().mustRead(t, s)
			for i := 2; i < len(at); i++ { // robots.txt is asked before it can say anything
				if gap := at[i].Sub(at[i-1]); gap < c.want {
					t.Errorf("request %d came %s after the one before, want %s", i, gap, c.want)
				}
			}
			if len(at) != 5 {
				t.Errorf("%d requests", len(at))
			}
		})
	}
}

func TestBusyServer(t *testing.T) {
	watch := newClock()
	tries := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tries[r.URL.Path]++
		busy := func(code int, after string) {
			w.Header().Set("Retry-After", after)
			w.WriteHeader(code)
		}
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, page("x", "/soon", "/date", "/never", "/tomorrow", "/nonsense", "/fine"))
		case "/soon":
			if tries[r.URL.Path] < 3 {
				busy(http.StatusTooManyRequests, "7")
			}
		case "/date":
			if tries[r.URL.Path] < 2 {
				busy(http.StatusServiceUnavailable, watch.now().Add(20*time.Second).Format(http.TimeFormat))
			}
		case "/never":
			busy(http.StatusServiceUnavailable, "")
		case "/tomorrow":
			busy(http.StatusTooManyRequests, "86400")
		case "/nonsense":
			if tries[r.URL.Path] < 2 {
				busy(http.StatusTooManyRequests, "-5")
			}
		case "/fine":
			fmt.Fprint(w, page("fine"))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	none := time.Duration(0)
	s := mustNew(t, server.URL, Options{Now: watch.now, Sleep: watch.sleep, Delay: &none, Lookup: nil})
	s.options.Delay = new(time.Duration)
	*s.options.Delay = time.Nanosecond // one after the other
	pages := newBook().mustRead(t, s)
	for path, want := range map[string]struct {
		status ingest.Status
		reason string
		tries  int
	}{
		"/soon": {ingest.Fetched, "", 3}, "/date": {ingest.Fetched, "", 2}, "/never": {ingest.Failed, "503 Service Unavailable", 1 + maxRetries},
		"/tomorrow": {ingest.Failed, "429 Too Many Requests", 1}, "/nonsense": {ingest.Fetched, "", 2}, "/fine": {ingest.Fetched, "", 1},
	} {
		wantReason(t, find(t, pages, server.URL+path), want.status, want.reason)
		if tries[path] != want.tries {
			t.Errorf("%s was tried %d times, want %d", path, tries[path], want.tries)
		}
	}
	var long []string
	for _, d := range watch.slept {
		if d >= time.Second/2 {
			long = append(long, d.Round(time.Second).String())
		}
	}
	// /soon 7s twice; /date 20s; /never 1, 2, 4 and 8 s; /tomorrow the most that
	// is waited; /nonsense 1s.
	if got, want := strings.Join(long, " "), "7s 7s 20s 1s 2s 4s 8s 1m0s 1s"; got != want {
		t.Errorf("waited %s, want %s", got, want)
	}
}

func TestSiteDown(t *testing.T) {
	watch := newClock()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"robots 503": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, "robots.txt answers 503 Service Unavailable"},
		"robots 500": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "robots.txt answers 500"},
		"robots 429": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }, "robots.txt answers 429"},
		"robots closes": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
			"robots.txt, which has to be asked first: the connection was closed without an answer"},
		"no page": {http.NotFound, "nothing could be read: 404 Not Found"},
		"forbidden": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /") },
			"nothing could be read: robots.txt forbids it"},
		"pages close": {func(w http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/robots.txt", "/sitemap.xml":
				http.NotFound(w, r)
			case "/":
				var links []string
				for i := range 2 * maxSilence {
					links = append(links, fmt.Sprintf("/%x-", i))
				}
				fmt.Fprint(w, page("x", links...))
			default:
				panic(http.ErrAbortHandler)
			}
		}, "the site does not answer: 20 pages in a row failed"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(c.answer)
			defer server.Close()
			s := mustNew(t, server.URL, Options{Now: watch.now, Sleep: watch.sleep})
			_, err := newBook().read(t, s)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "crawl "+server.URL) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	f := &fakeNet{}
	_, err := newBook().read(t, mustNew(t, "https://nowhere.example/", Options{Lookup: f.lookup}))
	if err == nil || !strings.Contains(err.Error(), "no such host: nowhere.example") {
		t.Error(err)
	}
}

func TestRobotsRedirects(t *testing.T) {
	hops := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/private":
			t.Error("asked for what the redirected robots.txt forbids")
		case strings.HasPrefix(r.URL.Path, "/robots"):
			if hops++; hops <= maxRedirects {
				http.Redirect(w, r, fmt.Sprintf("/robots/%d", hops), http.StatusFound)
				return
			}
			fmt.Fprint(w, "User-agent: *\nDisallow: /private")
		default:
			fmt.Fprint(w, page("x", "/private"))
		}
	}))
	defer server.Close()
	pages := newBook().mustRead(t, mustNew(t, server.URL, Options{}))
	wantReason(t, find(t, pages, server.URL+"/private"), ingest.Skipped, forbidden)
}

// TestClinic crawls one of the example companies and accounts for every entry
// of its sitemap and every link to its host.
func TestClinic(t *testing.T) {
	files := os.DirFS("../../testdata/clinic/site")
	asked := map[string]int{}
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked[r.URL.Path]++
		mu.Unlock()
		serveFiles(w, r, files)
	}))
	defer server.Close()
	source := mustNew(t, server.URL+"/", Options{Language: "en", Labels: map[string]string{"company": "clinic"}})
	ledger := newBook()
	pages := ledger.mustRead(t, source)
	for path, n := range asked {
		if n > 1 || strings.HasPrefix(path, "/en/internal/") {
			t.Errorf("%s was asked %d times", path, n)
		}
	}
	for key := range expected(t, files, server.URL) {
		if _, found := ledger.rows[key]; !found {
			t.Errorf("%s is not accounted for", key)
		}
	}
	wantReason(t, find(t, pages, server.URL+"/en/internal/front-desk"), ingest.Skipped, forbidden)
	wantReason(t, find(t, pages, server.URL+"/en/symptom-guide"), ingest.Failed, "404 Not Found")
	for _, p := range visits(pages) {
		if name, ok := strings.CutPrefix(p.Key, server.URL); p.Status == ingest.Fetched {
			if want := here(readPage(files, name), server.URL); !ok || !slices.Equal(p.Body, want) || p.Language != "en" || p.Labels["company"] != "clinic" {
				t.Errorf("%s: %d bytes, want %d; %s %v", p.Key, len(p.Body), len(want), p.Language, p.Labels)
			}
		}
	}
	if n := count(pages, ingest.Fetched); n < 70 {
		t.Errorf("%d pages fetched", n)
	}
	again := ledger.mustRead(t, source)
	if n := count(again, ingest.Fetched); n != 0 || count(again, ingest.NotModified) != count(pages, ingest.Fetched) {
		t.Errorf("a second run fetched %d, %d not modified", n, count(again, ingest.NotModified))
	}
}

// serveFiles serves a folder like a web server with clean addresses.
func serveFiles(w http.ResponseWriter, r *http.Request, files fs.FS) {
	redirects, _ := fs.ReadFile(files, "_redirects")
	for line := range strings.Lines(string(redirects)) {
		if f := strings.Fields(line); len(f) >= 2 && f[0] == r.URL.Path {
			http.Redirect(w, r, f[1], http.StatusMovedPermanently)
			return
		}
	}
	body := readPage(files, r.URL.Path)
	if body == nil {
		http.NotFound(w, r)
		return
	}
	if kind := mime.TypeByExtension(path.Ext(r.URL.Path)); kind != "" {
		w.Header().Set("Content-Type", kind)
	}
	body = here(body, "http://"+r.Host)
	w.Header().Set("ETag", fmt.Sprintf(`"%s"`, ingest.DocumentID(string(body))))
	http.ServeContent(w, r, "", time.Time{}, strings.NewReader(string(body)))
}

// here replaces the company's origin by the server's.
func here(body []byte, origin string) []byte {
	return []byte(strings.ReplaceAll(string(body), "https://help.tolverne.example", origin))
}

func readPage(files fs.FS, address string) []byte {
	name := strings.TrimPrefix(address, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	for _, candidate := range []string{name + ".html", name} {
		if body, err := fs.ReadFile(files, candidate); err == nil {
			return body
		}
	}
	return nil
}

// expected reads the files the other way: every address that the sitemap or an
// attribute href names.
func expected(t *testing.T, files fs.FS, origin string) map[string]bool {
	t.Helper()
	want := map[string]bool{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		for _, mark := range []string{`<a href="`, `hreflang="zh-CN" href="`, "<loc>"} {
			for _, rest := range strings.Split(string(text), mark)[1:] {
				link := strings.Replace(rest[:strings.IndexAny(rest, `"<`)], "https://help.tolverne.example", "", 1)
				link, _, _ = strings.Cut(link, "#")
				if strings.HasPrefix(link, "/") && !strings.Contains(name, "internal") {
					want[origin+link] = true
				}
			}
		}
		return nil
	})
	if err != nil || len(want) < 70 {
		t.Fatal(len(want), err)
	}
	return want
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
