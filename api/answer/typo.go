package answer

import (
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// A word of the question that no passage has is read as the word of the
// passages that is one slip away, two in a long word, if it begins alike. Short
// words have too many neighbours.
const (
	leastTypo = 4 // letters
	longTypo  = 8
)

// corrected are the terms with slips of the keyboard replaced by what the
// passages call it.
func corrected(texts *Texts, terms []retrieval.QueryTerm, passages []retrieval.Passage) []retrieval.QueryTerm {
	known := vocabulary(texts, passages)
	out := make([]retrieval.QueryTerm, len(terms))
	for i, t := range terms {
		out[i] = t
		if !known[t.Term] && spelt(t.Term) {
			if w, ok := closest(t.Term, known); ok {
				out[i].Term = w
			}
		}
	}
	return out
}

// corrections is the question with the words that the search took for others.
func corrections(question string, list []retrieval.Correction) string {
	for _, c := range list {
		question = strings.Replace(question, c.From, c.To, 1)
	}
	return question
}

// respelt is q with its misspelt words as the passages have them: those in which
// terms and right differ, unless they are words of the language too (the piece
// table has them whole): "dark" is not a slip of "card".
func respelt(q string, pieces Pieces, terms, right []retrieval.QueryTerm) string {
	slips := map[string]string{}
	for i, t := range terms {
		if t.Term != right[i].Term {
			slips[t.Term] = right[i].Term
		}
	}
	if len(slips) == 0 || pieces == nil {
		return q
	}
	var b strings.Builder
	end := 0
	for w := range text.Words(q) {
		if r, ok := slips[w.Term]; ok && !w.Part && len(pieces.Tokens(q[w.Start:w.End])) != 1 {
			b.WriteString(q[end:w.Start])
			b.WriteString(r)
			end = w.End
		}
	}
	b.WriteString(q[end:])
	return b.String()
}

func vocabulary(texts *Texts, passages []retrieval.Passage) map[string]bool {
	known := map[string]bool{}
	for _, p := range passages {
		for _, s := range []string{p.Title, p.Section, p.Text} {
			for _, w := range texts.Know(s).Words() {
				if w.Kind == text.Plain {
					known[w.Term] = true
				}
			}
		}
	}
	return known
}

// spelt: a word of the letters a to z, long enough to be misspelt visibly.
func spelt(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return len(s) >= leastTypo
}

// closest is the known word that is fewest slips away; ok is false if none is
// near, or two are.
func closest(s string, known map[string]bool) (best string, ok bool) {
	least := 1
	if len(s) >= longTypo {
		least = 2
	}
	for w := range known {
		if !spelt(w) || w[0] != s[0] || len(w) > len(s)+least || len(s) > len(w)+least {
			continue
		}
		switch d := slips(s, w, least); {
		case d < least || d == least && !ok && best == "":
			best, ok, least = w, true, d
		case d == least:
			ok = false
		}
	}
	return best, ok
}

// slips is the number of letters to insert, drop, replace or exchange with
// their neighbour to make b of a (optimal string alignment); more than most is
// most+1.
func slips(a, b string, most int) int {
	two, one, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			row[j] = min(one[j]+1, row[j-1]+1, one[j-1]+unequal(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], two[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		two, one, row = one, row, two
	}
	return one[len(b)]
}

func unequal(a, b byte) int {
	if a == b {
		return 0
	}
	return 1
}
