package answer

import "fmt"

// negated are the content words of the clauses with a "not", by whether they
// follow it closely.
func (st *statement) negated() (clause map[string]bool, first []string) {
	clause = map[string]bool{}
	for _, m := range st.marks {
		if m.kind != "not" {
			continue
		}
		found := false
		for _, x := range st.words {
			if x.clause != m.clause {
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
	if !denies(st) || denies(w.context) || excludes(w.said) || hasPole(w.said, "gift", "free") && hasPole(st, "gift", "paid") {
		return ""
	}
	theirs, _ := w.said.negated()
	_, own := st.negated()
	if len(theirs) == 0 {
		return "denies what the cited text does not deny"
	}
	for _, t := range own {
		if !theirs[t] && w.said.terms[t] {
			return fmt.Sprintf("denies %q, the cited text does not", t)
		}
	}
	if deniedOtherwise(st, w.said) {
		return "denies what the cited text says, and the reverse"
	}
	return ""
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

// excludes: the statement leaves something out without a "not".
func excludes(st *statement) bool {
	for _, m := range st.marks {
		if m.kind == "part" && m.pole == "out" || m.kind == "answer" && m.pole == "no" || m.kind == "state" && m.pole == "off" {
			return true
		}
	}
	return false
}

// deniedOnlyThere: the statement affirms what the window denies.
func deniedOnlyThere(st *statement, w *window) string {
	if _, theirs := w.said.negated(); len(theirs) > 0 {
		own, _ := st.negated()
		for _, t := range theirs {
			if st.terms[t] && !own[t] && !softens(st) && !affirmedElsewhere(t, w.said) {
				return fmt.Sprintf("leaves out that the cited text denies %q", t)
			}
		}
	}
	return ""
}

func hasPole(st *statement, kind, pole string) bool {
	for _, m := range st.marks {
		if m.kind == kind && m.pole == pole {
			return true
		}
	}
	return false
}

// softens: the statement limits itself in another way: "only", "except".
func softens(st *statement) bool {
	return hasKind(st, "only") || excludes(st) || hasPole(st, "gift", "free")
}

// affirmedElsewhere: the word also stands in a clause without a "not".
func affirmedElsewhere(term string, st *statement) bool {
	denied := map[int]bool{}
	for _, m := range st.marks {
		if m.kind == "not" {
			denied[m.clause] = true
		}
	}
	for _, x := range st.words {
		if x.term == term && !denied[x.clause] {
			return true
		}
	}
	return false
}

// deniedClause: the clause of the window that has what a clause of the statement
// says is denied where the statement is not, or the reverse.
func deniedClause(st *statement, w *window) string {
	if excludes(w.said) || softens(st) {
		return ""
	}
	theirs := w.said.byClause()
	for c, words := range st.byClause() {
		same, other := false, false
		for k, they := range theirs {
			if !holdsAll(they, words, w.said.terms) || opposed(st, c, w.said, k) {
				continue
			}
			if st.deniesIn(c) == w.said.deniesIn(k) {
				same = true
			} else {
				other = true
			}
		}
		if other && !same {
			return "denies what the cited text says, or the reverse"
		}
	}
	return ""
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
		if m.kind == "not" && m.clause == clause && st.lex[m.from].text != "without" {
			return true
		}
	}
	return false
}

// excludedShare is the share of an exception's content words that a statement
// must have to speak of it.
const excludedShare = 0.6

// excludedThere: the window leaves out ("except", "除外") what the statement
// speaks of as if it were in.
func excludedThere(st *statement, w *window) string {
	if hasKind(st, "only", "not") || excludes(st) {
		return ""
	}
	for _, m := range w.said.marks {
		if m.kind != "part" || m.pole != "out" {
			continue
		}
		all, found := 0.0, 0.0
		for _, x := range w.said.words {
			if x.clause == m.clause && (x.lex < m.from || x.lex >= m.to) {
				all += x.weight()
				found += x.weight() * boolTo(st.terms[x.term])
			}
		}
		if all > 0 && found > excludedShare*all {
			return "leaves out that the cited text excludes it"
		}
	}
	return ""
}
