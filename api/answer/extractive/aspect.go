package extractive

import (
	"footnote/api/answer"
	"footnote/retrieval/text"
)

// How much the words of the rest of a question count for one of its parts: they
// still say what it is about, but not what is asked.
const (
	otherParts   = 0.4
	otherSubject = 0.1
)

// mostAspects bounds the parts that are answered: what a reader takes in.
const mostAspects = 3

// aspects are what must be answered: the two sides of a comparison, the several
// questions in one, usually the question as it is.
func (r *reading) aspects(kind answer.Asked) []*asked {
	q := r.task.Question
	if kind.Form == answer.AsksComparison {
		if a, b, ok := answer.Compared(q); ok {
			return []*asked{r.side(kind, a, b), r.side(kind, b, a)}
		}
	}
	parts := answer.Parts(q)
	if len(parts) == 1 {
		return []*asked{r.ask(kind, q, 1)}
	}
	var out []*asked
	for _, part := range parts[:min(len(parts), mostAspects)] {
		out = append(out, r.ask(answer.ReadQuestion(part), part, otherParts))
	}
	return out
}

// side is the question about a alone: words that only b has hardly count.
func (r *reading) side(kind answer.Asked, a, b string) *asked {
	x := r.ask(kind, r.task.Question, 1)
	inA := r.look(a)
	for w := range text.Words(b) {
		if t, ok := r.terms[w.Term]; ok && !inA.has(t) && x.weights[t] == r.termWeights[t] {
			x.total -= x.weights[t] * (1 - otherSubject)
			x.weights[t] *= otherSubject
		}
	}
	return x
}
