package extractive

import (
	"slices"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval/text"
)

// asked is a question, or a part of one, ready for comparison with texts.
// Terms are told by their index in the task's list.
type asked struct {
	answer.Asked
	text    string
	weights []float64 // of the terms
	total   float64
	order   []int // the terms in the order of the question
	focus   []int // what is to be counted or chosen: the terms behind "how many", "which", "哪"
}

// focusWords is how many words behind the cue belong to the focus: "how many
// working days", "which credit card".
const focusWords = 2

// ask prepares the part q of the task's question; terms of other parts count
// less by the factor others.
func (r *reading) ask(kind answer.Asked, q string, others float64) *asked {
	a := &asked{Asked: kind, text: q, weights: slices.Clone(r.termWeights)}
	inside := make([]bool, len(a.weights))
	from := focusFrom(q)
	for w := range text.Words(q) {
		t, ok := r.terms[w.Term]
		if !ok {
			continue
		}
		inside[t] = true
		if w.Stop || w.Part {
			continue
		}
		a.order = append(a.order, t)
		if from >= 0 && w.Start >= from && !w.Asking && len(a.focus) < focusWords {
			a.focus = append(a.focus, t)
		}
	}
	for t := range a.weights {
		if !inside[t] {
			a.weights[t] *= others
		}
		a.total += a.weights[t]
	}
	a.total = max(a.total, 1e-9)
	return a
}

// focusCues stand right before what is to be counted or chosen.
var focusCues = []string{"how many", "how much", "which", "what", "哪一", "哪", "多少", "几", "幾", "什么", "什麼", "甚麼"}

// focusFrom is the byte behind the first cue in q; -1: there is none.
func focusFrom(q string) int {
	lower := strings.ToLower(q)
	if len(lower) != len(q) {
		return -1 // a character whose lower case has another length
	}
	for _, cue := range focusCues {
		if k := strings.Index(lower, cue); k >= 0 {
			return k + len(cue)
		}
	}
	return -1
}

// isQuestion tells by the mark at the end.
func isQuestion(s string) bool {
	s = strings.TrimRight(s, " \"'”’』」)）")
	return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？")
}
