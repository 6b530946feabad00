package crawl

import (
	"errors"
	"strings"
	"testing"

	"footnote/ingest"
)

func TestGlob(t *testing.T) {
	for _, c := range []struct{ pattern, yes, no string }{
		{"/docs/**", "/docs /docs/ /docs/a /docs/a/b", "/docsx /x/docs/a /"},
		{"/docs/*", "/docs/ /docs/a", "/docs /docs/a/b"},
		{"/docs/**/api", "/docs/api /docs/a/api /docs/a/b/api", "/docs/xapi /docs/api/x"},
		{"*.html", "/a.html /x/y/b.html", "/a.htm /a.html/"},
		{"blog/**", "/blog /blog/a /en/blog/a", "/myblog/a /blogs"},
		{"**/draft-*", "/draft-1 /a/draft-2", "/draft-1/x /xdraft-1"},
		{"/v?/", "/v1/ /vx/", "/v/ /v10/ /v//"},
		{"**", "/ /a/b", ""},
		{"/**", "/ /a/b", ""},
		{"/a.b+(c)", "/a.b+(c)", "/axb+(c)"},
		{"/zh/退款*", "/zh/%E9%80%80%E6%AC%BE /zh/%E9%80%80%E6%AC%BE%E8%A7%84%E5%88%99", "/zh/%E4%B8%AD"},
		{"/zh/%E9%80%80%E6%AC%BE", "/zh/%E9%80%80%E6%AC%BE", "/zh/"},
		{"/?", "/款 /%E6%AC%BE", "/ /ab"},
		{"/***/x", "/a/x /a/b/x", "/x/"},
		{`/a\[1\]/\{x\}`, "/a[1]/{x} /a%5B1%5D/%7Bx%7D", "/a1/x"},
		{`/[\]退]`, "/] /退", "/款"},
	} {
		g, err := newGlob(c.pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range strings.Fields(c.yes) {
			if !g.matches(path) {
				t.Errorf("%s does not match %s (%s)", c.pattern, path, g.re)
			}
		}
		for _, path := range strings.Fields(c.no) {
			if g.matches(path) {
				t.Errorf("%s matches %s (%s)", c.pattern, path, g.re)
			}
		}
	}
}

func FuzzGlob(f *testing.F) {
	f.Add("/docs/**", "/docs/a")
	f.Add("**/x?[a-z]\\d*", "/a/x")
	f.Add("\xaf%", "0")
	f.Fuzz(func(t *testing.T, pattern, path string) {
		g, err := newGlob(pattern)
		if err != nil {
			if !errors.Is(err, ingest.ErrGlob) && strings.TrimSpace(pattern) != "" {
				t.Fatal(err)
			}
			return
		}
		g.matches(path)
		if !strings.ContainsAny(pattern, `*?%[]{}\`) && strings.HasPrefix(pattern, "/") && !strings.Contains(path, "%") &&
			g.matches(path) != (readable(path) == readable(pattern)) {
			t.Fatalf("%q on %q: %v", pattern, path, g.matches(path))
		}
	})
}

func TestSiteMoves(t *testing.T) {
	for _, c := range []struct{ start, goal, want string }{
		{"http://x.example/", "https://x.example/", "https://x.example/"},
		{"http://x.example/docs/", "https://www.x.example/docs/", "https://www.x.example/docs/"},
		{"https://www.x.example/", "https://x.example/en/", "https://x.example/"},
		{"https://x.example/", "https://x.example/en/", "https://x.example/"},
		{"https://x.example/docs", "https://x.example/docs/", "https://x.example/docs/"},
		{"https://x.example/docs/", "https://x.example/docs/en/", "https://x.example/docs/"},
		{"https://x.example/docs/", "https://x.example/manual/", "https://x.example/manual/"},
		{"https://x.example/docs/", "https://x.example/login?to=docs", ""},
		{"https://x.example/", "http://x.example/", ""},
		{"https://x.example/", "https://y.example/", ""},
		{"https://x.example/", "https://x.example:8443/", ""},
		{"http://x.example:8080/", "https://x.example/", ""},
		{"http://127.0.0.1/", "http://169.254.169.254/", ""},
	} {
		start, goal := mustParse(t, c.start), mustParse(t, c.goal)
		s, err := newSite(start, Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, moved := s.moved(start, goal)
		if moved != (c.want != "") || moved && got.String() != c.want {
			t.Errorf("%s -> %s: %s, %v, want %s", c.start, c.goal, got, moved, c.want)
		}
	}
}

func TestPlaceLiftsToHTTPS(t *testing.T) {
	s, err := newSite(mustParse(t, "https://x.example/"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		"http://x.example/a": "https://x.example/a", "http://x.example:8080/a": "http://x.example:8080/a", "http://y.example/a": "http://y.example/a",
	} {
		if got := s.place(mustParse(t, raw)); got.String() != want {
			t.Errorf("%s is placed at %s", raw, got)
		}
	}
}

func TestForm(t *testing.T) {
	for raw, want := range map[string]string{
		"http://x/2026/06/01": "/#/#/#", "http://x/a1b22c": "/a#b#c", "http://x/list?b=1&a=2": "/list?a?b", "http://x/a": "/a",
	} {
		if got := form(mustParse(t, raw)); got != want {
			t.Errorf("%s has form %s, want %s", raw, got, want)
		}
	}
}

func mustParse(t *testing.T, raw string) address {
	t.Helper()
	a, err := parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
