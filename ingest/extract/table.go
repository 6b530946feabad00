package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// grid is a table with its spans resolved: every row has a text for each column
// that it reaches.
type grid struct {
	caption string
	rows    []gridRow
	below   []span // cells that reach down into later rows, by column
	cells   int
	bytes   int
}

type gridRow struct {
	cells  []string
	header bool // of the table's head
	heads  int  // cells that are th
	whole  bool // one cell that spans all columns
}

// span is a cell that goes on in the rows below.
type span struct {
	text string
	rows int
}

const (
	maxSpan  = 100     // columns or rows that a cell may cover
	maxCells = 100_000 // of one table, repeated ones included
	// maxRepeatDown and maxRepeatAcross are the longest texts in bytes that are
	// repeated in every row or column that a cell covers. A row cannot be read
	// without the name that stands for several; a remark across columns is read
	// once. Both keep spans from multiplying a page.
	maxRepeatDown   = 200
	maxRepeatAcross = 40
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
			gather(&w.hidden, c)
			w.hidden.gap(brk)
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
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th || g.cells >= maxCells {
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
		r.cells = g.cover(r.cells, text, spanOf(c, "colspan"), spanOf(c, "rowspan"))
	}
	r.cells = g.fromAbove(r.cells)
	if own == 0 {
		return
	}
	r.whole = own == 1 && len(r.cells) > 1
	g.rows = append(g.rows, r)
}

// fromAbove appends the texts of cells that reach down into this row at the
// next columns.
func (g *grid) fromAbove(cells []string) []string {
	for len(cells) < len(g.below) && g.below[len(cells)].rows > 0 {
		s := &g.below[len(cells)]
		s.rows--
		g.cells++
		cells = append(cells, s.text)
	}
	return cells
}

// cover puts a cell into as many columns as it spans.
func (g *grid) cover(cells []string, text string, columns, rows int) []string {
	down, across := text, text
	if len(text) > maxRepeatDown {
		down = ""
	}
	if len(text) > maxRepeatAcross {
		across = ""
	}
	for i := range columns {
		at := len(cells)
		for len(g.below) <= at {
			g.below = append(g.below, span{})
		}
		if i > 0 {
			text, down = across, across
		}
		g.below[at] = span{text: down, rows: rows - 1}
		g.cells++
		cells = append(cells, text)
	}
	return cells
}

func spanOf(n *html.Node, name string) int {
	v, err := strconv.Atoi(strings.TrimSpace(attr(n, name)))
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxSpan)
}

// headRows is the number of rows that form the table's header: those of thead,
// or a first row of th alone. A table of th alone has none.
func headRows(rows []gridRow) int {
	n := 0
	for n < len(rows) && rows[n].header {
		n++
	}
	if n == 0 && len(rows) > 1 && rows[0].heads > 1 && rows[0].heads >= len(rows[0].cells)-1 && rows[0].heads > rows[1].heads {
		n = 1
	}
	if n == len(rows) {
		return 0
	}
	return n
}

// mergeHeads makes one header row of several: under "Price" over "Monthly" and
// "Yearly", the columns are "Price Monthly" and "Price Yearly".
func mergeHeads(rows []gridRow) []string {
	var out []string
	for _, r := range rows {
		for i, c := range r.cells {
			switch {
			case i >= len(out):
				out = append(out, c)
			case c != "" && !strings.HasSuffix(out[i], c):
				out[i] = strings.TrimSpace(out[i] + " " + c)
			}
		}
	}
	return out
}

// joinCells is a row's line. Empty cells at its end are left out.
func joinCells(cells []string) string {
	n := len(cells)
	for n > 0 && cells[n-1] == "" {
		n--
	}
	return strings.Join(cells[:n], " | ")
}

// cellText keeps a cell's own bars from looking like borders of cells.
func cellText(s string) string { return strings.ReplaceAll(s, " | ", "|") }

// arranges says whether a table only arranges the page: by its role, by what is
// in its cells, or because it has one column or one row without heads.
func arranges(n *html.Node, t traits) bool {
	if t.role == "presentation" || t.role == "none" {
		return true
	}
	var s tableShape
	s.look(n)
	if s.rows == 0 {
		return true
	}
	if s.heads > 0 {
		return s.blocks > s.cells
	}
	return s.widest < 2 || s.blocks*2 >= s.cells
}

type tableShape struct {
	rows, cells, heads, widest int
	blocks                     int // cells that hold headings, tables, code or several paragraphs
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
