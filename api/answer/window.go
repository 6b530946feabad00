package answer

import (
	"maps"
	"strings"

	"footnote/retrieval"
)

// window is a stretch of a cited passage that may support a statement, with
// what a reader sees over it: title, headings, the term, the table's header.
type window struct {
	passage int // number, from 1
	parts   []Stretch
	said    *statement
	context *statement
	header  *Stretch // of a row
	cover   func(said, text string) float64
	page    map[string]bool // terms of all sentences of the passage
}

// Bounds of a window.
const (
	longestList = 15 // entries of a list that are read as one
)

// windows are the stretches of a passage that may support a statement: each
// sentence, step, entry and row alone; two sentences of a block together; a
// whole list with the sentence that leads to it.
func windows(number int, p retrieval.Passage) []*window {
	b := &windowBuilder{number: number, passage: p}
	list := Stretches(p)
	b.page = map[string]bool{}
	for i := 0; i < len(list); i++ {
		b.over(list[i])
		switch list[i].Kind {
		case retrieval.Heading, retrieval.Term, retrieval.Header:
			continue
		}
		b.add(list[i : i+1])
		if i > 0 && list[i-1].Block == list[i].Block {
			b.add(list[i-1 : i+1])
		}
		if n := listLength(list[i:]); n > 1 && (i == 0 || !entry(list[i-1])) {
			from := i
			if i > 0 && leadsOn(list[i-1].Text) {
				from--
			}
			b.add(list[from : i+n])
		}
	}
	return b.out
}

// listLength is how many entries of a list stand in a row at the start of l.
func listLength(l []Stretch) int {
	n := 0
	for n < len(l) && n < longestList && entry(l[n]) {
		n++
	}
	return n
}

func entry(s Stretch) bool { return s.Kind == retrieval.Step || s.Kind == retrieval.Item }

func leadsOn(s string) bool { return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") }

// windowBuilder keeps what stands over the next window.
type windowBuilder struct {
	number        int
	passage       retrieval.Passage
	heading, term string
	header        *Stretch
	context       *statement      // of the last, if still good
	page          map[string]bool // of all windows
	out           []*window
}

// over takes note of a heading, term or header.
func (b *windowBuilder) over(s Stretch) {
	switch s.Kind {
	case retrieval.Heading:
		b.heading, b.term, b.header = s.Text, "", nil
	case retrieval.Term:
		b.term = s.Text
	case retrieval.Header:
		b.header = &s
	default:
		return
	}
	b.context = nil
}

func (b *windowBuilder) add(parts []Stretch) {
	if b.context == nil {
		lines := []string{b.passage.Title, b.passage.Section, b.heading, b.term, b.passage.Source.Context}
		if b.header != nil {
			lines = append(lines, b.header.Text)
		}
		b.context = newStatement(strings.Join(lines, "\n"))
	}
	texts := make([]string, len(parts))
	for i, s := range parts {
		texts[i] = s.Text
	}
	w := &window{passage: b.number, parts: parts, said: newStatement(strings.Join(texts, "\n")), context: b.context, page: b.page}
	if parts[0].Kind == retrieval.Row {
		w.header = b.header
	}
	maps.Copy(b.page, w.said.terms)
	b.out = append(b.out, w)
}

// has: the window or what stands over it holds the term.
func (w *window) has(term string) bool { return w.said.terms[term] || w.context.terms[term] }

// states: the window or what stands over it states the fact.
func (w *window) states(f fact) bool {
	return stated(f, w.said.facts) || stated(f, w.context.facts)
}

func stated(f fact, list []fact) bool {
	for _, e := range list {
		if f.same(e) || f.once(e) {
			return true
		}
	}
	return f.code == weekendCode && stated(weekday(6, 0, 0), list) && stated(weekday(7, 0, 0), list)
}

// spans are the parts of the window that a statement needs, at least one.
func (w *window) spans(st *statement) []Cite {
	var out []Cite
	for _, p := range w.parts {
		if len(w.parts) > 2 && !touches(p, st) {
			continue
		}
		out = append(out, Cite{Passage: w.passage, Start: p.Start, End: p.End})
	}
	if len(w.parts) == 2 && len(out) == 2 && w.parts[0].Block == w.parts[1].Block {
		out = []Cite{{Passage: w.passage, Start: w.parts[0].Start, End: w.parts[1].End}}
	}
	if len(out) == 0 {
		out = []Cite{{Passage: w.passage, Start: w.parts[0].Start, End: w.parts[0].End}}
	}
	if w.header != nil && needsHeader(w, st) {
		out = append(out, Cite{Passage: w.passage, Start: w.header.Start, End: w.header.End})
	}
	return out
}

// touches: the part shares a content word or a fact with the statement.
func touches(p Stretch, st *statement) bool {
	said := newStatement(p.Text)
	for _, w := range st.words {
		if said.terms[w.term] {
			return true
		}
	}
	for _, f := range st.facts {
		if stated(f, said.facts) {
			return true
		}
	}
	return false
}

// needsHeader: the statement has a word that only the table's header has.
func needsHeader(w *window, st *statement) bool {
	header := newStatement(w.header.Text)
	for _, x := range st.words {
		if header.terms[x.term] && !w.said.terms[x.term] {
			return true
		}
	}
	return false
}
