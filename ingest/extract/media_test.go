//go:build unix

package extract

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/ingest"
	"footnote/ingest/media"
)

func mediaTool(t *testing.T, script string) *media.Tool {
	t.Helper()
	name := filepath.Join(t.TempDir(), "tool")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	made, err := media.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestMedia reads a recording, a picture, and a page that shows pictures.
func TestMedia(t *testing.T) {
	m := Media{Recording: mediaTool(t, "echo '[00:00:01.000 --> 00:00:02.000] Hello.'; echo '[00:12:30.000 --> 00:12:31.000] 退款需要五天。'\n"), Picture: mediaTool(t, "cat\n")}
	d, err := m.Extract(t.Context(), ingest.Page{Key: "file:///docs/call.mp3", ContentType: "audio/mpeg", Modified: time.Unix(1e9, 0)})
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, d)
	if got, want := blocks(d), "heading2| 00:00\nparagraph| Hello.\nheading2| 12:00\nparagraph| 退款需要五天。\n"; got != want || d.Sections[1].Anchor != "t=720" || d.Title != "call" {
		t.Errorf("title %q, sections %v\n%s", d.Title, d.Sections, got)
	}

	dir := t.TempDir()
	for name, text := range map[string]string{"docs/img/a.png": "Error 42\n错误 42\n", "secret.png": "secret"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "secret.png"), filepath.Join(dir, "docs/link.png")); err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(dir, "docs")
	page := ingest.Page{Key: "file://" + root + "/guide/a.md", Source: root, ContentType: "text/markdown",
		Body: []byte("# Errors\n\nSee:\n\n![The message](../img/a.png)\n\n![](../../secret.png) ![](../link.png) ![](https://x.example/a.png) ![](missing.png)\n")}
	if d, err = m.Extract(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	if got, want := blocks(d), "heading1| Errors\nparagraph| See:\ncaption| The message\nparagraph| Error 42\nparagraph| 错误 42\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if d, err = (Media{}).Extract(t.Context(), page); err != nil || blocks(d) != "heading1| Errors\nparagraph| See:\ncaption| The message\n" {
		t.Errorf("without a program: %v\n%s", err, blocks(d))
	}
	m.Fetch = func(_ context.Context, page, src string) ([]byte, error) {
		if page != "https://help.example/a" || src != "/err.png" {
			t.Errorf("%s of %s is fetched", src, page)
		}
		return append([]byte("\x89PNG\r\n\x1a\n Error 7 means that the card is blocked.\n"), make([]byte, 2000)...), nil
	}
	m.Picture = mediaTool(t, "tail -n +3 | tr -d '\\000\\032'\n")
	web := ingest.Page{Key: "https://help.example/a", URL: "https://help.example/a", ContentType: "text/html", Body: []byte("<nav><img src=/logo.png></nav><main><h1>Errors</h1><p>All codes are explained here, one after the other.</p><img src=data:x><img src=/err.png></main>")}
	if d, err = m.Extract(t.Context(), web); err != nil || !strings.Contains(blocks(d), "paragraph| Error 7 means that the card is blocked.") {
		t.Errorf("%v\n%s", err, blocks(d))
	}
	body, err := os.ReadFile("pdf/testdata/scanned.pdf")
	if err != nil {
		t.Fatal(err)
	}
	m.Picture = mediaTool(t, "cat >/dev/null; echo 退款需要九天。\n")
	d, err = m.Extract(t.Context(), ingest.Page{Key: "file:///a.pdf", ContentType: "application/pdf", Body: body})
	if err != nil || len(d.Sections) != 3 || d.Sections[1].Anchor != "page=2" || strings.Count(d.Text, "退款需要九天。") != 2 {
		t.Errorf("%v: %v\n%s", err, d.Sections, d.Text)
	}
	if _, err := (Media{}).Extract(t.Context(), ingest.Page{Key: "file:///a.png", ContentType: "image/png"}); !errors.Is(err, ErrMedia) || !errors.Is(err, ingest.ErrNoText) {
		t.Errorf("a picture without a program: %v", err)
	}
}
