package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func load(t *testing.T) *Site {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// source is the text of an embedded file.
func source(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(static, "static/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func files(t *testing.T, suffix string) []string {
	t.Helper()
	names, err := fs.Glob(static, "static/*"+suffix)
	if err != nil || len(names) == 0 {
		t.Fatalf("%v: %v", names, err)
	}
	for i := range names {
		names[i] = strings.TrimPrefix(names[i], "static/")
	}
	return names
}

// budget is what the scripts and styles of one page may weigh on the wire: a
// good part of a second on a slow phone line, a fifth of the smallest peer.
const budget = 25_000

var (
	loaded   = regexp.MustCompile(`(?:src|href)="/assets/VERSION/([\w.]+)"`)
	imported = regexp.MustCompile(`from "\./([\w.]+)"`)
)

// needs lists the scripts and styles that a page loads, directly or by import.
func needs(t *testing.T, page string) []string {
	t.Helper()
	seen := map[string]bool{}
	var add func(name string)
	add = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		for _, m := range imported.FindAllStringSubmatch(source(t, name), -1) {
			add(m[1])
		}
	}
	for _, m := range loaded.FindAllStringSubmatch(source(t, page), -1) {
		add(m[1])
	}
	return slices.Sorted(maps.Keys(seen))
}

func TestPagesAreLight(t *testing.T) {
	s := load(t)
	for page := range pages {
		size := 0
		for _, name := range needs(t, page) {
			f, ok := s.Asset(s.Version, name)
			if !ok {
				t.Fatalf("%s needs %s, which is not there", page, name)
			}
			size += len(f.small)
		}
		t.Logf("%s: %d bytes of scripts and styles", page, size)
		if size > budget || size == 0 {
			t.Errorf("%s weighs %d bytes, at most %d are allowed", page, size, budget)
		}
	}
}

func TestEveryAssetIsUsed(t *testing.T) {
	used := map[string]bool{}
	for page := range pages {
		used[page] = true
		for _, name := range needs(t, page) {
			used[name] = true
		}
	}
	for _, name := range files(t, "") {
		if !used[name] {
			t.Errorf("no page uses %s", name)
		}
	}
}

// The policy forbids it, so it would not work; and it would be a way in.
func TestNothingInlineAndNoMarkupFromText(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<script[^>]*>[^<]|<style|\sstyle=|\son\w+=|javascript:|https?://`)
	for page := range pages {
		if m := inline.FindString(source(t, page)); m != "" {
			t.Errorf("%s: %q", page, m)
		}
	}
	markup := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|setHTML`)
	for _, name := range files(t, ".js") {
		if m := markup.FindString(source(t, name)); m != "" {
			t.Errorf("%s makes markup or code of a text: %s", name, m)
		}
	}
}

var (
	table    = regexp.MustCompile(`(?ms)^  (\w\w): \{\n(.*?)^  \},`)
	entry    = regexp.MustCompile(`(?m)^    (\w+):`)
	wordUse  = regexp.MustCompile(`\bwords\.(\w+)`)
	dataWord = regexp.MustCompile(`data-words(?:-\w+)?="(\w+)"`)
	titleUse = regexp.MustCompile(`frame\("(\w+)"\)`)
)

func keysOf(t *testing.T, language string) []string {
	t.Helper()
	for _, m := range table.FindAllStringSubmatch(source(t, "words.js"), -1) {
		if m[1] != language {
			continue
		}
		var keys []string
		for _, e := range entry.FindAllStringSubmatch(m[2], -1) {
			keys = append(keys, e[1])
		}
		return keys
	}
	t.Fatalf("words.js has no table %q", language)
	return nil
}

// Every word is there in both languages, in the same order, and is used.
func TestWords(t *testing.T) {
	english := keysOf(t, "en")
	if d := cmp.Diff(english, keysOf(t, "zh")); d != "" {
		t.Errorf("English (-) and Chinese (+) differ:\n%s", d)
	}
	used := map[string]bool{"customer": true, "agent": true} // by the role of a message
	for _, name := range files(t, ".js") {
		for _, p := range []*regexp.Regexp{wordUse, titleUse} {
			for _, m := range p.FindAllStringSubmatch(source(t, name), -1) {
				used[m[1]] = true
			}
		}
	}
	for page := range pages {
		for _, m := range dataWord.FindAllStringSubmatch(source(t, page), -1) {
			used[m[1]] = true
		}
	}
	for key := range used {
		if !slices.Contains(english, key) && key != "js" {
			t.Errorf("the word %q is used, but not in the table", key)
		}
	}
	for _, key := range english {
		if !used[key] {
			t.Errorf("nothing uses the word %q", key)
		}
	}
}

func get(f File, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w
}

func TestFilesAreCachedAndCompressed(t *testing.T) {
	s := load(t)
	asset, _ := s.Asset(s.Version, "search.js")
	plain, small := get(asset), get(asset, "Accept-Encoding", "br, gzip;q=0.5")
	if plain.Header().Get("Content-Encoding") != "" || small.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("encodings %v, %v", plain.Header(), small.Header())
	}
	r, err := gzip.NewReader(small.Body)
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(r); err != nil || !bytes.Equal(unpacked, plain.Body.Bytes()) {
		t.Errorf("both forms differ: %v", err)
	}
	if c := plain.Header().Get("Cache-Control"); !strings.Contains(c, "immutable") {
		t.Errorf("an asset's Cache-Control is %q", c)
	}
	page := s.Pages["/"]
	first := get(page)
	if c := first.Header().Get("Cache-Control"); c != "no-cache" {
		t.Errorf("a page's Cache-Control is %q", c)
	}
	again := get(page, "If-None-Match", `"other", W/`+first.Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("asked again: %d, %d bytes", again.Code, again.Body.Len())
	}
	if w := get(page, "If-None-Match", `"other"`); w.Code != http.StatusOK {
		t.Errorf("changed: %d", w.Code)
	}
	if w := get(page, "Accept-Encoding", "gzip;q=0"); w.Header().Get("Content-Encoding") != "" {
		t.Error("gzip although it was refused")
	}
}

func TestAssetsOfAnotherVersionAreNotServed(t *testing.T) {
	s := load(t)
	if _, ok := s.Asset("0000", "search.js"); ok {
		t.Error("an asset of another version")
	}
	if _, ok := s.Asset(s.Version, "index.html"); ok {
		t.Error("a page as an asset, without its policy")
	}
	if _, ok := s.Asset(s.Version, "../site.go"); ok {
		t.Error("a file from elsewhere")
	}
	for address, page := range s.Pages {
		if bytes.Contains(page.body, []byte("VERSION")) || !bytes.Contains(page.body, []byte(s.Version)) {
			t.Errorf("%s does not name the version of its assets", address)
		}
	}
}

func TestUnknownTypeIsRefused(t *testing.T) {
	if _, err := newSite(map[string][]byte{"x.exe": nil}, "v"); err == nil {
		t.Error("a file of unknown type was taken")
	}
}
