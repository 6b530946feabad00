package answer

import (
	"strings"

	"footnote/retrieval"
)

// Bounds of asking back. It is done only when it is clear: a needless question
// costs the asker more than an answer that names all variants.
const (
	clarifyPassages = 6    // the passages that are looked at
	clarifyShare    = 0.05 // of the question's words, by rarity, that the variants must hold with what stands over them
	clarifyBest     = 0.85 // of what the best stretch of the passages holds
	clarifyAt       = 0.35 // the confidence that the pages are about the question
	mostChoices     = 6
	longestChoice   = 60 // characters of a label
)

// variant is one of several places that answer a question for different cases.
type variant struct {
	label string
	value string
}

// clarify asks back when the best place of the passages gives different values
// for cases that the question does not tell apart: rows of a table, columns of
// plans, tabs of platforms. The choices are their names.
func (m *making) clarify() bool {
	asked := m.task.Asked()
	vague := asked.Want == WantsAnything && asked.Form != AsksHowTo || asked.Want == WantsPerson
	if vague || asked.Form == AsksComparison || len(Parts(m.task.Question)) > 1 || m.answer.Confidence < clarifyAt {
		return false
	}
	c := &clarifier{asked: asked, scale: m.scale, said: m.spoken()}
	for _, p := range m.task.Passages[:min(len(m.task.Passages), clarifyPassages)] {
		if p.Language == m.answer.Language || p.Language == "" {
			c.read(p)
		}
	}
	if len(c.variants) < 2 || c.share < clarifyShare || c.share < clarifyBest*c.best {
		return false
	}
	m.answer.Status = Clarifying
	m.answer.Clarify = &Clarify{Question: say(sayWhichOne, m.answer.Language)}
	for _, v := range c.variants {
		m.answer.Clarify.Choices = append(m.answer.Clarify.Choices, Choice{Label: v.label, Question: withChoice(m.task.Question, v.label)})
	}
	return true
}

// spoken is the question and what the asker has said before.
func (m *making) spoken() []*statement {
	out := []*statement{newStatement(m.task.Question)}
	for _, t := range m.task.History {
		if t.Role == "user" {
			out = append(out, newStatement(t.Text))
		}
	}
	return out
}

// withChoice is the question with the choice in brackets.
func withChoice(question, label string) string {
	if rowSigns(question).next == "；" {
		return question + "（" + label + "）"
	}
	return question + " (" + label + ")"
}

// clarifier looks for variants; it keeps those of the best place.
type clarifier struct {
	asked    Asked
	scale    *scale
	said     []*statement // the question, then what the asker said before
	best     float64      // share of the question in the best stretch, with what stands over it
	share    float64      // the same of the variants
	variants []variant
}

// read looks at a passage: its tables, and what stands under its terms.
func (c *clarifier) read(p retrieval.Passage) {
	list := Stretches(p)
	heading := ""
	for i := 0; i < len(list); {
		switch s := list[i]; s.Kind {
		case retrieval.Heading:
			heading = s.Text
			i++
		case retrieval.Header:
			rows := rowsBehind(list[i+1:])
			c.table(s, rows, p.Title, p.Section, heading, captionBefore(list, i))
			i += 1 + len(rows)
		case retrieval.Term:
			n := c.tabs(list[i:], p.Title, p.Section, heading)
			i += n
		default:
			if c.fitsAsked(s.Text) {
				c.best = max(c.best, c.scale.share(s.Text, p.Title, p.Section, heading))
			}
			i++
		}
	}
}

func rowsBehind(list []Stretch) []Stretch {
	n := 0
	for n < len(list) && list[n].Kind == retrieval.Row {
		n++
	}
	return list[:n]
}

func captionBefore(list []Stretch, i int) string {
	if i > 0 && list[i-1].Kind == retrieval.Caption {
		return list[i-1].Text
	}
	return ""
}

// offer keeps the variants if they fit the question better than those before.
func (c *clarifier) offer(share float64, list []variant) {
	c.best = max(c.best, share)
	list, open := c.unnamed(list)
	if !open || len(list) > mostChoices || share <= c.share || sameValues(list) {
		return
	}
	for _, v := range list {
		if v.label == "" || len([]rune(v.label)) > longestChoice {
			return
		}
	}
	c.share, c.variants = share, list
}

// unnamed are the variants that the asker may mean: those that the question
// names by a word that the others lack, or else the conversation, or all. open:
// there are several, and nothing that was said tells them apart.
func (c *clarifier) unnamed(list []variant) ([]variant, bool) {
	for _, said := range c.said {
		for named := namedBy(said, list); len(named) > 0; named = namedBy(said, list) {
			if len(named) == 1 || len(named) == len(list) {
				return nil, false
			}
			list = named
		}
	}
	return list, len(list) > 1
}

// namedBy are the variants that a text names by a word or value that not all of
// their labels have.
func namedBy(said *statement, list []variant) []variant {
	labels := make([]*statement, len(list))
	for i, v := range list {
		labels[i] = newStatement(v.label)
	}
	var named []variant
	for i, l := range labels {
		if distinguishes(said, l, labels) {
			named = append(named, list[i])
		}
	}
	return named
}

func distinguishes(said, label *statement, all []*statement) bool {
	everywhere := func(has func(*statement) bool) bool {
		for _, o := range all {
			if !has(o) {
				return false
			}
		}
		return true
	}
	for term := range label.terms {
		if said.terms[term] && !singleHan(term) && !everywhere(func(o *statement) bool { return o.terms[term] }) {
			return true
		}
	}
	for _, f := range label.facts {
		if stated(f, said.facts) && !everywhere(func(o *statement) bool { return stated(f, o.facts) }) {
			return true
		}
	}
	return false
}

func sameValues(list []variant) bool {
	for _, v := range list[1:] {
		if v.value != list[0].value {
			return false
		}
	}
	return true
}

// tabs looks at what stands under the terms at the start of list: tabs of a
// page, entries of an accordion. It returns how many stretches they take.
func (c *clarifier) tabs(list []Stretch, over ...string) int {
	var variants []variant
	least, n := 1.0, 0
	for n < len(list) && list[n].Kind == retrieval.Term {
		term := list[n].Text
		n++
		from := n
		for n < len(list) && list[n].Kind != retrieval.Term && list[n].Kind != retrieval.Heading && list[n].Kind != retrieval.Header {
			n++
		}
		text, share := c.bestOf(list[from:n], over)
		if text == "" || isQuestionMark(term) {
			least = 0
			continue
		}
		if c.fitsAsked(text) {
			variants = append(variants, variant{term, text})
			least = min(least, share)
		} else {
			least = 0
		}
	}
	if len(variants) > 1 {
		c.offer(least, variants)
	}
	return max(n, 1)
}

// bestOf is the stretch that holds most of the question.
func (c *clarifier) bestOf(list []Stretch, over []string) (string, float64) {
	text, best := "", -1.0
	for _, s := range list {
		share := c.scale.share(append([]string{s.Text}, over...)...)
		if share > best && (c.fitsAsked(s.Text) || text == "") {
			text, best = s.Text, share
		}
	}
	return text, best
}

// fitsAsked: the text holds what is wanted; a how-to or a place needs no value.
func (c *clarifier) fitsAsked(s string) bool {
	switch {
	case c.asked.Form == AsksHowTo, c.asked.Want == WantsPlace:
		return true
	case c.asked.Want == WantsAnything, c.asked.Want == WantsPerson:
		return len(facts(s)) > 0
	}
	return c.asked.Holds(s, c.said[0].text) >= wantedValue
}

// wantedValue is how well a value must fit the kind wanted.
const wantedValue = 0.6

func isQuestionMark(s string) bool { return strings.HasSuffix(s, "?") || strings.HasSuffix(s, "？") }
