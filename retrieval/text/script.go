package text

import "unicode"

// class of a character, as the tokeniser sees it.
type class uint8

const (
	other     class = iota // spaces, punctuation, symbols: between words
	letter                 // letters and the underscore
	digit                  // decimal digits
	extend                 // marks, joiners, soft hyphens: go on with a word, begin none
	connector              // may join two words into one token
	dense                  // scripts that put no spaces between words
)

// asciiClass is the class of each byte of ASCII; never changed.
var asciiClass = [256]class{
	'_': letter, '.': connector, '-': connector, '/': connector, ':': connector, '\'': connector,
	'@': connector, '&': connector, '+': connector, ',': connector,
	'0': digit, '1': digit, '2': digit, '3': digit, '4': digit, '5': digit, '6': digit, '7': digit, '8': digit, '9': digit,
	'a': letter, 'b': letter, 'c': letter, 'd': letter, 'e': letter, 'f': letter, 'g': letter, 'h': letter, 'i': letter,
	'j': letter, 'k': letter, 'l': letter, 'm': letter, 'n': letter, 'o': letter, 'p': letter, 'q': letter, 'r': letter,
	's': letter, 't': letter, 'u': letter, 'v': letter, 'w': letter, 'x': letter, 'y': letter, 'z': letter,
	'A': letter, 'B': letter, 'C': letter, 'D': letter, 'E': letter, 'F': letter, 'G': letter, 'H': letter, 'I': letter,
	'J': letter, 'K': letter, 'L': letter, 'M': letter, 'N': letter, 'O': letter, 'P': letter, 'Q': letter, 'R': letter,
	'S': letter, 'T': letter, 'U': letter, 'V': letter, 'W': letter, 'X': letter, 'Y': letter, 'Z': letter,
}

// wide is the class of a rune beyond ASCII.
func wide(r rune) class {
	switch {
	case isDense(r):
		return dense
	case r >= 0xff01 && r <= 0xff5e: // full-width forms of ASCII
		return asciiClass[byte(r-0xfee0)]
	case r == '’' || r == 'ʼ' || r == '‐' || r == '‑':
		return connector
	case unicode.IsLetter(r):
		return letter
	case isIgnorable(r) || unicode.IsMark(r):
		return extend
	case unicode.IsDigit(r):
		return digit
	case unicode.IsNumber(r): // ½, ², Ⅳ
		return letter
	}
	return other
}

// isIgnorable: soft hyphen, joiners and non-joiners, word joiner, byte order
// mark, variation selectors. They shape how a word looks and are no part of it.
func isIgnorable(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200d' || r == '\u2060' || r == '\ufeff' || r >= '\ufe00' && r <= '\ufe0f'
}

// isDense: characters of scripts written without spaces, and Hangul, whose
// words carry their particles: all are compared by pairs of characters.
func isDense(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r <= 0x0eff: // Thai, Lao
		return unicode.IsLetter(r) || unicode.IsMark(r)
	case r >= 0x1000 && r <= 0x109f || r >= 0x1780 && r <= 0x17ff: // Myanmar, Khmer
		return unicode.IsLetter(r) || unicode.IsMark(r)
	case r < 0x2e80:
		return r >= 0x1100 && r <= 0x11ff // Hangul Jamo
	case r <= 0x2fdf: // radicals
		return true
	case r <= 0x3007:
		return r == '々' || r == '〆' || r == '〇'
	case r >= 0x3041 && r <= 0x30ff: // kana
		return r != '・' && r != '゠'
	case r >= 0x3105 && r <= 0x31ff: // Bopomofo, Hangul letters, small kana
		return true
	case r >= hanFirst && r <= hanLast && (r <= 0x4dbf || r >= 0x4e00):
		return true
	case r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff, r >= 0xff66 && r <= 0xffdc:
		return true
	}
	return r >= 0x20000 && r <= 0x3ffff
}
