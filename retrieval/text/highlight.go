package text

import "footnote/retrieval"

// Matcher recognises the words of a question in a text. Stop words and question
// words are not recognised, nor are single characters that the question has in
// a pair only: a page in Chinese would be marked all over.
type Matcher struct {
	place map[string]int // of a bare term among the words of the question
	terms []string
}

// NewMatcher makes a Matcher of the terms that Query returned.
func NewMatcher(terms []retrieval.QueryTerm) *Matcher {
	m := &Matcher{place: make(map[string]int, len(terms))}
	covered := map[string]bool{} // characters of pairs
	for _, t := range terms {
		for _, r := range pairOf(t.Term) {
			covered[string(r)] = true
		}
	}
	for _, t := range terms {
		if Bare(t.Term) == t.Term && !covered[t.Term] {
			m.place[t.Term] = len(m.terms)
			m.terms = append(m.terms, t.Term)
		}
	}
	return m
}

// Terms are the words that the Matcher recognises, in the question's order.
func (m *Matcher) Terms() []string { return m.terms }

// Match says whether a word is one of the question's, and its place in Terms.
func (m *Matcher) Match(w Word) (place int, ok bool) {
	if w.Stop || w.Asking {
		return 0, false
	}
	place, ok = m.place[w.Term]
	return place, ok
}

// Mark adds the place of w to marks, which are in order and apart from each
// other, and stay so. Words must come by rising Start.
func Mark(marks [][2]int, w Word) [][2]int {
	if n := len(marks) - 1; n >= 0 && w.Start <= marks[n][1] {
		marks[n][1] = max(marks[n][1], w.End)
		return marks
	}
	return append(marks, [2]int{w.Start, w.End})
}

// Highlights are the byte ranges of s that hold words of a question, in order
// and apart from each other.
func Highlights(terms []retrieval.QueryTerm, s string) [][2]int {
	m := NewMatcher(terms)
	var marks [][2]int
	for w := range Words(s) {
		if _, ok := m.Match(w); ok {
			marks = Mark(marks, w)
		}
	}
	return marks
}

// pairOf is the term if it is a pair of characters, "" if not.
func pairOf(term string) string {
	n := 0
	for _, r := range term {
		if n++; !isDense(r) || n > 2 {
			return ""
		}
	}
	if n != 2 {
		return ""
	}
	return term
}
