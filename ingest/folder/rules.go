package folder

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// rules say which paths below a source are read.
type rules struct{ include, exclude []pattern }

// pattern is a glob for slash-separated paths: * and ? match within a name, **
// also across names, [a-z] and [!a-z] one of some characters, {a,b} either. One
// that does not begin with a slash may match at any depth, one that does is held
// against the whole path from the source on; either matches everything below a
// folder that it matches.
type pattern struct {
	text string
	*regexp.Regexp
}

func newRules(include, exclude []string) (r rules, err error) {
	if r.include, err = compile(include); err != nil {
		return r, err
	}
	r.exclude, err = compile(exclude)
	return r, err
}

func compile(texts []string) ([]pattern, error) {
	var all []pattern
	for _, text := range texts {
		re, err := regexp.Compile(expression(text))
		if err != nil || strings.Trim(text, "/") == "" || !balanced(text) {
			return nil, fmt.Errorf("pattern %q is not understood: use * ? ** [a-z] {a,b}, and \\ before a bracket that is meant", text)
		}
		all = append(all, pattern{text, re})
	}
	return all, nil
}

// balanced says whether every bracket of a glob has its other half: one without
// is far more often a slip than the name of a file.
func balanced(glob string) bool {
	braces, class := 0, false
	for i := 0; i < len(glob); i++ {
		switch c := glob[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
		case c == ']':
			return false
		case c == '{':
			braces++
		case c == '}':
			if braces--; braces < 0 {
				return false
			}
		}
	}
	return braces == 0 && !class
}

// expression translates a glob; regexp matches in linear time, whatever the
// pattern.
func expression(glob string) string {
	anchored := strings.HasPrefix(glob, "/")
	glob = strings.Trim(glob, "/")
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	if !anchored {
		b.WriteString(`(?:.*/)?`)
	}
	depth := 0
	for i := 0; i < len(glob); {
		i += piece(&b, glob[i:], &depth)
	}
	b.WriteString(`(?:/.*)?\z`)
	return b.String()
}

// piece translates the beginning of a glob and returns its length.
func piece(b *strings.Builder, glob string, depth *int) int {
	switch {
	case strings.HasPrefix(glob, "**/"):
		b.WriteString(`(?:.*/)?`)
		return 3
	case strings.HasPrefix(glob, "**"):
		b.WriteString(`.*`)
		return 2
	case glob[0] == '*':
		b.WriteString(`[^/]*`)
	case glob[0] == '?':
		b.WriteString(`[^/]`)
	case glob[0] == '[' && strings.IndexByte(glob[1:], ']') > 0:
		end := strings.IndexByte(glob[1:], ']') + 1
		b.WriteString("[" + strings.Replace(glob[1:end], "!", "^", 1) + "]")
		return end + 1
	case glob[0] == '{':
		b.WriteString(`(?:`)
		*depth++
	case glob[0] == '}' && *depth > 0:
		b.WriteString(`)`)
		*depth--
	case glob[0] == ',' && *depth > 0:
		b.WriteString(`|`)
	case glob[0] == '\\' && len(glob) > 1:
		b.WriteString(regexp.QuoteMeta(glob[1:2]))
		return 2
	default:
		b.WriteString(regexp.QuoteMeta(glob[:1]))
	}
	return 1
}

// refuse says why a file is not read, "" if it is.
func (r rules) refuse(file string) string {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if reason := r.refuseFolder(dir); reason != "" {
			return reason
		}
	}
	if reason := r.refuseName(path.Base(file)); reason != "" {
		return reason
	}
	if p, ok := match(r.exclude, file); ok {
		return fmt.Sprintf("excluded by the pattern %q", p.text)
	}
	if contentType(file) == "" {
		return unsupported(file)
	}
	if _, ok := match(r.include, file); !ok && len(r.include) > 0 {
		return "matches none of the patterns to include"
	}
	return ""
}

// refuseFolder says why nothing in a folder is read, "" if it is looked into.
func (r rules) refuseFolder(dir string) string {
	if reason := r.refuseName(path.Base(dir)); reason != "" {
		return reason
	}
	if p, ok := match(r.exclude, dir); ok {
		return fmt.Sprintf("excluded by the pattern %q", p.text)
	}
	return ""
}

func (r rules) refuseName(name string) string {
	switch {
	case name == "node_modules", name == "__MACOSX":
		return "holds other people's files (" + name + ")"
	case strings.HasPrefix(name, "."):
		return "hidden (the name begins with a dot)"
	}
	return ""
}

func unsupported(file string) string {
	ending := path.Ext(file)
	switch strings.ToLower(ending) {
	case "":
		return "unsupported type: the name has no ending"
	case ".zip", ".gz", ".tgz", ".jsonl", ".ndjson":
		return fmt.Sprintf("unsupported type: %s within another source; name it as a source of its own", ending)
	}
	return "unsupported type: " + ending
}

func match(patterns []pattern, file string) (pattern, bool) {
	for _, p := range patterns {
		if p.MatchString(file) {
			return p, true
		}
	}
	return pattern{}, false
}
