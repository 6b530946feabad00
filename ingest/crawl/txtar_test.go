package crawl

import (
	"bufio"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"footnote/ingest"
)

var update = flag.Bool("update", false, "rewrite the expected results in testdata")

// TestSites reads whole sites. A file of an archive is a page by its path; it
// may begin with "HTTP <status>" and headers, up to an empty line. ORIGIN is
// the server. "start" holds the start address and options ("include /docs/**");
// "want" and "again" are what a first and a second run yield, in order.
func TestSites(t *testing.T) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no sites", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testSite(t, name) })
	}
}

func testSite(t *testing.T, name string) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(serveArchive(archive))
	defer server.Close()
	start, options := startOf(t, archive, server.URL)
	source := mustNew(t, start, options)
	ledger := newBook()
	changed := false
	for _, run := range []string{"want", "again"} {
		got := describe(ledger.mustRead(t, source), server.URL)
		i := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == run })
		if i < 0 {
			t.Fatalf("no file %q", run)
		}
		if *update {
			changed = changed || string(archive.Files[i].Data) != got
			archive.Files[i].Data = []byte(got)
		} else if diff := cmp.Diff(string(archive.Files[i].Data), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", run, diff)
		}
	}
	if changed {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func describe(pages []ingest.Page, origin string) string {
	var b strings.Builder
	for _, p := range pages {
		fmt.Fprintf(&b, "%s %s %d", p.Status, p.Key, p.HTTPStatus)
		if p.Reason != "" {
			fmt.Fprintf(&b, " (%s)", p.Reason)
		}
		fmt.Fprintf(&b, " %d %s\n", p.Depth, p.FoundBy)
	}
	return strings.ReplaceAll(b.String(), origin, "ORIGIN")
}

func startOf(t *testing.T, archive *txtar.Archive, origin string) (string, Options) {
	t.Helper()
	start, o := origin+"/", Options{}
	for _, f := range archive.Files {
		if f.Name != "start" {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
			switch key {
			case "include":
				o.Include = append(o.Include, value)
			case "exclude":
				o.Exclude = append(o.Exclude, value)
			case "max-pages":
				o.MaxPages, _ = strconv.Atoi(value)
			case "max-depth":
				o.MaxDepth, _ = strconv.Atoi(value)
			case "max-alike":
				o.MaxAlike, _ = strconv.Atoi(value)
			default:
				start = strings.ReplaceAll(key, "ORIGIN", origin)
			}
		}
	}
	return start, o
}

func serveArchive(archive *txtar.Archive) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, f := range archive.Files {
			if f.Name == r.URL.RequestURI() {
				respond(w, r, strings.ReplaceAll(string(f.Data), "ORIGIN", "http://"+r.Host))
				return
			}
		}
		http.NotFound(w, r)
	})
}

func respond(w http.ResponseWriter, r *http.Request, text string) {
	status := http.StatusOK
	if strings.HasPrefix(text, "HTTP ") {
		head, body, _ := strings.Cut(text, "\n\n")
		text = body
		lines := bufio.NewScanner(strings.NewReader(head))
		for lines.Scan() {
			if code, ok := strings.CutPrefix(lines.Text(), "HTTP "); ok {
				status, _ = strconv.Atoi(code)
			} else if key, value, ok := strings.Cut(lines.Text(), ": "); ok {
				w.Header().Add(key, value)
			}
		}
	}
	if tag := w.Header().Get("ETag"); tag != "" && r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if since := w.Header().Get("Last-Modified"); since != "" && r.Header.Get("If-Modified-Since") == since {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(status)
	fmt.Fprint(w, text)
}
