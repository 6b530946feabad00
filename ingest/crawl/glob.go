package crawl

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// glob is a pattern on a URL path: * stands for anything within a folder, **
// for any number of folders, ? for one character. /docs/** covers /docs, too. A
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
	if err != nil {
		return glob{}, fmt.Errorf("pattern %q: %w", text, err)
	}
	return glob{text, re}, nil
}

func globExpression(pattern string) string {
	pattern, below := strings.CutSuffix(pattern, "/**")
	var b strings.Builder
	b.WriteString(`(?s)\A`)
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
		default:
			end := strings.IndexAny(rest[1:], "/*?") + 1
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

func (g glob) matches(path string) bool { return g.re.MatchString(readable(path)) }

// readable undoes percent-encoding where that gives text.
func readable(path string) string {
	text, err := url.PathUnescape(path)
	if err != nil {
		text = path
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
