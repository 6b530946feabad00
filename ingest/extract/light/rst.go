package light

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// RST translates reStructuredText.
func RST(body string) string {
	r := &rst{levels: map[string]int{}, substitutes: map[string]string{}}
	lines := split(body)
	r.findSubstitutes(lines)
	return strings.Join(r.blocks(lines, 0), "\n")
}

type rst struct {
	levels      map[string]int // adornment -> level, in the order of the page
	substitutes map[string]string
}

// patterns of lines and of marks within them.
var (
	rstDirective  = regexp.MustCompile(`^\.\. (?:\|([^|]+)\| )?([A-Za-z][\w:+.-]*)::(?: (.*))?$`)
	rstBullet     = regexp.MustCompile(`^[*+•-] +`)
	rstNumber     = regexp.MustCompile(`^(?:\(?(\d{1,3}|#|[A-Za-z])[.)]) +`)
	rstField      = regexp.MustCompile(`^:([^:` + "`" + `]+(?:: ?[^:` + "`" + `]+)*?):(?: +(.*))?$`)
	rstLiteral    = regexp.MustCompile("``(.+?)``")
	rstRole       = regexp.MustCompile(":[\\w:+.-]+:`~?([^`<]*?)\\s*(?:<[^`>]*>)?`")
	rstLink       = regexp.MustCompile("`([^`<]+?)\\s*<([^`>]+)>`__?")
	rstReference  = regexp.MustCompile("`([^`]+)`__?")
	rstNote       = regexp.MustCompile(`\[#?([\w*]+)\]_`)
	rstSubstitute = regexp.MustCompile(`\|([^|\s][^|]*)\|_{0,2}`)
	rstGridLine   = regexp.MustCompile(`^\+[-=+]+\+$`)
	rstSimpleLine = regexp.MustCompile(`^=+(?: +=+)*$`)
)

func (r *rst) findSubstitutes(lines []string) {
	for _, l := range lines {
		if m := rstDirective.FindStringSubmatch(l); m != nil && m[1] != "" && m[2] == "replace" {
			r.substitutes[m[1]] = m[3]
		}
	}
}

// blocks translates lines whose least indentation is none.
func (r *rst) blocks(lines []string, depth int) []string {
	if depth > maxDepth {
		return lines
	}
	var out []string
	for i := 0; i < len(lines); {
		block, next := r.block(lines, i, depth)
		out, i = append(out, block...), max(next, i+1)
	}
	return out
}

// block translates what begins at line i and returns where it ends.
func (r *rst) block(lines []string, i, depth int) ([]string, int) {
	line := lines[i]
	switch {
	case blank(line):
		return []string{""}, i + 1
	case line[0] == ' ':
		return r.quote(lines, i, depth)
	case strings.HasPrefix(line, ".. "), line == "..":
		return r.explicit(lines, i, depth)
	case line == "::":
		code, end := indented(lines, i+1, 1)
		return fenced("", code), end
	case rstGridLine.MatchString(line):
		return r.grid(lines, i)
	case rstSimpleLine.MatchString(line) && strings.Contains(line, " "):
		return r.simple(lines, i)
	case strings.HasPrefix(line, "| "), line == "|":
		return r.lineBlock(lines, i)
	}
	if level, text, end := r.heading(lines, i); end > i {
		return []string{"", strings.Repeat("#", min(level, 6)) + " " + r.inline(text), ""}, end
	}
	if mark := listMark(line); mark != "" {
		return r.entry(lines, i, entryAt{mark, depth})
	}
	if m := rstField.FindStringSubmatch(line); m != nil {
		rest, end := indented(lines, i+1, 1)
		return []string{"- **" + m[1] + "**: " + r.inline(strings.Join(append([]string{m[2]}, rest...), " "))}, end
	}
	if i+1 < len(lines) && !blank(lines[i+1]) && lines[i+1][0] == ' ' {
		return r.definition(lines, i, depth)
	}
	return r.paragraph(lines, i)
}

// adornment says whether a line underlines a heading.
func adornment(s string) bool {
	if len(s) < 2 || !strings.ContainsRune("=-`:'\"~^_*+#<>.", rune(s[0])) {
		return false
	}
	return strings.Trim(s, s[:1]) == ""
}

// heading reads a heading with its adornment; end is i if there is none.
func (r *rst) heading(lines []string, i int) (level int, text string, end int) {
	at := func(k int) string {
		if k < len(lines) {
			return lines[k]
		}
		return ""
	}
	style := ""
	switch {
	case adornment(at(i)) && !blank(at(i+1)) && at(i+2) == at(i):
		style, text, end = at(i)[:1]+"over", strings.TrimSpace(at(i+1)), i+3
	case adornment(at(i+1)) && !adornment(at(i)) && utf8.RuneCountInString(at(i)) <= 2*len(at(i+1)):
		style, text, end = at(i + 1)[:1], at(i), i+2
	default:
		return 0, "", i
	}
	if _, known := r.levels[style]; !known {
		r.levels[style] = len(r.levels) + 1
	}
	return r.levels[style], text, end
}

// quote is an indented block.
func (r *rst) quote(lines []string, i, depth int) ([]string, int) {
	block, end := indented(lines, i, 1)
	return append(r.blocks(block, depth+1), ""), end
}

func listMark(line string) string {
	if m := rstBullet.FindString(line); m != "" {
		return m
	}
	return rstNumber.FindString(line)
}

type entryAt struct {
	mark  string
	depth int
}

// entry is an entry of a list with all that belongs to it.
func (r *rst) entry(lines []string, i int, at entryAt) ([]string, int) {
	width := len(at.mark)
	block, end := indented(lines, i+1, 1)
	first := []string{lines[i][width:]}
	if i+1 < end && blank(lines[i+1]) {
		first = append(first, "")
	}
	marker := "- "
	if m := rstNumber.FindStringSubmatch(at.mark); m != nil {
		marker = "1. "
		if m[1][0] >= '0' && m[1][0] <= '9' {
			marker = m[1] + ". "
		}
	}
	inner := r.blocks(append(first, block...), at.depth+1)
	for len(inner) > 0 && inner[0] == "" {
		inner = inner[1:]
	}
	if len(inner) == 0 {
		return nil, end
	}
	inner = indent(inner, len(marker))
	inner[0] = marker + strings.TrimSpace(inner[0])
	if end < len(lines) && listMark(lines[end]) == "" || blank(lines[end-1]) {
		inner = append(inner, "")
	}
	return inner, end
}

// definition is a term with what it means.
func (r *rst) definition(lines []string, i, depth int) ([]string, int) {
	block, end := indented(lines, i+1, 1)
	inner := r.blocks(block, depth+1)
	if len(inner) == 0 {
		return r.paragraph(lines, i)
	}
	for k := range inner {
		if k > 0 && inner[k] != "" {
			inner[k] = "    " + inner[k]
		}
	}
	inner[0] = ":   " + inner[0]
	return append(append([]string{r.inline(lines[i])}, inner...), ""), end
}

// paragraph reads up to an empty line. One that ends in "::" announces code.
func (r *rst) paragraph(lines []string, i int) ([]string, int) {
	end := i
	var text []string
	for end < len(lines) && !blank(lines[end]) && (end == i || lines[end][0] != ' ') {
		if end > i && end+1 < len(lines) && adornment(lines[end+1]) {
			break
		}
		text = append(text, lines[end])
		end++
	}
	last := text[len(text)-1]
	if !strings.HasSuffix(last, "::") {
		return r.escape(strings.Split(r.inline(strings.Join(text, "\n")), "\n")), end
	}
	text[len(text)-1] = strings.TrimSuffix(last, ":")
	code, after := indented(lines, end, 1)
	if len(code) == 0 {
		after = end
	}
	return append(r.escape(strings.Split(r.inline(strings.Join(text, "\n")), "\n")), fenced("", code)...), after
}

// escape keeps a line of text from being a heading of Markdown.
func (r *rst) escape(lines []string) []string {
	for i, l := range lines {
		if strings.HasPrefix(l, "#") {
			lines[i] = `\` + l
		}
	}
	return lines
}

func (r *rst) lineBlock(lines []string, i int) ([]string, int) {
	var out []string
	for ; i < len(lines) && strings.HasPrefix(lines[i], "|"); i++ {
		out = append(out, r.inline(strings.TrimSpace(lines[i][1:]))+"  ")
	}
	return append(out, ""), i
}

// explicit is a directive, a target, a substitution or a comment.
func (r *rst) explicit(lines []string, i, depth int) ([]string, int) {
	block, end := indented(lines, i+1, 1)
	m := rstDirective.FindStringSubmatch(lines[i])
	if m == nil {
		if note := regexp.MustCompile(`^\.\. \[#?([\w*]*)\] (.*)$`).FindStringSubmatch(lines[i]); note != nil {
			return []string{"", "[" + note[1] + "] " + r.inline(strings.Join(append([]string{note[2]}, block...), " ")), ""}, end
		}
		return nil, end
	}
	d := directive{name: m[2], argument: m[3], options: map[string]string{}}
	if m[1] != "" {
		return nil, end
	}
	for len(block) > 0 {
		f := rstField.FindStringSubmatch(block[0])
		if f == nil {
			break
		}
		d.options[f[1]] = f[2]
		block = block[1:]
	}
	for len(block) > 0 && blank(block[0]) {
		block = block[1:]
	}
	d.content = block
	return r.directive(d, depth), end
}

type directive struct {
	name, argument string
	options        map[string]string
	content        []string
}

func (r *rst) directive(d directive, depth int) []string {
	switch d.name {
	case "code-block", "code", "sourcecode", "parsed-literal", "prompt", "doctest", "testcode":
		return fenced(d.argument, d.content)
	case "image", "figure":
		alt := d.options["alt"]
		out := []string{"", "![" + alt + "](" + strings.ReplaceAll(d.argument, " ", "%20") + ")", ""}
		return append(append(out, r.blocks(d.content, depth+1)...), "")
	case "list-table":
		return r.listTable(d)
	case "csv-table":
		return r.csvTable(d)
	case "toctree", "contents", "index", "meta", "raw", "highlight", "currentmodule", "module", "include", "literalinclude", "default-role", "tabularcolumns", "sectnum", "ifconfig":
		return nil
	case "versionadded", "versionchanged", "deprecated":
		word := map[string]string{"versionadded": "New in version ", "versionchanged": "Changed in version ", "deprecated": "Deprecated since version "}[d.name]
		return quoted("NOTE", r.blocks(append([]string{word + d.argument + ":"}, d.content...), depth+1))
	case "rubric", "centered":
		return []string{"", "**" + r.inline(d.argument) + "**", ""}
	}
	content := r.blocks(d.content, depth+1)
	if kind := alert(d.name); kind != "" {
		if d.argument != "" {
			content = append([]string{r.inline(d.argument)}, content...)
		}
		return quoted(kind, content)
	}
	if d.argument != "" && !strings.HasPrefix(d.name, "table") {
		content = append([]string{"", "**" + r.inline(d.argument) + "**", ""}, content...)
	}
	return append(append([]string{""}, content...), "")
}

// inline translates marks within a text; what is between double backquotes
// stays.
func (r *rst) inline(s string) string {
	var b strings.Builder
	for {
		at := rstLiteral.FindStringSubmatchIndex(s)
		if at == nil {
			return b.String() + r.marks(s)
		}
		b.WriteString(r.marks(s[:at[0]]) + "`" + s[at[2]:at[3]] + "`")
		s = s[at[1]:]
	}
}

func (r *rst) marks(s string) string {
	s = rstSubstitute.ReplaceAllStringFunc(s, func(m string) string {
		if v, ok := r.substitutes[strings.Trim(m, "|_")]; ok {
			return v
		}
		return m
	})
	s = rstRole.ReplaceAllString(s, "$1")
	s = rstLink.ReplaceAllString(s, "[$1]($2)")
	s = rstReference.ReplaceAllString(s, "$1")
	s = rstNote.ReplaceAllString(s, "[$1]")
	return strings.NewReplacer("<", "&lt;", `\ `, "").Replace(s)
}
