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
		same = same || own.kind == "bound" && w.said.reaches(e, own.pole)
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

// reaches: a point in time says what a limit says: "from the age of 12" is "12
// or over", "until 5 pm" is "5 pm at the latest".
func (st *statement) reaches(f fact, pole string) bool {
	for _, m := range st.limits(f, "time") {
		if m.pole == "after" && pole == "least" || m.pole == "before" && pole == "most" {
			return true
		}
	}
	return false
}
