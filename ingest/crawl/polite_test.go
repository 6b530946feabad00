package crawl

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/ingest"
)

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
	// is waited; /nonsense 1s, within the delay that the host is given by then:
	// half a second after the first page that it was too busy for, and twice as
	// long after each other one.
	if got, want := strings.Join(long, " "), "7s 7s 1s 19s 1s 1s 2s 4s 8s 1m0s 4s 8s"; got != want {
		t.Errorf("waited %s, want %s", got, want)
	}
}

func TestPaceEasesOff(t *testing.T) {
	p := &pace{least: time.Second, delay: time.Second}
	var got []string
	note := func() { got = append(got, p.delay.String()) }
	p.busy()
	p.busy()
	note()
	for range 2*easeAfter + 1 {
		p.answered()
	}
	note()
	for range 10 {
		p.busy()
	}
	note()
	fast := &pace{}
	fast.busy()
	got = append(got, fast.delay.String())
	for range easeAfter {
		fast.answered()
	}
	got = append(got, fast.delay.String())
	if want := "4s 1s 1m0s 500ms 0s"; strings.Join(got, " ") != want {
		t.Errorf("delays %v, want %s", got, want)
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
