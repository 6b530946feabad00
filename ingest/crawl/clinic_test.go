package crawl

import (
	"fmt"
	"io/fs"
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
