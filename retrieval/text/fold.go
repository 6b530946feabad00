package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed han.txt
var hanPairs string

// The basic plane's Chinese characters lie in this range: extension A up to
// the end of the unified ideographs.
const (
	hanFirst = 0x3400
	hanLast  = 0x9fff
)

// simplified is the table of han.txt by code point, zero where a character
// stays as it is. Read once, never changed.
var simplified = sync.OnceValue(func() *[hanLast - hanFirst + 1]uint16 {
	table := new([hanLast - hanFirst + 1]uint16)
	for line := range strings.Lines(hanPairs) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		r := []rune(strings.TrimSpace(line))
		for i := 0; i+1 < len(r); i += 2 {
			if r[i] >= hanFirst && r[i] <= hanLast && r[i+1] <= 0xffff {
				table[r[i]-hanFirst] = uint16(r[i+1])
			}
		}
	}
	return table
})

// Simplified is the simplified form of a Chinese character; any other character
// stays as it is.
func Simplified(r rune) rune { return foldHan(r) }

// foldHan is the simplified form of a Chinese character. Compatibility forms
// and radicals are replaced by the character that they stand for.
func foldHan(r rune) rune {
	if r < hanFirst || r > hanLast {
		if isCompatible(r) {
			n, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
			r = n
		}
		if r < hanFirst || r > hanLast {
			return r
		}
	}
	if s := simplified()[r-hanFirst]; s != 0 {
		return rune(s)
	}
	return r
}

// isCompatible: CJK radicals, compatibility ideographs, half-width kana.
func isCompatible(r rune) bool {
	return r >= 0x2e80 && r <= 0x2fdf || r >= 0xf900 && r <= 0xfaff ||
		r >= 0xff66 && r <= 0xffdc || r >= 0x2f800 && r <= 0x2fa1f
}

// fold is the form in which a word of a spaced script is compared.
func fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s) // no copy if it is lower case already
	}
	s = strings.Map(func(r rune) rune {
		if isIgnorable(r) {
			return -1
		}
		return r
	}, s)
	s = strings.ToLower(norm.NFKC.String(s))
	return dropDiacritics(strings.ReplaceAll(s, "ß", "ss"))
}

// dropDiacritics removes marks from Latin letters ("café" = "cafe"): people
// leave them out when they type. Marks of other scripts change the word.
func dropDiacritics(s string) string {
	if isASCII(s) {
		return s
	}
	var b strings.Builder
	latin := false
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			if latin {
				continue
			}
		} else {
			latin = unicode.Is(unicode.Latin, r)
		}
		b.WriteRune(r)
	}
	return norm.NFKC.String(b.String())
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
