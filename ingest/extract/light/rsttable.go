package light

import (
	"encoding/csv"
	"strings"
)

// listTable is a table written as a list of lists.
func (r *rst) listTable(d directive) []string {
	var rows [][]string
	for _, l := range d.content {
		text := strings.TrimSpace(l)
		row, first := strings.CutPrefix(text, "* - ")
		switch {
		case first && indentOf(l) == 0:
			rows = append(rows, []string{row})
		case len(rows) == 0 || text == "":
		case strings.HasPrefix(text, "- ") && indentOf(l) == 2:
			rows[len(rows)-1] = append(rows[len(rows)-1], text[2:])
		case text == "-" && indentOf(l) == 2:
			rows[len(rows)-1] = append(rows[len(rows)-1], "")
		default:
			last := rows[len(rows)-1]
			last[len(last)-1] += " " + text
		}
	}
	return r.captioned(d.argument, rows)
}

func (r *rst) csvTable(d directive) []string {
	in := csv.NewReader(strings.NewReader(strings.Join(d.content, "\n")))
	in.FieldsPerRecord, in.LazyQuotes, in.TrimLeadingSpace = -1, true, true
	rows, err := in.ReadAll()
	if err != nil {
		return fenced("", d.content)
	}
	if head := d.options["header"]; head != "" {
		h := csv.NewReader(strings.NewReader(head))
		h.LazyQuotes, h.TrimLeadingSpace = true, true
		if first, err := h.Read(); err == nil {
			rows = append([][]string{first}, rows...)
		}
	}
	return r.captioned(d.argument, rows)
}

func (r *rst) captioned(caption string, rows [][]string) []string {
	for _, row := range rows {
		for i := range row {
			row[i] = r.inline(row[i])
		}
	}
	out := table(rows)
	if caption != "" {
		out = append([]string{"", r.inline(caption)}, out...)
	}
	return out
}

// grid is a table drawn with + - |.
func (r *rst) grid(lines []string, i int) ([]string, int) {
	var rows [][]string
	var current []string
	columns := borders(lines[i])
	for ; i < len(lines) && lines[i] != "" && strings.ContainsRune("+|", rune(lines[i][0])); i++ {
		l := []rune(lines[i])
		if l[0] == '+' {
			if current != nil {
				rows, current = append(rows, current), nil
			}
			continue
		}
		if current == nil {
			current = make([]string, len(columns)-1)
		}
		for k := range current {
			from, to := min(columns[k]+1, len(l)), min(columns[k+1], len(l))
			current[k] += " " + strings.Trim(string(l[from:to]), " |")
		}
	}
	if current != nil {
		rows = append(rows, current)
	}
	return r.captioned("", rows), i
}

func borders(line string) []int {
	var at []int
	for i, c := range line {
		if c == '+' {
			at = append(at, i)
		}
	}
	return at
}

// simple is a table drawn with rows of "=".
func (r *rst) simple(lines []string, i int) ([]string, int) {
	starts := []int{0}
	for k := 1; k < len(lines[i]); k++ {
		if lines[i][k] == '=' && lines[i][k-1] == ' ' {
			starts = append(starts, k)
		}
	}
	var rows [][]string
	drawn := 1
	end := i + 1
	for ; end < len(lines) && drawn < 3; end++ {
		l := []rune(lines[end])
		switch {
		case rstSimpleLine.MatchString(lines[end]):
			drawn++
			if next := end + 1; drawn == 2 && (next >= len(lines) || blank(lines[next])) && len(rows) > 0 {
				drawn = 3 // a table without a heading row
			}
			continue
		case blank(lines[end]), strings.Trim(lines[end], "- ") == "":
			continue
		}
		row := make([]string, len(starts))
		for k, from := range starts {
			to := len(l)
			if k+1 < len(starts) {
				to = min(starts[k+1], len(l))
			}
			row[k] = strings.TrimSpace(string(l[min(from, len(l)):to]))
		}
		if row[0] == "" && len(rows) > 0 { // goes on with the row above
			for k := range row {
				rows[len(rows)-1][k] += " " + row[k]
			}
			continue
		}
		rows = append(rows, row)
	}
	return r.captioned("", rows), end
}
