package answer

import (
	"context"
	"strings"

	"footnote/retrieval"
)

// Bounds of asking back. It is done only when it is clear: a needless question
// costs the asker more than an answer that names all variants.
const (
	clarifyDrafts = 3 // sentences of the answer that are looked at
	mostChoices   = 6
	longestChoice = 60 // characters of a label
)

// variant is one of several places that answer a question for different cases.
type variant struct {
	label string
	value string
}

// clarify asks back when the place that answers gives different values for
// cases that the question does not tell apart: rows of a table, columns of
// plans, tabs of platforms, pages of versions. The choices are their names.
func (m *making) clarify(leads []Draft) bool {
	asked := m.task.Asked()
	vague := asked.Want == WantsAnything && asked.Form != AsksHowTo || asked.Want == WantsPerson
	if len(leads) == 0 || m.trace.Signals[signalForeign] > 0 || vague || asked.Form == AsksComparison || len(Parts(m.task.Question)) > 1 || m.answer.Confidence < answerAt() {
		return false
	}
	c := &clarifier{asked: asked, scale: m.scale, said: m.spoken()}
	c.around(m.task.Passages[leads[0].Cites[0].Passage-1], leads[0])
	if len(c.variants) == 0 {
		c.parallel(m.task.Passages, leads)
	}
	if len(c.variants) < 2 {
		return false
	}
	m.answer.Status = Clarifying
	m.answer.Clarify = &Clarify{Question: say(sayWhichOne, m.answer.Language)}
	for _, v := range c.variants {
		m.answer.Clarify.Choices = append(m.answer.Clarify.Choices, Choice{Label: v.label, Question: withChoice(m.task.Question, v.label)})
	}
	return true
}

// draft runs the extractive composer once: its first sentences decide whether
// anything is answered, and they are the answer where no model writes one.
func (m *making) draft(ctx context.Context) {
	for _, c := range m.Composers {
		if c.Name() != extractiveName {
			continue
		}
		for d, err := range c.Compose(ctx, m.taskFor(c)) {
			if err != nil {
				return
			}
			m.drafts = append(m.drafts, d)
		}
		m.drafted = true
		return
	}
}

// leads are the first sentences that the extractive composer answers with.
func (m *making) leads() []Draft {
	var out []Draft
	for _, d := range m.drafts {
		if len(out) == clarifyDrafts {
			break
		}
		if len(d.Cites) > 0 && d.Cites[0].Passage > 0 && d.Cites[0].Passage <= len(m.task.Passages) {
			out = append(out, d)
		}
	}
	return out
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

// clarifier looks for variants of what answers.
type clarifier struct {
	asked    Asked
	scale    *scale
	said     []*statement // the question, then what the asker said before
	lead     Stretch      // the place that answers
	variants []variant
}

// around looks at what stands beside the place that answers: the other rows of
// its table, the other terms of its list.
func (c *clarifier) around(p retrieval.Passage, lead Draft) {
	list := Stretches(p)
	heading, at := "", -1
	for i, s := range list {
		if s.Kind == retrieval.Heading && at < 0 {
			heading = s.Text
		}
		if s.Start <= lead.Cites[0].Start && lead.Cites[0].Start < s.End {
			at = i
			break
		}
	}
	if at < 0 {
		return
	}
	c.lead = list[at]
	if c.lead.Kind == retrieval.Row {
		from := at
		for from > 0 && list[from].Kind == retrieval.Row {
			from--
		}
		if list[from].Kind == retrieval.Header {
			c.table(list[from], rowsBehind(list[from+1:]))
		}
		return
	}
	if from, ok := firstTerm(list, at); ok {
		c.tabs(list[from:], p.Title, p.Section, heading)
	}
}

// firstTerm is where the list of terms begins that list[at] stands in.
func firstTerm(list []Stretch, at int) (from int, ok bool) {
	for i := at; i >= 0; i-- {
		switch list[i].Kind {
		case retrieval.Term:
			from, ok = i, true
		case retrieval.Heading, retrieval.Header:
			return from, ok
		}
	}
	return from, ok
}

func rowsBehind(list []Stretch) []Stretch {
	n := 0
	for n < len(list) && list[n].Kind == retrieval.Row {
		n++
	}
	return list[:n]
}

// offer keeps the variants if they differ and nothing that was said tells which
// is meant.
func (c *clarifier) offer(list []variant) {
	list, open := c.unnamed(list)
	if !open || len(list) > mostChoices || sameValues(list) {
		return
	}
	for _, v := range list {
		if v.label == "" || len([]rune(v.label)) > longestChoice {
			return
		}
	}
	c.variants = list
}

// unnamed are the variants that the asker may mean: those that the question
// names by a word that the others lack, or else the conversation, or all. open:
// there are several, and nothing that was said tells them apart.
func (c *clarifier) unnamed(list []variant) ([]variant, bool) {
	for _, v := range list {
		if holds, _ := Band(v.label, Amounts(c.said[0].text)); holds {
			return nil, false
		}
	}
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
	if whole := namedWhole(said, list); len(whole) == 1 {
		return whole
	}
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

// namedWhole are the variants of which a text names a whole part: "GP" of "GP,
// nurse and video visits", not of "Long GP visits".
func namedWhole(said *statement, list []variant) []variant {
	var named []variant
	for _, v := range list {
		for _, part := range partsOfLabel(v.label) {
			if holdsAllTerms(said, part) {
				named = append(named, v)
				break
			}
		}
	}
	return named
}

// partsOfLabel are the things that a label lists.
func partsOfLabel(label string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(label, " and ", ","), func(r rune) bool { return strings.ContainsRune(",，、/;；和及与(（)）", r) })
}

func holdsAllTerms(said *statement, part string) bool {
	st := newStatement(part)
	for t := range st.terms {
		if !said.terms[t] {
			return false
		}
	}
	return len(st.terms) > 0
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
// page, entries of an accordion.
func (c *clarifier) tabs(list []Stretch, over ...string) {
	var variants []variant
	for n := 0; n < len(list) && list[n].Kind == retrieval.Term; {
		term := list[n].Text
		n++
		from := n
		for n < len(list) && list[n].Kind != retrieval.Term && list[n].Kind != retrieval.Heading && list[n].Kind != retrieval.Header {
			n++
		}
		text := c.likeLead(list[from:n], over)
		if isQuestionMark(term) {
			return
		}
		if text != "" && c.fitsAsked(text) {
			variants = append(variants, variant{term, text})
		}
	}
	c.offer(variants)
}

// likeLead is the stretch that says of another case what the lead says: the
// lead itself, else the one that has most of its words and of the question's.
func (c *clarifier) likeLead(list []Stretch, over []string) string {
	text, best := "", -1.0
	lead := newStatement(c.lead.Text)
	for _, s := range list {
		if s.Start == c.lead.Start {
			return s.Text
		}
		common := 0.0
		for _, w := range newStatement(s.Text).words {
			common += boolTo(lead.terms[w.term])
		}
		score := common/(1+float64(len(lead.words))) + c.scale.share(append([]string{s.Text}, over...)...)
		if score > best && (c.fitsAsked(s.Text) || text == "") {
			text, best = s.Text, score
		}
	}
	return text
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
