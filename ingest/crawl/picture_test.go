package crawl

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"footnote/ingest"
)

// TestPicture: pictures are fetched during a run, from the site's own host, as its
// robots.txt allows, and not larger than the limit.
func TestPicture(t *testing.T) {
	asked := map[string]bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch asked[r.URL.Path] = true; r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		case "/":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, page("A text of the start page that says something."))
		case "/img/a.png":
			fmt.Fprint(w, "picture")
		case "/large.png":
			fmt.Fprint(w, strings.Repeat("x", maxPicture+1))
		case "/away.png":
			http.Redirect(w, r, "http://127.0.0.1:1/a.png", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	s := mustNew(t, server.URL+"/", Options{})
	if _, err := s.Picture(t.Context(), server.URL+"/", "img/a.png"); !errors.Is(err, ErrPicture) {
		t.Errorf("before any run: %v", err)
	}
	for p, err := range s.Pages(t.Context(), newBook()) {
		if err != nil {
			t.Fatal(err)
		}
		if p.Status != ingest.Fetched {
			continue
		}
		if body, err := s.Picture(t.Context(), p.URL, "img/a.png"); err != nil || string(body) != "picture" {
			t.Errorf("%q, %v", body, err)
		}
		for _, src := range []string{"/private/a.png", "/large.png", "/away.png", "/none.png", "https://other.example/a.png", "http://169.254.169.254/a.png", "file:///etc/passwd", "//127.0.0.1:1/a.png", "data:x", "::%zz"} {
			body, err := s.Picture(t.Context(), p.URL, src)
			if !errors.Is(err, ErrPicture) || body != nil || errors.Is(err, ingest.ErrNotFound) != (src == "/none.png") {
				t.Errorf("%s: %d bytes, %v", src, len(body), err)
			}
		}
	}
	if asked["/private/a.png"] || !asked["/img/a.png"] {
		t.Errorf("asked %v", asked)
	}
}
