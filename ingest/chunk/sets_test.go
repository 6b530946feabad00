package chunk

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/ingest"
	"footnote/ingest/extract"
	"footnote/retrieval"
)

// TestSets cuts every document of every collection in the folder that
// FOOTNOTE_TUNING names (corpus.jsonl.gz with _id, title and text, or an archive
// of pages), and checks what the package promises of each.
func TestSets(t *testing.T) {
	dir := os.Getenv("FOOTNOTE_TUNING")
	if dir == "" {
		t.Skip("FOOTNOTE_TUNING is not set")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		read := pagesOf
		switch {
		case strings.HasSuffix(file, "corpus.jsonl.gz"):
			read = linesOf
		case !strings.HasSuffix(file, ".tar.gz"):
			continue
		}
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			documents, chunks, none, bytes := 0, 0, 0, 0
			for p := range read(t, file) {
				d, err := extract.Extract(p)
				if err != nil {
					none++
					continue
				}
				cut := Splitter{}.Split(d)
				checkChunks(t, Splitter{}, d, cut)
				checkCuts(t, Splitter{}.defaults(), d, cut)
				documents, chunks, bytes = documents+1, chunks+len(cut), bytes+len(d.Text)
			}
			t.Logf("%d documents of %d bytes, %d chunks; %d pages without a document", documents, bytes, chunks, none)
		})
	}
}

func linesOf(t *testing.T, file string) iter.Seq[ingest.Page] {
	return func(yield func(ingest.Page) bool) {
		in := bufio.NewScanner(unpack(t, file))
		in.Buffer(nil, 64<<20)
		for in.Scan() {
			var line struct {
				ID   string `json:"_id"`
				Text string `json:"text"`
			}
			if err := json.Unmarshal(in.Bytes(), &line); err != nil {
				t.Fatal(err)
			}
			if !yield(ingest.Page{Key: line.ID, ContentType: "text/plain", Body: []byte(line.Text)}) {
				return
			}
		}
	}
}

func pagesOf(t *testing.T, file string) iter.Seq[ingest.Page] {
	return func(yield func(ingest.Page) bool) {
		for in := tar.NewReader(unpack(t, file)); ; {
			h, err := in.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			name, packed := strings.CutSuffix(h.Name, ".gz")
			if packed {
				z, err := gzip.NewReader(bytes.NewReader(body))
				if err == nil {
					body, err = io.ReadAll(z)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if h.Typeflag == tar.TypeReg && filepath.Ext(name) != ".json" && !yield(ingest.Page{Key: name, URL: "file:///" + name, Body: body}) {
				return
			}
		}
	}
}

func unpack(t *testing.T, file string) io.Reader {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() }) //nolint:errcheck // only read from
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// checkCuts checks where chunks begin: at a block, or, in a block that does not
// fit, at a sentence or line of it, or, in one of those that does not fit, at
// a word; and that rows whose header is in an earlier chunk repeat it.
func checkCuts(t *testing.T, s Splitter, d ingest.Document, chunks []retrieval.Chunk) {
	t.Helper()
	header := -1
	k := 0
	for _, c := range chunks {
		for ; k < len(d.Blocks) && d.Blocks[k].End <= c.Start; k++ {
			header = headerOf(d.Blocks, k, header)
		}
		if k == len(d.Blocks) {
			return
		}
		b := d.Blocks[k]
		if b.Kind == retrieval.Row && header >= 0 {
			if h := d.Blocks[header]; s.Count(d.Text[h.Start:h.End])*4 < s.Budget && h.End <= c.Start && !strings.Contains(c.Context, d.Text[h.Start:h.End]) {
				t.Errorf("%s: rows at %d without their header %q: %q", d.Key, c.Start, d.Text[h.Start:h.End], c.Context)
			}
		}
		if c.Start > b.Start {
			checkCut(t, s, d, b, c.Start)
		}
	}
}

// headerOf is the header of the table that block k is in or behind; -1: none.
func headerOf(blocks []retrieval.Block, k, before int) int {
	switch blocks[k].Kind {
	case retrieval.Header:
		return k
	case retrieval.Row:
		return before
	}
	return -1
}

func checkCut(t *testing.T, s Splitter, d ingest.Document, b retrieval.Block, at int) {
	t.Helper()
	text := d.Text[b.Start:b.End]
	if !divisible(b.Kind) && s.Count(text) <= s.Budget-separator {
		t.Errorf("%s: a %s of %d tokens is cut at %d: %q", d.Key, b.Kind, s.Count(text), at-b.Start, text)
		return
	}
	starts := sentenceStarts(text)
	if b.Kind == retrieval.Code {
		starts = lineStarts(text)
	}
	for i, from := range starts {
		to := len(text)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		if at-b.Start < to {
			atom := strings.TrimSpace(text[from:to])
			if lead := strings.TrimSpace(text[from : at-b.Start]); lead != "" && s.Count(atom) <= s.Budget/2 {
				t.Errorf("%s: a sentence or line of %d tokens is cut after %q: %q", d.Key, s.Count(atom), lead, atom)
			}
			return
		}
	}
}
