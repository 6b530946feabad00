package answer

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// scale holds the question's words and what they weigh.
type scale struct {
	texts  *Texts
	terms  map[string]int
	plain  []float64 // weights in the question
	weight []float64 // times rarity
	total  float64
	order  []int
	// in says of each passage which of the words it holds.
	in []map[int]int
	// misspelt: a word that may be misspelt is in no passage.
	misspelt bool
}

// newScale weighs the question's words by their rarity among the passages.
func newScale(t Task) *scale {
	s := &scale{terms: map[string]int{}, texts: t.Texts}
	for _, q := range t.Terms {
		bare := text.Bare(q.Term)
		if _, known := s.terms[bare]; known || bare != q.Term || singleHan(bare) {
			continue
		}
		s.terms[bare] = len(s.plain)
		s.plain = append(s.plain, float64(q.Weight))
	}
	s.weight = slices.Clone(s.plain)
	in := make([]float64, len(s.weight))
	for _, p := range t.Passages {
		own, around := s.found(p.Title, p.Section, p.Text), s.found(p.Source.Context)
		s.in = append(s.in, own)
		maps.Copy(around, own)
		for k := range around {
			in[k]++
		}
	}
	n := float64(len(t.Passages))
	for term, k := range s.terms {
		s.misspelt = s.misspelt || in[k] == 0 && spelt(term)
	}
	for k := range s.weight {
		s.weight[k] *= math.Log(1 + (n-in[k]+0.5)/(in[k]+0.5))
		s.total += s.weight[k]
	}
	for w := range text.Words(t.Question) {
		if k, ok := s.terms[w.Term]; ok && !w.Stop && !w.Part {
			s.order = append(s.order, k)
		}
	}
	return s
}

// singleHan: one Chinese character says too little to weigh.
func singleHan(term string) bool {
	r, n := utf8.DecodeRuneInString(term)
	return n == len(term) && unicode.Is(unicode.Han, r)
}

// found are the question's words in some texts, with where they last stood.
func (s *scale) found(texts ...string) map[int]int {
	out := map[int]int{}
	at := 0
	for _, x := range texts {
		for _, w := range s.texts.Know(x).Words() {
			if k, ok := s.terms[w.Term]; ok {
				out[k] = at
			}
			if !w.Part {
				at++
			}
		}
	}
	return out
}

// share of the question, by weight, in some texts.
func (s *scale) share(texts ...string) float64 {
	if s.total == 0 {
		return 0
	}
	return s.sum(s.found(texts...)) / s.total
}

func (s *scale) sum(found map[int]int) float64 {
	sum := 0.0
	for k, w := range s.weight {
		if _, ok := found[k]; ok {
			sum += w
		}
	}
	return sum
}

// weigh reads the signals of the passages, before anything is composed.
func (m *making) weigh() {
	m.scale = newScale(m.task)
	m.meant = m.task.Searched
	if m.scale.misspelt {
		right := corrected(m.texts, m.task.Terms, m.task.Passages)
		m.meant = respelt(m.meant, m.Pieces, m.task.Terms, right)
		m.task.Terms = right
		m.scale = newScale(m.task)
	}
	t, x := m.task, m.trace.Signals
	for _, in := range m.scale.in {
		x[signalPassage] = max(x[signalPassage], m.scale.sum(in)/max(m.scale.total, math.SmallestNonzeroFloat64))
	}
	x[signalStrength] = m.strength()
	x[signalLength] = math.Log(1+float64(len(m.scale.weight))) / math.Log(100)
	x[signalUnits] = math.Log(1+float64(len(m.subject.units))) / math.Log(100)
	x[signalAlone] = standsOut(t.Passages)
	x[signalChinese] = boolTo(t.Asked().Han)
	x[signalHowTo] = boolTo(t.Asked().Form == AsksHowTo)
	m.answer.Confidence = confidence(x)
}

// sublinear is the power of the sum of weights that a score is divided by: a
// long question has words that no answer repeats. Between 0.5 and 1 it hardly
// matters on the tuning sets.
const sublinear = 0.7

// Where there are few chunks a word that answers is in most of them, so that
// BM25 has no rarity to go by: then the strength is at least that of a usual
// answer's times the share of the question's words in one passage.
const (
	fewChunks     = 40
	usualStrength = 0.2
)

// inAllFields is how much a word weighs against the best score, summed over the
// fields that are asked for it. When the confidence was fitted there was one
// field more, of weight 1, and question words were always damped.
func inAllFields(q retrieval.QueryTerm) float64 {
	const damped, again = 0.25, 5 // of a question word; with what the other field added
	w, bare := float64(q.Weight), text.Bare(q.Term)
	inTitle, asks := bare != q.Term, text.Asks(bare)
	switch {
	case inTitle && asks:
		return min(w, 0.3*damped)
	case inTitle:
		return w
	case asks:
		return again * min(w, damped)
	}
	return 2 * w
}

// strength is the best passage's word score divided by what the question's
// words weigh and by the rarity of a word that stands in one chunk alone: about
// the share of the score that the question could have.
func (m *making) strength() float64 {
	best, weight := 0.0, 0.0
	for _, p := range m.task.Passages {
		best = max(best, p.Why.WordScore)
	}
	for _, q := range m.task.Terms {
		weight += inAllFields(q)
	}
	if weight == 0 || m.points == 0 {
		return 0
	}
	s := best / math.Pow(weight, sublinear) / math.Log(1+float64(m.points))
	if m.points < fewChunks {
		s = max(s, usualStrength*m.plainShare())
	}
	return s
}

// plainShare is the most of the question, rarity left out, in one passage.
func (m *making) plainShare() float64 {
	most, total := 0.0, 0.0
	for _, w := range m.scale.plain {
		total += w
	}
	for _, in := range m.scale.in {
		sum := 0.0
		for k, w := range m.scale.plain {
			if _, ok := in[k]; ok {
				sum += w
			}
		}
		most = max(most, sum)
	}
	return most / max(total, math.SmallestNonzeroFloat64)
}

// said is a sentence as the signals see it.
type said struct {
	text   string
	places []Cite // in passages of the task
}

// weighLeads reads the signals of the sentences that would answer.
func (m *making) weighLeads(leads []Draft) {
	list := make([]said, len(leads))
	for i, d := range leads {
		list[i] = said{d.Text, d.Cites}
	}
	m.weighSaid(list)
	if len(leads) > 0 {
		m.trace.Signals[signalOdds] = leads[0].Odds / usualOdds
		m.answer.Confidence = confidence(m.trace.Signals)
	}
}

// usualOdds scales the composer's measure to about 0..1.
const usualOdds = 20

// weighAnswer reads the signals of the answer as it stands.
func (m *making) weighAnswer() {
	list := make([]said, len(m.answer.Sentences))
	for i, s := range m.answer.Sentences {
		list[i].text = s.Text
		for _, n := range s.Citations {
			c := m.answer.Citations[n-1]
			for k := range m.task.Passages {
				if m.task.Passages[k].Chunk == c.Chunk {
					list[i].places = append(list[i].places, Cite{Passage: k + 1, Start: c.Start, End: c.End})
				}
			}
		}
	}
	m.weighSaid(list)
}

func (m *making) weighSaid(list []said) {
	asked, x := m.task.Asked(), m.trace.Signals
	x[signalMissed] = boolTo(asked.Want != WantsAnything)
	x[signalFirst], x[signalPaired], x[signalForeign] = 0, 0, 0
	terms := map[string]bool{}
	for i, sentence := range list {
		for t := range m.texts.terms(sentence.text) {
			terms[t] = true
		}
		for _, c := range sentence.places {
			p := &m.task.Passages[c.Passage-1]
			for t := range m.texts.terms(over(*p, c)...) {
				terms[t] = true
			}
			x[signalFirst] = max(x[signalFirst], first(p.Why))
			if i == 0 {
				x[signalForeign] = max(x[signalForeign], boolTo(p.Language != "" && p.Language != m.answer.Language))
			}
		}
		x[signalMissed] = min(x[signalMissed], 1-asked.Holds(sentence.text, m.task.Question))
		if i == 0 {
			x[signalPaired] = m.scale.pairs(sentence.text)
			x[signalLead], _, _ = m.subject.held(terms)
		}
	}
	m.weighMeaning(list)
	m.weighCoverage(list)
	m.weighValues(list)
	share, lacks, nameless := m.subject.held(terms)
	x[signalHeld], x[signalLacks], x[signalNameless] = share, lacks, boolTo(nameless)
	m.answer.Confidence = confidence(x)
}

// What an answer usually has: taken for its own where nothing compares meanings.
const (
	usualAlike   = 0.55
	usualSoft    = 0.7
	usualGap     = 0.55
	usualMeaning = 0.55
)

// weighMeaning compares the sentences, with what stands over them, and the
// passage of the first one with the question.
func (m *making) weighMeaning(list []said) {
	sense, x := NewSense(m.Pieces, m.task.Searched), m.trace.Signals
	x[signalAlike], x[signalSoft], x[signalGap], x[signalMeaning] = usualAlike, usualSoft, usualGap, usualMeaning
	if sense == nil {
		return
	}
	var all []Meant
	x[signalMeaning] = 0
	for i, s := range list {
		texts := []string{s.text}
		for _, c := range s.places {
			texts = append(texts, over(m.task.Passages[c.Passage-1], c)...)
		}
		all = append(all, sense.Read(m.texts.Know(strings.Join(texts, "\n")).Spelt()))
		if i == 0 {
			x[signalAlike], _ = sense.Compare(all...)
			if len(s.places) > 0 {
				p := m.task.Passages[s.places[0].Passage-1]
				x[signalMeaning], _ = sense.Compare(sense.Read(m.texts.Know(p.Title + "\n" + p.Section + "\n" + p.Text).Spelt()))
			}
		}
	}
	_, x[signalSoft] = sense.Compare(all...)
	x[signalGap] = sense.Gap(all...)
}

// over is what stands over a place of a passage: title, headings, the term and
// the header of the table.
func over(p retrieval.Passage, c Cite) []string {
	var heading, term, header string
	for _, s := range Stretches(p) {
		if s.Start > c.Start {
			break
		}
		switch s.Kind {
		case retrieval.Heading:
			heading, term, header = s.Text, "", ""
		case retrieval.Term:
			term = s.Text
		case retrieval.Header:
			header = s.Text
		}
	}
	return []string{p.Title, p.Section, heading, term, header, p.Source.Context}
}

// standsOut is how far the best score lies above the mean of the others.
func standsOut(passages []retrieval.Passage) float64 {
	if len(passages) < 2 || passages[0].Score <= 0 {
		return 0
	}
	sum := 0.0
	for _, p := range passages[1:] {
		sum += p.Score
	}
	return 1 - sum/float64(len(passages)-1)/passages[0].Score
}

// first is 1 for a passage that a leg has first, falling with its better rank.
func first(w retrieval.Why) float64 {
	best := 0.0
	for _, rank := range []int{w.WordRank, w.VectorRank} {
		if rank > 0 {
			best = max(best, 1/math.Sqrt(float64(rank)))
		}
	}
	return best
}

// pairWindow is how far apart neighbouring words of the question may stand.
const pairWindow = 3

// pairs is the share of the question's neighbouring words that stand near each
// other in a text, in order.
func (s *scale) pairs(x string) float64 {
	at := s.found(x)
	total, found := 0.0, 0.0
	for k := 0; k+1 < len(s.order); k++ {
		i, j := s.order[k], s.order[k+1]
		w := math.Min(s.weight[i], s.weight[j])
		total += w
		a, okA := at[i]
		b, okB := at[j]
		if okA && okB && b > a && b-a <= pairWindow {
			found += w
		}
	}
	if total == 0 {
		return 0
	}
	return found / total
}
