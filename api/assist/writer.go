package assist

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/api/answer"
)

// The values of Sentence.Block that are laid out with a lead.
const (
	blockStep = "step"
	blockItem = "item"
	blockRow  = "row"
)

// writer puts a reply together.
type writer struct {
	text       strings.Builder
	sentences  []Sentence
	citations  []answer.Citation
	confidence *float64
	step       int
	fresh      bool // a paragraph begins
}

// paragraph begins one.
func (w *writer) paragraph() {
	if w.text.Len() > 0 && !w.fresh {
		w.text.WriteString("\n\n")
	}
	w.fresh = true
	w.step = 0
}

// phrase adds a sentence that states nothing.
func (w *writer) phrase(s string) {
	w.add(Sentence{Text: strings.TrimSpace(s)})
}

// quote adds a sentence of an answer, its citations numbered anew.
func (w *writer) quote(s answer.Sentence, of []answer.Citation) {
	q := Sentence{Text: s.Text, Factual: true, Block: s.Block}
	for _, n := range s.Citations {
		for _, c := range of {
			if c.Number == n {
				q.Citations = appendNew(q.Citations, w.number(c))
			}
		}
	}
	if len(q.Citations) > 0 { // a fact without a footnote is none
		w.add(q)
	}
}

func appendNew(list []int, n int) []int {
	for _, x := range list {
		if x == n {
			return list
		}
	}
	return append(list, n)
}

// number is the number of a citation in this reply.
func (w *writer) number(c answer.Citation) int {
	for _, known := range w.citations {
		if known.Document == c.Document && known.Start == c.Start && known.End == c.End {
			return known.Number
		}
	}
	c.Number = len(w.citations) + 1
	w.citations = append(w.citations, c)
	return c.Number
}

func (w *writer) add(s Sentence) {
	if s.Text == "" {
		return
	}
	w.text.WriteString(w.between(s))
	switch s.Block {
	case blockStep:
		w.step++
		w.text.WriteString(strconv.Itoa(w.step) + ". ")
	case blockItem, blockRow:
		w.text.WriteString("- ")
	case "":
		w.step = 0
	}
	w.text.WriteString(s.Text)
	for _, n := range s.Citations {
		w.text.WriteString("[" + strconv.Itoa(n) + "]")
	}
	if s.Citations == nil {
		s.Citations = []int{}
	}
	w.sentences = append(w.sentences, s)
	w.fresh = false
}

// between is what stands between a sentence and the one before it.
func (w *writer) between(s Sentence) string {
	if w.fresh || len(w.sentences) == 0 {
		return ""
	}
	last := w.sentences[len(w.sentences)-1]
	if last.Block != "" || s.Block != "" {
		return "\n"
	}
	if r, _ := utf8.DecodeRuneInString(s.Text); unicode.Is(unicode.Han, r) || strings.ContainsRune("“‘《「『（【", r) {
		return ""
	}
	return " "
}

func (w *writer) reply(kind Kind) Reply {
	r := Reply{Text: w.text.String(), Sentences: w.sentences, Citations: w.citations, Kind: kind}
	if r.Citations == nil {
		r.Citations = []answer.Citation{}
	}
	if w.confidence != nil {
		r.Confidence = *w.confidence
	}
	return r
}

// leadsIn: does a sentence only introduce what follows?
func leadsIn(s string) bool {
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}
