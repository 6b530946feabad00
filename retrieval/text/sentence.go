package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a stretch of a text: bytes [Start,End).
type Span struct{ Start, End int }

// Sentences are the sentences of s in order. Together they are all of s but
// the white space between them. A sentence ends
//
//   - with 。！？； or …… and the quotes and brackets that close after it,
//   - with . ! or ? before white space, unless what is around it says that the
//     sentence goes on (see period),
//   - at the end of a line, unless the line was only wrapped there.
//
// Numbers, versions, addresses and file names have no white space after their
// dots, so they are never cut.
func Sentences(s string) []Span {
	spans := make([]Span, 0, len(s)/80+1)
	start := 0
	for i := 0; i < len(s); {
		end, next := sentenceEnd(s, start, i)
		if end > start {
			spans = appendTrimmed(spans, s, Span{start, end})
			start = end
		}
		i = next
	}
	return appendTrimmed(spans, s, Span{start, len(s)})
}

// appendTrimmed appends the span without the white space around it, if
// anything is left.
func appendTrimmed(spans []Span, s string, x Span) []Span {
	inner := s[x.Start:x.End]
	left := strings.TrimLeftFunc(inner, unicode.IsSpace)
	if left == "" {
		return spans
	}
	begin := x.End - len(left)
	return append(spans, Span{begin, begin + len(strings.TrimRightFunc(left, unicode.IsSpace))})
}

// sentenceEnd looks at the character at byte i of the sentence that began at
// start: if the sentence ends with it, end is where; next is where to look on.
func sentenceEnd(s string, start, i int) (end, next int) {
	switch c := s[i]; {
	case c == '\n':
		if wraps(s, start, i) {
			return 0, i + 1
		}
		return i + 1, i + 1
	case c == '.' || c == '!' || c == '?':
		return latinEnd(s, start, i)
	case c < utf8.RuneSelf:
		return 0, i + 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	switch r {
	case '。', '！', '？', '；', '｡':
		stop := closers(s, stops(s, i))
		return stop, stop
	case '．':
		return latinEnd(s, start, i)
	case '…':
		return ellipsisEnd(s, i)
	case '\u2028', '\u2029', '\u0085':
		return i + n, i + n
	}
	return 0, i + n
}

// stops is the end of the run of sentence ends at i: "？！", "!!!".
func stops(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !strings.ContainsRune("。！？；｡!?…", r) {
			break
		}
		i += n
	}
	return i
}

// closers is the end of the run of closing quotes and brackets at i. A straight
// quote closes: after a sentence's end none opens without a space before it.
func closers(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !strings.ContainsRune("\"')]}”’」』）】》〉〕］｣»", r) {
			break
		}
		i += n
	}
	return i
}

// ellipsisEnd: two or more of … end a Chinese sentence; one does so only where
// a dot would.
func ellipsisEnd(s string, i int) (end, next int) {
	after := i
	for strings.HasPrefix(s[after:], "…") {
		after += len("…")
	}
	double := after-i > len("…")
	if stop := stops(s, after); stop > after {
		stop = closers(s, stop)
		return stop, stop
	}
	stop := closers(s, after)
	if stop == len(s) || double || begins(s, stop) == capitalNext {
		return stop, stop
	}
	return 0, after
}

// wrappedLine is the least length in bytes of a line that was wrapped because
// it was full; shorter lines end where their author ended them.
const wrappedLine = 40

// wraps: is the line break at i only where a full line was broken? Then a small
// letter goes on after a letter or comma.
func wraps(s string, start, i int) bool {
	line := s[max(start, strings.LastIndexByte(s[:i], '\n')+1):i]
	if len(line) < wrappedLine || strings.Contains(line, " | ") { // a table's row
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, " \r\t"))
	after, _ := utf8.DecodeRuneInString(s[i+1:])
	return unicode.IsLower(after) && (unicode.IsLetter(before) || before == ',')
}
