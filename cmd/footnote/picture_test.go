//go:build unix

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// pictureSite is a site of one page with a picture that shows a sentence in two
// languages. What is added to the page is more.
type pictureSite struct {
	more  atomic.Value
	asked atomic.Int32 // for the picture
	fails atomic.Bool  // the picture
}

func (s *pictureSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/":
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<main><h1>Cards</h1><p>All codes of the card reader are shown here.</p><img src=/code.png>%v</main>", s.more.Load())
	case "/code.png":
		s.asked.Add(1)
		if s.fails.Load() {
			http.Error(w, "not now", http.StatusForbidden)
			return
		}
		w.Write(append([]byte("\x89PNG\r\n\x1a\n Error 73 means that the card is blocked.\n错误七十三表示银行卡已被冻结。\n"), make([]byte, 2000)...)) //nolint:errcheck // a test's reply
	default:
		http.NotFound(w, r)
	}
}

// TestPictureTextStays reads the text in a picture of a site once: it stays when
// the documents are made again, with the site gone and without the program, and
// when the page changes and its picture does not.
func TestPictureTextStays(t *testing.T) {
	site := &pictureSite{}
	site.more.Store("")
	server := httptest.NewServer(site)
	defer server.Close()
	read := filepath.Join(t.TempDir(), "read")
	program := write(t, t.TempDir(), "ocr", "#!/bin/sh\necho once >> "+read+"\ntail -n +3 | tr -d '\\000\\032'\n")
	if err := os.Chmod(program, 0o700); err != nil {
		t.Fatal(err)
	}
	p := newProgram(t)
	found := func(when string) {
		t.Helper()
		for question, want := range map[string]string{"What does error 73 mean?": "Error 73 means that the card is blocked.", "错误七十三是什么意思？": "错误七十三表示银行卡已被冻结。"} {
			if out := p.must("search", question); !strings.Contains(out, want) {
				t.Errorf("%s: search %s prints %s", when, question, out)
			}
		}
		if raw, err := os.ReadFile(read); err != nil || strings.Count(string(raw), "once") != 1 {
			t.Errorf("%s: the picture was read %q, %v; want once", when, raw, err)
		}
	}
	ingest := func(set string) {
		t.Helper()
		p.env["FOOTNOTE_OCR"] = set
		p.must("ingest", "--yes", server.URL+"/")
	}
	ingest(program)
	found("ingest")
	site.more.Store("<p>Cards are sent by post within a week.</p>")
	ingest(program)
	found("the page has changed")
	site.more.Store("<p>Cards are sent by post within two weeks.</p>")
	site.fails.Store(true)
	ingest(program)
	found("the picture cannot be had")
	site.more.Store("<p>Cards are sent by post within three weeks.</p>")
	site.fails.Store(false)
	ingest("")
	found("without the program")
	server.Close()
	asked := site.asked.Load()
	p.must("reindex")
	found("reindex without the program")
	p.env["FOOTNOTE_OCR"] = program
	p.must("reindex")
	found("reindex")
	if asked != site.asked.Load() {
		t.Error("reindex asks for the picture")
	}
}

// TestScannedTextStays reads a scanned file once: the text stays when documents are
// made again without the program, and is read again by another one.
func TestScannedTextStays(t *testing.T) {
	body, err := os.ReadFile("../../ingest/extract/pdf/testdata/scanned.pdf")
	if err != nil {
		t.Fatal(err)
	}
	docs := t.TempDir()
	write(t, docs, "scanned.pdf", string(body))
	picture := write(t, docs, "board.png", "\x89PNG\r\n\x1a\n"+strings.Repeat("x", 2000))
	program := func(says string) string {
		name := write(t, t.TempDir(), "ocr", "#!/bin/sh\ncat >/dev/null\necho '"+says+"'\n")
		if err := os.Chmod(name, 0o700); err != nil {
			t.Fatal(err)
		}
		return name
	}
	p := newProgram(t)
	found := func(what string) {
		t.Helper()
		if out := p.must("search", what); strings.Count(out, what) < 2 || !strings.Contains(out, "scanned.pdf") || !strings.Contains(out, filepath.Base(picture)) {
			t.Errorf("search %s prints %s", what, out)
		}
	}
	p.env["FOOTNOTE_OCR"] = program("Refunds take nine days. 退款需要九天。")
	p.must("ingest", docs)
	found("退款需要九天。")
	delete(p.env, "FOOTNOTE_OCR")
	p.must("reindex")
	found("退款需要九天。")
	p.env["FOOTNOTE_OCR"] = program("Refunds take eight days. 退款需要八天。")
	p.must("reindex")
	found("退款需要八天。")
	delete(p.env, "FOOTNOTE_OCR")
	p.must("reindex")
	found("退款需要八天。")
}
