package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// grid is a table with its spans resolved: every row has a text for each column
// that it reaches.
type grid struct {
	caption string
	rows    []gridRow
	below   []span // cells that reach down into later rows, by column
	repeats int    // cells that are there because another one covers their place
}

type gridRow struct {
	cells  []string
	header bool // of the table's head
	own    int  // cells of its own, others reach down into it
	heads  int  // of those, the ones that are th
	whole  bool // one cell that spans all columns
}

// span is a cell that goes on in the rows below.
type span struct {
	text string
	rows int
}

const (
	maxSpan    = 100     // columns or rows that a cell may cover
	maxRepeats = 100_000 // of one table; beyond it, cells are not repeated
	// maxRepeatDown and maxRepeatAcross are the longest texts in bytes that are
	// repeated in every row or column that a cell covers. A row cannot be read
	// without the name that stands for several; a remark across columns is read
	// once. Both keep spans from multiplying a page.
	maxRepeatDown   = 200
	maxRepeatAcross = 40
)

// fromAbove appends the texts of cells that reach down into this row at the
// next columns.
func (g *grid) fromAbove(cells []string) []string {
	for len(cells) < len(g.below) && g.below[len(cells)].rows > 0 {
		s := &g.below[len(cells)]
		s.rows--
		g.repeats++
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
	if g.repeats > maxRepeats {
		columns, rows = 1, 1
	}
	g.repeats += columns - 1
	for i := range columns {
		at := len(cells)
		for len(g.below) <= at {
			g.below = append(g.below, span{})
		}
		if i > 0 {
			text, down = across, across
		}
		g.below[at] = span{text: down, rows: rows - 1}
		cells = append(cells, text)
	}
	return cells
}

func spanOf(n *html.Node, name string) int {
	value := strings.TrimSpace(attr(n, name))
	if value == "" {
		return 1
	}
	v, err := strconv.Atoi(value)
	if err != nil || v < 1 {
		return 1
	}
	return min(v, maxSpan)
}

// maxHeadRows is the number of rows that a header may have.
const maxHeadRows = 4

// headRows is the number of rows that form the table's header: those of thead,
// or the first ones of th alone, of which the first may begin with an empty
// corner. A table of th alone has none.
func headRows(rows []gridRow) int {
	n := 0
	for n < min(len(rows), maxHeadRows) && rows[n].header {
		n++
	}
	if n == 0 && len(rows) > 1 && rows[0].heads > 1 && rows[0].heads >= rows[0].own-1 && (rows[0].heads > rows[1].heads || rows[1].heads == rows[1].own) {
		n = 1
		for n < min(len(rows), maxHeadRows) && rows[n].heads == rows[n].own {
			n++
		}
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
