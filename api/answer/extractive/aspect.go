package extractive

import (
	"regexp"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval/text"
)

// How much the words of the rest of a question count for one of its parts: they
// still say what it is about, but not what is asked.
const (
	otherParts   = 0.4
	otherThings  = 0.2 // the same of a part that names a thing of its own: "how do I book, and can I cancel?"
	otherSubject = 0.1
	followed     = 0.4 // what the thing that a follow-up names counts of a compared thing
	turnBefore   = 0.3 // what a follow-up takes from the question before
)

// mostAspects bounds the parts that are answered: what a reader takes in.
const mostAspects = 3

// aspects are what must be answered: the two sides of a comparison, the several
// questions in one, usually the question as it is.
func (r *reading) aspects(kind answer.Asked) []*asked {
	q := r.task.Question
	if kind.Form == answer.AsksComparison {
		if a, b, ok := answer.Compared(q); ok {
			a, b = r.known(a, b)
			return []*asked{r.side(kind, a, b), r.side(kind, b, a)}
		}
	}
	parts := answer.Parts(q)
	if len(parts) == 1 {
		a := r.ask(kind, q, 1)
		if r.task.Named != "" {
			a.about(r, r.task.Named)
		}
		return []*asked{a}
	}
	var out []*asked
	for _, part := range parts[:min(len(parts), mostAspects)] {
		out = append(out, r.ask(answer.ReadQuestion(part), part, ofOthers(part)))
	}
	return out
}

// ofOthers is how much the words of the other parts count for one: more where it
// says "it" or names nothing ("and how much is it?").
func ofOthers(part string) float64 {
	if len(contentOf(part)) == 0 || pointing.MatchString(part) {
		return otherParts
	}
	return otherThings
}

// pointing words stand for what another part names.
var pointing = regexp.MustCompile(`(?i)\b(?:it|its|they|them|their|that|this|these|those|one)\b|[它这那其]`)

// about makes the words that do not name the thing count less: a follow-up asks
// of that, and the rest is of the question before.
func (a *asked) about(r *reading, thing string) {
	in := r.look(thing)
	a.owns = followed
	for t := range a.weights {
		if in.has(t) {
			a.own = append(a.own, t)
		} else {
			a.total -= a.weights[t] * (1 - turnBefore)
			a.weights[t] *= turnBefore
		}
	}
	a.total = max(a.total, 1e-9)
}

// side is the question about a alone: words that only b has hardly count.
func (r *reading) side(kind answer.Asked, a, b string) *asked {
	x := r.ask(kind, r.task.Question, 1)
	x.subject, x.owns = contentOf(a), 1
	inA, inB := r.look(a), r.look(b)
	light := r.look(grammarOf(r.task.Question))
	for t := range r.termWeights {
		switch {
		case inA.has(t) && !inB.has(t) && !light.has(t):
			x.own = append(x.own, t)
		case inB.has(t) && !inA.has(t):
			x.total -= x.weights[t] * (1 - otherSubject)
			x.weights[t] *= otherSubject
		}
	}
	return x
}

// grammarOf is what only makes a question of q.
func grammarOf(q string) string {
	var parts []string
	for _, s := range answer.Grammar(q) {
		parts = append(parts, q[s.Start:s.End])
	}
	return strings.Join(parts, " ")
}

// known cuts the names of compared things down to what the passages call
// something: Chinese has no spaces to tell where "北门抽血时间" stops being a
// name. The first thing loses its beginning, the second its end.
func (r *reading) known(a, b string) (string, string) {
	return r.shorten(a, func(s []rune) []rune { return s[1:] }), r.shorten(b, func(s []rune) []rune { return s[:len(s)-1] })
}

func (r *reading) shorten(s string, cut func([]rune) []rune) string {
	if text.Language(s) != "zh" {
		return s
	}
	for rest := []rune(s); len(rest) > 1; rest = cut(rest) {
		for i := range r.pages {
			if strings.Contains(r.pages[i].Text, string(rest)) {
				return string(rest)
			}
		}
	}
	return s
}
