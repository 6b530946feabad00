package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// field is a stretch of a token between two connectors: token[start:end].
type field struct {
	start, end int
	before     byte // the ASCII connector in front of it; '-' for its relatives, 0 for none
}

// hump is a part of a field: letters or digits, "user" and "Name" of "userName".
type hump struct {
	start, end int // bytes of the token
	number     bool
}

// split appends the pieces of a token to list: the whole, then its parts.
func (a *analyser) split(list []piece, raw string) []piece {
	raw = cut(raw, 2*maxToken)
	if last := raw[len(raw)-1]; last == '#' || last == '+' { // C#, C++
		return append(list, piece{term: a.intern(fold(raw)), end: uint16(len(raw))})
	}
	if strings.Count(raw, "/") > 1 {
		list = append(list, piece{term: a.intern(cut(fold(raw), maxToken)), end: uint16(len(raw)), kind: Name})
	}
	var room [16]field
	for rest := fieldsOf(room[:0], raw); len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].before != '/' {
			n++
		}
		list = a.segment(list, raw, rest[:n])
		rest = rest[n:]
	}
	return list
}

// cut shortens s to at most n bytes, at the start of a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// fieldsOf appends the fields of a token to list. Dots and commas between
// digits belong to the number, apostrophes to the word.
func fieldsOf(list []field, raw string) []field {
	start, before := 0, byte(0)
	for i, r := range raw {
		if !separates(raw, i, r) {
			continue
		}
		if i > start {
			list = append(list, field{start, i, before})
		}
		start, before = i+utf8.RuneLen(r), asciiOf(r)
	}
	if start < len(raw) {
		list = append(list, field{start, len(raw), before})
	}
	return list
}

func separates(raw string, i int, r rune) bool {
	switch {
	case r == '_':
		return true
	case isApostrophe(r), r >= utf8.RuneSelf && wide(r) != connector, r < utf8.RuneSelf && asciiClass[r] != connector:
		return false
	case r == '.' || r == ',':
		return i == 0 || i+1 >= len(raw) || asciiClass[raw[i-1]] != digit || asciiClass[raw[i+1]] != digit
	}
	return true
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '＇' }

// asciiOf is the plain form of a connector.
func asciiOf(r rune) byte {
	switch {
	case r < utf8.RuneSelf:
		return byte(r)
	case r >= 0xff01 && r <= 0xff5e:
		return byte(r - 0xfee0)
	}
	return '-'
}

// segment appends the pieces of fields that no slash divides.
func (a *analyser) segment(list []piece, raw string, fields []field) []piece {
	var room [16]hump
	humps := room[:0]
	for _, f := range fields {
		humps = humpsOf(humps, raw, f)
	}
	if len(humps) == 1 {
		return a.part(list, raw, humps[0], nil)
	}
	var whole *piece
	if name := nameOf(raw, fields); name != "" {
		list = append(list, piece{
			term: a.intern(stem(name)), kind: Name,
			start: uint16(fields[0].start), end: uint16(fields[len(fields)-1].end),
		})
		whole = &list[len(list)-1]
	}
	for _, h := range humps {
		list = a.part(list, raw, h, whole)
	}
	return list
}

// part appends the piece of a hump, unless whole says it already, and for a
// version of three or more numbers its first two: "2.3" of 2.3.1.
func (a *analyser) part(list []piece, raw string, h hump, whole *piece) []piece {
	s := raw[h.start:h.end]
	p := piece{start: uint16(h.start), end: uint16(h.end), part: whole != nil}
	if !h.number {
		if whole != nil && len(s) == 1 {
			return list // the "e" of e-mail, the "v" of v2.0
		}
		p.term = a.intern(stem(cut(withoutApostrophes(fold(s)), maxToken)))
		if p.term.text == "" || whole != nil && p.term == whole.term {
			return list
		}
		return append(list, p)
	}
	p.kind = Number
	p.term = a.intern(strings.ReplaceAll(withoutApostrophes(fold(s)), ",", ""))
	list = append(list, p)
	if first := majorMinor(p.term.text); first != "" {
		p.term, p.part = a.intern(first), true
		list = append(list, p)
	}
	return list
}

// majorMinor is the part of a version before its second dot; "" if it has none.
func majorMinor(s string) string {
	dot := strings.IndexByte(s, '.')
	if dot < 0 {
		return ""
	}
	next := strings.IndexByte(s[dot+1:], '.')
	if next < 0 {
		return ""
	}
	return s[:dot+1+next]
}

// nameOf is how an identifier is compared as a whole. Hyphens and underscores
// are dropped, so that its spellings agree with each other and with the word
// written in one; dots and other signs stay. Two numbers in a row are no name.
func nameOf(raw string, fields []field) string {
	numbers := 0
	for _, f := range fields {
		if isNumber(raw[f.start:f.end]) {
			numbers++
		}
	}
	allNumbers := numbers == len(fields)
	if allNumbers && len(fields) == 2 && fields[1].before != ':' {
		return ""
	}
	var b strings.Builder
	for i, f := range fields {
		if i > 0 && (allNumbers || f.before != '-' && f.before != '_') {
			b.WriteByte(f.before)
		}
		b.WriteString(withoutApostrophes(fold(raw[f.start:f.end])))
	}
	return cut(b.String(), maxToken)
}

func isNumber(s string) bool {
	for _, r := range s {
		if !unicode.IsDigit(r) && r != '.' && r != ',' {
			return false
		}
	}
	return true
}

// withoutApostrophes drops the possessive ending and the other apostrophes:
// "user's" is "user", "don't" is "dont".
func withoutApostrophes(s string) string {
	if isASCII(s) && strings.IndexByte(s, '\'') < 0 {
		return s
	}
	s = strings.Map(func(r rune) rune {
		if isApostrophe(r) {
			return '\''
		}
		return r
	}, s)
	return strings.ReplaceAll(strings.TrimSuffix(s, "'s"), "'", "")
}
