package pdf

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	reader "github.com/ledongthuc/pdf"
)

// line is a line of a page as it was set.
type line struct {
	text string
	size float64 // of most of its letters, in points
	x, y float64 // of its beginning; y rises upwards
	end  float64 // x of its end

	gaps        int     // wide ones between its parts
	gap, second float64 // x where the first part ends, and where the second begins
}

// The distances that tell lines and words apart, in parts of the letters' size.
const (
	sameLine = 0.4  // up or down: an index stays on the line
	wordGap  = 0.17 // a space that is not written, as TeX leaves them
	cellGap  = 2.5  // between the cells of a table, or columns
	backward = 1.0  // to the left: another line, or column, at the same height
)

// linesOf puts the letters of a page together, in the order of the file, which
// is the order of reading in what common programs write.
func linesOf(glyphs []reader.Text) []line {
	var lines []line
	var b strings.Builder
	var current line
	finish := func() {
		if current.text = strings.TrimSpace(b.String()); current.text != "" {
			lines = append(lines, current)
		}
		b.Reset()
	}
	var last reader.Text
	for i, g := range glyphs {
		size := math.Abs(g.FontSize)
		if i > 0 && (math.Abs(g.Y-last.Y) > sameLine*max(size, math.Abs(last.FontSize)) || g.X < last.X-backward*size) {
			finish()
		}
		if b.Len() == 0 {
			current = line{size: size, x: g.X, y: g.Y}
		} else if mark := separator(last, g, size); mark == cell {
			current.divide(last.X+last.W, g.X)
			b.WriteString(cell)
		} else if !spaceBetween(&b, g.S) {
			b.WriteString(mark)
		}
		current.size = max(current.size, size)
		current.end = g.X + g.W
		b.WriteString(printable(g.S))
		last = g
	}
	finish()
	return lines
}

// divide remembers a wide gap.
func (l *line) divide(end, begin float64) {
	if l.gaps++; l.gaps == 1 {
		l.gap, l.second = end, begin
	}
}

// letters leaves out what the reader puts behind every run of letters: a line
// break, which the fonts of TeX show as a capital omega.
func letters(glyphs []reader.Text) []reader.Text {
	runs, omegas := 0, 0
	for i, g := range glyphs {
		if i+1 == len(glyphs) || glyphs[i+1].Y != g.Y {
			runs++
			if g.S == omega {
				omegas++
			}
		}
	}
	kept := make([]reader.Text, 0, len(glyphs))
	for _, g := range glyphs {
		if g.S != "\n" && (g.S != omega || omegas*2 < runs) {
			kept = append(kept, g)
		}
	}
	return kept
}

const omega = "Ω"

// cell parts the cells of a table.
const cell = " | "

// separator is what stands between two letters: nothing, a space, or what parts
// the cells of a table. Where a font does not tell how wide its letters are, all
// of a text begin where it begins.
func separator(last, g reader.Text, size float64) string {
	gap := g.X - last.X - last.W
	switch {
	case last.W <= 0 && gap > size:
		return " "
	case last.W <= 0:
		return ""
	case gap > cellGap*size:
		return cell
	case gap > wordGap*size:
		return " "
	}
	return ""
}

// spaceBetween says whether there is a space already, or none is needed: between
// characters of scripts without them.
func spaceBetween(b *strings.Builder, next string) bool {
	before, _ := utf8.DecodeLastRuneInString(b.String()[max(0, b.Len()-utf8.UTFMax):])
	after, _ := utf8.DecodeRuneInString(next)
	return unicode.IsSpace(before) || unicode.IsSpace(after) || wide(before) || wide(after)
}

func wide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r < 0x3040 || r >= 0xff00 && r < 0xffef
}

// printable drops what is no letter, and divides ligatures.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) && r != '\t' || unicode.Is(unicode.Co, r) {
			return -1
		}
		if r == '\u00a0' || r == '\t' {
			return ' '
		}
		return r
	}, whole(s))
}

// whole divides ligatures and drops soft hyphens.
func whole(s string) string {
	if len(s) == 1 {
		return s
	}
	return strings.NewReplacer("ﬁ", "fi", "ﬂ", "fl", "ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl", "\u00ad", "").Replace(s)
}
