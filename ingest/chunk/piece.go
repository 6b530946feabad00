package chunk

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/ingest"
	"footnote/retrieval"
)

// piece is a stretch of text that is never cut.
type piece struct {
	kind       retrieval.BlockKind
	level      int
	start, end int
	block      int  // index of the block that it is (part of)
	section    int  // index into reading.sections
	tokens     int  // size, counted once
	link       link // how strongly it holds to the piece before it
	header     int  // of a table row: index of the header's piece; -1
	caption    int  // of a table row: index of the table's caption; -1
}

// reading is a document prepared for cutting.
type reading struct {
	doc      ingest.Document
	sections []ingest.Section
	pieces   []piece
	budget   int
}

func (s Splitter) read(d ingest.Document) *reading {
	r := &reading{doc: d, sections: d.Sections, budget: s.Budget}
	if len(r.sections) == 0 {
		r.sections = []ingest.Section{{End: len(d.Text)}}
	}
	blocks := cover(d.Text, d.Blocks)
	r.pieces = make([]piece, 0, len(blocks))
	section, held := 0, 0
	for i, b := range blocks {
		for section+1 < len(r.sections) && r.sections[section+1].Start <= b.Start {
			section, held = section+1, 0
		}
		from := len(r.pieces)
		r.pieces = s.cut(r.pieces, d.Text, b, s.Budget-held-separator)
		for k := from; k < len(r.pieces); k++ {
			r.pieces[k].block, r.pieces[k].section = i, section
			r.pieces[k].tokens += s.gap(r, k)
			r.connect(k)
		}
		held = s.held(held, r.pieces[from:])
	}
	return r
}

// separator is the number of tokens that the line breaks between two pieces may
// take.
const separator = 1

// gap is the number of tokens of what is between piece k and the one before.
func (s Splitter) gap(r *reading, k int) int {
	if k == 0 {
		return separator
	}
	if gap := r.doc.Text[r.pieces[k-1].end:r.pieces[k].start]; len(gap) > len("\n\n") {
		return separator + s.Count(gap)
	}
	return separator
}

// held is the room that headings and table headers take from the block after
// them, so that the two fit into one chunk. At most half the budget, so that a
// heading as long as a page cannot starve what follows.
func (s Splitter) held(before int, last []piece) int {
	switch {
	case len(last) == 1 && last[0].kind == retrieval.Heading:
		return min(before+last[0].tokens, s.Budget/2)
	case len(last) == 1 && (last[0].kind == retrieval.Header || last[0].kind == retrieval.Caption):
		return min(before+last[0].tokens, s.Budget/2)
	case last[0].kind == retrieval.Row:
		return before
	}
	return 0
}

// cover returns blocks that are in order, do not overlap, lie on rune
// boundaries and hold every letter of text: what is wrong with the given ones
// is repaired, and text between them becomes paragraphs.
func cover(text string, blocks []retrieval.Block) []retrieval.Block {
	if !slices.IsSortedFunc(blocks, byStart) {
		blocks = slices.Clone(blocks)
		slices.SortStableFunc(blocks, byStart)
	}
	out := make([]retrieval.Block, 0, len(blocks)+1)
	at := 0
	for _, b := range blocks {
		b.Start = runeStart(text, max(b.Start, at))
		b.End = runeStart(text, min(b.End, len(text)))
		if b.Start >= b.End || blank(text[b.Start:b.End]) {
			continue
		}
		out = paragraphs(out, text, at, b.Start)
		out = append(out, b)
		at = b.End
	}
	return paragraphs(out, text, at, len(text))
}

func byStart(a, b retrieval.Block) int { return a.Start - b.Start }

// paragraphs appends a block for each paragraph of text[from:to].
func paragraphs(out []retrieval.Block, text string, from, to int) []retrieval.Block {
	for from < to {
		end := to
		if i := strings.Index(text[from:to], "\n\n"); i >= 0 {
			end = from + i + 2
		}
		if start, stop := trim(text, from, end); start < stop {
			out = append(out, retrieval.Block{Kind: retrieval.Paragraph, Start: start, End: stop})
		}
		from = end
	}
	return out
}

// trim narrows text[from:to] to what lies between its outer white space.
func trim(text string, from, to int) (int, int) {
	left := strings.TrimLeftFunc(text[from:to], unicode.IsSpace)
	from = to - len(left)
	return from, from + len(strings.TrimRightFunc(left, unicode.IsSpace))
}

func blank(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsSpace(r) }) < 0
}

// runeStart moves i forward to the next rune boundary, which in valid text is at
// most three bytes away.
func runeStart(text string, i int) int {
	i = max(i, 0)
	for range 3 {
		if i < len(text) && !utf8.RuneStart(text[i]) {
			i++
		}
	}
	return min(i, len(text))
}
