package answer

import (
	"context"

	"footnote/retrieval"
)

// cite turns spans into citations and returns their numbers, each once, in the
// order given. A span that is not in the document as it is stored is left out.
func (m *making) cite(ctx context.Context, spans []Cite) []int {
	var numbers []int
	for _, s := range spans {
		c, ok := m.citation(ctx, s)
		if !ok {
			continue
		}
		n := m.number(c)
		if !containsInt(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// number is the number of a citation: the same span of the same document has
// the same number, a new one the next.
func (m *making) number(c Citation) int {
	for _, known := range m.answer.Citations {
		if known.Document == c.Document && known.Start == c.Start && known.End == c.End {
			return known.Number
		}
	}
	c.Number = len(m.answer.Citations) + 1
	m.answer.Citations = append(m.answer.Citations, c)
	return c.Number
}

// citation is the place that a span names. Its quote is read from the stored
// document when that can be read, else from the passage, which is a copy of it.
func (m *making) citation(ctx context.Context, s Cite) (Citation, bool) {
	if s.Passage < 1 || s.Passage > len(m.answer.Passages) || s.Start >= s.End {
		return Citation{}, false
	}
	p := m.answer.Passages[s.Passage-1]
	doc, err := m.read(ctx, p.Document)
	quote, ok := quoted(p, doc, err == nil, s)
	if !ok {
		return Citation{}, false
	}
	c := Citation{
		Document: p.Document, Chunk: p.Chunk, URL: p.URL, Title: p.Title, Section: p.Section,
		Quote: quote, Start: s.Start, End: s.End, Updated: p.Updated, Fetched: p.Fetched,
	}
	if err == nil && !doc.Fetched.IsZero() {
		fetched := doc.Fetched.UTC()
		c.Fetched = &fetched
	}
	c.Link = link(p, c, doc)
	return c, true
}

// quoted is the text of a span, and whether it is there: the stored document
// must hold the passage where the passage says it is.
func quoted(p retrieval.Passage, doc Source, stored bool, s Cite) (string, bool) {
	if stored {
		if s.Start < 0 || s.End > len(doc.Text) || p.End > len(doc.Text) || p.Start < 0 || p.Start > p.End || doc.Text[p.Start:p.End] != p.Text {
			return "", false
		}
		return doc.Text[s.Start:s.End], true
	}
	if s.Start < p.Start || s.End > p.Start+len(p.Text) {
		return "", false
	}
	return p.Text[s.Start-p.Start : s.End-p.Start], true
}

func containsInt(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}
