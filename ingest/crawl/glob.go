package crawl

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"footnote/ingest"
)

// glob is a pattern on a URL path, see ingest.Glob. /docs/** covers /docs, too. A
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
	folder, below := strings.CutSuffix(pattern, "/**")
	expression, err := ingest.Glob(folder)
	if err != nil {
		return glob{}, fmt.Errorf("pattern %q is %w", text, err)
	}
	if below {
		expression += `(?:/.*)?`
	}
	re, err := regexp.Compile(`(?s)\A` + expression + `\z`)
	if err != nil {
		return glob{}, fmt.Errorf("pattern %q is %w", text, ingest.ErrGlob)
	}
	return glob{text, re}, nil
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
