package answer

import (
	"fmt"
	"slices"
)

// turned says how the statement turns what the window says; "" if it does not.
func turned(st *statement, w *window) string {
	for _, check := range []func(*statement, *window) string{boundsDiffer, polesDiffer, deniedOnlyHere, deniedOnlyThere, deniedClause, excludedThere, strengthDiffers} {
		if why := check(st, w); why != "" {
			return why
		}
	}
	return ""
}

// polesDiffer: the statement has a word whose opposite stands in its place.
func polesDiffer(st *statement, w *window) string {
	for _, m := range st.marks {
		switch m.kind {
		case "not", "may", "must", "only", "always":
			continue
		}
		if m.soft || m.kind == "bound" && st.limitsAny(m) {
			continue
		}
		same, opposite := nearest(m, st, w)
		if opposite > 0 && opposite > same {
			return fmt.Sprintf("says %q, the cited text the opposite", st.text[st.lex[m.from].start:st.lex[m.to-1].end])
		}
	}
	return ""
}

// limitsAny: the mark limits one of the statement's values.
func (st *statement) limitsAny(m mark) bool {
	for _, f := range st.facts {
		if slices.Contains(st.limits(f, m.kind), m) {
			return true
		}
	}
	return false
}

// nearest is how well the surroundings of a mark fit those of marks of the same
// sense and of the opposite one in the window: 1 for being there, and a word in
// common each. A "not" before it turns its sense.
func nearest(m mark, st *statement, w *window) (same, opposite int) {
	own := st.beside(m)
	for _, o := range w.said.marks {
		if o.kind != m.kind || o.soft {
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

// strengthDiffers: the statement says "must", "only" or "always" where the
// window says less.
func strengthDiffers(st *statement, w *window) string {
	for _, m := range st.marks {
		said := func(kinds ...string) bool { return hasKind(w.said, kinds...) || hasKind(w.context, kinds...) }
		text := st.text[st.lex[m.from].start:st.lex[m.to-1].end]
		switch m.kind {
		case "only":
			if !said("only", "bound", "not", "part", "must") {
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
