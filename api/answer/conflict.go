package answer

import (
	"context"
	"strings"

	"footnote/retrieval"
)

// Two pages disagree when a stretch of each is about the same thing and they
// give different values of the same kind. What makes it the same thing is kept
// narrow: two prices on two pages are usually prices of two things.
const (
	conflictWords    = 0.6 // content words in common, of the shorter stretch
	conflictLonger   = 0.5 // of the longer one: what is qualified is another thing
	conflictLeast    = 2   // content words in common at least
	conflictCells    = 2   // a row of more is about several values
	conflictShare    = 0.8 // of the question's words, against what the first stretch holds
	conflictSentence = 3   // the sentences of the answer that are compared
	conflictPassages = 12
)

// rival is a place that contradicts a sentence of the answer.
type rival struct {
	passage int // number
	stretch Stretch
	header  *Stretch
}

// conflicts finds pages that contradict the answer's first sentences, adds what
// they say and says so.
func (m *making) conflicts(ctx context.Context, withSentence bool) {
	e := m.evidence(ctx)
	for i := range m.answer.Sentences[:min(len(m.answer.Sentences), conflictSentence)] {
		s := m.answer.Sentences[i]
		c := m.answer.Citations[s.Citations[0]-1]
		r, ok := m.contradicts(s, c)
		if !ok {
			continue
		}
		spans := []Cite{{Passage: r.passage, Start: r.stretch.Start, End: r.stretch.End}}
		text, block := r.stretch.Text, ""
		if r.stretch.Kind == retrieval.Row {
			block = blockRow
			if r.header != nil {
				if named, ok := RowText(r.header.Text, text); ok {
					text = named
					spans = append(spans, Cite{Passage: r.passage, Start: r.header.Start, End: r.header.End})
				}
			}
		}
		numbers := m.cite(e, spans)
		if len(numbers) == 0 {
			continue
		}
		m.answer.Conflicts = append(m.answer.Conflicts, Conflict{About: about(c), Citations: []int{c.Number, numbers[0]}})
		m.notes = append(m.notes, sayDisagree)
		if withSentence && !m.says(text) {
			m.answer.Sentences = append(m.answer.Sentences, Sentence{Text: text, Block: block, Citations: numbers})
		}
		return
	}
}

func about(c Citation) string {
	if c.Section != "" {
		return c.Section
	}
	return c.Title
}

func (m *making) says(text string) bool {
	for _, s := range m.answer.Sentences {
		if folded(s.Text) == folded(text) {
			return true
		}
	}
	return false
}

// contradicts finds a stretch of another document that contradicts a sentence.
func (m *making) contradicts(s Sentence, c Citation) (rival, bool) {
	asked := m.task.Asked()
	own := newStatement(s.Text)
	values := wantedFacts(own.facts, asked.Want)
	if len(values) == 0 || len(cellsOf(c.Quote)) > conflictCells {
		return rival{}, false
	}
	share, _, _ := m.subject.held(m.texts.terms(s.Text, c.Title, c.Section))
	for i, p := range m.task.Passages[:min(len(m.task.Passages), conflictPassages)] {
		if p.Document == c.Document || p.Language != m.task.Passages[0].Language {
			continue
		}
		var header *Stretch
		list := Stretches(p)
		for k, t := range list {
			if k > 0 && list[k-1].Block == t.Block && PointsBack(t.Text) {
				t.Start, t.Text = list[k-1].Start, list[k-1].Text+" "+t.Text
			}
			switch t.Kind {
			case retrieval.Header:
				header = &t
				continue
			case retrieval.Heading, retrieval.Term, retrieval.Code, retrieval.Caption:
				continue
			}
			rivals := wantedFacts(m.texts.Know(t.Text).readFacts(), asked.Want)
			if !differs(values, rivals) || len(cellsOf(t.Text)) > conflictCells {
				continue
			}
			theirs, _, _ := m.subject.held(m.texts.terms(t.Text, p.Title, p.Section))
			if theirs < conflictShare*share {
				continue
			}
			other := newStatement(t.Text)
			if sameThing(own.clauseAround(values[0]), other.clauseAround(rivals[0])) && m.texts.Know(t.Text).Instructs() < InstructionLimit {
				return rival{i + 1, t, header}, true
			}
		}
	}
	return rival{}, false
}

// wantedFacts are the values of the kind that is wanted.
func wantedFacts(list []fact, w Want) []fact {
	if w == WantsAnything || w == WantsPerson || w == WantsPlace {
		return nil
	}
	var out []fact
	for _, f := range list {
		if w.fits(f) >= wantedValue {
			out = append(out, f)
		}
	}
	return out
}

// differs: both have values of one unit, and none in common.
func differs(a, b []fact) bool {
	comparable := false
	for _, x := range a {
		for _, y := range b {
			if x.same(y) {
				return false
			}
			comparable = comparable || x.kind == y.kind && x.unit == y.unit && x.kind != coded
		}
	}
	return comparable
}

// sameThing: the stretches share most of their content words.
func sameThing(a, b *statement) bool {
	common := 0.0
	alone := &window{said: b, context: &statement{}}
	for _, x := range a.words {
		if f := has(alone, x); f > 0 {
			common += f * x.weight()
		}
	}
	shorter, longer := min(a.size(), b.size()), max(a.size(), b.size())
	return common >= conflictLeast && common >= conflictWords*shorter && common >= conflictLonger*longer
}

// size is how many words of content a statement has.
func (st *statement) size() float64 {
	n := 0.0
	for _, x := range st.words {
		n += x.weight()
	}
	return n
}

// clauseAround is the statement of the clause that a value stands in; of a row
// it is the whole.
func (st *statement) clauseAround(f fact) *statement {
	if len(cellsOf(st.text)) > 1 || strings.Contains(st.text, rowSigns(st.text).first) {
		return st
	}
	at, _ := st.place(f)
	from, to := at, at
	for from > 0 && st.clauses[from-1] == st.clauses[at] {
		from--
	}
	for to+1 < len(st.lex) && st.clauses[to+1] == st.clauses[at] {
		to++
	}
	clause := newStatement(st.text[st.lex[from].start:st.lex[to].end])
	if clause.size() < conflictLeast {
		return st
	}
	return clause
}
