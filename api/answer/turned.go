package answer

import (
	"fmt"
	"slices"
)

// turned says how the statement turns what the window says; "" if it does not.
func turned(st *statement, w *window) string {
	for _, check := range []func(*statement, *window) string{boundsDiffer, polesDiffer, deniedOnlyHere, deniedOnlyThere, strengthDiffers} {
		if why := check(st, w); why != "" {
			return why
		}
	}
	return ""
}

// reach is how many lexemes a limit may stand from its number; Chinese
// characters are lexemes each.
const (
	reach    = 4
	reachHan = 12
)

// limits of the value f: the marks of kind beside it in the same clause.
func (st *statement) limits(f fact, kind string) []mark {
	var out []mark
	from, to := st.place(f)
	for _, m := range st.marks {
		far := reach
		if st.lex[m.from].kind == lexHan {
			far = reachHan
		}
		before := m.to <= from && from-m.to < far
		after := m.from >= to && m.from-to < reach
		if m.kind == kind && (before || after) && st.clauses[from] == m.clause {
			out = append(out, m)
		}
	}
	return out
}

// closest is the mark nearest to a value.
func (st *statement) closest(list []mark, f fact) mark {
	from, to := st.place(f)
	distance := func(m mark) int { return max(from-m.to, m.from-to) }
	return slices.MinFunc(list, func(a, b mark) int { return distance(a) - distance(b) })
}

// place is the lexemes [from,to) of a fact.
func (st *statement) place(f fact) (from, to int) {
	from, to = len(st.lex)-1, len(st.lex)
	for i, x := range st.lex {
		if x.start <= f.start {
			from = i
		}
		if x.start >= f.end {
			to = i
			break
		}
	}
	return max(from, 0), to
}

// boundsDiffer: the same value is a limit from the other side, or a point in
// time is passed in the other direction.
func boundsDiffer(st *statement, w *window) string {
	for _, kind := range []string{"bound", "time"} {
		for _, f := range st.facts {
			if own := st.limits(f, kind); len(own) > 0 {
				if why := limitDiffers(st.closest(own, f), f, st, w); why != "" {
					return why
				}
			}
		}
	}
	return ""
}

func limitDiffers(own mark, f fact, st *statement, w *window) string {
	same, opposite, none := false, false, false
	for _, e := range w.said.facts {
		if !f.same(e) {
			continue
		}
		theirs := w.said.limits(e, own.kind)
		if len(theirs) == 0 {
			none = true
		}
		for _, m := range theirs {
			same = same || m.pole == own.pole
			opposite = opposite || m.pole != own.pole
		}
	}
	said := fmt.Sprintf("%q", st.text[st.lex[own.from].start:st.lex[own.to-1].end])
	switch {
	case same:
		return ""
	case opposite:
		return "says " + said + ", the cited text the opposite"
	case none && own.kind == "bound" && !own.soft && !limited(w):
		return "says " + said + ", the cited text sets no such limit"
	}
	return ""
}

// limited: the window speaks of a limit somewhere, perhaps in its header.
func limited(w *window) bool {
	for _, list := range [][]mark{w.said.marks, w.context.marks} {
		for _, m := range list {
			if m.kind == "bound" {
				return true
			}
		}
	}
	return false
}

// polesDiffer: the statement has a word whose opposite stands in its place.
func polesDiffer(st *statement, w *window) string {
	for _, m := range st.marks {
		switch m.kind {
		case "not", "may", "must", "only", "always", "bound":
			continue
		}
		if m.soft {
			continue
		}
		same, opposite := nearest(m, st, w)
		if opposite > 0 && opposite > same {
			return fmt.Sprintf("says %q, the cited text the opposite", st.text[st.lex[m.from].start:st.lex[m.to-1].end])
		}
	}
	return ""
}

// nearest is how well the surroundings of a mark fit those of marks of the same
// sense and of the opposite one in the window: 1 for being there, and a word in
// common each. A "not" before it turns its sense.
func nearest(m mark, st *statement, w *window) (same, opposite int) {
	own := st.beside(m)
	for _, o := range w.said.marks {
		if o.kind != m.kind {
			continue
		}
		fit := 1
		for t := range w.said.beside(o) {
			if own[t] {
				fit++
			}
		}
		if (o.pole == m.pole) == (st.denied(m) == w.said.denied(o)) {
			same = max(same, fit)
		} else {
			opposite = max(opposite, fit)
		}
	}
	for _, o := range w.context.marks {
		if o.kind == m.kind && o.pole == m.pole {
			same = max(same, 1)
		}
	}
	return same, opposite
}

// denied: a "not" stands before the mark in its clause, no content word between.
func (st *statement) denied(m mark) bool {
	for _, n := range st.marks {
		if n.kind == "not" && n.clause == m.clause && n.to <= m.from && !st.contentBetween(n.to, m.from) {
			return true
		}
	}
	return false
}

func (st *statement) contentBetween(from, to int) bool {
	for _, x := range st.words {
		if x.lex >= from && x.lex < to {
			return true
		}
	}
	return false
}

// besideWords is how many lexemes around a mark say what it is about.
const besideWords = 5

// beside are the content words and values around a mark in its clause.
func (st *statement) beside(m mark) map[string]bool {
	out := map[string]bool{}
	for _, x := range st.words {
		if x.clause == m.clause && x.lex >= m.from-besideWords && x.lex < m.to+besideWords {
			out[x.term] = true
		}
	}
	for i := max(m.from-besideWords, 0); i < min(m.to+besideWords, len(st.lex)); i++ {
		if st.lex[i].kind == lexNumber && st.clauses[i] == m.clause {
			out[st.lex[i].text] = true
		}
	}
	return out
}

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

// strengthDiffers: the statement says "must", "only" or "always" where the
// window says less.
func strengthDiffers(st *statement, w *window) string {
	for _, m := range st.marks {
		said := func(kinds ...string) bool { return hasKind(w.said, kinds...) || hasKind(w.context, kinds...) }
		text := st.text[st.lex[m.from].start:st.lex[m.to-1].end]
		switch m.kind {
		case "only":
			if !said("only", "bound", "not", "part") {
				return fmt.Sprintf("says %q, the cited text does not", text)
			}
		case "always":
			if !said("always") {
				return fmt.Sprintf("says %q, the cited text does not", text)
			}
		case "must":
			if !said("must", "only") && said("may") {
				return fmt.Sprintf("says %q, the cited text leaves it open", text)
			}
		}
	}
	if hasKind(w.said, "may") && !hasKind(st, "may", "must", "not", "only") && onlyPossible(w.said) {
		return "says as certain what the cited text says may be"
	}
	return ""
}

func hasKind(st *statement, kinds ...string) bool {
	for _, m := range st.marks {
		for _, k := range kinds {
			if m.kind == k {
				return true
			}
		}
	}
	return false
}

// onlyPossible: the window says "may", "might", "possibly", "可能": not "can",
// which often means no more than "do".
func onlyPossible(st *statement) bool {
	for _, m := range st.marks {
		if m.kind == "may" {
			switch st.text[st.lex[m.from].start:st.lex[m.to-1].end] {
			case "might", "possibly", "perhaps", "可能", "也许", "或许":
				return true
			}
		}
	}
	return false
}
