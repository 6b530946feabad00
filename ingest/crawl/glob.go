package crawl

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// glob is a pattern on a URL path: * stands for anything within a folder, **
// for any number of folders, ? for one character, [a-z] and [!a-z] for one of
// some, {a,b} for either. /docs/** covers /docs, too. A
// pattern that does not begin with / may match in any folder. It is held
// against the readable path, so that Chinese is written as Chinese.
type glob struct {
	text string
	re   *regexp.Regexp // linear in the path, whatever the pattern
}

func newGlob(text string) (glob, error) {
	if strings.TrimSpace(text) == "" {
		return glob{}, errors.New("empty pattern")
	}
	pattern := readable(text)
	if !strings.HasPrefix(pattern, "/") {
		pattern = "/**/" + strings.TrimPrefix(pattern, "**/")
	}
	re, err := regexp.Compile(globExpression(pattern))
	if err != nil || !balanced(pattern) {
		return glob{}, fmt.Errorf("pattern %q is not understood: use * ? ** [a-z] {a,b}", text)
	}
	return glob{text, re}, nil
}

func globExpression(pattern string) string {
	pattern, below := strings.CutSuffix(pattern, "/**")
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	depth := 0
	for i := 0; i < len(pattern); {
		rest := pattern[i:]
		switch {
		case strings.HasPrefix(rest, "/**/"):
			b.WriteString(`/(?:.*/)?`)
			i += 4
		case strings.HasPrefix(rest, "**"):
			b.WriteString(`.*`)
			i += 2
		case rest[0] == '*':
			b.WriteString(`[^/]*`)
			i++
		case rest[0] == '?':
			b.WriteString(`[^/]`)
			i++
		case strings.ContainsRune("[{},", rune(rest[0])):
			i += bracket(&b, rest, &depth)
		default:
			end := strings.IndexAny(rest[1:], "/*?[{},") + 1
			if end == 0 {
				end = len(rest)
			}
			b.WriteString(regexp.QuoteMeta(rest[:end]))
			i += end
		}
	}
	if below {
		b.WriteString(`(?:/.*)?`)
	}
	b.WriteString(`\z`)
	return b.String()
}

// bracket translates the beginning of a pattern that is a bracket, or a comma,
// and returns its length.
func bracket(b *strings.Builder, rest string, depth *int) int {
	end := strings.IndexByte(rest, ']')
	switch {
	case rest[0] == '[' && end > 1:
		b.WriteString("[" + strings.Replace(rest[1:end], "!", "^", 1) + "]")
		return end + 1
	case rest[0] == '{':
		b.WriteString(`(?:`)
		*depth++
	case rest[0] == '}' && *depth > 0:
		b.WriteString(`)`)
		*depth--
	case rest[0] == ',' && *depth > 0:
		b.WriteString(`|`)
	default:
		b.WriteString(regexp.QuoteMeta(rest[:1]))
	}
	return 1
}

// balanced says whether every bracket of a pattern has its other half: one
// without is far more often a slip than a part of an address.
func balanced(pattern string) bool {
	braces, class := 0, false
	for _, c := range pattern {
		switch {
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

func (g glob) matches(path string) bool { return g.re.MatchString(readable(path)) }

// readable undoes percent-encoding where that gives text.
func readable(path string) string {
	text, err := url.PathUnescape(path)
	if err != nil {
		text = path
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
