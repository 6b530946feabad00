//go:build unix

package extract

import (
	"errors"
	"os"
	"path/filepath"
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
	if _, err := (Media{}).Extract(t.Context(), ingest.Page{Key: "file:///a.png", ContentType: "image/png"}); !errors.Is(err, ErrMedia) || !errors.Is(err, ingest.ErrNoText) {
		t.Errorf("a picture without a program: %v", err)
	}
}
