package extractive

import (
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
)

// row is a table's row as a sentence that names its columns, citing the row and
// the header. Without a header, or with another number of cells, it is the row
// as it stands.
func (x *composition) row(c *candidate) answer.Draft {
	d := x.plain(c, "row")
	header, ok := x.header(c)
	if !ok {
		return d
	}
	names := header.text
	if text, ok := answer.RowText(names, c.Text); ok {
		d.Text = text
		d.Cites = append(d.Cites, answer.Cite{Passage: c.page + 1, Start: header.start, End: header.end})
	}
	return d
}

// stretch is a piece of a stored document.
type stretch struct {
	text       string
	start, end int
	kind       retrieval.BlockKind
	level      int
}

// header is the nearest header above a row, in the passage or, for a table
// that began before it, in the document.
func (x *composition) header(c *candidate) (stretch, bool) {
	p := x.pages[c.page]
	for k := c.Block; k >= 0; k-- {
		b := p.blocks[k]
		switch b.Kind {
		case retrieval.Header:
			return x.cut(c.page, b)
		case retrieval.Heading:
			return stretch{}, false
		}
	}
	if !strings.Contains(p.Source.Context, " | ") {
		return stretch{}, false
	}
	doc, err := x.task.Read(x.ctx, p.Document)
	if err != nil {
		return stretch{}, false
	}
	for k := len(doc.Blocks) - 1; k >= 0; k-- {
		if b := doc.Blocks[k]; b.Kind == retrieval.Header && b.End <= c.Start && b.End <= len(doc.Text) {
			return trimmed(doc.Text, b), true
		}
	}
	return stretch{}, false
}

// cut is a block of a passage.
func (x *composition) cut(page int, b retrieval.Block) (stretch, bool) {
	p := x.pages[page]
	if b.Start < p.Start || b.End > p.Start+len(p.Text) {
		return stretch{}, false
	}
	s := trimmed(p.Text, retrieval.Block{Kind: b.Kind, Level: b.Level, Start: b.Start - p.Start, End: b.End - p.Start})
	s.start, s.end = s.start+p.Start, s.end+p.Start
	return s, true
}

// trimmed is the block of a text without its mark and the white space around.
func trimmed(text string, b retrieval.Block) stretch {
	raw := text[b.Start:b.End]
	from := answer.ListMark(b.Kind, raw)
	inner := strings.TrimSpace(raw[from:])
	start := b.Start + from + strings.Index(raw[from:], inner)
	return stretch{inner, start, start + len(inner), b.Kind, b.Level}
}
