package light

import (
	"regexp"
	"strings"
)

// AsciiDoc translates AsciiDoc.
func AsciiDoc(body string) string {
	a := &asciidoc{attributes: map[string]string{"nbsp": " ", "empty": "", "sp": " ", "plus": "+", "asterisk": "*", "vbar": "|"}}
	return strings.Join(a.blocks(split(body), 0), "\n")
}

type asciidoc struct {
	attributes map[string]string
	style      string // of the next block: [source,sh], [NOTE]
	anchor     string // of the next heading
	depth      int    // of the list, in spaces
}

var (
	adocHeading   = regexp.MustCompile(`^(={1,6})\s+(.+)$`)
	adocAttribute = regexp.MustCompile(`^:!?([\w-]+)!?:(?:\s+(.*))?$`)
	adocStyle     = regexp.MustCompile(`^\[([^\]]*)\]$`)
	adocAnchor    = regexp.MustCompile(`^\[\[([^\],]+)(?:,[^\]]*)?\]\]$`)
	adocFence     = regexp.MustCompile("^(-{4,}|\\.{4,}|={4,}|\\*{4,}|_{4,}|/{4,}|\\+{4,}|```.*|--)$")
	adocTable     = regexp.MustCompile(`^[|,:!]={3,}$`)
	adocItem      = regexp.MustCompile(`^\s*(\*{1,5}|-|\.{1,5}|\d{1,3}\.)\s+(.+)$`)
	adocTerm      = regexp.MustCompile(`^\s*(\S.*?)(?::{2,4}|;;)(?:\s+(.*))?$`)
	adocNote      = regexp.MustCompile(`^(NOTE|TIP|IMPORTANT|WARNING|CAUTION): (.*)$`)
	adocImage     = regexp.MustCompile(`image::?([^\s\[]+)\[([^\],]*)[^\]]*\]`)
	adocLink      = regexp.MustCompile(`(?:link:)?((?:https?://|mailto:)[^\s\[\]]+)\[([^\]]*?)\^?\]`)
	adocOwnLink   = regexp.MustCompile(`(?:link|xref):([^\s\[\]]+)\[([^\]]*)\]`)
	adocXref      = regexp.MustCompile(`<<([^,>]+)(?:,\s*([^>]+))?>>`)
	adocMacro     = regexp.MustCompile(`(kbd|btn|menu|footnote|pass|stem):([^\[\s]*)\[([^\]]*)\]`)
	adocValue     = regexp.MustCompile(`\{([\w-]+)\}`)
	adocBold      = regexp.MustCompile(`(^|[\s(])\*([^*\s](?:[^*]*[^*\s])?)\*($|[\s).,:;!?])`)
	adocMono      = regexp.MustCompile("`\\+?([^`]+?)\\+?`")
)

func (a *asciidoc) blocks(lines []string, depth int) []string {
	if depth > maxDepth {
		return lines
	}
	var out []string
	for i := 0; i < len(lines); {
		block, next := a.block(lines, i, depth)
		out, i = append(out, block...), max(next, i+1)
	}
	return out
}

func (a *asciidoc) block(lines []string, i, depth int) ([]string, int) {
	line := lines[i]
	switch {
	case blank(line):
		a.depth = 0
		return []string{""}, i + 1
	case adocFence.MatchString(line):
		return a.fence(lines, i, depth)
	case adocTable.MatchString(line):
		return a.table(lines, i)
	case strings.HasPrefix(line, "//"), strings.HasPrefix(line, "ifdef::"), strings.HasPrefix(line, "ifndef::"), strings.HasPrefix(line, "endif::"),
		strings.HasPrefix(line, "include::"), strings.HasPrefix(line, "toc::"), line == "<<<", line == "'''":
		return nil, i + 1
	}
	if m := adocAnchor.FindStringSubmatch(line); m != nil {
		a.anchor = m[1]
		return nil, i + 1
	}
	if m := adocStyle.FindStringSubmatch(line); m != nil {
		a.setStyle(m[1])
		return nil, i + 1
	}
	if m := adocHeading.FindStringSubmatch(line); m != nil {
		end := i + 1
		if len(m[1]) == 1 {
			end = a.header(lines, end)
		}
		return a.heading(len(m[1]), m[2]), end
	}
	if m := adocAttribute.FindStringSubmatch(line); m != nil {
		a.attributes[m[1]] = m[2]
		return nil, i + 1
	}
	return a.text(lines, i, depth)
}

func (a *asciidoc) setStyle(s string) {
	if id, ok := strings.CutPrefix(s, "#"); ok {
		a.anchor, _, _ = strings.Cut(id, ",")
		return
	}
	a.style = s
}

func (a *asciidoc) takeStyle() string {
	s := a.style
	a.style = ""
	return s
}

func (a *asciidoc) heading(level int, text string) []string {
	a.style = ""
	h := strings.Repeat("#", level) + " " + a.inline(text)
	if id := a.anchor; id != "" && !strings.ContainsAny(id, " {}\"'") {
		h += " {#" + id + "}"
	}
	a.anchor = ""
	return []string{"", h, ""}
}

// header reads what stands below a title, up to an empty line: authors, which
// are left out, and attributes.
func (a *asciidoc) header(lines []string, i int) int {
	for ; i < len(lines) && !blank(lines[i]) && !adocHeading.MatchString(lines[i]); i++ {
		if m := adocAttribute.FindStringSubmatch(lines[i]); m != nil {
			a.attributes[m[1]] = m[2]
		}
	}
	return i
}

// text is a paragraph, a list or a note.
func (a *asciidoc) text(lines []string, i, depth int) ([]string, int) {
	line := lines[i]
	if title, ok := strings.CutPrefix(line, "."); ok && title != "" && title[0] != '.' && title[0] != ' ' {
		return []string{"", "**" + a.inline(title) + "**", ""}, i + 1
	}
	if m := adocNote.FindStringSubmatch(line); m != nil {
		text, end := continued(lines, i+1)
		return quoted(m[1], []string{a.inline(strings.TrimSpace(m[2] + " " + text))}), end
	}
	if m := adocItem.FindStringSubmatch(line); m != nil {
		return a.entry(lines, i, m)
	}
	if line == "+" {
		return nil, i + 1
	}
	if m := adocTerm.FindStringSubmatch(line); m != nil && !strings.Contains(m[1], "://") {
		return a.term(lines, i, m, depth)
	}
	if line[0] == ' ' {
		code, end := indented(lines, i, 1)
		return fenced("", code), end
	}
	text, end := joined(lines, i)
	out := []string{"", a.inline(text), ""}
	if kind := alert(a.takeStyle()); kind != "" {
		out = quoted(kind, []string{a.inline(text)})
	}
	if a.depth > 0 && i > 0 && lines[i-1] == "+" {
		out = indent(out, a.depth)
	}
	return out, end
}

// joined reads the lines of a paragraph that begins at i.
func joined(lines []string, i int) (string, int) {
	first := strings.TrimSuffix(strings.TrimSpace(lines[i]), " +")
	more, end := continued(lines, i+1)
	return strings.TrimSpace(first + " " + more), end
}

// continued reads the lines that go on with a paragraph.
func continued(lines []string, i int) (string, int) {
	var text []string
	for ; i < len(lines) && !blank(lines[i]) && lines[i] != "+"; i++ {
		l := lines[i]
		if adocFence.MatchString(l) || adocTable.MatchString(l) || adocStyle.MatchString(l) || adocItem.MatchString(l) {
			break
		}
		if !strings.HasPrefix(l, "//") {
			text = append(text, strings.TrimSuffix(strings.TrimSpace(l), " +"))
		}
	}
	return strings.Join(text, " "), i
}

// entry is an entry of a list: its marks say how deep it is.
func (a *asciidoc) entry(lines []string, i int, m []string) ([]string, int) {
	mark, level := "- ", len(m[1])
	switch {
	case strings.HasPrefix(m[1], "."):
		mark = "1. "
	case m[1][0] >= '0' && m[1][0] <= '9':
		mark, level = m[1]+" ", 1
	}
	more, end := continued(lines, i+1)
	pad := (level - 1) * 3
	a.depth = pad + len(mark)
	a.style = ""
	text := strings.TrimSpace(strings.TrimSuffix(m[2], " +") + " " + more)
	return []string{strings.Repeat(" ", pad) + mark + a.inline(text)}, end
}

// term is a term with what it means, on its line or below.
func (a *asciidoc) term(lines []string, i int, m []string, depth int) ([]string, int) {
	end := i + 1
	for m[2] == "" && end < len(lines) && blank(lines[end]) {
		end++
	}
	text := m[2]
	if end < len(lines) && !adocFence.MatchString(lines[end]) && !adocHeading.MatchString(lines[end]) && !adocItem.MatchString(lines[end]) && !adocTerm.MatchString(lines[end]) {
		more, after := joined(lines, end)
		text, end = strings.TrimSpace(text+" "+more), after
	}
	if text == "" {
		return []string{"", a.inline(m[1]) + ":", ""}, i + 1
	}
	return []string{"", a.inline(m[1]), ":   " + a.inline(text), ""}, end
}

// fence is a block between two equal lines.
func (a *asciidoc) fence(lines []string, i, depth int) ([]string, int) {
	open := lines[i]
	closing := open
	if strings.HasPrefix(open, "```") {
		closing = "```"
	}
	end := i + 1
	for end < len(lines) && lines[end] != closing {
		end++
	}
	inside := lines[i+1 : end]
	style := a.takeStyle()
	within := i > 0 && lines[i-1] == "+" || a.depth > 0 && i > 1 && strings.HasPrefix(lines[i-1], "[") && lines[i-2] == "+"
	var out []string
	switch open[0] {
	case '/', '+':
	case '-', '.', '`':
		if open == "--" {
			out = a.blocks(inside, depth+1)
			break
		}
		out = fenced(language(style, open), inside)
	default:
		out = a.blocks(inside, depth+1)
		if kind := alert(style); kind != "" {
			out = quoted(kind, out)
		}
	}
	if within {
		out = indent(out, a.depth)
	}
	return out, end + 1
}

// language is that of [source,sh] or ```sh.
func language(style, open string) string {
	if l, ok := strings.CutPrefix(open, "```"); ok && l != "" {
		return l
	}
	parts := strings.Split(style, ",")
	if len(parts) > 1 && strings.HasPrefix(parts[0], "source") {
		return strings.TrimSpace(parts[1])
	}
	return ""
}

// table reads cells that begin with "|". How many make a row is said by cols,
// or by the first line.
func (a *asciidoc) table(lines []string, i int) ([]string, int) {
	style := a.takeStyle()
	mark := lines[i][:1]
	if mark == "," || mark == ":" {
		mark = "|"
	}
	width := columns(style)
	var cells []string
	end := i + 1
	for ; end < len(lines) && !adocTable.MatchString(lines[end]); end++ {
		parts := strings.Split(lines[end], mark)
		if len(parts) == 1 {
			if len(cells) > 0 && !blank(lines[end]) {
				cells[len(cells)-1] += " " + parts[0]
			}
			continue
		}
		if head := strings.TrimSpace(parts[0]); head != "" && len(cells) > 0 && !cellStyle(head) {
			cells[len(cells)-1] += " " + head
		}
		for k, c := range parts[1:] {
			if k+1 < len(parts)-1 { // the style of the next cell stands at the end of this one
				c = strings.TrimRight(c, " ")
			}
			cells = append(cells, a.inline(strings.TrimSpace(c)))
		}
		if width == 0 {
			width = len(cells)
		}
	}
	var rows [][]string
	for k := 0; width > 0 && k < len(cells); k += width {
		rows = append(rows, cells[k:min(k+width, len(cells))])
	}
	return table(rows), end + 1
}

// cellStyle recognises what stands before a cell: 2+, .3+, a, h, ^.
func cellStyle(s string) bool {
	return len(s) <= 6 && strings.Trim(s, "0123456789.+*<>^adehlmsv") == ""
}

// columns counts those that cols names: "1,2,3" or "3*".
func columns(style string) int {
	_, cols, ok := strings.Cut(style, "cols=")
	if !ok {
		return 0
	}
	if quoted, isQuoted := strings.CutPrefix(cols, `"`); isQuoted {
		cols, _, _ = strings.Cut(quoted, `"`)
	} else {
		cols, _, _ = strings.Cut(cols, ",")
	}
	if n, _, times := strings.Cut(cols, "*"); times {
		count := 0
		for _, c := range n {
			if c < '0' || c > '9' || count > maxColumns {
				return 0
			}
			count = count*10 + int(c-'0')
		}
		return count
	}
	return strings.Count(cols, ",") + 1
}

func (a *asciidoc) inline(s string) string {
	s = adocValue.ReplaceAllStringFunc(s, func(m string) string {
		if v, ok := a.attributes[m[1:len(m)-1]]; ok && len(v) < 1000 {
			return v
		}
		return m
	})
	var b strings.Builder
	for {
		at := adocMono.FindStringSubmatchIndex(s)
		if at == nil {
			return b.String() + marks(s)
		}
		b.WriteString(marks(s[:at[0]]) + "`" + s[at[2]:at[3]] + "`")
		s = s[at[1]:]
	}
}

func marks(s string) string {
	s = adocImage.ReplaceAllString(s, "![$2]($1)")
	s = adocMacro.ReplaceAllStringFunc(s, macro)
	s = adocLink.ReplaceAllStringFunc(s, func(m string) string {
		p := adocLink.FindStringSubmatch(m)
		if p[2] == "" {
			return p[1]
		}
		return "[" + p[2] + "](" + p[1] + ")"
	})
	s = adocOwnLink.ReplaceAllStringFunc(s, func(m string) string {
		if p := adocOwnLink.FindStringSubmatch(m); p[2] != "" {
			return p[2]
		}
		return adocOwnLink.FindStringSubmatch(m)[1]
	})
	s = adocXref.ReplaceAllStringFunc(s, func(m string) string {
		if p := adocXref.FindStringSubmatch(m); p[2] != "" {
			return p[2]
		}
		return adocXref.FindStringSubmatch(m)[1]
	})
	return strings.ReplaceAll(adocBold.ReplaceAllString(s, "$1**$2**$3"), "<", "&lt;")
}

func macro(m string) string {
	p := adocMacro.FindStringSubmatch(m)
	switch p[1] {
	case "menu":
		if p[3] == "" {
			return p[2]
		}
		return p[2] + " > " + p[3]
	case "footnote":
		return " (" + p[3] + ")"
	}
	return p[3]
}
