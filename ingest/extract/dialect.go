package extract

import (
	"bytes"
	"strings"
)

// dialect translates what site generators add to Markdown into Markdown with
// HTML: shortcodes (Hugo), tags (Jekyll, GitBook), containers (Docusaurus,
// VitePress, MkDocs), components and imports (MDX). Notes become notes, tabs
// become panels under their labels, folded parts become details; what has no
// text of its own is left out. Code is not touched, but for shortcodes, which
// their generator replaces in code too.
func dialect(body []byte, param func(string) string) []byte {
	if bytes.Contains(body, []byte("{{<")) || bytes.Contains(body, []byte("{{%")) {
		body = shortcodes(body, param)
	}
	if !needsLines(body) {
		return body
	}
	var d dialectReader
	return d.read(body)
}

// needsLines says whether a page may hold one of the forms that are read line
// by line.
func needsLines(body []byte) bool {
	for _, mark := range []string{":::", "!!! ", "???", "=== \"", "{% ", "{%- ", "{/*", "\nimport ", "\nexport ", "[[toc]]", "[[TOC]]", "[TOC]"} {
		if bytes.Contains(body, []byte(mark)) {
			return true
		}
	}
	return bytes.HasPrefix(body, []byte("import ")) || hasComponent(body)
}

// hasComponent says whether a page may hold a component's tag: "<" and a
// capital letter.
func hasComponent(body []byte) bool {
	for {
		i := bytes.IndexByte(body, '<')
		if i < 0 || i+1 >= len(body) {
			return false
		}
		if c := body[i+1]; c >= 'A' && c <= 'Z' {
			return true
		}
		body = body[i+1:]
	}
}

// dialectReader translates line by line.
type dialectReader struct {
	out   bytes.Buffer
	fence string   // that opened the code which is being read
	ends  []string // HTML that closes the open containers, innermost last
	skip  string   // what ends the part that is being left out
	depth int      // of indented containers around
	plain int      // up to this line tags of components do not end
}

func (d *dialectReader) read(body []byte) []byte {
	d.out.Grow(len(body) + 256)
	lines := strings.SplitAfter(string(body), "\n")
	for i := 0; i < len(lines); {
		i = d.line(lines, i)
	}
	for range d.ends {
		d.close("")
	}
	return d.out.Bytes()
}

// line translates the line at i and returns the place of the next.
func (d *dialectReader) line(lines []string, i int) int {
	line := lines[i]
	text := strings.TrimSpace(line)
	switch {
	case d.fence != "":
		if strings.HasPrefix(text, d.fence) && strings.Trim(text, d.fence[:1]) == "" {
			d.fence = ""
		}
		d.out.WriteString(line)
	case d.skipped(text):
	case strings.HasPrefix(text, "```") || strings.HasPrefix(text, "~~~"):
		d.fence = text[:len(text)-len(strings.TrimLeft(text, text[:1]))]
		d.out.WriteString(line)
	case strings.HasPrefix(text, ":::"):
		d.container(text, line[:indentOf(line)])
	case indentedContainer(line):
		return d.indented(lines, i)
	case isTOC(text):
	case i >= d.plain && strings.HasPrefix(text, "<") && componentName(text) != "":
		return d.tag(lines, i)
	default:
		d.out.WriteString(d.inline(line))
	}
	return i + 1
}

// maxTagLines is the number of lines over which the tag of a component may run.
const maxTagLines = 60

// tag translates the tag of a component that begins the line at i, and returns
// the place behind it.
func (d *dialectReader) tag(lines []string, i int) int {
	tag := ""
	for n := i; n < min(len(lines), i+maxTagLines); n++ {
		tag += lines[n]
		text := strings.TrimLeft(tag, " \t")
		if end, _ := componentTag(text[1+len(componentName(text)):]); end >= 0 {
			d.out.WriteString(d.inline(tag))
			return n + 1
		}
	}
	d.plain = i + maxTagLines
	d.out.WriteString(d.inline(lines[i]))
	return i + 1
}

// skipped leaves out imports, exports and comments of MDX.
func (d *dialectReader) skipped(text string) bool {
	switch {
	case d.skip == "*/}":
		if strings.Contains(text, d.skip) {
			d.skip = ""
		}
		return true
	case d.skip == "\n":
		if text == "" {
			d.skip = ""
		}
		return true
	case strings.HasPrefix(text, "{/*"):
		if !strings.Contains(text, "*/}") {
			d.skip = "*/}"
		}
		return strings.HasSuffix(text, "*/}") || d.skip != ""
	case isImport(text):
		if strings.HasSuffix(text, "{") || strings.HasSuffix(text, "(") || strings.HasSuffix(text, ",") {
			d.skip = "\n"
		}
		return true
	}
	return false
}

// isImport says whether a line is a statement of a script at the top of MDX.
func isImport(text string) bool {
	if rest, ok := strings.CutPrefix(text, "import "); ok {
		quoted := strings.ContainsAny(rest, "'\"")
		return quoted && (strings.Contains(rest, " from ") || rest[0] == '\'' || rest[0] == '"') || rest == "{"
	}
	for _, start := range []string{"export const ", "export default ", "export function ", "export let ", "export * from "} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

func isTOC(text string) bool { return text == "[[toc]]" || text == "[[TOC]]" || text == "[TOC]" }

// inline translates what stands inside a line.
func (d *dialectReader) inline(line string) string {
	if strings.Contains(line, "{%") {
		line = outsideCode(line, tags)
	}
	if i := strings.Index(line, "{/*"); i >= 0 {
		if end := strings.Index(line[i:], "*/}"); end >= 0 {
			line = line[:i] + line[i+end+3:]
		}
	}
	if hasComponent([]byte(line)) {
		line = outsideCode(line, components)
	}
	return line
}

// outsideCode applies f to the parts of a line that are not between backticks.
func outsideCode(line string, f func(string) string) string {
	if !strings.Contains(line, "`") {
		return f(line)
	}
	parts := strings.Split(line, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = f(parts[i])
	}
	return strings.Join(parts, "`")
}

// open begins a container: a note, a folded part, the panel of a tab. It keeps
// the indentation, which may make it part of a list's entry.
func (d *dialectReader) open(kind, title, indent string) {
	start, end := containerHTML(kind, title)
	d.out.WriteString("\n" + indent + start + "\n\n")
	d.ends = append(d.ends, end)
}

func (d *dialectReader) close(indent string) {
	if n := len(d.ends) - 1; n >= 0 {
		d.out.WriteString("\n" + indent + d.ends[n] + "\n\n")
		d.ends = d.ends[:n]
	}
}

// container reads a line such as ":::tip Title" or ":::".
func (d *dialectReader) container(text, indent string) {
	rest := strings.TrimLeft(text, ":")
	if strings.TrimSpace(rest) == "" {
		d.close(indent)
		return
	}
	rest = strings.TrimSpace(rest)
	n := strings.IndexAny(rest, " [{")
	if n < 0 {
		n = len(rest)
	}
	title := strings.TrimSpace(rest[n:])
	if i := strings.IndexByte(title, '{'); i >= 0 {
		title = strings.TrimSpace(title[:i])
	}
	title = strings.TrimSuffix(strings.TrimPrefix(title, "["), "]")
	kind := rest[:n]
	if strings.HasSuffix(rest, ":::") { // opened and closed on one line
		d.open(kind, "", indent)
		d.out.WriteString(indent + strings.TrimSpace(strings.TrimRight(title, ":")) + "\n")
		d.close(indent)
		return
	}
	d.open(kind, title, indent)
}

// indentedContainer says whether a line opens a container whose contents are
// indented: "!!! note "Title"", "??? tip", "=== "Tab"".
func indentedContainer(line string) bool {
	text := strings.TrimLeft(line, " ")
	for _, mark := range []string{"!!! ", "??? ", "???+ ", "=== \""} {
		if strings.HasPrefix(text, mark) {
			return true
		}
	}
	return false
}

// indented reads a container with indented contents, which it translates by
// itself, and returns the place behind it.
func (d *dialectReader) indented(lines []string, i int) int {
	text := strings.TrimLeft(lines[i], " ")
	margin := len(lines[i]) - len(text) + 4
	mark, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	kind, title, _ := strings.Cut(rest, " ")
	title = strings.Trim(title, " \"")
	switch mark {
	case "===":
		kind, title = "tab", strings.Trim(rest, "\"")
	case "???", "???+":
		if title == "" {
			title = kind
		}
		kind = "details"
	}
	end := i + 1
	for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || indentOf(lines[end]) >= margin) {
		end++
	}
	indent := lines[i][:margin-4]
	d.open(kind, title, indent)
	d.contents(lines[i+1:end], margin, indent)
	d.close(indent)
	return end
}

// contents translates the lines of an indented container.
func (d *dialectReader) contents(lines []string, margin int, indent string) {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(indent)
		b.WriteString(line[min(len(line), min(indentOf(line), margin)):])
	}
	if d.depth == maxContainers {
		d.out.WriteString(b.String())
		return
	}
	inner := dialectReader{depth: d.depth + 1}
	d.out.Write(inner.read([]byte(b.String())))
}

// maxContainers is how deep indented containers are read.
const maxContainers = 8

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
