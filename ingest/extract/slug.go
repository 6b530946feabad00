package extract

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// slugs makes the ids of headings as GitHub, Hugo and most others do: letters of
// any script and digits in lower case, spaces as hyphens, other characters left
// out; a second one of the same text gets "-1".
type slugs struct {
	used map[string]int
}

// Generate is part of parser.IDs.
func (s *slugs) Generate(value []byte, _ ast.NodeKind) []byte {
	slug := slugOf(withoutTargets(value))
	if slug == "" {
		slug = "section"
	}
	n, seen := s.used[slug]
	s.Put([]byte(slug))
	if !seen {
		return []byte(slug)
	}
	s.used[slug] = n + 1
	return strconv.AppendInt(append([]byte(slug), '-'), int64(n+1), 10)
}

// Put is part of parser.IDs.
func (s *slugs) Put(value []byte) {
	if s.used == nil {
		s.used = make(map[string]int)
	}
	if _, ok := s.used[string(value)]; !ok {
		s.used[string(value)] = 0
	}
}

func slugOf(value []byte) string {
	var b strings.Builder
	for _, r := range string(bytes.TrimSpace(value)) {
		switch {
		case r == ' ', r == '\t':
			b.WriteByte('-')
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// withoutTargets removes the addresses of links: "[a](b)" is "[a]".
func withoutTargets(value []byte) []byte {
	for {
		i := bytes.Index(value, []byte("]("))
		if i < 0 {
			return value
		}
		end := bytes.IndexByte(value[i:], ')')
		if end < 0 {
			return value
		}
		value = append(append([]byte{}, value[:i+1]...), value[i+end+1:]...)
	}
}
