package extract

import (
	"footnote/ingest"
	"footnote/retrieval"
)

// entry is a block before it is laid out. Blocks of one run other than 0 follow
// each other without an empty line: the entries of a list, the rows of a table.
type entry struct {
	kind   retrieval.BlockKind
	level  int
	run    int
	indent int    // in levels of two spaces
	anchor string // of a heading
	link   bool   // the text is nearly all in links
	text   string

	language string // of code
}

// writer gathers blocks and lays them out as ingest.Document describes it.
type writer struct {
	entries []entry
	run     int // of the last entry
}

// add appends a block; one without text is ignored.
func (w *writer) add(e entry) {
	if blank(e.text) {
		return
	}
	w.run = e.run
	w.entries = append(w.entries, e)
}

// maxHeading is the length in bytes of the longest heading; what is longer is a
// paragraph, as it would be repeated with every part of its section.
const maxHeading = 500

// heading appends a heading, which opens a section.
func (w *writer) heading(e entry) {
	e.kind = retrieval.Heading
	if len(e.text) > maxHeading {
		e.kind, e.level = retrieval.Paragraph, 0
	}
	w.add(e)
}

// layOut makes text, blocks and sections of the entries.
func (w *writer) layOut() ingest.Document {
	size := 0
	for _, e := range w.entries {
		size += len(e.text) + 2 + 2*e.indent
	}
	text := make([]byte, 0, size)
	blocks := make([]retrieval.Block, 0, len(w.entries))
	for i, e := range w.entries {
		switch {
		case i == 0:
		case e.run != 0 && e.run == w.entries[i-1].run:
			text = append(text, '\n')
		default:
			text = append(text, "\n\n"...)
		}
		for range e.indent {
			text = append(text, "  "...)
		}
		start := len(text)
		text = append(text, e.text...)
		blocks = append(blocks, retrieval.Block{Kind: e.kind, Start: start, End: len(text), Level: e.level, Language: e.language})
	}
	return ingest.Document{Text: string(text), Blocks: blocks, Sections: w.sections(blocks, len(text))}
}

// sections tile the text by its headings.
func (w *writer) sections(blocks []retrieval.Block, end int) []ingest.Section {
	if len(blocks) == 0 {
		return nil
	}
	var out []ingest.Section
	if blocks[0].Kind != retrieval.Heading {
		out = append(out, ingest.Section{})
	}
	var stack []entry
	anchor := ""
	for i, e := range w.entries {
		if e.kind != retrieval.Heading {
			continue
		}
		for len(stack) > 0 && stack[len(stack)-1].level >= e.level {
			stack = stack[:len(stack)-1]
		}
		stack = append(stack, e)
		if e.anchor != "" {
			anchor = e.anchor
		}
		if last := len(out) - 1; last >= 0 {
			out[last].End = blocks[i].Start
		}
		out = append(out, ingest.Section{Path: titles(stack), Level: e.level, Anchor: anchor, Start: blocks[i].Start})
	}
	out[0].Start, out[len(out)-1].End = 0, end
	return out
}

func titles(stack []entry) []string {
	path := make([]string, len(stack))
	for i, e := range stack {
		path[i] = e.text
	}
	return path
}
