package tokens

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// class of a character in the rule of the encoding.
type class uint8

const (
	sign     class = iota // whatever is no letter, number or space
	mark                  // \p{M}: a sign that may also stand in a word
	upper                 // \p{Lu}\p{Lt}: only at the beginning of a word
	lower                 // \p{Ll}: only after that
	caseless              // \p{Lm}\p{Lo}: both
	number                // \p{N}
	space                 // \s but newlines
	newline               // \r \n
)

// basicSize is the number of code points of the basic plane.
const basicSize = 1 << 16

// basicClasses are the classes of the basic plane, made of the standard
// library's tables at the first use and never changed.
var basicClasses = sync.OnceValue(func() *[basicSize]class {
	table := new([basicSize]class)
	for _, set := range []struct {
		table *unicode.RangeTable
		class class
	}{
		{unicode.M, mark}, {unicode.Lu, upper}, {unicode.Lt, upper}, {unicode.Ll, lower}, {unicode.Lm, caseless},
		{unicode.Lo, caseless}, {unicode.N, number}, {unicode.White_Space, space},
	} {
		for _, r := range set.table.R16 {
			for c := uint32(r.Lo); c <= uint32(r.Hi); c += uint32(r.Stride) {
				table[c] = set.class
			}
		}
	}
	table['\r'], table['\n'] = newline, newline
	return table
})

// classOf a character beyond the basic plane.
func classOf(r rune) class {
	switch {
	case unicode.IsLetter(r):
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r):
			return upper
		case unicode.IsLower(r):
			return lower
		}
		return caseless
	case unicode.IsMark(r):
		return mark
	case unicode.IsNumber(r):
		return number
	}
	return sign
}

// splitter finds the pieces of a text.
type splitter struct {
	s     string
	basic *[basicSize]class
}

// at is the class of the character at byte i and its length; length 0 at the end.
func (p splitter) at(i int) (class, int) {
	if i >= len(p.s) {
		return sign, 0
	}
	if b := p.s[i]; b < utf8.RuneSelf {
		return p.basic[b], 1
	}
	r, n := utf8.DecodeRuneInString(p.s[i:])
	if r < basicSize {
		return p.basic[r], n
	}
	return classOf(r), n
}
