package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval/text"
)

// lexKind says what a lexeme is.
type lexKind uint8

const (
	lexWord   lexKind = iota // letters of a script with spaces, lower case
	lexNumber                // digits, with the dots and commas between them
	lexHan                   // one Chinese character, simplified
	lexSign                  // any other character that is no space
)

// lexeme is the smallest unit that values are read from. Unlike a term of the
// search it keeps signs, which say what a number is: "€", ":", "%".
type lexeme struct {
	kind       lexKind
	text       string // folded: lower case, half width, simplified
	raw        string // as written
	start, end int
}

// lexemes reads s, in order.
func lexemes(s string) []lexeme {
	out := make([]lexeme, 0, len(s)/4+4)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		r = halfWidth(r)
		switch {
		case unicode.IsSpace(r) || r == utf8.RuneError:
			i += n
		case isDigit(r):
			end := numberEnd(s, i)
			out = append(out, lexeme{lexNumber, narrow(s[i:end]), s[i:end], i, end})
			i = end
		case unicode.Is(unicode.Han, r):
			out = append(out, lexeme{lexHan, hanText(r, s[i:i+n]), s[i : i+n], i, i + n})
			i += n
		case unicode.IsLetter(r):
			end := wordEnd(s, i)
			out = append(out, lexeme{lexWord, strings.ToLower(narrow(s[i:end])), s[i:end], i, end})
			i = end
		default:
			out = append(out, lexeme{lexSign, string(plainSign(r)), s[i : i+n], i, i + n})
			i += n
		}
	}
	return out
}

// hanText is the simplified form of a character, without a copy of one that has
// none.
func hanText(r rune, raw string) string {
	if plain := text.Simplified(r); plain != r {
		return string(plain)
	}
	return raw
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// halfWidth is the ordinary form of a full-width letter, digit or sign.
func halfWidth(r rune) rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xfee0
	case r == 0x3000:
		return ' '
	}
	return r
}

// plainSign unites the signs that are written in several ways.
func plainSign(r rune) rune {
	switch r {
	case '–', '—', '‐', '‑', '‒', '−', '～', '〜', '~':
		return '-'
	case '’', '‘', 'ʼ':
		return '\''
	case '“', '”', '「', '」', '『', '』', '《', '》', '«', '»':
		return '"'
	case '￥':
		return '¥'
	case '：':
		return ':'
	}
	return r
}

func narrow(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(halfWidth, s)
		}
	}
	return s
}

// numberEnd is where the number at s[i] ends: digits, and a dot or comma with a
// digit behind it.
func numberEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		r = halfWidth(r)
		if r == '.' || r == ',' {
			next, _ := utf8.DecodeRuneInString(s[i+n:])
			if !isDigit(halfWidth(next)) || r == ',' && !threeDigits(s[i+n:]) {
				return i
			}
		} else if !isDigit(r) {
			return i
		}
		i += n
	}
	return i
}

// threeDigits: s begins with three digits and no fourth, as after the comma of
// 1,000.
func threeDigits(s string) bool {
	n := 0
	for _, r := range s {
		if !isDigit(halfWidth(r)) {
			break
		}
		n++
	}
	return n == 3
}

func wordEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.Is(unicode.Han, r), !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' && r != '’':
			return i
		case r == '\'' || r == '’':
			next, _ := utf8.DecodeRuneInString(s[i+n:])
			if !unicode.IsLetter(next) {
				return i
			}
		}
		i += n
	}
	return i
}
