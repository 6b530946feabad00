package extractive

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// asked is a question, or a part of one, ready for comparison with texts.
// Terms are told by their index in the task's list.
type asked struct {
	answer.Asked
	text    string
	holds   func(*answer.Known) float64 // how well a text holds what is wanted
	opposes func(*answer.Known) bool    // a text is about the opposite of what is named; nil: nothing is
	weights []float64                   // of the terms
	total   float64
	order   []int     // the terms in the order of the question
	own     []int     // of one side of a comparison: the terms that name it and not the other
	owns    float64   // how much they count
	amounts []float64 // the question's numbers
	codes   []int     // identifiers of the question: "V-07", "max_size"
	most    bool      // an upper limit is asked for
	least   bool      // a lower one
	kept    []bool    // of the terms: it is written alike in another language, as a name is
	sense   *answer.Sense
	subject map[string]bool // content words of the question
	focus   []int           // what is to be counted or chosen: the terms behind "how many", "which", "哪"
}

// grammarWeight is what counts of a word that only makes a question of q.
const grammarWeight = 0.15

// focusWords is how many words behind the cue belong to the focus: "how many
// working days", "which credit card".
const focusWords = 2

// ask prepares the part q of the task's question; terms of other parts count
// less by the factor others.
func (r *reading) ask(kind answer.Asked, q string, others float64) *asked {
	a := &asked{Asked: kind, text: q, holds: kind.Holder(q), opposes: opposes(q), weights: slices.Clone(r.termWeights), amounts: answer.Amounts(q),
		most: holdsAny(q, asksMost), least: holdsAny(q, asksLeast)}
	inside := make([]float64, len(a.weights))
	a.kept = make([]bool, len(a.weights))
	from := focusFrom(q)
	light := answer.Grammar(q)
	for w := range text.Words(q) {
		t, ok := r.terms[w.Term]
		if !ok {
			continue
		}
		if answer.Overlaps(w, light) {
			inside[t] = max(inside[t], grammarWeight)
			continue
		}
		inside[t] = 1
		a.kept[t] = a.kept[t] || keepsSpelling(w, q)
		if w.Stop || w.Part {
			continue
		}
		a.order = append(a.order, t)
		if w.Kind == text.Name && strings.ContainsAny(w.Term, "0123456789_./") {
			a.codes = append(a.codes, t)
		}
		if from >= 0 && w.Start >= from && !w.Asking && len(a.focus) < focusWords {
			a.focus = append(a.focus, t)
		}
	}
	a.subject = contentOf(q)
	a.sense = r.task.Texts.Sense(q)
	for t := range a.weights {
		if inside[t] == 0 {
			inside[t] = others
		}
		a.weights[t] *= inside[t]
		a.total += a.weights[t]
	}
	a.total = max(a.total, 1e-9)
	return a
}

// opposes tells texts that are about the opposite of what q names, or about
// another of the numbered things that it names; nil: it names neither.
func opposes(q string) func(*answer.Known) bool {
	pole, number := answer.Opposition(q), answer.Numbered(q)
	switch {
	case number == nil:
		return pole
	case pole == nil:
		return number
	}
	return func(k *answer.Known) bool { return pole(k) || number(k) }
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

// same says how far the question over a text is the one asked: the geometric
// mean of what each has of the other's words.
func (a *asked) same(r *reading, over string) float64 {
	theirs, common := 0.0, 0.0
	seen := make([]bool, len(a.weights))
	light := answer.Grammar(over)
	for w := range text.Words(over) {
		if w.Stop || w.Asking || w.Part || w.Kind == text.Char || answer.Overlaps(w, light) {
			continue
		}
		theirs++
		if t, ok := r.terms[w.Term]; ok {
			common++
			seen[t] = true
		}
	}
	own, found := 0.0, 0.0
	for w := range text.Words(a.text) {
		if t, ok := r.terms[w.Term]; ok && !w.Stop && !w.Asking && !w.Part && w.Kind != text.Char {
			own += a.weights[t]
			if seen[t] {
				found += a.weights[t]
			}
		}
	}
	if theirs == 0 || own == 0 {
		return 0
	}
	return math.Sqrt(common / theirs * found / own)
}

// contentOf are the words of content of a question or a heading.
func contentOf(q string) map[string]bool {
	set := map[string]bool{}
	light := answer.Grammar(q)
	for w := range text.Words(q) {
		if !w.Stop && !w.Asking && (!w.Part || w.Kind == text.Char) && w.Kind != text.Pair && !answer.Overlaps(w, light) {
			set[w.Term] = true
		}
	}
	return set
}

// titles says how far a heading is the question's subject: the geometric mean
// of what each has of the other's words.
func (a *asked) titles(heading string) float64 {
	theirs := contentOf(heading)
	if len(theirs) == 0 || len(a.subject) == 0 {
		return 0
	}
	common := 0.0
	for t := range theirs {
		common += truth(a.subject[t])
	}
	return common / math.Sqrt(float64(len(theirs)*len(a.subject)))
}

// labelOf is the name that a text begins with and speaks of: "Blacklist" of
// "Blacklist: denies access", the first cell of a row; "": there is none.
func labelOf(c *candidate) string {
	cut := ":"
	if c.Kind == retrieval.Row {
		cut = " | "
	} else if i := strings.IndexAny(c.Text, ":："); i >= 0 && strings.HasPrefix(c.Text[i:], "：") {
		cut = "："
	}
	before, _, ok := strings.Cut(c.Text, cut)
	if !ok || len(before) > longestLabel {
		return ""
	}
	return before
}

// longestLabel in bytes.
const longestLabel = 60

// names: the question has all words of content of a label, and there is one.
func (a *asked) names(label string) bool {
	if label == "" {
		return false
	}
	words := contentOf(label)
	for w := range words {
		if !a.subject[w] {
			return false
		}
	}
	return len(words) > 0
}

// keepsSpelling: a word of q that is written alike in another language: a number,
// a code, a name with a capital inside an English question, any word in Latin
// letters of a Chinese one.
func keepsSpelling(w text.Word, q string) bool {
	first, _ := utf8.DecodeRuneInString(q[w.Start:])
	switch {
	case w.Kind == text.Char || w.Kind == text.Pair:
		return false
	case w.Kind == text.Number || w.Kind == text.Name || text.Language(q) == "zh":
		return true
	}
	return w.Start > 0 && unicode.IsUpper(first)
}
