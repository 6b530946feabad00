package chunk

import (
	"testing"

	"footnote/ingest"
	"footnote/retrieval"
)

// BenchmarkSplit cuts a document of about 8 KB without the cost of counting.
func BenchmarkSplit(b *testing.B) {
	d := benchDocument()
	s := Splitter{Count: func(s string) int { return len(s)/4 + 1 }}
	b.SetBytes(int64(len(d.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if len(s.Split(d)) == 0 {
			b.Fatal("no chunks")
		}
	}
}

func benchDocument() ingest.Document {
	d := ingest.Document{ID: "doc", Title: "T"}
	add := func(kind retrieval.BlockKind, level int, text, sep string) {
		d.Text += sep
		start := len(d.Text)
		d.Text += text
		d.Blocks = append(d.Blocks, retrieval.Block{Kind: kind, Start: start, End: len(d.Text), Level: level})
	}
	for i := range 8 {
		start := len(d.Text)
		add(retrieval.Heading, 2, "Section "+string(rune('A'+i)), "\n\n")
		d.Sections = append(d.Sections, ingest.Section{Path: []string{"T", "Section"}, Level: 2, Start: start, End: len(d.Text)})
		for range 3 {
			add(retrieval.Paragraph, 0, sentences(8), "\n\n")
		}
		for range 5 {
			add(retrieval.Step, 1, "1. "+sentences(2), "\n")
		}
		add(retrieval.Header, 0, "Method | Days | Fee", "\n\n")
		for range 6 {
			add(retrieval.Row, 0, "Bank transfer | 7 | none", "\n")
		}
	}
	return d
}
