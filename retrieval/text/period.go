package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// nextKind is what follows a possible end of a sentence.
type nextKind uint8

const (
	nothingNext nextKind = iota // the end of the text or line
	joinedNext                  // no white space: the middle of a word, number or address
	denseNext                   // a Chinese character, without white space
	smallNext                   // a small letter
	capitalNext                 // a capital or a caseless letter, a name such as "iPhone"
	digitNext
	signNext // a bullet, a dash, an emoji
)

// begins is the kind of what begins at byte i, after white space and the quotes
// and brackets that open.
func begins(s string, i int) nextKind {
	rest := strings.TrimLeft(s[i:], " \t\r\u00a0\u3000")
	if rest == "" || rest[0] == '\n' {
		return nothingNext
	}
	joined := len(rest) == len(s)-i
	word := strings.TrimLeft(rest, "\"'([{“‘「『（【《〈«¿¡*_`")
	r, _ := utf8.DecodeRuneInString(word)
	switch {
	case joined && (isDense(r) || strings.ContainsRune("“‘「『（【《", firstRune(rest))):
		return denseNext
	case joined:
		return joinedNext
	case unicode.IsDigit(r):
		return digitNext
	case unicode.IsLower(r) && !mixedCase(word):
		return smallNext
	case unicode.IsLetter(r):
		return capitalNext
	}
	return signNext
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// mixedCase: does the word at the start of s have a capital inside, as names do
// that begin with a small letter?
func mixedCase(s string) bool {
	for _, r := range s {
		if unicode.IsUpper(r) {
			return true
		}
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return false
}

// latinEnd judges the . ! or ? at byte i.
func latinEnd(s string, start, i int) (end, next int) {
	after := i
	for after < len(s) && (s[after] == '.' || s[after] == '!' || s[after] == '?') {
		after++
	}
	if after == i { // full-width dot
		after += len("．")
	}
	if stop := stops(s, after); stop > after {
		stop = closers(s, stop)
		return stop, stop
	}
	stop := closers(s, after)
	follows := begins(s, stop)
	switch {
	case follows == joinedNext:
		return 0, after
	case follows == nothingNext:
		if numbering(s[start:i]) {
			return 0, after
		}
		return stop, stop
	case stop > after && follows == smallNext: // "Stop!" he said.
		return 0, after
	case after-i > 1 && !strings.ContainsAny(s[i:after], "!?"): // ...
		if follows == smallNext {
			return 0, after
		}
	case s[i] == '.':
		if !period(s, start, i, follows) {
			return 0, after
		}
	}
	return stop, stop
}

// period: does the single dot at byte i, with white space or a Chinese
// character after it, end the sentence that began at start?
func period(s string, start, i int, follows nextKind) bool {
	word := lastWord(s[start:i])
	small := strings.ToLower(word)
	switch {
	case word == "": // a dot by itself, or after a bracket or quote
		return follows != smallNext || strings.HasSuffix(s[start:i], " ")
	case numbering(s[start:i]):
		return false
	case follows == denseNext:
		return !isNumber(word)
	case neverLast[small]:
		return false
	case numbered[small]:
		return follows != digitNext && follows != smallNext
	case hours[small]:
		return follows == capitalNext && !afterHour[firstWord(s[i+1:])]
	case isInitial(word) || maybeLast[small]:
		return follows == capitalNext && starter(s[i+1:]) || follows == signNext
	case strings.Contains(word, ".") && isDotted(word): // q.e.d, p.s
		return follows == capitalNext
	case follows == smallNext:
		return utf8.RuneCountInString(word) > longestAbbreviation
	}
	return true
}

// A word up to this length, with a dot and a small letter after it, is more
// likely an abbreviation that is in no list ("min.", "incl.") than the end of
// a sentence whose successor begins small.
const longestAbbreviation = 4

// lastWord is the run of letters, digits and inner dots that s ends with.
func lastWord(s string) string {
	at := len(s)
	for at > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != ',' || isDense(r) {
			break
		}
		at -= n
	}
	return strings.TrimLeft(s[at:], ".,")
}

// numbering: is the sentence so far only the number of a list entry, "12", "b",
// "(iv"?
func numbering(s string) bool {
	s = strings.TrimLeft(strings.TrimSpace(s), "(#")
	if len(s) == 0 || len(s) > 4 {
		return false
	}
	for _, r := range s {
		if !unicode.IsDigit(r) && !strings.ContainsRune("ivxIVX", r) && len(s) > 1 {
			return false
		}
		if !unicode.IsDigit(r) && !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// isInitial: one capital letter, as in "J. Smith".
func isInitial(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && unicode.IsUpper(r)
}

// isDotted: letters with dots between them, each part at most two letters:
// "q.e.d", "Ph.D", not "example.com".
func isDotted(word string) bool {
	for part := range strings.SplitSeq(word, ".") {
		if len(part) > 2 || isNumber(part) {
			return false
		}
	}
	return true
}
