package answer

import (
	"slices"
	"strings"
)

// table looks for variants among the rows and columns of a table.
func (c *clarifier) table(header Stretch, rows []Stretch) {
	names := cellsOf(header.Text)
	var grid [][]string
	for _, r := range rows {
		if cells := cellsOf(r.Text); len(cells) == len(names) {
			grid = append(grid, cells)
		}
	}
	if len(grid) < 2 || len(names) < 2 {
		return
	}
	named := c.namedRows(grid)
	if plans(grid) {
		c.columns(names, grid)
		return
	}
	c.rows(names, grid, named)
}

func cellsOf(row string) []string {
	cells := strings.Split(row, cellMark)
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// namedRows are the rows that hold as much of the question as the one that
// answers.
func (c *clarifier) namedRows(grid [][]string) []int {
	var out []int
	least := c.scale.share(c.names(cellsOf(c.lead.Text))...) - 1e-9
	for i, cells := range grid {
		if c.scale.share(c.names(cells)...) >= least {
			out = append(out, i)
		}
	}
	return out
}

// names are the cells that are no value of the kind wanted: "No fee" has a word
// of "what is the fee", but says nothing about which row is meant.
func (c *clarifier) names(cells []string) []string {
	return slices.DeleteFunc(slices.Clone(cells), c.cellFits)
}

// rows are variants when several fit the question alike and differ in the
// column that is asked for.
func (c *clarifier) rows(names []string, grid [][]string, named []int) {
	column := c.valueColumn(names, grid, named)
	if len(named) < 2 || column < 1 {
		return
	}
	label := c.labelColumn(grid, named, column)
	if label < 0 {
		return
	}
	var list []variant
	for _, i := range named {
		list = append(list, variant{grid[i][label], grid[i][column]})
	}
	c.offer(list)
}

// valueColumn is the column with what is asked for: the one that the question
// names, else the first whose cells all hold such a value; -1: none.
func (c *clarifier) valueColumn(names []string, grid [][]string, named []int) int {
	best, most := -1, 0.0
	for k := 1; k < len(names); k++ {
		fits := true
		for _, i := range named {
			fits = fits && (c.cellFits(grid[i][k]) || dash(grid[i][k]))
		}
		if share := c.scale.share(names[k]); fits && (best < 0 || share > most) {
			best, most = k, share
		}
	}
	return best
}

// cellFits: the cell holds what is wanted. "How much" asks for money where a
// table has any.
func (c *clarifier) cellFits(cell string) bool {
	asked := c.asked
	switch asked.Want {
	case WantsAnything, WantsPerson, WantsPlace:
		return false
	case WantsNumber:
		asked.Want = WantsMoney
	}
	return asked.Holds(cell, c.said[0].text) >= wantedValue
}

func dash(cell string) bool { return cell == "" || cell == "-" || cell == "—" || cell == "–" }

// labelColumn is the first column in which the rows all differ, and that has names:
// nobody knows which "free from €50" is theirs when a price is asked for.
func (c *clarifier) labelColumn(grid [][]string, rows []int, except int) int {
	for k := range grid[0] {
		if k == except {
			continue
		}
		seen, valued := map[string]bool{}, false
		for _, i := range rows {
			seen[grid[i][k]] = true
			valued = valued || c.cellFits(grid[i][k])
		}
		if len(seen) == len(rows) && !valued {
			return k
		}
	}
	return -1
}

// columns are variants when the place that answers is a row of plans, and the
// question names no column.
func (c *clarifier) columns(names []string, grid [][]string) {
	cells := cellsOf(c.lead.Text)
	if len(cells) != len(names) {
		return
	}
	var list []variant
	for k := 1; k < len(names); k++ {
		if cellKind(cells[k]) != "" || c.fitsAsked(cells[k]) {
			list = append(list, variant{names[k], cells[k]})
		}
	}
	c.offer(list)
}

// plans: the table lays variants side by side, "feature | Basic | Plus": the
// cells of a row are of one kind, those of a column are of several.
func plans(grid [][]string) bool {
	alike, kinds := 0, map[string]bool{}
	for _, cells := range grid {
		kind := cellKind(cells[1])
		same := true
		for _, cell := range cells[2:] {
			same = same && (cellKind(cell) == kind || dash(cell))
		}
		if same {
			alike++
		}
		kinds[kind] = true
	}
	return len(grid[0]) > 2 && alike*3 >= len(grid)*2 && len(kinds) > 1
}

// cellKind is what sort of value a cell holds; "": words only.
func cellKind(cell string) string {
	list := facts(cell)
	if i := slices.IndexFunc(list, func(f fact) bool { return isCurrency(f.unit) }); i >= 0 {
		return "money"
	}
	if len(list) == 0 {
		return ""
	}
	switch f := list[0]; {
	case f.kind != quantity:
		return "other"
	case f.unit == "second" || f.unit == "workday" || f.unit == "month":
		return "time"
	default:
		return "number " + f.unit
	}
}
