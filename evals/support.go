package evals

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"footnote/api/answer"
)

// fold makes two ways of writing the same thing equal: compatibility forms
// (full width), case, white space. In Chinese white space does not count at
// all, so it is dropped between characters that are not Latin or digits.
func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	var b strings.Builder
	var last rune
	gap := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			gap = true
			continue
		}
		if gap && wordy(last) && wordy(r) {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

func wordy(r rune) bool { return r < 0x2e80 && r != 0 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// supports reports whether a sentence's quotes contain it. A sentence made of
// the cells of a table row, or of a heading and its value, is contained when
// every piece between its separators is.
func supports(s answer.Sentence, quotes map[int]string) bool {
	var all strings.Builder
	for _, n := range s.Citations {
		quote, ok := quotes[n]
		if !ok {
			return false
		}
		all.WriteString(fold(quote))
		all.WriteByte('\n')
	}
	said, evidence := s.Text, all.String()
	if len(s.Citations) == 0 {
		return false
	}
	if strings.Contains(evidence, fold(said)) {
		return true
	}
	pieces := 0
	for _, piece := range strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune("|;:：；—,，\n", r) }) {
		p := fold(strings.Trim(piece, " .。-"))
		if p != "" && !holds(evidence, p) {
			return false
		}
		if p != "" {
			pieces++
		}
	}
	return pieces > 0
}

// holds reports whether text has part in it, not as a piece of a longer number:
// "5 days" is not in "15 days", nor "30" in "300".
func holds(text, part string) bool {
	if part == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		i += from
		if !cutsNumber(text, i, part[0]) && !cutsNumber(text, i+len(part), part[len(part)-1]) {
			return true
		}
		from = i + 1
	}
}

// cutsNumber: the place i of text lies within a run of digits, of which edge is
// the one inside the part.
func cutsNumber(text string, i int, edge byte) bool {
	return i > 0 && i < len(text) && digit(edge) && digit(text[i-1]) && digit(text[i])
}

func digit(b byte) bool { return '0' <= b && b <= '9' }
