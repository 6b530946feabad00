package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// table writes a table as a caption, a header and rows, or, where a table only
// arranges the page, what is in its cells.
func (w *walker) table(n *html.Node, t traits) {
	if w.flat > 0 {
		w.block(n, w.kind)
		return
	}
	w.flush()
	if arranges(n, t) {
		w.block(n, w.kind)
		return
	}
	var g grid
	w.rows(&g, n, false)
	w.alts = nil
	w.writeGrid(&g)
}

func (w *walker) writeGrid(g *grid) {
	if g.caption != "" {
		w.out.add(entry{kind: retrieval.Caption, text: g.caption})
	}
	heads := headRows(g.rows)
	w.runs++
	run := w.runs
	if heads > 0 {
		w.out.add(entry{kind: retrieval.Header, run: run, text: joinCells(mergeHeads(g.rows[:heads]))})
	}
	for _, r := range g.rows[heads:] {
		text := joinCells(r.cells)
		if r.whole {
			text = r.cells[0]
		}
		w.out.add(entry{kind: retrieval.Row, run: run, text: text})
	}
	w.out.run = 0
}

// rows reads the rows of a table.
func (w *walker) rows(g *grid, n *html.Node, head bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || w.unread(c) {
			continue
		}
		if w.survey.concealed(traitsOf(c)) {
			w.hide(c)
			continue
		}
		switch c.DataAtom {
		case atom.Caption:
			g.caption = w.oneLine(c)
		case atom.Thead:
			w.rows(g, c, true)
		case atom.Tbody, atom.Tfoot:
			w.rows(g, c, false)
		case atom.Tr:
			w.row(g, c, head)
		}
	}
}

// row reads a row.
func (w *walker) row(g *grid, n *html.Node, head bool) {
	r := gridRow{header: head}
	own := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		r.cells = g.fromAbove(r.cells)
		text := cellText(w.oneLine(c))
		if w.survey.concealed(traitsOf(c)) {
			w.hidden.add(text)
			text = ""
		}
		if c.DataAtom == atom.Th {
			r.heads++
		}
		own++
		r.own = own
		r.whole = own == 1 && len(r.cells) == 0
		r.cells = g.cover(r.cells, text, spanOf(c, "colspan"), spanOf(c, "rowspan"))
	}
	r.cells = g.fromAbove(r.cells)
	if own == 0 {
		return
	}
	r.whole = r.whole && own == 1 && len(r.cells) > 1
	g.rows = append(g.rows, r)
}

// arranges says whether a table only arranges the page: by its role, by what is
// in its cells, or because it has one column or one row without heads.
func arranges(n *html.Node, t traits) bool {
	var s tableShape
	s.look(n)
	if s.rows == 0 {
		return true
	}
	if t.role == "presentation" || t.role == "none" {
		return !s.even()
	}
	if s.heads > 0 {
		return s.blocks > s.cells
	}
	return s.widest < 2 || s.blocks*2 >= s.cells
}

type tableShape struct {
	rows, cells, heads, widest int
	columns, area              int // places in the first row, in all rows, with those that cells span
	blocks                     int // cells that hold headings, tables, code or several paragraphs
}

// even says whether a table is plainly one of data: several rows of as many
// cells, none of which holds more than a text. Some editors give every table
// the role of a layout.
func (s tableShape) even() bool {
	return s.rows > 1 && s.columns > 1 && s.area == s.rows*s.columns && s.blocks == 0
}

func (s *tableShape) look(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Thead, atom.Tbody, atom.Tfoot:
			s.look(c)
		case atom.Tr:
			s.rows++
			width := 0
			for d := c.FirstChild; d != nil; d = d.NextSibling {
				if d.DataAtom == atom.Td || d.DataAtom == atom.Th {
					width++
					s.cell(d)
					if s.rows == 1 {
						s.columns += spanOf(d, "colspan")
					}
					s.area += spanOf(d, "colspan") * spanOf(d, "rowspan")
				}
			}
			s.widest = max(s.widest, width)
		}
	}
}

func (s *tableShape) cell(n *html.Node) {
	s.cells++
	if n.DataAtom == atom.Th {
		s.heads++
	}
	paragraphs := 0
	if holds(n, func(c *html.Node) bool {
		switch c.DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.Table, atom.Form:
			return true
		case atom.Pre:
			return strings.Contains(strings.TrimSpace(textWithLines(c)), "\n")
		case atom.P:
			paragraphs++
			return paragraphs > 2
		}
		return false
	}) {
		s.blocks++
	}
}

// textWithLines is the text of a subtree, white space as it is.
func textWithLines(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// holds says whether a descendant of n satisfies f.
func holds(n *html.Node, f func(*html.Node) bool) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (f(c) || holds(c, f)) {
			return true
		}
	}
	return false
}
