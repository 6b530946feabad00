package extract

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/ingest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// page makes a page of a body as a crawler or a folder would.
func page(name, body string) ingest.Page {
	kind := ""
	if strings.HasSuffix(name, ".html") {
		kind = "text/html; charset=utf-8"
	}
	return ingest.Page{Key: "https://help.example/en/" + name, URL: "https://help.example/en/" + name, ContentType: kind, Body: []byte(body)}
}

func extractPage(t *testing.T, name, body string) ingest.Document {
	t.Helper()
	d, err := Extract(page(name, body))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// blocks lists the blocks of a document, one a line: kind, level, text.
func blocks(d ingest.Document) string {
	var b strings.Builder
	for _, x := range d.Blocks {
		level := ""
		if x.Level > 0 {
			level = fmt.Sprint(x.Level)
		}
		fmt.Fprintf(&b, "%s%s| %s\n", x.Kind, level, strings.ReplaceAll(d.Text[x.Start:x.End], "\n", "\n    "))
	}
	return b.String()
}

// dump is all that is known about a document.
func dump(d ingest.Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title: %s\nlanguage: %s\ndescription: %s\ncanonical: %s\nnoindex: %v\nfaq: %v\n", d.Title, d.Language, d.Description, d.Canonical, d.NoIndex, d.FAQ)
	if !d.Updated.IsZero() {
		fmt.Fprintf(&b, "updated: %s\n", d.Updated.Format("2006-01-02T15:04:05Z07:00"))
	}
	for _, m := range []map[string]string{d.Labels, d.Alternates} {
		keys := make([]string, 0, len(m))
		for k := range m {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			fmt.Fprintf(&b, "  %s: %s\n", k, m[k])
		}
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "section %d [%d,%d) %s #%s\n", s.Level, s.Start, s.End, strings.Join(s.Path, " > "), s.Anchor)
	}
	fmt.Fprintf(&b, "--- text\n%s\n--- blocks\n%s--- hidden\n%s\n", d.Text, blocks(d), d.Hidden)
	return b.String()
}

// TestGolden reads the pages in testdata and compares all that is made of them.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") || strings.HasSuffix(file, "fuzz") || filepath.Ext(file) == "" {
			continue
		}
		seen++
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			d := extractPage(t, filepath.Base(file), string(body))
			checkDocument(t, d)
			golden(t, file+".golden", dump(d))
		})
	}
	if seen < 5 {
		t.Errorf("%d pages in testdata, want at least 5", seen)
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -want +got\n%s", file, diff)
	}
}
