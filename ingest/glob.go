package ingest

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ErrGlob is the error of a pattern that means nothing.
var ErrGlob = errors.New("not understood: use * ? ** [a-z] {a,b}, and \\ before a bracket that is meant")

// Glob translates a pattern for slash-separated paths into the text of a
// regular expression, without its ends: each kind of source says for itself what
// a pattern is held against. * and ? stand for anything and for one character
// within a name, ** for anything across names and **/ for any number of folders,
// [a-z] and [!a-z] for one of some characters, {a,b} for either; after \ a
// character stands for itself. A bracket without its other half is ErrGlob: it
// is far more often a slip than a part of a name.
//
// The expression matches in linear time, whatever the pattern.
func Glob(pattern string) (string, error) {
	g := glob{rest: pattern}
	for g.rest != "" {
		if !g.piece() {
			return "", ErrGlob
		}
	}
	if _, err := regexp.Compile(g.String()); g.depth != 0 || err != nil {
		return "", ErrGlob
	}
	return g.String(), nil
}

// glob is a pattern that is being translated.
type glob struct {
	strings.Builder
	rest  string
	depth int // open braces
}

// piece translates the beginning of the rest; false if it means nothing.
func (g *glob) piece() bool {
	folder := g.Len() == 0 || strings.HasSuffix(g.String(), "/")
	switch c := g.rest[0]; {
	case strings.HasPrefix(g.rest, "**/") && folder:
		return g.put(3, `(?:.*/)?`)
	case strings.HasPrefix(g.rest, "**"):
		return g.put(2, `.*`)
	case c == '*':
		return g.put(1, `[^/]*`)
	case c == '?':
		return g.put(1, `[^/]`)
	case c == '[':
		n := class(g.rest)
		return n > 0 && g.put(n, "["+strings.Replace(g.rest[1:n], "!", "^", 1))
	case c == '{':
		g.depth++
		return g.put(1, `(?:`)
	case c == '}':
		g.depth--
		return g.depth >= 0 && g.put(1, `)`)
	case c == ',' && g.depth > 0:
		return g.put(1, `|`)
	case c == ']':
		return false
	case c == '\\' && len(g.rest) > 1:
		g.rest = g.rest[1:]
		return g.plain()
	}
	return g.plain()
}

// plain translates a character that stands for itself.
func (g *glob) plain() bool {
	_, n := utf8.DecodeRuneInString(g.rest)
	return g.put(n, regexp.QuoteMeta(g.rest[:n]))
}

func (g *glob) put(n int, expression string) bool {
	g.WriteString(expression)
	g.rest = g.rest[n:]
	return true
}

// class is the length of the character class that s begins with, 0 if it has no
// end.
func class(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case s[i] == ']' && i > 1:
			return i + 1
		}
	}
	return 0
}
