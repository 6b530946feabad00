package chunk

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"footnote/ingest"
	"footnote/retrieval"
)

// checkChunks checks what the package promises of every document.
func checkChunks(t *testing.T, s Splitter, d ingest.Document, chunks []retrieval.Chunk) {
	t.Helper()
	s = s.defaults()
	at := 0
	seen := map[retrieval.ID]bool{}
	for i, c := range chunks {
		if c.Start < at || c.End <= c.Start || c.End > len(d.Text) || c.Text != d.Text[c.Start:c.End] {
			t.Fatalf("chunk %d is [%d,%d) after %d of %d", i, c.Start, c.End, at, len(d.Text))
		}
		if gap := d.Text[at:c.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
			t.Errorf("text %q before chunk %d is lost", gap, i)
		}
		if utf8.ValidString(d.Text) && !utf8.ValidString(c.Text) {
			t.Errorf("chunk %d cuts a character: %q", i, c.Text)
		}
		if n := s.Count(c.Text) + s.Count(c.Context); n > s.Budget && utf8.RuneCountInString(c.Text) > 1 {
			t.Errorf("chunk %d has %d tokens, at most %d: %q", i, n, s.Budget, c.Text)
		}
		if seen[c.ID] {
			t.Errorf("chunk %d has the id of another", i)
		}
		seen[c.ID] = true
		checkBlocks(t, d, c)
		at = c.End
	}
	if rest := d.Text[at:]; strings.TrimFunc(rest, unicode.IsSpace) != "" {
		t.Errorf("text %q after the last chunk is lost", rest)
	}
}

// checkBlocks checks that the blocks of a chunk hold all of its text.
func checkBlocks(t *testing.T, d ingest.Document, c retrieval.Chunk) {
	t.Helper()
	at := c.Start
	for _, b := range c.Blocks {
		if b.Start < at || b.End <= b.Start || b.End > c.End {
			t.Fatalf("block [%d,%d) in chunk [%d,%d) after %d", b.Start, b.End, c.Start, c.End, at)
		}
		if strings.TrimFunc(d.Text[at:b.Start], unicode.IsSpace) != "" {
			t.Errorf("text %q of a chunk is in no block", d.Text[at:b.Start])
		}
		at = b.End
	}
	if at != c.End {
		t.Errorf("blocks end at %d, the chunk at %d", at, c.End)
	}
}

// FuzzSplit cuts any text with any blocks and sections, right or wrong.
func FuzzSplit(f *testing.F) {
	f.Add("Refunds take 5 days. They do.\n\n1. a\n2. b", []byte{0, 20, 1, 22, 8, 3}, 16)
	f.Add("退款需要五天。\n\n渠道 | 天数\n银行卡 | 5\n转账 | 7", []byte{0, 21, 0, 23, 16, 4, 40, 13, 5, 54, 10, 5}, 16)
	f.Add("a\n\nb\xff\xfe\u3000\u0085c", []byte{5, 1, 2, 1, 200, 7}, 0)
	f.Add(strings.Repeat("word ", 300), []byte{}, 40)
	f.Add(strings.Repeat("长", 300), []byte{0, 255, 6}, 20)
	kinds := []retrieval.BlockKind{retrieval.Heading, retrieval.Paragraph, retrieval.Item, retrieval.Step, retrieval.Header, retrieval.Row, retrieval.Code,
		retrieval.Term, retrieval.Define, retrieval.Note, retrieval.Caption, "?"}
	f.Fuzz(func(t *testing.T, text string, raw []byte, budget int) {
		d := ingest.Document{ID: "doc", Title: "T", Text: text}
		for ; len(raw) >= 3; raw = raw[3:] {
			b := retrieval.Block{Kind: kinds[int(raw[2])%len(kinds)], Start: int(raw[0]) - 2, End: int(raw[0]) + int(raw[1]), Level: int(raw[2]) / len(kinds) % 7}
			d.Blocks = append(d.Blocks, b)
			if b.Kind == retrieval.Heading {
				d.Sections = append(d.Sections, ingest.Section{Path: []string{"T", string(rune('A' + b.Level))}, Level: b.Level, Start: b.Start, End: b.End})
			}
		}
		s := Splitter{Budget: budget % 200, Min: budget % 7}
		checkChunks(t, s, d, s.Split(d))
	})
}
