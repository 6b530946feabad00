package folder

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
	"footnote/retrieval"
)

func TestLines(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "faq.jsonl")
	write(t, dir, map[string]string{"faq.jsonl": strings.Join([]string{
		"\ufeff" + `{"_id":"1","title":"Refunds","text":"Refunds take 5 days."}`,
		`{"_id":"2","title":"退款","text":"退款需要五天。\r\n请联系我们。","url":"https://help.example/zh/2","language":"zh","updated":"2026-01-31","labels":{"product":"x"},"more":[1]}` + "\r",
		``,
		`  `,
		`{"_id":3,"text":"a number as id"}`,
		`{"_id":"1","text":"again"}`,
		`{"_id":"4","text":`,
		`[1,2]`,
		`null`,
		`{"title":"no id","text":"x"}`,
		`{"_id":"","text":"x"}`,
		`{"_id":null,"text":"x"}`,
		`{"_id":{"a":1},"text":"x"}`,
		`{"_id":"5\u0000","text":"x"}`,
		`{"_id":"6","text":7}`,
		`{"_id":"7","text":"x","labels":{"a":1}}`,
		`{"_id":"8","text":"x","updated":"last week"}`,
		`{"_id":"9","text":"x","url":"javascript:alert(1)"}`,
		`{"_id":"10","text":"x","url":"/relative"}`,
		`{"_id":"11","text":"` + strings.Repeat("y", 300) + `"}`,
		`{"_id":"12","text":""}`,
		`{"_id":"a/b#c?","text":"an id like a path"}`,
		`{"_id":"13","text":"tab\tand\u0000nul and \ud800 half","title":" two\nlines "}`,
		`{"_id":"14","text":"the last line has no end"}`,
	}, "\n")})
	pages := mustRead(t, path, Options{MaxBytes: 250, Labels: map[string]string{"set": "faq", "product": "y"}}, notes{})
	golden(t, "lines.txt", table(path, pages))
	zh := pages[1]
	want := ingest.Page{Key: address(path, "2"), URL: "https://help.example/zh/2", Source: path, Status: ingest.Fetched, FoundBy: "line", Title: "退款", Language: "zh",
		Modified: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), Fetched: zh.Fetched, Labels: map[string]string{"product": "x", "set": "faq"},
		Parsed: &ingest.Document{ID: ingest.DocumentID(address(path, "2")), Key: address(path, "2"), URL: "https://help.example/zh/2", Title: "退款", Language: "zh", Text: "退款需要五天。\n请联系我们。",
			Sections: []ingest.Section{{End: 40}}, Updated: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), Labels: map[string]string{"product": "x", "set": "faq"},
			Blocks: []retrieval.Block{{Kind: retrieval.Paragraph, Start: 0, End: 21}, {Kind: retrieval.Paragraph, Start: 22, End: 40}}}}
	if d := cmp.Diff(want, zh); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if one := pages[0]; one.URL != address(path, "1") {
		t.Errorf("address of a text without one: %s", one.URL)
	}
}

func TestLinesAreReadAgain(t *testing.T) {
	dir, n := t.TempDir(), notes{}
	path := filepath.Join(dir, "x.jsonl")
	step := func(text string) map[string]ingest.Status {
		write(t, dir, map[string]string{"x.jsonl": text})
		got := map[string]ingest.Status{}
		for _, p := range mustRead(t, path, Options{}, n) {
			got[strings.TrimPrefix(p.Key, address(path, ""))] = p.Status
		}
		return got
	}
	step("{\"_id\":\"a\",\"text\":\"x\"}\nbroken\n{\"_id\":\"b\",\"text\":\"x\"}\n")
	got := step("{\"_id\":\"a\",\"text\":\"x\"}\n{\"_id\":\"c\",\"text\":\"x\"}\n")
	want := map[string]ingest.Status{"/a": ingest.Fetched, "/c": ingest.Fetched, "/b": ingest.Removed, "#line-2": ingest.Removed}
	if !cmp.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A line that cannot be read may have been any of the texts: none is gone.
func TestBrokenLineRemovesNothing(t *testing.T) {
	dir, n := t.TempDir(), notes{}
	path := filepath.Join(dir, "x.jsonl")
	for _, text := range []string{"{\"_id\":\"a\",\"text\":\"x\"}\n{\"_id\":\"b\",\"text\":\"y\"}\n", "{\"_id\":\"a\",\"text\":\"x\"}\n{\"_id\":\"b\",\"te"} {
		write(t, dir, map[string]string{"x.jsonl": text})
		for _, p := range mustRead(t, path, Options{}, n) {
			if p.Status == ingest.Removed {
				t.Errorf("%s is taken for removed", p.Key)
			}
		}
	}
}

func TestEmptiedFolderRemovesNothing(t *testing.T) {
	dir, n := t.TempDir(), notes{}
	write(t, dir, map[string]string{"a.md": "# A\n\nText.\n"})
	mustRead(t, dir, Options{}, n)
	if err := os.Remove(filepath.Join(dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, map[string]string{"lost+found/x.bin": "no page"})
	source, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for p, err := range source.Pages(t.Context(), n) {
		if p.Status == ingest.Skipped {
			continue
		}
		if p.Status == ingest.Removed || err == nil || !strings.Contains(err.Error(), "mounted") {
			t.Errorf("%+v, %v", p, err)
		}
	}
	gone := mustRead(t, dir, Options{Emptied: true}, n)
	if !slices.ContainsFunc(gone, func(p ingest.Page) bool { return p.Status == ingest.Removed }) {
		t.Errorf("%+v; want the page removed, since that is meant", gone)
	}
}

func TestLinesCompressed(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for i := range 1000 {
		fmt.Fprintf(w, "{\"_id\":\"%d\",\"text\":\"text %d\"}\n", i, i*i)
	}
	w.Close()
	path, n := filepath.Join(t.TempDir(), "x.jsonl.gz"), notes{}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if pages := mustRead(t, path, Options{}, n); len(pages) != 1000 || pages[999].Parsed.Text != "text 998001" {
		t.Errorf("%d pages", len(pages))
	}
	if err := os.Truncate(path, int64(b.Len()/2)); err != nil {
		t.Fatal(err)
	}
	pages, err := read(t, path, Options{}, n)
	if err == nil || !strings.Contains(err.Error(), "cut short") {
		t.Errorf("half of it: %v", err)
	}
	for _, p := range pages {
		if p.Status != ingest.Fetched {
			t.Errorf("half of it: %s is %s", p.Key, p.Status)
		}
	}
	if err := os.WriteFile(path, []byte("not compressed"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := read(t, path, Options{}, n); err == nil || !strings.Contains(err.Error(), "not a readable .gz") {
		t.Errorf("not compressed: %v", err)
	}
}

func TestMaxPagesOfLines(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"x.jsonl": "{\"_id\":\"a\",\"text\":\"x\"}\n{\"_id\":\"b\",\"text\":\"x\"}\n"})
	pages := mustRead(t, filepath.Join(dir, "x.jsonl"), Options{MaxPages: 1}, notes{})
	if len(pages) != 2 || pages[0].Status != ingest.Fetched || pages[1].Status != ingest.Queued {
		t.Errorf("%+v", pages)
	}
}

func TestBlocksOfText(t *testing.T) {
	for text, want := range map[string][]string{
		"":                        nil,
		"One line.":               {"One line."},
		"One.\n\nTwo.":            {"One.", "Two."},
		"A heading\nThen a text.": {"A heading", "Then a text."},
		"A line that is broken\nfor its width. And on.\nNext.": {"A line that is broken\nfor its width. And on.", "Next."},
		"Ends here.\nlower case all the same":                  {"Ends here.", "lower case all the same"},
		"One, two,\nThree":                                     {"One, two,\nThree"},
		"第一步，\n打开设置。\n第二步":                                     {"第一步，\n打开设置。", "第二步"},
		"  indented\n\tmore":                                   {"indented\n\tmore"},
	} {
		text = normal(text)
		var got []string
		for _, b := range blocks(text) {
			got = append(got, text[b.Start:b.End])
		}
		if text == "indented\n\tmore" {
			want = []string{"indented", "more"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzLine(f *testing.F) {
	f.Add([]byte(`{"_id":"2","title":"退款","text":"退款需要五天。\r\n请联系我们。\n\n\n x ","url":"https://help.example/","updated":"2026-01-31","labels":{"a":"b"}}`))
	f.Add([]byte(`{"_id":1e9,"text":"\u2028\u2029\ufeff\u0000 \ud800"}`))
	f.Add([]byte(`{"_id":"x","text":"a\fb\u0085c\u00a0\n\u00a0\n"}`))
	f.Add([]byte("{\"_id\":\"\xff\",\"text\":\"\xff\"}"))
	f.Fuzz(func(t *testing.T, line []byte) {
		x, err := parse(line)
		if err != nil {
			return
		}
		d := x.page("/x.jsonl", Options{}).Parsed
		if d.Key == "" || !utf8.ValidString(d.Text) || strings.ContainsAny(d.Text, "\x00\r") || strings.Contains(d.Text, "\n\n\n") || strings.TrimSpace(d.Text) != d.Text {
			t.Errorf("text %q breaks the conventions", d.Text)
		}
		at := 0
		for _, b := range d.Blocks {
			if b.Start < at || b.End <= b.Start || b.End > len(d.Text) {
				t.Fatalf("block %+v after byte %d of %d", b, at, len(d.Text))
			}
			if strings.ContainsFunc(d.Text[at:b.Start], func(r rune) bool { return !unicode.IsSpace(r) }) {
				t.Errorf("%q is in no block", d.Text[at:b.Start])
			}
			at = b.End
		}
		if strings.TrimSpace(d.Text[at:]) != "" {
			t.Errorf("%q is in no block", d.Text[at:])
		}
	})
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("{\"_id\":\"a\",\"text\":\"x\"}\n\n{\"_id\":\"a\"}\r\nbroken"))
	f.Add([]byte(strings.Repeat("x", 3000) + "\n{\"_id\":1,\"text\":\"x\"}"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var pages []ingest.Page
		s := &source{path: "/x.jsonl", options: options(Options{MaxBytes: 1000})}
		v := &visitor{source: s, ctx: t.Context(), known: map[string]known{}, yield: func(p ingest.Page, _ error) bool { pages = append(pages, p); return true }}
		if err := (lines{path: "/x.jsonl"}).read(v, bytes.NewReader(raw)); err != nil {
			t.Fatal(err)
		}
		texts := 0
		for _, line := range bytes.Split(raw, []byte("\n")) {
			if len(bytes.TrimSpace(line)) > 0 {
				texts++
			}
		}
		if len(pages) != texts && !bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
			t.Errorf("%d lines with something on them, %d pages", texts, len(pages))
		}
		seen := map[string]bool{}
		for _, p := range pages {
			if seen[p.Key] {
				t.Errorf("key %q came twice", p.Key)
			}
			seen[p.Key] = true
		}
	})
}

var errBroken = errors.New("broken disk")

type broken struct{ *strings.Reader }

func (b broken) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil {
		err = errBroken
	}
	return n, err
}

func TestReadErrorEndsTheSource(t *testing.T) {
	s := &source{path: "/x.jsonl", options: options(Options{MaxBytes: 1000})}
	v := &visitor{source: s, ctx: t.Context(), known: map[string]known{}, yield: func(ingest.Page, error) bool { return true }}
	if err := (lines{path: "/x.jsonl"}).read(v, broken{strings.NewReader("{\"_id\":\"a\",\"text\":\"x\"}\n{\"_id\"")}); !errors.Is(err, errBroken) {
		t.Errorf("%v; half a line must not be taken for a whole one", err)
	}
}
