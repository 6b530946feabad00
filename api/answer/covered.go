package answer

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// A question that stands right beside what the documents say ("delivery to
// Norway" where they speak of Denmark) has nearly all of its words in one
// sentence. What gives it away is the one word of content that the whole document
// lacks, in any form and by any word of like meaning.

// Cosines of the nearest piece from which and up to which a piece of the question
// counts as found: words that have nothing to do with each other are below .2,
// forms of one word (mask, masks) and names of one thing (physician, doctor)
// above .6.
const (
	foundFrom  = 0.2
	foundFully = 0.6
)

// covering tells which words of a question's content some texts have.
type covering struct {
	sense *Sense
	texts *Texts
	named []bool // by piece: it belongs to a name
	read  map[retrieval.ID][]float32
}

// newCovering reads a question; nil if no meanings can be compared.
func newCovering(texts *Texts, question string) *covering {
	content, names := essence(question)
	sense := texts.Sense(content)
	if sense == nil {
		return nil
	}
	c := &covering{sense: sense, texts: texts, read: map[retrieval.ID][]float32{}}
	inNames := spelling(texts.pieces, names).pieces
	for _, p := range spelling(texts.pieces, content).pieces {
		c.named = append(c.named, slices.Contains(inNames, p))
	}
	return c
}

// essence is the question with everything but its words of content made blank,
// and with everything but the names among them.
func essence(q string) (content, names string) {
	all, some := blank(len(q)), blank(len(q))
	light, first := Grammar(q), true
	for w := range text.Words(q) {
		if w.Kind == text.Pair || w.Part && w.Kind != text.Char {
			continue
		}
		opens := first
		first = false
		if w.Stop || w.Asking || Overlaps(w, light) || wishWords()[w.Term] {
			continue
		}
		raw := q[w.Start:w.End]
		copy(all[w.Start:], raw)
		if r, _ := utf8.DecodeRuneInString(raw); !opens && unicode.IsUpper(r) || acronym(raw) {
			copy(some[w.Start:], raw)
		}
	}
	return string(all), string(some)
}

func blank(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = ' '
	}
	return b
}

// passage says of each piece how near a passage comes to it.
func (c *covering) passage(p *retrieval.Passage) []float32 {
	best, ok := c.read[p.Chunk]
	if !ok {
		best = c.sense.Read(c.texts.Know(p.Title + "\n" + p.Section + "\n" + p.Text).Spelt()).best
		c.read[p.Chunk] = best
	}
	return best
}

// of says how much of the content the passages that fit have, how much of the
// word that they have least of, and how much of the name that they have least of.
func (c *covering) of(passages []retrieval.Passage, fit func(*retrieval.Passage) bool) (share, worst, name float64) {
	best := make([]float32, len(c.named))
	for i := range passages {
		if fit(&passages[i]) {
			for k, b := range c.passage(&passages[i]) {
				best[k] = max(best[k], b)
			}
		}
	}
	worst, name = 1, 1
	for k, b := range best {
		found := min(1, max(0, (float64(b)-foundFrom)/(foundFully-foundFrom)))
		share += found / float64(len(best))
		worst = min(worst, found)
		if c.named[k] {
			name = min(name, found)
		}
	}
	return share, worst, name
}

// weighCoverage reads what the documents of the sentences have of the question.
func (m *making) weighCoverage(list []said) {
	x := m.trace.Signals
	x[signalReached], x[signalNamed], x[signalUnmet], x[signalKindless] = 0, 0, 0, 0
	if m.covers == nil {
		m.covers = newCovering(m.texts, m.meant)
	}
	var texts []string
	for i, s := range list {
		if len(s.places) == 0 {
			continue
		}
		document := m.task.Passages[s.places[0].Passage-1].Document
		share, name := m.documentCovers(document)
		x[signalReached] = max(x[signalReached], share)
		if i == 0 {
			x[signalNamed] = name
		}
		texts = append(texts, m.passagesOf(document)...)
	}
	x[signalKindless] = boolTo(kindless(m.task.Searched, texts))
	if m.covers == nil {
		return
	}
	_, worst, name := m.covers.of(m.task.Passages, func(*retrieval.Passage) bool { return true })
	x[signalNamed] = (x[signalNamed] + name) / 2
	if asksWhether(m.task.Searched) {
		x[signalUnmet] = 1 - worst
	}
}

// asksWhether: the question or a part of it wants yes or no.
func asksWhether(q string) bool {
	return slices.ContainsFunc(Parts(q), func(part string) bool { return ReadQuestion(part).Form == AsksYesNo })
}

// documentCovers says how much of the question, and of the name in it, the
// passages of a document have; by words alone where no meanings can be compared.
func (m *making) documentCovers(document string) (share, name float64) {
	if m.covers == nil {
		share, _, nameless := m.subject.held(m.texts.terms(m.passagesOf(document)...))
		return share, 1 - boolTo(nameless)
	}
	share, _, name = m.covers.of(m.task.Passages, func(p *retrieval.Passage) bool { return p.Document == document })
	return share, name
}

// passagesOf are the texts of a document's passages with what stands over them.
func (m *making) passagesOf(document string) []string {
	var texts []string
	for _, p := range m.task.Passages {
		if p.Document == document {
			texts = append(texts, p.Title, p.Section, p.Text)
		}
	}
	return texts
}

// weighValues tells whether a value is wanted and missing: money in the first
// sentence; what is written in one way only (a phone number, an address, a
// command) in all that would answer.
func (m *making) weighValues(list []said) {
	asked, x := m.task.Asked(), m.trace.Signals
	x[signalPriceless], x[signalUnwritten] = 0, 0
	if len(list) == 0 {
		return
	}
	missing := 1 - asked.Holds(list[0].text, m.task.Question)
	switch asked.Want {
	case WantsMoney:
		if len(Parts(m.task.Question)) > 1 {
			missing = m.missing(asked, list)
		}
		x[signalPriceless] = missing
	case WantsPhone, WantsEmail, WantsLink, WantsCode:
		x[signalUnwritten] = m.missing(asked, list)
	}
}

// missing is how surely neither the sentences nor all that the composer would say
// hold what is wanted.
func (m *making) missing(asked Asked, list []said) float64 {
	missing := 1.0
	for _, s := range list {
		missing = min(missing, 1-asked.Holds(s.text, m.task.Question))
	}
	for _, d := range m.drafts {
		missing = min(missing, 1-asked.Holds(d.Text, m.task.Question))
	}
	return missing
}
