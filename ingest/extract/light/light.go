// Package light translates reStructuredText and AsciiDoc, as documentation is
// written in them, to Markdown, block by block: headings, lists, steps, tables,
// code, notes, definitions. What only directs the typesetting is left out.
//
// The translation is one pass over the lines, nested blocks by recursion to a
// limited depth; its time is linear in the size of a page but for nesting.
package light

import "strings"

// maxDepth is the deepest nesting of blocks; what is deeper is text.
const maxDepth = 12

// alert is the kind of note that a word announces, "" if none.
func alert(word string) string {
	switch strings.ToLower(word) {
	case "note", "seealso", "admonition", "todo", "topic", "sidebar", "information":
		return "NOTE"
	case "tip", "hint":
		return "TIP"
	case "important", "attention":
		return "IMPORTANT"
	case "warning":
		return "WARNING"
	case "caution", "danger", "error":
		return "CAUTION"
	}
	return ""
}

// quoted is a note as Markdown has it.
func quoted(kind string, lines []string) []string {
	out := []string{"", "> [!" + kind + "]"}
	for _, l := range lines {
		out = append(out, strings.TrimRight("> "+l, " "))
	}
	return append(out, "")
}

// fenced is a block of code. The fence is longer than any in the code.
func fenced(language string, lines []string) []string {
	fence := "```"
	for _, l := range lines {
		for strings.Contains(l, fence) {
			fence += "`"
		}
	}
	language, _, _ = strings.Cut(strings.TrimSpace(language), " ")
	out := append([]string{"", fence + language}, lines...)
	return append(out, fence, "")
}

// rows is a table; the first row heads it. Empty rows are left out.
func table(rows [][]string) []string {
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if width == 0 || width > maxColumns {
		return nil
	}
	out := []string{""}
	for i, r := range rows {
		cells := make([]string, width)
		for k, c := range r {
			cells[k] = strings.ReplaceAll(strings.Join(strings.Fields(c), " "), "|", "\\|")
		}
		out = append(out, "| "+strings.Join(cells, " | ")+" |")
		if i == 0 {
			out = append(out, "|"+strings.Repeat("---|", width))
		}
	}
	return append(out, "")
}

// maxColumns of a table.
const maxColumns = 200

func indentOf(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// indented returns the lines from i on that are indented by at least least, or
// empty, without the indentation that all have, and where they end.
func indented(lines []string, i, least int) (block []string, end int) {
	for end = i; end < len(lines) && (blank(lines[end]) || indentOf(lines[end]) >= least); end++ {
	}
	last := end
	for last > i && blank(lines[last-1]) {
		last--
	}
	for i < last && blank(lines[i]) {
		i++
	}
	return dedent(lines[i:last]), end
}

// dedent takes away the indentation that all lines have.
func dedent(lines []string) []string {
	least := -1
	for _, l := range lines {
		if n := indentOf(l); !blank(l) && (least < 0 || n < least) {
			least = n
		}
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimRight(l[min(len(l), max(least, 0)):], " ")
	}
	return out
}

// indent puts spaces before lines that are not empty.
func indent(lines []string, n int) []string {
	space := strings.Repeat(" ", n)
	for i, l := range lines {
		if l != "" {
			lines[i] = space + l
		}
	}
	return lines
}

// split makes lines of a page: tabs are eight columns, as both languages say.
func split(body string) []string {
	body = strings.ReplaceAll(body, "\r\n", "\n")
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		if strings.Contains(l, "\t") {
			l = expand(l)
		}
		lines[i] = strings.TrimRight(l, " ")
	}
	return lines
}

func expand(l string) string {
	var b strings.Builder
	column := 0
	for _, r := range l {
		if r != '\t' {
			b.WriteRune(r)
			column++
			continue
		}
		for n := 8 - column%8; n > 0; n-- {
			b.WriteByte(' ')
			column++
		}
	}
	return b.String()
}
