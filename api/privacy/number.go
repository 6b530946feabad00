package privacy

import (
	"regexp"
	"strings"
	"time"
)

// run is a number as people write it: digits with single spaces, dots, hyphens,
// slashes or brackets between them.
var run = regexp.MustCompile(`[+(]{0,2}\d(?:[ .\-/()]{0,2}\d){6,21}`)

// runsOf are the numbers of s that are not part of a word or of a longer number.
func runsOf(s string) [][]int {
	var out [][]int
	for _, m := range run.FindAllStringIndex(s, -1) {
		if !inWord(s, m[0], m[1]+extensionAt(s[m[1]:])) {
			out = append(out, m)
		}
	}
	return out
}

// extension is what may stand behind a telephone number.
var extension = regexp.MustCompile(`^ ?(?:x|ext\.? ?|转|分机)\d{1,6}`)

func extensionAt(s string) int {
	if m := extension.FindStringIndex(s); m != nil {
		return m[1]
	}
	return 0
}

// inWord: a letter, digit, underscore or decimal sign touches s[from:to].
func inWord(s string, from, to int) bool {
	return from > 0 && (wordByte(s[from-1]) || strings.IndexByte("#$€£", s[from-1]) >= 0) || to < len(s) && wordByte(s[to])
}

func wordByte(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_'
}

// digitsOf are the digits of s alone.
func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// near is how many bytes before a number the word may stand that says what it is.
const near = 48

// named: a word of the pattern stands shortly before s[at:].
func named(pattern *regexp.Regexp, s string, at int) bool {
	return pattern.MatchString(s[max(0, at-near):at])
}

// isDay: eight digits that are a day of our time, "2026-03-01" or "01.03.2026".
func isDay(digits string) bool {
	for _, layout := range []string{"20060102", "02012006", "01022006"} {
		if t, err := time.Parse(layout, digits); err == nil && t.Year() > 1900 && t.Year() < 2100 {
			return true
		}
	}
	return false
}
