package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/ingest"
	"footnote/ingest/chunk"
	"footnote/ingest/extract"
	"footnote/ingest/folder"
	"footnote/ingest/library"
	"footnote/ingest/library/database"
	"footnote/retrieval"
	"footnote/retrieval/embed"
	"footnote/retrieval/local"
	"footnote/retrieval/text"
	"footnote/retrieval/tokens"
)

// BenchmarkIngestFolder reads a folder of Markdown pages into a new knowledge
// base, all of it durable and searchable, with the parts that the program uses.
// FOOTNOTE_BENCH_DOCS names the folder; without it 768 pages are made up, as
// many as an open-source project's documentation has, and as long.
func BenchmarkIngestFolder(b *testing.B) {
	docs := os.Getenv("FOOTNOTE_BENCH_DOCS")
	if docs == "" {
		docs = b.TempDir()
		makeUp(b, docs, 768)
	}
	count := tokens.New()
	count.Count("the vocabulary is read now")
	pages := 0
	for b.Loop() {
		s := ingestFolder(b, b.TempDir(), docs, count)
		pages += s.Pages()
		b.ReportMetric(float64(s.Documents), "documents")
		b.ReportMetric(float64(s.Chunks), "chunks")
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}

// BenchmarkIngestFolderAgain is the second run, when nothing has changed.
func BenchmarkIngestFolderAgain(b *testing.B) {
	docs, data := b.TempDir(), b.TempDir()
	makeUp(b, docs, 768)
	count := tokens.New()
	ingestFolder(b, data, docs, count)
	pages := 0
	for b.Loop() {
		pages += ingestFolder(b, data, docs, count).Unchanged
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}

func ingestFolder(b *testing.B, data, docs string, count *tokens.Counter) ingest.Summary {
	source, err := folder.Open(docs, folder.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return ingestInto(b, data, source, ingest.Pipeline{Split: chunk.Splitter{Count: count.Count}.Split}, func(*library.Library) {})
}

// ingestInto reads a source into a data folder; p says how, as far as it does not
// follow from that, and look is shown the result.
func ingestInto(b *testing.B, data string, source ingest.Source, p ingest.Pipeline, look func(*library.Library)) ingest.Summary {
	db, err := database.Open(filepath.Join(data, "x.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := library.Migrate(b.Context(), db); err != nil {
		b.Fatal(err)
	}
	lib, err := library.Open(b.Context(), db, "default")
	if err != nil {
		b.Fatal(err)
	}
	p.Library, p.Index, p.Embedder, p.Extract, p.Terms = lib, openIndex(b, data, embed.Builtin()), embed.Builtin(), extract.Extract, text.Document
	s, err := p.Run(b.Context(), source)
	if err = errors.Join(err, p.Index.Close()); err != nil {
		b.Fatal(err)
	}
	look(lib)
	return s
}

// openIndex opens the index in a data folder and makes it if it is not there.
func openIndex(t testing.TB, data string, e retrieval.Embedder) retrieval.Index {
	t.Helper()
	indexes, spec := indexesOf(t, data, e)
	index, err := indexes.Open(context.Background(), "default", spec)
	if errors.Is(err, retrieval.ErrNoIndex) {
		index, err = indexes.Create(context.Background(), "default", spec)
		if err == nil {
			err = errors.Join(index.Commit(context.Background(), retrieval.Statistics{}), index.Close(), indexes.Publish(context.Background(), "default"))
		}
		if err == nil {
			index, err = indexes.Open(context.Background(), "default", spec)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func indexesOf(t testing.TB, data string, e retrieval.Embedder) (retrieval.Indexes, retrieval.Spec) {
	t.Helper()
	dimensions, err := e.Dimensions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	spec := retrieval.Spec{Embedder: e.Model(), Dimensions: dimensions, Analyser: text.Version, Chunker: chunk.Version}
	return local.New(filepath.Join(data, "index"), local.Options{}), spec
}

// makeUp writes pages of about 7 kB with headings, paragraphs, lists and code.
func makeUp(b *testing.B, dir string, pages int) {
	r := rand.New(rand.NewPCG(1, 1))
	words := make([]string, 5000)
	for i := range words {
		for range 2 + r.IntN(4) {
			words[i] += string("bcdfglmnprstv"[r.IntN(13)]) + string("aeiou"[r.IntN(5)])
		}
	}
	sentence := func(n int) string {
		s := make([]string, n)
		for i := range s {
			s[i] = words[int(float64(len(words))*r.Float64()*r.Float64()*r.Float64())] // common ones more often
		}
		return strings.Join(s, " ") + "."
	}
	for i := range pages {
		var t strings.Builder
		fmt.Fprintf(&t, "---\ntitle: %s\n---\n\n", sentence(4))
		for range 8 {
			fmt.Fprintf(&t, "## %s\n\n%s %s %s\n\n- %s\n- %s\n\n```sh\n%s\n```\n\n", sentence(3), sentence(20), sentence(25), sentence(15), sentence(8), sentence(9), sentence(10))
		}
		name := filepath.Join(dir, fmt.Sprint("section-", i%30), fmt.Sprint("page-", i, ".md"))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(t.String()), 0o600); err != nil {
			b.Fatal(err)
		}
	}
}
