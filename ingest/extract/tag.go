package extract

import (
	"html"
	"strings"
)

// tags translates the tags of Jekyll and GitBook in a line: notes and tabs, the
// others are left out.
func tags(line string) string {
	var b strings.Builder
	for {
		i := strings.Index(line, "{%")
		if i < 0 {
			b.WriteString(line)
			return b.String()
		}
		end := strings.Index(line[i+2:], "%}")
		if end < 0 {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString(line[:i])
		b.WriteString(tagHTML(strings.Trim(line[i+2:i+2+end], " -")))
		line = line[i+end+4:]
	}
}

func tagHTML(inner string) string {
	s := parseShortcode(inner)
	name, closing := strings.CutPrefix(s.name, "end")
	switch {
	case name == "tab", name == "details", name == "expand", isNoteKind(name):
	default:
		return ""
	}
	start, end := containerHTML(name, s.params["title"])
	if closing {
		return "\n\n" + end + "\n\n"
	}
	return "\n\n" + start + "\n\n"
}

// components makes HTML tags of the tags of components in a line: attributes in
// braces, which Markdown does not take for attributes, are left out.
func components(line string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(line, '<')
		if i < 0 || i+1 >= len(line) {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString(line[:i])
		line = line[i:]
		name := componentName(line)
		if name == "" {
			b.WriteByte('<')
			line = line[1:]
			continue
		}
		end, attrs := componentTag(line[1+len(name):])
		if end < 0 {
			b.WriteString(line)
			return b.String()
		}
		b.WriteString("<" + name)
		for _, a := range attrs {
			b.WriteString(" " + a)
		}
		line = line[1+len(name)+end:]
		b.WriteString(line[:strings.IndexByte(line, '>')+1])
		line = line[strings.IndexByte(line, '>')+1:]
	}
}

// componentName is the name of the component whose opening tag begins at s.
func componentName(s string) string {
	n := 1
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || s[n] >= '0' && s[n] <= '9' || s[n] == '.') {
		n++
	}
	if n < 2 || s[1] < 'A' || s[1] > 'Z' || n < len(s) && !strings.ContainsRune(" />\n\t\r", rune(s[n])) {
		return ""
	}
	return s[1:n]
}

// componentTag reads the attributes of a tag behind its name: the place of ">"
// or "/>", -1 if the line has none, and the attributes with quoted values.
func componentTag(s string) (end int, attrs []string) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '>', c == '/' && i+1 < len(s) && s[i+1] == '>':
			return i, attrs
		case c == '{':
			n := braces(s[i:])
			if n < 0 {
				return -1, nil
			}
			i += n
		case strings.IndexByte(" \t\r\n/=", c) >= 0:
			i++
		default:
			var a string
			a, i = componentAttr(s, i)
			if i < 0 {
				return -1, nil
			}
			if a != "" {
				attrs = append(attrs, a)
			}
		}
	}
	return -1, nil
}

// componentAttr reads an attribute at i and returns it, if its value is quoted,
// and the place behind it.
func componentAttr(s string, i int) (string, int) {
	n := strings.IndexAny(s[i:], "= \t\r\n/>{")
	if n < 0 {
		return "", -1
	}
	name := s[i : i+n]
	i += n
	if i+1 >= len(s) || s[i] != '=' || s[i+1] != '"' && s[i+1] != '\'' {
		return "", max(i, 0)
	}
	end := strings.IndexByte(s[i+2:], s[i+1])
	if end < 0 {
		return "", -1
	}
	return name + `="` + html.EscapeString(s[i+2:i+2+end]) + `"`, i + 3 + end
}

// braces is the length of the text in braces that s begins with, -1 if they do
// not close.
func braces(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}
