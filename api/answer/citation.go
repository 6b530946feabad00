package answer

import (
	"slices"

	"footnote/retrieval"
)

// cite turns spans into citations and returns their numbers, each once, in the
// order given. A span that is not in the document as it is stored is left out.
func (m *making) cite(e *Evidence, spans []Cite) []int {
	var numbers []int
	for _, s := range spans {
		c, ok := m.citation(e, s)
		if !ok {
			continue
		}
		if n := m.number(c); !slices.Contains(numbers, n) {
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

// citation is the place that a span names, in the passage's document.
func (m *making) citation(e *Evidence, s Cite) (Citation, bool) {
	quote, ok := e.quote(s)
	if !ok {
		return Citation{}, false
	}
	p := e.Passages[s.Passage-1]
	doc := m.sources[p.Document]
	if place, ok := doc.place(s.Start); ok {
		p.Section, p.Anchor = place.Section, place.Anchor // a passage may hold several short sections
	}
	c := Citation{
		Document: p.Document, Chunk: p.Chunk, URL: p.URL, Title: p.Title, Section: p.Section,
		Quote: quote, Start: s.Start, End: s.End, Updated: p.Updated, Fetched: p.Fetched,
	}
	if doc != nil && doc.err == nil && !doc.Fetched.IsZero() {
		fetched := doc.Fetched.UTC()
		c.Fetched = &fetched
	}
	c.Link = link(p, c, doc.visible(p))
	return c, true
}

// visible is the document as a browser searches it; where it could not be read,
// the passage.
func (s *source) visible(p retrieval.Passage) *visible {
	if s == nil || s.err != nil || len(s.Blocks) == 0 {
		return newVisible(p.Text, p.Start, Blocks(p))
	}
	if s.seen == nil {
		s.seen = newVisible(s.Text, 0, s.Blocks)
	}
	return s.seen
}

// place is the section that holds a byte of the document, if that is known.
func (s *source) place(at int) (Place, bool) {
	if s == nil || s.err != nil {
		return Place{}, false
	}
	for _, p := range s.Places {
		if p.Start <= at && at < p.End {
			return p, true
		}
	}
	return Place{}, false
}
