package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// codesOf are the stretches of s that mean nothing unless they are exact:
// versions, addresses, paths, error codes, identifiers.
func codesOf(s string) []fact {
	var out []fact
	for start := 0; start < len(s); {
		r, n := utf8.DecodeRuneInString(s[start:])
		if !codeRune(r) {
			start += n
			continue
		}
		end := start
		for end < len(s) {
			r, n = utf8.DecodeRuneInString(s[end:])
			if !codeRune(r) {
				break
			}
			end += n
		}
		from, to := trimCode(s, start, end)
		if to > from && isCode(s[from:to]) {
			out = append(out, fact{kind: coded, code: strings.ToLower(s[from:to]), start: from, end: to})
		}
		start = end
	}
	return out
}

func codeRune(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-/\\@:#&=+?%~$*<>", r) && r != '>' && r != '<')
}

// trimCode leaves out the punctuation of the sentence around a code.
func trimCode(s string, from, to int) (int, int) {
	for to > from && strings.IndexByte(".,:;-?!#&=+%$*~", s[to-1]) >= 0 {
		to--
	}
	for from < to && strings.IndexByte(".:;=+&?~*", s[from]) >= 0 {
		from++
	}
	return from, to
}

// isCode tells a code from a word, a number or a date.
func isCode(s string) bool {
	letters, digitCount, capitals, small, signs, dots, hyphens, slashes := 0, 0, 0, 0, 0, 0, 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			letters, small = letters+1, small+1
		case c >= 'A' && c <= 'Z':
			letters, capitals = letters+1, capitals+1
		case c >= '0' && c <= '9':
			digitCount++
		case c == '.':
			dots++
		case c == '-':
			hyphens++
		case c == '/':
			slashes++
		case c == ':', c == '%', c == '+':
		default:
			signs++
		}
	}
	switch {
	case strings.Contains(s, "://"), signs > 0 && letters > 0 && !strings.ContainsAny(s, "$"), slashes > 1 && letters > 0, strings.HasPrefix(s, "/") && letters > 0, strings.HasPrefix(s, "--"):
		return true
	case letters == 0:
		return dots > 1 && !looksLikeDate(s)
	case digitCount == 0:
		return dots > 0 && small > 2 && !strings.Contains(s, "..") && !abbreviation(s) || camel(s)
	}
	return codeWithDigits(s, hyphens, capitals, letters)
}

// codeWithDigits: "ERR-1042", "v2.3.1", "P-502", "sha256", "T4": not "5-day",
// "10GB", "7pm", "1st".
func codeWithDigits(s string, hyphens, capitals, letters int) bool {
	if c := s[0]; c >= '0' && c <= '9' {
		return capitals > 0 && hyphens > 0 && capitals == letters
	}
	if hyphens > 0 && capitals == 0 && strings.ContainsAny(s[len(s)-1:], "abcdefghijklmnopqrstuvwxyz") {
		return false
	}
	return !currencyCode(s)
}

// currencyCode: "EUR5", "US$5".
func currencyCode(s string) bool {
	word := strings.ToLower(strings.TrimRight(s, "0123456789.,"))
	return len(word) == 3 && isCurrency(units()[word].base) || strings.HasSuffix(word, "$")
}

// looksLikeDate: "01.03.2026".
func looksLikeDate(s string) bool {
	parts := strings.Split(s, ".")
	return len(parts) == 3 && len(parts[2]) == 4
}

// abbreviation: "e.g", "a.m": single letters between the dots.
func abbreviation(s string) bool {
	for _, part := range strings.Split(s, ".") {
		if len(part) > 1 {
			return false
		}
	}
	return true
}

// camel: a capital inside a word, "maxRetryCount".
func camel(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] >= 'A' && s[i] <= 'Z' && s[i-1] >= 'a' && s[i-1] <= 'z' {
			return true
		}
	}
	return false
}
