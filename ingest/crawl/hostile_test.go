package crawl

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"footnote/ingest"
)

// hostile is one server with everything that a site can do to a crawler. Each
// path is an attack by its own.
type hostile struct {
	*httptest.Server
	bomb      string
	elsewhere string // another server on loopback, which must never be asked
	asked     sync.Map
}

func newHostile(t *testing.T) *hostile {
	t.Helper()
	var touched atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { touched.Add(1) }))
	h := &hostile{elsewhere: other.URL, bomb: bomb(t, 256<<20)}
	h.Server = httptest.NewServer(http.HandlerFunc(h.serve))
	t.Cleanup(func() {
		h.CloseClientConnections()
		h.Close()
		other.Close()
		if n := touched.Load(); n > 0 {
			t.Errorf("the other server was asked %d times", n)
		}
	})
	return h
}

func (h *hostile) serve(w http.ResponseWriter, r *http.Request) {
	h.asked.Store(r.URL.Path, true)
	if len(r.Cookies()) > 0 || r.Header.Get("Authorization") != "" || r.Header.Get("Referer") != "" {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	w.Header().Set("Set-Cookie", "id=1")
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch name {
	case "robots.txt":
		fmt.Fprintf(w, "User-agent: *\nSitemap: http://%s/map/0\nSitemap: %s/map\n", r.Host, h.elsewhere)
	case "map":
		h.sitemap(w, r, rest)
	case "":
		fmt.Fprint(w, page("start"))
	case "to":
		http.Redirect(w, r, r.URL.RawQuery, http.StatusFound)
	case "self":
		http.Redirect(w, r, "/self?utm_source=again#top", http.StatusMovedPermanently)
	case "ring":
		http.Redirect(w, r, "/ring/"+map[string]string{"a": "b", "b": "c", "c": "a"}[rest], http.StatusFound)
	case "counter":
		n, _ := strconv.Atoi(rest)
		http.Redirect(w, r, fmt.Sprintf("/counter/%d", n+1), http.StatusFound)
	case "day":
		n, _ := strconv.Atoi(rest)
		fmt.Fprint(w, page("day", fmt.Sprintf("/day/%d", n+1), fmt.Sprintf("/day/%d?view=%d", n+1, n)))
	case "deep":
		fmt.Fprint(w, page("deep", "x/", strings.Repeat("y/", 100_000)))
	default:
		h.bodies(w, r, name)
	}
}

// sitemap is an index that names itself, its parents, ever more of its kind, and
// other hosts.
func (h *hostile) sitemap(w http.ResponseWriter, r *http.Request, n string) {
	i, _ := strconv.Atoi(n)
	fmt.Fprintf(w, `<sitemapindex><sitemap><loc>/map/0</loc></sitemap><sitemap><loc>/map/%d</loc></sitemap><sitemap><loc>/map/%d</loc></sitemap>
		<sitemap><loc>%s/map</loc></sitemap></sitemapindex>`, i+1, i+2, h.elsewhere)
}

func (h *hostile) bodies(w http.ResponseWriter, r *http.Request, name string) {
	html := func() { w.Header().Set("Content-Type", "text/html") }
	switch name {
	case "gzip-bomb":
		html()
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, h.bomb)
	case "endless":
		html()
		for {
			if _, err := w.Write(bytes.Repeat([]byte("<p>more"), 10_000)); err != nil {
				return
			}
		}
	case "drip":
		html()
		for r.Context().Err() == nil {
			fmt.Fprint(w, "<p>")
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	case "silence":
		<-r.Context().Done()
	case "headers":
		for i := range 2000 {
			w.Header().Add("X-"+strconv.Itoa(i), strings.Repeat("x", 100))
		}
		fmt.Fprint(w, "x")
	case "long-header":
		w.Header().Set("ETag", `"`+strings.Repeat("x", 5000)+`"`)
		html()
		fmt.Fprint(w, "x")
	case "short":
		html()
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, "x")
	case "broken-gzip":
		html()
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, "not gzip at all, not gzip at all")
	case "brotli", "twice":
		html()
		w.Header().Set("Content-Encoding", map[string]string{"brotli": "br", "twice": "gzip, gzip"}[name])
		fmt.Fprint(w, "x")
	case "reset":
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			conn.Close()
		}
	case "garbage":
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			fmt.Fprint(conn, "SSH-2.0-OpenSSH\r\n\x1b[31m\r\n")
			conn.Close()
		}
	case "nested":
		html()
		fmt.Fprint(w, strings.Repeat("<div>", 100_000)+`<a href="/found-below">x</a>`+strings.Repeat("</div>", 100_000))
	case "attribute":
		html()
		fmt.Fprintf(w, `<img alt=%q><a href="/found-after" title=%q>x</a>`, strings.Repeat("x", 4<<20), strings.Repeat("y", 4<<20))
	case "links":
		html()
		for i := range maxLinks + 500 {
			fmt.Fprintf(w, "<a href=/one-of-many-%x-x>x</a>", i)
		}
	case "deflate":
		html()
		w.Header().Set("Content-Encoding", "deflate")
		z := zlib.NewWriter(w)
		fmt.Fprint(z, page("packed"))
		z.Close()
	default:
		http.NotFound(w, r)
	}
}

// attack reads one path of the hostile server and gives its page.
func attack(t *testing.T, h *hostile, path string, o Options) ([]ingest.Page, ingest.Page) {
	t.Helper()
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	s := mustNew(t, h.URL+path, o)
	pages, err := newBook().read(t, s)
	p := find(t, pages, s.start.String())
	if err != nil && !strings.Contains(err.Error(), "nothing could be read") {
		t.Error(err)
	}
	return pages, p
}

func TestHostileAnswers(t *testing.T) {
	h := newHostile(t)
	for _, c := range []struct {
		path, reason string
		status       ingest.Status
	}{
		{"/to?http://169.254.169.254/latest/meta-data/", "redirects out of the site to http://169.254.169.254/latest/meta-data/", ingest.Skipped},
		{"/to?" + h.elsewhere + "/", "redirects out of the site to " + h.elsewhere, ingest.Skipped},
		{"/to?http://[::1]/", "redirects out of the site to http://[::1]/", ingest.Skipped},
		{"/to?http://0x7f000001/", "redirects out of the site to http://0x7f000001/", ingest.Skipped},
		{"/to?http://localhost@evil.example/", "redirects out of the site to", ingest.Skipped},
		{"/to?file:///etc/passwd", "redirects out of the site to file:///etc/passwd", ingest.Skipped},
		{"/to?gopher://x/", "redirects out of the site to gopher://x/", ingest.Skipped},
		{"/gzip-bomb", "larger than 10 MiB", ingest.Failed},
		{"/endless", "larger than 10 MiB", ingest.Failed},
		{"/headers", "header", ingest.Failed},
		{"/short", "cut short", ingest.Failed},
		{"/broken-gzip", "unpack gzip", ingest.Failed},
		{"/brotli", "not asked for", ingest.Failed},
		{"/twice", "not asked for", ingest.Failed},
		{"/reset", "closed without an answer", ingest.Failed},
		{"/garbage", "malformed HTTP", ingest.Failed},
		{"/missing", "404 Not Found", ingest.Failed},
		{"/deflate", "", ingest.Fetched},
		{"/long-header", "", ingest.Fetched},
		{"/", "", ingest.Fetched},
	} {
		t.Run(c.path, func(t *testing.T) {
			_, p := attack(t, h, c.path, Options{})
			wantReason(t, p, c.status, c.reason)
			if strings.ContainsAny(p.Reason, "\n\x1b") || p.Status == ingest.Failed && p.Body != nil || len(p.ETag) > maxValidator {
				t.Errorf("%q, %d bytes", p.Reason, len(p.Body))
			}
		})
	}
}

func TestHostileSlowness(t *testing.T) {
	h := newHostile(t)
	for _, path := range []string{"/drip", "/silence"} {
		_, p := attack(t, h, path, Options{Timeout: 200 * time.Millisecond})
		wantReason(t, p, ingest.Failed, "no complete answer within 200ms")
	}
}

func TestHostileRedirects(t *testing.T) {
	h := newHostile(t)
	pages, p := attack(t, h, "/ring/a", Options{})
	wantReason(t, p, ingest.Skipped, "redirects to "+h.URL+"/ring/b")
	wantReason(t, find(t, pages, h.URL+"/ring/c"), ingest.Skipped, "redirects to "+h.URL+"/ring/a")
	pages, _ = attack(t, h, "/counter/0", Options{})
	wantReason(t, find(t, pages, h.URL+"/counter/5"), ingest.Failed, "more than 5 redirects")
	if _, asked := h.asked.Load("/counter/6"); asked {
		t.Error("a sixth redirect was followed")
	}
	_, p = attack(t, h, "/self", Options{})
	wantReason(t, p, ingest.Failed, "redirects to itself")
}

func TestHostileSpaces(t *testing.T) {
	h := newHostile(t)
	pages, _ := attack(t, h, "/day/1", Options{MaxAlike: 20})
	fetched, skipped := count(pages, ingest.Fetched), count(pages, ingest.Skipped)
	if fetched != 1+20+20 || skipped == 0 {
		t.Errorf("calendar: %d fetched, %d skipped", fetched, skipped)
	}
	wantReason(t, find(t, pages, h.URL+"/day/22"), ingest.Skipped, "more than 20 pages of the form /day/#")
	pages, _ = attack(t, h, "/day/1", Options{MaxPages: 10})
	if fetched := count(pages, ingest.Fetched); fetched != 10 {
		t.Errorf("page limit: %d fetched", fetched)
	}
	pages, _ = attack(t, h, "/deep/", Options{})
	if fetched := count(pages, ingest.Fetched); fetched != 1+maxRepeats {
		t.Errorf("deep: %d fetched", fetched)
	}
	pages, _ = attack(t, h, "/nested", Options{})
	find(t, pages, h.URL+"/found-below")
	pages, _ = attack(t, h, "/attribute", Options{})
	find(t, pages, h.URL+"/found-after")
	pages, _ = attack(t, h, "/links", Options{MaxPages: 2})
	if n := len(visits(pages)); n != 1+maxLinks {
		t.Errorf("%d of %d links followed", n-1, maxLinks)
	}
}

// TestHostileDNS names a public host whose addresses turn private: what was
// reached at first is never reached at the private address.
func TestHostileDNS(t *testing.T) {
	f := &fakeNet{answers: map[string][]string{"docs.example": {"93.184.216.34", "127.0.0.1"}}}
	s := mustNew(t, "http://docs.example/", Options{Lookup: f.lookup, Connect: f.connect})
	for range 2 {
		if _, err := newBook().read(t, s); err == nil || !strings.Contains(err.Error(), "robots.txt") {
			t.Error(err)
		}
	}
	// A second run asks DNS anew: a private answer is then that of a private
	// host that the operator named.
	if got := strings.Join(f.dialed, " "); got != "93.184.216.34:80 127.0.0.1:80" {
		t.Error("connected to", got)
	}
}
