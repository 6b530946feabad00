package answer

import (
	"fmt"
	"slices"
)

// turned says how the statement turns what the window says; "" if it does not.
func turned(st *statement, w *window) string {
	for _, check := range []func(*statement, *window) string{boundsDiffer, polesDiffer, particlesDiffer, lacksDiffer, deniedOnlyHere, deniedOnlyThere, deniedClause, ellipses, excludedThere, strengthDiffers, concedes, leavesOutOnly, deniedForOnly} {
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
		if m.soft || (m.kind == "bound" || m.kind == "time") && st.limitsAny(m) || m.kind == "gift" && m.pole == "paid" && st.pricedIn(m, w) {
			continue
		}
		same, opposite := nearest(m, st, w)
		if opposite >= leastFit && opposite > same {
			return fmt.Sprintf("says %q, the cited text the opposite", st.text[st.lex[m.from].start:st.lex[m.to-1].end])
		}
	}
	return ""
}

// pricedIn: the mark's clause names a price that the window states too.
func (st *statement) pricedIn(m mark, w *window) bool {
	for _, f := range st.facts {
		if from, _ := st.place(f); isCurrency(f.unit) && st.clauses[from] == m.clause && len(st.limits(f, "bound")) == 0 && w.states(f) {
			return true
		}
	}
	return false
}

// leastFit is 1 for a mark of the opposite sense and a word in common beside it,
// or most of one: two words that happen to be opposites say nothing.
const leastFit = 1.5

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
// common each. A "not" before it turns its sense, and so does it when "A before
// B" has become "B after A".
func nearest(m mark, st *statement, w *window) (same, opposite float64) {
	own := st.beside(m)
	for _, o := range w.said.marks {
		if o.kind != m.kind && !grants(m, o) || o.soft {
			continue
		}
		fit := 1 + common(own, w.said.inherited(o))
		turned := !thingKinds[m.kind] && st.denied(m) != w.said.denied(o) && !contrapositive(st, w.said)
		if !thingKinds[m.kind] && m.kind != "time" && m.kind != "bound" && st.exceptsFrom(m.clause) != w.said.exceptsFrom(o.clause) && denials(st)+denials(w.said) == 1 {
			turned = !turned
		}
		if m.kind == "time" && st.orders(m) && w.said.orders(o) && crossedOver(m, st, o, w.said) {
			turned = !turned
		}
		if (o.pole == m.pole) != turned || grants(m, o) {
			same = max(same, fit+sameWord*boolTo(!turned && st.lex[m.from].text == w.said.lex[o.from].text))
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

// grants: what is included costs nothing more.
func grants(m, o mark) bool {
	return m.kind == "gift" && m.pole == "free" && o.kind == "part" && o.pole == "in"
}

// exceptsFrom: "unless" begins the clause beside this one.
func (st *statement) exceptsFrom(clause int) bool {
	for i, c := range st.clauses {
		if (c == clause+1 || c == clause-1 || c == clause) && (isText(st.lex, i, "unless") || hasPhrase(st.lex, i, []string{"除", "非"})) {
			return true
		}
	}
	return false
}

// hasUnless: the statement makes an exception with "unless".
func (st *statement) hasUnless() bool {
	for i := range st.lex {
		if isText(st.lex, i, "unless") || hasPhrase(st.lex, i, []string{"除", "非"}) {
			return true
		}
	}
	return false
}

// thingKinds are kinds of marks that are things and circumstances, which a "not"
// before them does not turn: "it is not possible for sellers".
var thingKinds = wordSet(`season side realm card house market deixis fresh order net shine heat access`)

// contrapositive: one of the two denies a thing and its condition, the other
// neither: "without consent they are not set", "set only with consent".
func contrapositive(st, said *statement) bool {
	a, b := denials(st), denials(said)
	switch {
	case a == 2 && b == 0:
		return hasKind(said, "only") || said.hasCondition()
	case a == 0 && b == 2:
		return said.deniesCondition()
	}
	return false
}

// deniesCondition: one of the denials stands in a condition.
func (st *statement) deniesCondition() bool {
	for _, m := range st.marks {
		if m.kind == "not" && (st.conditionIn(m.clause) || isText(st.lex, m.from, "without", "unless")) {
			return true
		}
	}
	return false
}

// sameWord is what it counts that a mark is the same word in both.
const sameWord = 0.5

// closeBy is how many lexemes behind a "not" a mark may stand that it denies.
const closeBy = 3

// denied: a "not" stands right before the mark, or with what belongs to both
// between them: "not be refunded", "不会再".
func (st *statement) denied(m mark) bool {
	for _, n := range st.marks {
		if n.kind == "not" && n.clause == m.clause && isText(st.lex, n.from, "nothing", "nobody", "none") && n.from >= m.to && n.from-m.to <= 1 {
			return true
		}
		if n.kind == "not" && n.clause == m.clause && n.to <= m.from && !(isText(st.lex, n.from, "without") && isText(st.lex, n.to, "it", "them", "this", "these", "that")) && (isText(st.lex, n.from, "no") && m.from-n.to <= besideWords || st.onlyCarriers(n.to, m.from) || st.fronted(n.to, m.from)) {
			return true
		}
	}
	return false
}

// carriers may stand between a "not" and what it denies.
var carriers = wordSet(`be been being to yet longer any ever have has possible able allowed permitted necessary for automatically a an the you they we it he she 您 你 会 再 被 能 可 以 予 得 行 自 动 支 持 提 供 允 许 support supports supporting offer offers`)

func (st *statement) onlyCarriers(from, to int) bool {
	if from > len(st.lex) {
		return false
	}
	long := isText(st.lex, from, "possible", "able", "allowed", "permitted", "necessary")
	for _, x := range st.lex[from:to] {
		if !carriers[x.text] && !(long && to-from < closeBy+besideWords) {
			return false
		}
	}
	return true
}

// fronted: the object stands between the "not" and its verb: "不把...卖给".
func (st *statement) fronted(from, to int) bool {
	for from < to && isText(st.lex, from, "会", "再", "能", "可", "以") {
		from++
	}
	return from < to && isText(st.lex, from, "把", "将", "对", "向", "给", "为", "按")
}

func (st *statement) contentBetween(from, to int) bool {
	for _, x := range st.words {
		if x.lex >= from && x.lex < to {
			return true
		}
	}
	return false
}

// besideWords is how many lexemes around a mark say what it is about; Chinese
// characters are lexemes each.
const (
	besideWords = 5
	besideHan   = 10
	// deniedWeight is what a clause's being denied tells beside its words.
	deniedWeight = 2
)

// beside are the content words and numbers around a mark in its clause.
func (st *statement) beside(m mark) map[string]float64 {
	near := besideWords
	if st.lex[m.from].kind == lexHan {
		near = besideHan
	}
	out := map[string]float64{}
	for _, x := range st.words {
		if x.clause == m.clause && x.lex >= m.from-near && x.lex < m.to+near {
			out[x.term] = 1
		}
	}
	if st.deniesIn(m.clause) {
		out["#not"] = deniedWeight
	}
	for _, f := range st.facts {
		if at, _ := st.place(f); st.clauses[at] == m.clause {
			out["#"+f.key()] = 1
		}
	}
	return out
}

// carriedOver is what a word of an earlier clause of the sentence weighs: "calls
// cost 19 cents, incoming ones are free".
const carriedOver = 0.6

// inherited is beside with the words of the sentence's earlier clauses.
func (st *statement) inherited(m mark) map[string]float64 {
	out := st.beside(m)
	begin := st.sentenceStart(m.from)
	for _, f := range st.facts {
		if at, _ := st.place(f); at >= begin && at < m.from && st.clauses[at] < m.clause {
			out["#"+f.key()] = max(out["#"+f.key()], carriedOver)
		}
	}
	for _, x := range st.words {
		if x.lex >= begin && x.lex < m.from && x.clause < m.clause {
			out[x.term] = max(out[x.term], carriedOver)
		}
	}
	return out
}

// telling are the kinds of marks that are what a sentence says, and not only
// how: without them another sentence is left.
var telling = wordSet(`gift flow force`)

// unsaidPole: the statement says "included" or "deleted", and the window has
// neither the word nor another for it.
func unsaidPole(st *statement, w *window) string {
	for _, m := range st.marks {
		if !telling[m.kind] || m.soft || m.pole == "paid" || hasKind(w.said, m.kind) || hasKind(w.context, m.kind) {
			continue
		}
		known := false
		for _, x := range st.heard {
			known = known || x.lex >= m.from && x.lex < m.to && has(w, x) > 0
		}
		if !known && m.to-m.from < 3 && !denies(w.said) {
			return fmt.Sprintf("says %q, the cited text does not", st.text[st.lex[m.from].start:st.lex[m.to-1].end])
		}
	}
	return ""
}
