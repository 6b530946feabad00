package folder

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
)

var update = flag.Bool("update", false, "write golden files")

// notes is a ledger as the pipeline would keep it, as far as a source looks.
type notes map[string]ingest.Entry

func (n notes) Entry(_ context.Context, key string) (ingest.Entry, bool, error) {
	e, ok := n[key]
	return e, ok, nil
}

func (n notes) Entries(_ context.Context, source string) iter.Seq2[ingest.Entry, error] {
	return func(yield func(ingest.Entry, error) bool) {
		for i := range len(n) {
			for _, e := range n {
				if e.Depth == i && e.Source == source && !yield(e, nil) {
					return
				}
			}
		}
	}
}

// keep records what became of pages.
func (n notes) keep(pages []ingest.Page) {
	for _, p := range pages {
		e, known := n[p.Key]
		if !known {
			e.Depth = len(n) // the order in which they became known
		}
		e.Key, e.URL, e.Source, e.Status = p.Key, p.URL, p.Source, p.Status
		switch p.Status {
		case ingest.Fetched:
			e.LastModified = p.LastModified
		case ingest.NotModified, ingest.Failed:
		default:
			e.LastModified = ""
		}
		n[p.Key] = e
	}
}

func options(o Options) Options {
	o.Now = func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }
	return o
}

// read opens path and visits it.
func read(t testing.TB, path string, o Options, n notes) ([]ingest.Page, error) {
	t.Helper()
	s, err := Open(path, options(o))
	if err != nil {
		t.Fatal(err)
	}
	return visit(t, s, n)
}

func visit(t testing.TB, s ingest.Source, n notes) (pages []ingest.Page, err error) {
	for p, e := range s.Pages(context.Background(), n) {
		if e != nil {
			return pages, e
		}
		if p.Source != s.Name() || p.Key == "" || p.URL == "" || p.Fetched.IsZero() {
			t.Errorf("incomplete page %+v", p)
		}
		pages = append(pages, p)
	}
	return pages, nil
}

func mustRead(t testing.TB, path string, o Options, n notes) []ingest.Page {
	t.Helper()
	pages, err := read(t, path, o, n)
	if err != nil {
		t.Fatal(err)
	}
	n.keep(pages)
	return pages
}

// table prints pages, one a line, with dir cut from keys and reasons.
func table(dir string, pages []ingest.Page) string {
	base := address(dir, "")
	var b strings.Builder
	for _, p := range pages {
		what := p.Reason
		switch {
		case p.Parsed != nil:
			what = fmt.Sprintf("%q: %q", p.Parsed.Title, p.Parsed.Text)
		case p.Body != nil:
			what = fmt.Sprintf("%s %q", p.ContentType, p.Body)
		}
		what = strings.ReplaceAll(what, dir, "DIR")
		fmt.Fprintf(&b, "%-12s %-28s %s\n", p.Status, strings.TrimPrefix(p.Key, base), what)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		old := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTree(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"index.md": "# Start", "guide/a b.markdown": "a", "guide/退款.mdx": "退款", "guide/page.HTML": "<p>x", "guide/old.htm": "<p>y", "notes.txt": "n",
		"empty.md": "", "logo.png": "png", "Makefile": "all:", "more.jsonl": "{}", "docs.zip": "", ".env": "secret", ".git/config.md": "x",
		"node_modules/pkg/readme.md": "x", "drafts/new.md": "draft", "guide/huge.md": strings.Repeat("x", 101), "100%?#.md": "odd name",
	})
	outside := t.TempDir()
	write(t, outside, map[string]string{"secret.md": "not yours"})
	for name, to := range map[string]string{
		"out.md": filepath.Join(outside, "secret.md"), "outdir": outside, "up.md": "../" + filepath.Base(outside) + "/secret.md",
		"again.md": "index.md", "guide/loop": "..", "nowhere.md": "none.md", "self.md": "self.md",
	} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	pages := mustRead(t, dir, Options{Exclude: []string{"drafts"}, MaxBytes: 100}, notes{})
	golden(t, "tree.txt", table(dir, pages))
	for _, p := range pages {
		if strings.Contains(string(p.Body), "not yours") {
			t.Errorf("%s leads out of the folder", p.Key)
		}
	}
}

func TestTreeIsReadAgain(t *testing.T) {
	dir, n := t.TempDir(), notes{}
	write(t, dir, map[string]string{"a.md": "a", "b.md": "b", "sub/c.md": "c", "sub/d.md": "d"})
	mustRead(t, dir, Options{}, n)
	expect := func(step, want string) {
		t.Helper()
		var got strings.Builder
		for _, p := range mustRead(t, dir, Options{}, n) {
			fmt.Fprintf(&got, "%s %s; ", strings.TrimPrefix(p.Key, address(dir, "")+"/"), p.Status)
		}
		if got.String() != want {
			t.Errorf("%s: %s\nwant %s", step, got.String(), want)
		}
	}
	expect("nothing changed", "a.md not_modified; b.md not_modified; sub/c.md not_modified; sub/d.md not_modified; ")
	write(t, dir, map[string]string{"a.md": "other", "e.md": "new"})
	if err := os.RemoveAll(filepath.Join(dir, "sub")); err != nil {
		t.Fatal(err)
	}
	expect("changed, new, gone", "a.md fetched; b.md not_modified; e.md fetched; sub/c.md removed; sub/d.md removed; ")
	expect("gone is said once", "a.md not_modified; b.md not_modified; e.md not_modified; ")
	write(t, dir, map[string]string{"sub/c.md": "c"})
	expect("back again", "a.md not_modified; b.md not_modified; e.md not_modified; sub/c.md fetched; ")
}

func TestFileThatWasJustWrittenIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.md": "a"})
	info, err := os.Stat(filepath.Join(dir, "a.md"))
	if err != nil {
		t.Fatal(err)
	}
	if v := validator(info, info.ModTime().Add(time.Second)); v != "" {
		t.Errorf("a second old: %q; it may still be written without a new time", v)
	}
	if v := validator(info, info.ModTime().Add(time.Minute)); v == "" {
		t.Error("a minute old: no validator")
	}
}

func TestWhatCouldNotBeLookedAtIsNotGone(t *testing.T) {
	dir, n := t.TempDir(), notes{}
	write(t, dir, map[string]string{"a.md": "a", "locked/b.md": "b", "lockedtoo.md": "c"})
	mustRead(t, dir, Options{}, n)
	s, err := Open(dir, options(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	v := &visitor{source: s.(*source), ctx: t.Context(), known: map[string]known{}, unread: []string{address(dir, "locked") + "/"},
		yield: func(p ingest.Page, _ error) bool {
			got = append(got, strings.TrimPrefix(p.Key, address(dir, "")))
			return true
		}}
	if err := errors.Join(v.load(n), v.removed()); err != nil {
		t.Fatal(err)
	}
	if want := []string{"/a.md", "/lockedtoo.md"}; !cmp.Equal(got, want) {
		t.Errorf("removed %v, want %v", got, want)
	}
}

func TestUnreadableFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("the superuser may read everything")
	}
	dir, n := t.TempDir(), notes{}
	write(t, dir, map[string]string{"a.md": "a", "locked/b.md": "b", "c.md": "c"})
	mustRead(t, dir, Options{}, n)
	for _, name := range []string{"locked", "c.md"} {
		if err := os.Chmod(filepath.Join(dir, name), 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(filepath.Join(dir, name), 0o700) })
	}
	for _, p := range mustRead(t, dir, Options{}, n) {
		want := ingest.NotModified
		if !strings.HasSuffix(p.Key, "a.md") {
			want = ingest.Failed
		}
		if p.Status != want {
			t.Errorf("%s: %s, want %s", p.Key, p.Status, want)
		}
	}
}

func TestOptionsReachThePages(t *testing.T) {
	dir, n := t.TempDir(), notes{}
	write(t, dir, map[string]string{"a.md": "a", "b.md": "b", "c.md": "c", "d.txt": "d"})
	o := Options{Language: "zh", Labels: map[string]string{"product": "x"}, MaxPages: 2, Include: []string{"*.md"}}
	for range 2 {
		for i, p := range mustRead(t, dir, o, n) {
			if p.Language != "zh" || p.Labels["product"] != "x" {
				t.Errorf("%s: language %q, labels %v", p.Key, p.Language, p.Labels)
			}
			switch {
			case i == 2 && (p.Status != ingest.Queued || !strings.Contains(p.Reason, "limit of 2")):
				t.Errorf("third page: %s, %q", p.Status, p.Reason)
			case i == 3 && p.Status != ingest.Skipped:
				t.Errorf("page that is not to be included: %s", p.Status)
			}
		}
	}
}

func TestSingleFile(t *testing.T) {
	dir, n := t.TempDir(), notes{}
	write(t, dir, map[string]string{".hidden.md": "named by the operator", "b.md": "not asked for"})
	path := filepath.Join(dir, ".hidden.md")
	pages := mustRead(t, path, Options{Exclude: []string{"*.md"}}, n)
	if len(pages) != 1 || pages[0].Key != address(path, "") || string(pages[0].Body) != "named by the operator" || pages[0].Modified.IsZero() {
		t.Errorf("%+v", pages)
	}
	if again := mustRead(t, path, Options{}, n); len(again) != 1 || again[0].Status != ingest.NotModified {
		t.Errorf("%+v", again)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.png": "x", "a.md": "x", "x.gz": "x"})
	for _, c := range []struct {
		path string
		o    Options
		say  string
	}{
		{filepath.Join(dir, "none"), Options{}, "no such file or folder"},
		{filepath.Join(dir, "a.md", "b"), Options{}, "not a directory"},
		{filepath.Join(dir, "a.png"), Options{}, "cannot read this type"},
		{filepath.Join(dir, "x.gz"), Options{}, ".jsonl.gz"},
		{os.DevNull, Options{}, "neither a file nor a folder"},
		{dir, Options{Include: []string{"{a"}}, `pattern "{a"`},
		{dir, Options{Exclude: []string{"/"}}, `pattern "/"`},
	} {
		if _, err := Open(c.path, c.o); err == nil || !strings.Contains(err.Error(), c.say) || !strings.Contains(err.Error(), c.path) {
			t.Errorf("Open(%s, %+v): %v; want an error naming the path and saying %q", c.path, c.o, err, c.say)
		}
	}
}

func TestSourceThatVanishesRemovesNothing(t *testing.T) {
	dir, n := filepath.Join(t.TempDir(), "docs"), notes{}
	write(t, dir, map[string]string{"a.md": "a"})
	s, err := Open(dir, options(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := visit(t, s, n)
	if err != nil {
		t.Fatal(err)
	}
	n.keep(pages)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if pages, err := visit(t, s, n); err == nil || len(pages) != 0 || !strings.Contains(err.Error(), dir) {
		t.Errorf("%d pages, %v; want an error naming the folder", len(pages), err)
	}
}

func TestNameDoesNotDependOnTheCurrentFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"docs/a.md": "a"})
	t.Chdir(dir)
	s, err := Open("docs", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want, err := filepath.Abs("docs"); err != nil || s.Name() != want {
		t.Errorf("name %s, want %s", s.Name(), want)
	}
}

func TestVisitEnds(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.md": "a", "b.md": "b", "c.md": "c"})
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n := 0
	for _, err := range s.Pages(ctx, notes{}) {
		cancel()
		last = err
		n++
	}
	if !errors.Is(last, context.Canceled) || n != 2 {
		t.Errorf("after the context ended: %d yields, the last with %v", n, last)
	}
	for range s.Pages(t.Context(), notes{}) {
		break // must not yield again
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct{ pattern, yes, no string }{
		{"*.md", "a.md docs/a.md docs/x/.md", "a.mdx a.md.txt"},
		{"docs", "docs docs/a.md x/docs/a.md", "docs2/a.md mydocs"},
		{"docs/", "docs/a.md x/docs/a.md", "docs2"},
		{"/docs", "docs docs/a.md", "x/docs"},
		{"docs/*.md", "docs/a.md x/docs/a.md", "docs/x/a.md mydocs/a.md"},
		{"/docs/*.md", "docs/a.md", "docs/x/a.md x/docs/a.md"},
		{"docs/**", "docs/a.md docs/x/a.md", "docsx/a.md"},
		{"docs/**/a.md", "docs/a.md docs/x/y/a.md", "docs/xa.md"},
		{"**/draft-*", "draft-1 x/y/draft-2.md draft-x/a", "x/mydraft-1"},
		{"v[0-9]/?.md", "v1/a.md", "v10/a.md v1/ab.md"},
		{"[!a]*", "b ba", "a ab"},
		{"{en,zh}/*", "en/a zh/b", "fr/a"},
		{"a.b(c)+$^|\\*", "a.b(c)+$^|*", "a.b(c)+$^|x aXb(c)+$^|*"},
		{`退款\[1\]*`, "退款[1].md", "退款1.md"},
		{"退款*", "退款.md x/退款说明/a", "说退款"},
	} {
		all, err := compile([]string{c.pattern})
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		for _, path := range strings.Fields(c.yes) {
			if !all[0].MatchString(path) {
				t.Errorf("%s does not match %s", c.pattern, path)
			}
		}
		for _, path := range strings.Fields(c.no) {
			if all[0].MatchString(path) {
				t.Errorf("%s matches %s", c.pattern, path)
			}
		}
	}
}

func FuzzPattern(f *testing.F) {
	for _, s := range []string{"*.md", "docs/**", "{a,b}", "[a-z]", "[", "\\", "**", "a{", "}", "[]]", "[^", "(?i)x"} {
		f.Add(s, "docs/a.md")
	}
	f.Fuzz(func(t *testing.T, glob, path string) {
		all, err := compile([]string{glob})
		if err != nil {
			return
		}
		all[0].MatchString(path)
		if strings.ContainsAny(glob, `*?[]{}\`) || strings.Trim(glob, "/") == "" {
			return
		}
		if plain := strings.Trim(glob, "/"); !all[0].MatchString(plain) || !all[0].MatchString(plain+"/below") {
			t.Errorf("%q does not match itself and what lies below", glob)
		}
	})
}

// The files of a site's folder are cited where they are on the web, also when
// that is said later.
func TestPublishedAddresses(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"guide/start.md": "x", "guide/_index.md": "x", "README.md": "x", "退款 a.html": "x", "manual.pdf": "x"})
	n := notes{}
	mustRead(t, dir, Options{}, n)
	got := map[string]string{}
	for _, p := range mustRead(t, dir, Options{Site: "https://docs.example/v2"}, n) {
		if p.Status != ingest.Fetched {
			t.Errorf("%s is %s, but its address has changed", p.Key, p.Status)
		}
		got[strings.TrimPrefix(p.Key, address(dir, "")+"/")] = p.URL
	}
	want := map[string]string{
		"guide/start.md": "https://docs.example/v2/guide/start", "guide/_index.md": "https://docs.example/v2/guide/", "README.md": "https://docs.example/v2/",
		"%E9%80%80%E6%AC%BE%20a.html": "https://docs.example/v2/%E9%80%80%E6%AC%BE%20a", "manual.pdf": "https://docs.example/v2/manual.pdf",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, p := range mustRead(t, dir, Options{Site: "https://docs.example/v2"}, n) {
		if p.Status != ingest.NotModified {
			t.Errorf("%s is %s the second time", p.Key, p.Status)
		}
	}
	for _, site := range []string{"docs.example", "ftp://docs.example/", "https://", "https://x/?a=b"} {
		if _, err := Open(dir, Options{Site: site}); err == nil {
			t.Errorf("site %q: no error", site)
		}
	}
}
