package answer

import (
	"fmt"
	"slices"
)

// strengthDiffers: the statement says "must", "only" or "always" where the
// window says less.
func strengthDiffers(st *statement, w *window) string {
	for _, m := range st.marks {
		said := func(kinds ...string) bool { return hasKind(w.said, kinds...) || hasKind(w.context, kinds...) }
		text := st.text[st.lex[m.from].start:st.lex[m.to-1].end]
		switch m.kind {
		case "only":
			if why := onlyDiffers(m, st, w); why != "" {
				return why
			}
			if st.countsOnce(m) {
				continue
			}
			if !said("only", "bound", "not", "part", "must") {
				return fmt.Sprintf("says %q, the cited text does not", text)
			}
		case "always":
			if !said("always") {
				return fmt.Sprintf("says %q, the cited text does not", text)
			}
		case "must":
			if what := st.waivedBy(w.said, m); what != "" {
				return fmt.Sprintf("demands %q, the cited text does not need it", what)
			}
			if !said("must", "only") && said("may") && !w.said.hasCondition() || closestKind(m, st, w.said) == "may" {
				return fmt.Sprintf("says %q, the cited text leaves it open", text)
			}
		}
	}
	if why := weakens(st, w); why != "" {
		return why
	}
	if hasKind(w.said, "may") && !hasKind(st, "may", "must", "not", "only") && onlyPossible(w.said) {
		return "says as certain what the cited text says may be"
	}
	return ""
}

// waivers say that what follows is not needed.
var waivers = [][]string{
	{"without", "a"}, {"without", "an"}, {"without", "any"}, {"no", "need"}, {"not", "need"}, {"don't", "need"}, {"needn't"},
	{"无", "须"}, {"无", "需"}, {"不", "用"}, {"不", "必"}, {"不", "需"},
}

// waivedBy is what the statement demands behind the mark and said does without:
// "an appointment is needed" of "without a visit", "需要审批" of "无须审核".
func (st *statement) waivedBy(said *statement, m mark) string {
	if denies(st) {
		return ""
	}
	k := slices.IndexFunc(st.words, func(x word) bool { return x.lex >= m.to && x.clause == m.clause })
	if k < 0 {
		return ""
	}
	for i := range said.lex {
		for _, words := range waivers {
			if !hasPhrase(said.lex, i, words) {
				continue
			}
			for _, x := range said.words {
				if x.lex < i+len(words) || x.clause != said.clauses[i] {
					continue
				}
				if x.term == st.words[k].term || means(map[string]bool{x.term: true}, st.words[k].term) {
					return st.words[k].term
				}
				break
			}
		}
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

// closestKind is "may" or "must", whichever of the window's marks stands among
// the same words as m; "" if neither does, or both.
func closestKind(m mark, st, said *statement) string {
	own := st.beside(m)
	fit := map[string]float64{}
	for _, o := range said.marks {
		if o.kind == "may" || o.kind == "must" {
			fit[o.kind] = max(fit[o.kind], common(own, said.beside(o)))
		}
	}
	switch {
	case fit["may"] > fit["must"]:
		return "may"
	case fit["must"] > fit["may"]:
		return "must"
	}
	return ""
}

// countsOnce: the "only" belongs to "one time": "once" says no less.
func (st *statement) countsOnce(m mark) bool {
	for _, f := range st.facts {
		if at, _ := st.place(f); f.unit == "times" && f.value == 1 && st.clauses[at] == m.clause {
			return true
		}
	}
	return false
}

// onlyDiffers: both say "only", of something else.
func onlyDiffers(m mark, st *statement, w *window) string {
	of := st.limitedBy(m)
	if of.term == "" || !hasKind(w.said, "only") {
		return ""
	}
	for _, o := range w.said.marks {
		if o.kind != "only" {
			continue
		}
		around := &statement{terms: map[string]bool{}}
		for _, x := range w.said.heard {
			if x.clause == o.clause || x.clause == o.clause+1 && st.begins(m) {
				around.terms[x.term] = true
				for _, p := range x.pairs {
					around.terms[p] = true
				}
			}
		}
		if has(&window{said: around, context: &statement{}}, of) > 0 {
			return ""
		}
	}
	return fmt.Sprintf("says only of %q what the cited text says of something else", of.term)
}

// begins: the mark stands at the beginning of its clause.
func (st *statement) begins(m mark) bool {
	return m.from == 0 || st.clauses[m.from-1] != m.clause || isText(st.lex, m.from-1, "but", "and", "但", "而")
}

// limitedBy is the content word right behind an "only" that begins its clause:
// "only sellers", "只有卖家".
func (st *statement) limitedBy(m mark) word {
	if m.to == len(st.lex) || st.clauses[m.to] != m.clause || st.lex[m.to].kind == lexSign {
		k := slices.IndexFunc(st.words, func(x word) bool { return x.lex >= m.from })
		if k < 0 {
			k = len(st.words)
		}
		if k > 0 && st.words[k-1].clause == m.clause && st.words[k-1].lex >= m.from-closeBy && len(st.words[k-1].pairs) == 0 {
			return st.words[k-1]
		}
		return word{}
	}
	k := slices.IndexFunc(st.words, func(x word) bool { return x.clause == m.clause && x.lex >= m.to })
	if k >= 0 && st.words[k].lex < m.to+closeBy && len(st.words[k].pairs) != 0 == (st.lex[m.from].kind == lexHan) && st.begins(m) {
		return st.words[k]
	}
	return word{}
}

// weakens: the statement leaves open what the window demands.
func weakens(st *statement, w *window) string {
	if hasKind(st, "only", "not", "must") {
		return ""
	}
	for _, m := range st.marks {
		if m.kind == "may" && !st.limitBehind(m) && closestKind(m, st, w.said) == "must" {
			return fmt.Sprintf("says %q, the cited text demands it", st.text[st.lex[m.from].start:st.lex[m.to-1].end])
		}
	}
	return ""
}

// limitBehind: the clause goes on to a limit: "you can take out up to £500".
func (st *statement) limitBehind(m mark) bool {
	for _, o := range st.marks {
		if o.kind == "bound" && o.clause == m.clause && o.from >= m.to {
			return true
		}
	}
	return false
}

// leavesOutOnly: the window says it of one thing only, and the statement says it
// of another: "a moderator can ban" of "only an administrator can ban".
func leavesOutOnly(st *statement, w *window) string {
	if hasKind(st, "only", "not") {
		return ""
	}
	for _, o := range w.said.marks {
		if o.kind != "only" {
			continue
		}
		of := w.said.limitedBy(o)
		if of.term == "" || has(&window{said: st, context: &statement{}}, of) > 0 {
			continue
		}
		shared := 0.0
		for _, x := range w.said.words {
			if x.clause == o.clause && x.lex != of.lex && st.terms[x.term] {
				shared += x.weight()
			}
		}
		if shared >= leastShared {
			return fmt.Sprintf("leaves out that the cited text says it only of %q", of.term)
		}
	}
	return ""
}
