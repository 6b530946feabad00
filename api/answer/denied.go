package answer

import (
	"fmt"
	"slices"
)

// deniedReach is how many lexemes around a "not" it may be about.
const deniedReach = 6

// negated are the content words of the clauses with a "not", by whether they
// follow it closely.
func (st *statement) negated() (clause map[string]bool, first []string) {
	clause = map[string]bool{}
	for _, m := range st.marks {
		if m.kind != "not" {
			continue
		}
		found := false
		for _, x := range st.heard {
			if x.clause != m.clause || x.lex < m.from-deniedReach || x.lex >= m.to+deniedReach {
				continue
			}
			clause[x.term] = true
			if !found && x.lex >= m.to && x.lex < m.to+besideWords {
				first = append(first, x.term)
				found = true
			}
		}
	}
	return clause, first
}

// deniedOnlyHere: a "not" of the statement has no counterpart in the window.
func deniedOnlyHere(st *statement, w *window) string {
	if !denies(st) || denies(w.context) || excludes(w.said, st) || hasPole(w.said, "gift", "free") && hasPole(st, "gift", "paid") {
		return ""
	}
	if contrapositive(st, w.said) || st.speaksOfException(w.said) || st.onlyNames(w.said) {
		return ""
	}
	if st.saysWithNot(w.said) {
		return ""
	}
	if !denies(w.said) {
		return "denies what the cited text does not deny"
	}
	theirs, _ := w.said.negated()
	_, own := st.negated()
	for _, t := range own {
		if !theirs[t] && w.said.terms[t] && !contraposed(st, w.said) && !st.deniesAnyOf(w.said.deniedFirst(true)) {
			return fmt.Sprintf("denies %q, the cited text does not", t)
		}
	}
	if deniedOtherwise(st, w.said) {
		return "denies what the cited text says, and the reverse"
	}
	return ""
}

// contraposed: the window denies something in a condition, and the statement
// affirms it and denies what follows: "what is reserved cannot be renewed" of
// "can be renewed as long as it is not reserved".
func contraposed(st, said *statement) bool {
	if denials(st) != denials(said) {
		return false
	}
	own := st.deniedFirst(true)
	for _, t := range said.deniedFirst(true) {
		if st.terms[t] && !slices.Contains(own, t) && said.hasCondition() {
			return true
		}
	}
	return false
}

// onlyNames: the only words of the statement that deny are verbs that the other
// has as nouns: "after we have refused" of "after a refusal".
func (st *statement) onlyNames(other *statement) bool {
	for _, m := range st.marks {
		if m.kind != "not" {
			continue
		}
		terms := termsOf(st.lex[m.from].text)
		if m.to-m.from > 1 || len(terms) != 1 || len(terms[0]) < shortestRoot || !other.holdsKindred(terms[0]) {
			return false
		}
	}
	return true
}

// deniesAnyOf: one of the words stands in a clause that the statement denies.
func (st *statement) deniesAnyOf(words []string) bool {
	clause, _ := st.negated()
	return slices.ContainsFunc(words, func(t string) bool { return clause[t] })
}

func denials(st *statement) (n int) {
	for _, m := range st.marks {
		if m.kind == "not" {
			n++
		}
	}
	return n
}

// hasCondition: the statement holds a word that makes one thing depend on
// another.
func (st *statement) hasCondition() bool {
	for i := range st.lex {
		if isText(st.lex, i, "if", "when", "unless", "provided", "without", "若", "如") || st.conditionIn(st.clauses[i]) ||
			hasPhrase(st.lex, i, []string{"as", "long", "as"}) || hasPhrase(st.lex, i, []string{"除", "非"}) || hasPhrase(st.lex, i, []string{"只", "要"}) {
			return true
		}
	}
	return false
}

// deniedOtherwise: each "not" of the window stands in a clause that is opposed
// to the statement's in another way: "before" there, "after" here.
func deniedOtherwise(st, said *statement) bool {
	for _, m := range st.marks {
		if m.kind != "not" {
			continue
		}
		all := true
		for _, n := range said.marks {
			all = all && (n.kind != "not" || opposed(st, m.clause, said, n.clause))
		}
		if all {
			return true
		}
	}
	return false
}

// opposed: the clauses have opposite marks, and none in common.
func opposed(a *statement, clauseA int, b *statement, clauseB int) bool {
	found := false
	for _, m := range a.marks {
		for _, n := range b.marks {
			if m.clause != clauseA || n.clause != clauseB || m.kind != n.kind || m.kind == "not" {
				continue
			}
			if m.pole == n.pole {
				return false
			}
			found = true
		}
	}
	return found
}

// deniedOnlyThere: the statement affirms what the window denies.
func deniedOnlyThere(st *statement, w *window) string {
	if contrapositive(st, w.said) || w.said.makesException(st) || st.speaksOfException(w.said) {
		return ""
	}
	if why := affirmsAll(st, w.said); why != "" {
		return why
	}
	theirs := w.said.deniedFirst(conditional(st))
	if len(theirs) > 0 {
		own, _ := st.negated()
		for _, t := range theirs {
			if st.terms[t] && !own[t] && !softens(st, w.said) && !affirmedElsewhere(t, w.said) {
				return fmt.Sprintf("leaves out that the cited text denies %q", t)
			}
		}
	}
	return ""
}

// affirmedElsewhere: the word also stands in a clause without a "not".
func affirmedElsewhere(term string, st *statement) bool {
	denied := map[int]bool{}
	for _, m := range st.marks {
		if m.kind == "not" {
			denied[m.clause] = true
		}
	}
	for _, x := range st.heard {
		if x.term == term && !denied[x.clause] {
			return true
		}
	}
	return false
}

// deniedClause: the clause of the window that has what a clause of the statement
// says is denied where the statement is not, or the reverse.
func deniedClause(st *statement, w *window) string {
	if excludes(w.said, st) || softens(st, w.said) || contrapositive(st, w.said) {
		return ""
	}
	conditions := conditional(st)
	theirs := w.said.byClause()
	for c, words := range st.byClause() {
		same, other := false, false
		for k, they := range theirs {
			if !holdsAll(they, words, w.said.terms) || opposed(st, c, w.said, k) || !conditions && w.said.conditionIn(k) {
				continue
			}
			switch own, their := st.deniesIn(c), w.said.deniesIn(k); {
			case own == their:
				same = true
			case own && st.deniesOneOf(c, they), their && w.said.deniesOneOf(k, words):
				other = true
			}
		}
		if other && !same {
			return "denies what the cited text says, or the reverse"
		}
	}
	return ""
}

// deniesOneOf: a "not" of the clause stands right before one of the words, or
// before nothing ("phones are not").
func (st *statement) deniesOneOf(clause int, words map[string]bool) bool {
	for _, m := range st.marks {
		if m.kind != "not" || m.clause != clause {
			continue
		}
		first := ""
		for _, x := range st.heard {
			if x.clause == clause && x.lex >= m.to && x.lex < m.to+besideWords {
				first = x.term
				break
			}
		}
		if first == "" || words[first] {
			return true
		}
	}
	return false
}

// leastShared is how many words two clauses must share to be one claim.
const leastShared = 2

// holdsAll: a clause holds all of the words that the window has at all.
func holdsAll(clause, words, known map[string]bool) bool {
	n := 0
	for t := range words {
		if known[t] {
			if !clause[t] {
				return false
			}
			n++
		}
	}
	return n >= leastShared
}

// byClause are the content words of each clause; pairs where there are any.
func (st *statement) byClause() map[int]map[string]bool {
	out := map[int]map[string]bool{}
	for _, x := range st.words {
		if out[x.clause] == nil {
			out[x.clause] = map[string]bool{}
		}
		out[x.clause][x.term] = true
	}
	return out
}

// deniesIn: the clause as a whole is denied; "without" denies a word only.
func (st *statement) deniesIn(clause int) bool {
	for _, m := range st.marks {
		if m.kind == "not" && m.clause == clause && st.lex[m.from].text != "without" && st.lex[m.from].text != "no" {
			return true
		}
	}
	return false
}

// affirmsAll: the statement says all that stands behind a "not" of the window,
// and denies none of it.
func affirmsAll(st, said *statement) string {
	own, _ := st.negated()
	for _, m := range said.marks {
		if m.kind != "not" || said.conditionIn(m.clause) || hasKind(st, "only") || hasPole(st, "gift", "free") {
			continue
		}
		all, found, denied := 0.0, 0.0, false
		end := said.deniedUntil(m)
		for _, x := range said.words {
			if x.clause == m.clause && x.lex >= m.to && x.lex < end {
				all += x.weight()
				found += x.weight() * boolTo(st.holds(x))
				denied = denied || own[x.term]
			}
		}
		if all >= leastShared && found == all && !denied {
			return "says what the cited text denies"
		}
	}
	return ""
}

// deniedUntil is the lexeme up to which a "not" reaches: what stands behind
// "until" is what it takes, and is not denied.
func (st *statement) deniedUntil(m mark) int {
	for i := m.to; i < len(st.lex); i++ {
		if isText(st.lex, i, "until", "till", "unless") {
			return i
		}
	}
	return len(st.lex)
}

// holds: the statement has the word, or one that says the same.
func (st *statement) holds(x word) bool {
	return has(&window{said: st, context: &statement{}}, x) >= synonymShare
}

// deniedFirst are the words right behind a "not"; what only a condition denies
// ("if it is not paid") is left out unless the statement sets conditions too.
func (st *statement) deniedFirst(conditions bool) []string {
	var out []string
	for _, m := range st.marks {
		if m.kind != "not" || !conditions && st.conditionIn(m.clause) {
			continue
		}
		for _, x := range st.heard {
			if x.clause == m.clause && x.lex >= m.to && x.lex < m.to+besideWords {
				out = append(out, x.term)
				break
			}
		}
	}
	return out
}

// conditional: the statement sets a condition.
func conditional(st *statement) bool {
	for _, c := range st.clauses {
		if st.conditionIn(c) {
			return true
		}
	}
	return false
}

// conditionIn: the clause is a condition: "if ...", "...时".
func (st *statement) conditionIn(clause int) bool {
	first, last := -1, -1
	for i, c := range st.clauses {
		if c != clause || st.lex[i].kind == lexSign {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	if first < 0 {
		return false
	}
	relative := isText(st.lex, last, "的") && last+2 < len(st.lex)
	return isText(st.lex, first, "if", "when", "unless", "where", "whenever", "provided", "若", "如") ||
		isText(st.lex, last, "时") || isText(st.lex, last, "话") || relative
}

// deniedForOnly: the window denies, in one clause, all that the statement says of
// one thing only.
func deniedForOnly(st *statement, w *window) string {
	if !hasKind(st, "only") || denies(st) {
		return ""
	}
	theirs := w.said.byClause()
	for _, m := range st.marks {
		if m.kind != "only" {
			continue
		}
		for k, they := range theirs {
			own := st.byClause()[m.clause]
			if w.said.deniesIn(k) && holdsAll(they, own, own) && !hasKind(w.said, "only") {
				return "says only of it what the cited text denies"
			}
		}
	}
	return ""
}
