package answer

import (
	"fmt"
	"slices"
	"strings"
)

// nearCopy is the share of a statement's tokens that stand in the window in the
// same order from where on it counts as copied from it: then a word that was
// exchanged is no paraphrase but another claim.
const nearCopy = 0.6

// longestAligned bounds the tokens of either side that are aligned: quadratic.
const longestAligned = 160

// swapped says which content word of a near copy stands where the window has
// another one; "" if none does.
func swapped(st *statement, w *window) string {
	a, b := st.tokens, w.said.tokens
	if len(a) == 0 || len(b) == 0 || len(a) > longestAligned || len(b) > longestAligned {
		return ""
	}
	match := align(a, b)
	dropIsolated(a, match)
	same := 0
	for _, j := range match {
		if j >= 0 {
			same++
		}
	}
	if float64(same) < nearCopy*float64(len(a)) {
		return ""
	}
	for i := 0; i < len(a); {
		if match[i] >= 0 {
			i++
			continue
		}
		to := i
		for to < len(a) && match[to] < 0 {
			to++
		}
		if why := exchanged(a[i:to], b[gapStart(match, i):gapEnd(match, to, len(b))], w); why != "" {
			return why
		}
		i = to
	}
	return ""
}

// dropIsolated unmatches Chinese characters whose neighbours do not match too:
// one character in common makes no word in common.
func dropIsolated(a []token, match []int) {
	lone := make([]bool, len(match))
	for i, j := range match {
		before := i > 0 && match[i-1] >= 0 && match[i-1] == j-1 && a[i-1].content
		after := i+1 < len(match) && match[i+1] == j+1 && a[i+1].content
		lone[i] = j >= 0 && a[i].han && a[i].content && !before && !after
	}
	for i := range match {
		if lone[i] {
			match[i] = -1
		}
	}
}

func gapStart(match []int, i int) int {
	for i--; i >= 0; i-- {
		if match[i] >= 0 {
			return match[i] + 1
		}
	}
	return 0
}

func gapEnd(match []int, i, end int) int {
	for ; i < len(match); i++ {
		if match[i] >= 0 {
			return match[i]
		}
	}
	return end
}

// exchanged: own stands where theirs stands, and means something else.
func exchanged(own, theirs []token, w *window) string {
	mine, yours := contentOf(own), contentOf(theirs)
	if len(mine) == 0 || len(yours) == 0 || len(yours) > 3*len(mine)+3 {
		return ""
	}
	if len(mine) == 1 && slices.ContainsFunc(yours, func(o token) bool { return o.term == mine[0].term }) {
		return ""
	}
	strange := slices.DeleteFunc(slices.Clone(mine), func(t token) bool { return explained(t, yours, w) })
	if len(strange) == 0 {
		return ""
	}
	return fmt.Sprintf("says %q where the cited text says %q", spell(mine), spell(yours))
}

// explained: the word is another form of one of theirs, a synonym, or stands
// elsewhere in the same sentence.
func explained(t token, theirs []token, w *window) bool {
	if len(w.parts) == 1 && elsewhere(t, w.said) {
		return true
	}
	terms := map[string]bool{}
	for _, o := range theirs {
		if !t.han && (o.term == t.term || kindred(o.term, t.term)) {
			return true
		}
		terms[o.term] = true
		for _, p := range o.pairs {
			terms[p] = true
		}
	}
	for _, p := range append([]string{t.term}, t.pairs...) {
		if means(terms, p) || w.said.samePole(p) {
			return true
		}
	}
	return false
}

// particles join words: a pair with one of them is no part of a word.
const particles = `的了是在和与及或也就都而被把吗呢吧着过每这那其之`

// elsewhere: the statement has the word, or a pair with the character.
func elsewhere(t token, st *statement) bool {
	if !t.han {
		return st.terms[t.term]
	}
	for _, p := range t.pairs {
		if st.terms[p] && !strings.ContainsAny(p, particles) {
			return true
		}
	}
	return false
}

func contentOf(list []token) []token {
	var out []token
	for _, t := range list {
		if t.content {
			out = append(out, t)
		}
	}
	return out
}

func spell(list []token) string {
	s := ""
	for i, t := range list {
		if i > 0 && !t.han {
			s += " "
		}
		s += t.term
	}
	return s
}

// align is a longest common subsequence: for each of a its place in b, or -1.
func align(a, b []token) []int {
	n := len(b) + 1
	best := make([]int, (len(a)+1)*n)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].term == b[j].term {
				best[i*n+j] = best[(i+1)*n+j+1] + 1
			} else {
				best[i*n+j] = max(best[(i+1)*n+j], best[i*n+j+1])
			}
		}
	}
	match := make([]int, len(a))
	for i, j := 0, 0; i < len(a); i++ {
		match[i] = -1
		for j < len(b) && best[i*n+j] == best[i*n+j+1] {
			j++
		}
		if j < len(b) && a[i].term == b[j].term && best[i*n+j] == best[(i+1)*n+j+1]+1 {
			match[i] = j
			j++
		}
	}
	return match
}
