package text

import (
	"strings"

	"footnote/retrieval"
)

// Highlights are the byte ranges of s that hold words of a question, in order
// and apart from each other. Stop words and question words are not marked, nor
// are single characters that the question has in a pair only: a page in Chinese
// would be marked all over.
func Highlights(terms []retrieval.QueryTerm, s string) [][2]int {
	wanted := wantedWords(terms)
	var marks [][2]int
	for w := range Words(s) {
		if w.Stop || w.Asking || !wanted[w.Term] {
			continue
		}
		if n := len(marks) - 1; n >= 0 && w.Start <= marks[n][1] {
			marks[n][1] = max(marks[n][1], w.End)
			continue
		}
		marks = append(marks, [2]int{w.Start, w.End})
	}
	return marks
}

// wantedWords are the bare terms without the characters that pairs cover.
func wantedWords(terms []retrieval.QueryTerm) map[string]bool {
	wanted := make(map[string]bool, len(terms))
	for _, t := range terms {
		wanted[Bare(t.Term)] = true
	}
	for term := range wanted {
		if isPair(term) {
			for _, r := range term {
				delete(wanted, string(r))
			}
		}
	}
	return wanted
}

func isPair(term string) bool {
	n := 0
	dense := strings.IndexFunc(term, func(r rune) bool { n++; return !isDense(r) }) < 0
	return dense && n == 2
}
