package pdf

import (
	"math"
	"strings"
)

const (
	// columnLines is the fewest lines that are taken for two columns of text side
	// by side, drawn line by line across both; fewer may be a table.
	columnLines = 4
	// columnText is how many bytes of text the lines of a column have on the mean
	// at least; the cells of tables have less.
	columnText = 18
)

// columns puts text that was drawn line by line across two columns into the
// order in which it is read.
func columns(lines []line) []line {
	out := make([]line, 0, len(lines))
	for i := 0; i < len(lines); {
		left, right, divided := columnsAt(lines[i:])
		if divided == 0 {
			out = append(out, lines[i])
			i++
			continue
		}
		i += len(left) + len(right) - divided
		out = append(append(out, left...), right...)
	}
	return out
}

// columnsAt divides the lines at the beginning that stand in two columns, and
// counts those that stood in both.
func columnsAt(lines []line) (left, right []line, divided int) {
	first := lines[0]
	if first.gaps != 1 {
		return nil, nil, 0
	}
	size := max(first.size, 1)
	bytes := 0
lines:
	for i, l := range lines {
		if i > 0 && (l.y >= lines[i-1].y || lines[i-1].y-l.y > 2*leading*size || math.Abs(l.size-first.size) > 1) {
			break
		}
		switch {
		case l.gaps == 1 && math.Abs(l.x-first.x) < size && math.Abs(l.second-first.second) < size:
			a, b, _ := strings.Cut(l.text, cell)
			left = append(left, line{text: a, size: l.size, x: l.x, y: l.y, end: l.gap})
			right = append(right, line{text: b, size: l.size, x: l.second, y: l.y, end: l.end})
			divided++
			bytes += min(len(a), len(b))
		case l.gaps == 0 && math.Abs(l.x-first.x) < size && l.end < first.second:
			left = append(left, l)
		case l.gaps == 0 && math.Abs(l.x-first.second) < size:
			right = append(right, l)
		default:
			break lines
		}
	}
	if divided < columnLines || bytes < divided*columnText {
		return nil, nil, 0
	}
	return left, right, divided
}
