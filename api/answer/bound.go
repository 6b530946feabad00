package answer

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// misbound: the window states several values of one kind, and the statement
// around one of them fits the window around another better: "standard costs
// 9.90, express 4.90" of a text that says the reverse.
func misbound(st *statement, w *window) string {
	for _, f := range st.facts {
		if f.loose() {
			continue
		}
		rivals := rivalsOf(f, w.said.facts)
		rivals = slices.DeleteFunc(rivals, func(r fact) bool { return stated(r, st.facts) && st.clauseOf(r) == st.clauseOf(f) })
		if len(rivals) == 0 {
			continue
		}
		own := st.around(f)
		if !st.severalClauses(f) {
			own = st.all(f)
		}
		right, other := -1.0, -1.0
		for _, e := range w.said.facts {
			switch {
			case f.same(e) && w.said.pointsBackBeside(e, st):
				right = math.Inf(1)
			case f.same(e):
				right = max(right, common(own, w.said.around(e)))
			case slices.ContainsFunc(rivals, e.same):
				other = max(other, common(own, w.said.around(e)))
			}
		}
		if right >= 0 && other > right {
			return fmt.Sprintf("states %q of something else than the cited text", st.text[f.start:f.end])
		}
	}
	return ""
}

// pointsBackBeside: the value's clause refers to one before ("below that it costs
// 3.95"), so that what it is about does not stand around it; like speaks of the
// same side.
func (st *statement) pointsBackBeside(f fact, like *statement) bool {
	from, _ := st.place(f)
	for _, m := range st.marks {
		if m.clause == st.clauses[from] && (m.kind == "else" || (m.kind == "bound" || m.kind == "time") && st.pointsElsewhere(m) && hasPole(like, m.kind, m.pole)) {
			return true
		}
	}
	return false
}

// dimension unites the units of one kind of thing: prices, lengths of time.
func dimension(base string) string {
	switch {
	case isCurrency(base):
		return "money"
	case base == "second" || base == "workday" || base == "month":
		return "time"
	}
	return base
}

// rivalsOf are the values of the same kind and dimension that differ from f.
func rivalsOf(f fact, list []fact) []fact {
	var out []fact
	for _, e := range list {
		if e.kind == f.kind && dimension(e.unit) == dimension(f.unit) && f.kind != coded && !f.same(e) {
			out = append(out, e)
		}
	}
	return out
}

// clauseOf is the clause in which the statement has the value; -1: none.
func (st *statement) clauseOf(f fact) int {
	for _, own := range st.facts {
		if own.same(f) {
			from, _ := st.place(own)
			return st.clauses[from]
		}
	}
	return -1
}

// Weights of what stands around a value: another value (a day of the week)
// tells more than a word, a word of an earlier clause of the sentence less.
const (
	valueWeight     = 2
	inheritedWeight = 0.5
	charWeight      = 0.5 // two Chinese characters are about a word
)

func (x word) weight() float64 {
	if len(x.pairs) > 0 {
		return charWeight
	}
	return 1
}

// around are the content words and other values of the clause of a value, and
// with less weight the words before it in its sentence.
func (st *statement) around(f fact) map[string]float64 {
	from, _ := st.place(f)
	clause := st.clauses[from]
	begin := st.sentenceStart(from)
	out := map[string]float64{}
	for _, x := range st.words {
		switch {
		case x.clause == clause:
			out[x.term] = x.weight()
		case x.lex >= begin && x.lex < from:
			out[x.term] = max(out[x.term], inheritedWeight*x.weight())
		}
	}
	for _, e := range st.facts {
		if at, _ := st.place(e); !e.rate() && st.clauses[at] == clause && (e.kind != f.kind || dimension(e.unit) != dimension(f.unit) || e.kind == coded) && !e.same(f) {
			out["#"+e.key()] = valueWeight
		}
	}
	return out
}

// severalClauses: the statement has another value of the kind of f in another
// clause.
func (st *statement) severalClauses(f fact) bool {
	for _, r := range rivalsOf(f, st.facts) {
		if st.clauseOf(r) != st.clauseOf(f) {
			return true
		}
	}
	return false
}

// all is around where the statement has only one value of the kind: everything
// that it says is about it.
func (st *statement) all(f fact) map[string]float64 {
	out := map[string]float64{}
	for _, x := range st.words {
		out[x.term] = x.weight()
	}
	for _, e := range st.facts {
		if !e.same(f) && !e.rate() {
			out["#"+e.key()] = valueWeight
		}
	}
	return out
}

// sentenceStart is the lexeme with which the sentence around lexeme i begins.
func (st *statement) sentenceStart(i int) int {
	for i > 0 && !isText(st.lex, i-1, ".", "!", "?", "。", "！", "？") && !lineBetween(st, i) {
		i--
	}
	return i
}

func lineBetween(st *statement, i int) bool {
	return strings.Contains(st.text[st.lex[i-1].end:st.lex[i].start], "\n")
}

// common is how much two surroundings share.
func common(a, b map[string]float64) float64 {
	n := 0.0
	for t, x := range a {
		n += math.Min(x, b[t])
	}
	return n
}
