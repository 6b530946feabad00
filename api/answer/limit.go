package answer

import (
	"fmt"
	"slices"
)

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
		if m.kind == kind && (before || after) && st.clauses[from] == m.clause && !st.pointsElsewhere(m) {
			out = append(out, m)
		}
	}
	return out
}

// pointsElsewhere: the limit is on something said before: "below that", "不满的".
func (st *statement) pointsElsewhere(m mark) bool {
	if isText(st.lex, m.to, "的", "者") {
		return !st.endsValue(m.from)
	}
	return isText(st.lex, m.to, "that", "this", "it", "those")
}

// endsValue: a value ends at the lexeme i, perhaps with an "and" between: "10 英镑
// 及以下的付款".
func (st *statement) endsValue(i int) bool {
	for _, f := range st.facts {
		if _, to := st.place(f); to == i || to == i-1 && isText(st.lex, to, "及", "或", "和", "与") {
			return true
		}
	}
	return false
}

// limitsByPointing: behind the value stands "before that", of the kind and pole
// of a mark.
func (st *statement) limitsByPointing(f fact, like mark) bool {
	_, to := st.place(f)
	for _, m := range st.marks {
		if m.kind == "time" && like.kind == "time" && m.pole == like.pole && m.from >= to && st.pointsElsewhere(m) {
			return true
		}
	}
	return false
}

// passes: the mark says that the time is over: "after 30 days", "30 天后".
func (st *statement) passes(m mark, f fact) bool {
	from, to := st.place(f)
	if st.lex[m.from].kind == lexHan {
		return m.from == to
	}
	return m.to == from
}

// endsIn: the length of time is one within which something happens, and it is
// not counted from its end: "within 30 days".
func (st *statement) endsIn(f fact) bool {
	from, _ := st.place(f)
	for _, m := range st.limits(f, "time") {
		if m.to <= from && m.pole == "after" && !m.soft && st.lex[m.from].kind != lexHan {
			return false
		}
	}
	for _, m := range st.limits(f, "bound") {
		if m.pole == "most" && isText(st.lex, m.to-1, "within", "内") {
			return true
		}
	}
	return false
}

// pointsInTime leaves out "at the latest" of a length of time: it is a limit like
// "within", and tells no direction.
func pointsInTime(st *statement, f fact, list []mark) []mark {
	if f.kind != quantity {
		return list
	}
	var out []mark
	for _, m := range list {
		if m.kind != "time" || !isText(st.lex, m.to-1, "latest", "than", "晚", "迟", "于") {
			out = append(out, m)
		}
	}
	return out
}

// sameSide are the limits that stand on the same side of the value: "after six
// weeks" and "six weeks after" say different things.
func sameSide(st *statement, own mark, f fact, said *statement, e fact, list []mark) []mark {
	_, to := st.place(f)
	_, end := said.place(e)
	var out []mark
	for _, m := range list {
		if (own.from >= to) == (m.from >= end) {
			out = append(out, m)
		}
	}
	return out
}

// hard are the limits that say much by themselves, if there are any.
func hard(list []mark) []mark {
	var out []mark
	for _, m := range list {
		if !m.soft {
			out = append(out, m)
		}
	}
	if len(out) == 0 {
		return list
	}
	return out
}

// isTime: a length or a point of time.
func (f fact) isTime() bool {
	return f.kind != quantity || f.unit == "" || dimension(f.unit) == "time"
}

// boundedOtherwise: the value is a limit on the side that "from" or "until"
// leaves out: "up to £75" for "from £75".
func (st *statement) boundedOtherwise(f fact, pole string) bool {
	for _, m := range st.limits(f, "bound") {
		if (pole == "after") == (m.pole == "most") {
			return true
		}
	}
	return false
}

// closest is the mark nearest to a value.
func (st *statement) closest(list []mark, f fact) mark {
	from, to := st.place(f)
	distance := func(m mark) int { return max(from-m.to, m.from-to) }
	return slices.MinFunc(list, func(a, b mark) int { return distance(a) - distance(b) })
}

// telling are the marks of a value that say something: the nearest; of a length
// of time that on each side ("until two hours after").
func (st *statement) telling(list []mark, f fact) []mark {
	from, _ := st.place(f)
	var before, behind []mark
	for _, m := range list {
		if m.from < from {
			before = append(before, m)
		} else {
			behind = append(behind, m)
		}
	}
	if f.kind != quantity || list[0].kind != "time" || len(before) == 0 || len(behind) == 0 {
		return []mark{st.closest(list, f)}
	}
	return []mark{st.closest(before, f), st.closest(behind, f)}
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
			if own := pointsInTime(st, f, st.limits(f, kind)); len(own) > 0 {
				for _, m := range st.telling(own, f) {
					if why := limitDiffers(m, f, st, w); why != "" {
						return why
					}
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
		theirs := hard(w.said.limits(e, own.kind))
		theirs = pointsInTime(w.said, e, theirs)
		if own.kind == "time" && f.kind == quantity {
			theirs = sameSide(st, own, f, w.said, e, theirs)
		}
		if len(theirs) == 0 {
			none = true
		}
		same = same || own.kind == "bound" && w.said.reaches(e, own.pole)
		opposite = opposite || own.kind == "bound" && !own.soft && f.unit != "" && w.said.reaches(e, otherBound(own.pole))
		opposite = opposite || own.kind == "time" && !f.isTime() && isText(st.lex, own.from, "from", "until", "自", "从", "起") && w.said.boundedOtherwise(e, own.pole)
		opposite = opposite || own.kind == "time" && own.pole == "after" && st.passes(own, f) && f.isTime() && f.kind == quantity && w.said.endsIn(e)
		same = same || w.said.limitsByPointing(e, own)
		same = same || isText(st.lex, own.from, "up") && w.said.runsUntil(e)
		for _, m := range theirs {
			same = same || m.pole == own.pole || m.folded != own.folded && st.deniesToo(own) && w.said.deniesToo(m)
			opposite = opposite || m.pole != own.pole
		}
	}
	said := fmt.Sprintf("%q", st.text[st.lex[own.from].start:st.lex[own.to-1].end])
	switch {
	case same:
		return ""
	case opposite && onOtherSide(own, f, st, w.said):
		return ""
	case opposite:
		return "says " + said + ", the cited text the opposite"
	case none && own.kind == "bound" && !own.soft && !limited(w):
		return "says " + said + ", the cited text sets no such limit"
	}
	return ""
}

// runsUntil: "until" stands before the value.
func (st *statement) runsUntil(f fact) bool {
	for _, m := range st.limits(f, "time") {
		if isText(st.lex, m.from, "until", "till") {
			return true
		}
	}
	return false
}

// deniesToo: a "not" turned the limit, or stands in another clause: "more than
// 20 kg, we do not take" and "more than 20 kg is not taken".
func (st *statement) deniesToo(m mark) bool { return m.folded || denies(st) }

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

// reaches: a point in time says what a limit says: "from the age of 12" is "12
// or over", "until 5 pm" is "5 pm at the latest".
func (st *statement) reaches(f fact, pole string) bool {
	for _, m := range st.limits(f, "time") {
		if isText(st.lex, m.from, "by") && (f.kind == quantity || f.kind == coded) {
			continue // "by phone"
		}
		if _, to := st.place(f); f.kind == quantity && dimension(f.unit) == "time" && m.from >= to && st.lex[m.from].kind != lexHan {
			continue // "120 days from the payment" are counted, not limited
		}
		if m.pole == "after" && pole == "least" || m.pole == "before" && pole == "most" {
			return true
		}
	}
	return false
}

func otherBound(pole string) string {
	if pole == "least" {
		return "most"
	}
	return "least"
}

// onOtherSide: the window tells both sides of the limit ("from €35 it is free,
// below that it costs €3.95"), and what the statement says of its side stands
// on that side.
func onOtherSide(own mark, f fact, st, said *statement) bool {
	for _, m := range said.marks {
		if !(m.kind == "else" || m.kind == "bound" && m.pole == own.pole && !said.limitsAny(m)) {
			continue
		}
		behind := func(clause int) bool { return clause >= m.clause }
		return st.keepsTo(own, f, said, behind)
	}
	return false
}

// keepsTo: what a statement says beside the limit on f, its other values and
// what it costs or not, stands in the clauses of said that side allows.
func (st *statement) keepsTo(own mark, f fact, said *statement, side func(clause int) bool) bool {
	found := false
	for _, g := range st.facts {
		if g.same(f) || g.rate() || g.loose() {
			continue
		}
		here := false
		for _, e := range said.facts {
			from, _ := said.place(e)
			here = here || g.same(e) && side(said.clauses[from])
		}
		if !here {
			return false
		}
		found = true
	}
	for _, g := range st.marks {
		if g.kind != "gift" {
			continue
		}
		here := false
		for _, o := range said.marks {
			here = here || o.kind == g.kind && (o.pole == g.pole) == (st.denied(g) == said.denied(o)) && side(o.clause)
		}
		if !here {
			return false
		}
		found = true
	}
	return found
}
