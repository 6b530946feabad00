package extractive

import (
	"cmp"
	"math"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Bounds of an answer. Sentences are added until one of them answers with the
// chance enough.
const (
	enough        = 0.95
	mostSentences = 3 // for one question; conditions come on top
	mostOfAspect  = 2 // for one part of a question
)

// What a sentence behind the first must have of all odds, in the same section,
// and of the first one's odds elsewhere. On the tuning sets one of another
// document with less than that is evidence in 4 of 100 cases, with more in 20;
// in the same paragraph of documentation nearly all are.
const (
	inSection  = 0.03
	inDocument = 0.25
	elsewhere  = 0.35
)

// weighed is the least share of all odds of what is weighed with the answer
// although it is not shown.
const weighed = 0.03

// composition is an answer while it grows.
type composition struct {
	*reading
	drafts []answer.Draft
	taken  map[string]int // index of the draft with this text
	odds   float64        // of what is being added
}

// answer adds what answers a: a whole list of steps or entries where one fits,
// otherwise the best sentences.
func (x *composition) answer(a *asked, part bool) {
	ranked := x.ranked()
	if x.table(a) || x.allRows(a, ranked) {
		return
	}
	if g, ok := x.group(a, ranked); ok {
		x.odds = ranked[0].odds
		x.addGroup(g)
		return
	}
	limit := mostSentences
	if part {
		limit = mostOfAspect
	}
	total := mass(ranked)
	sum, n, beside := 0.0, 0, 0
	var best *candidate // what is given first
	for _, c := range ranked {
		p := math.Exp(c.score-ranked[0].score) / total
		if n == limit || n > 0 && sum >= enough {
			return
		}
		if !x.answers(c) || x.lacksShape(a, c) || n > 0 && (x.repeats(c) || x.apart(best, c)) {
			continue
		}
		if !x.adds(a, best, c, p) {
			if p >= weighed && n+beside < limit {
				x.aside(c)
				beside++
			}
			continue
		}
		if leadsOn(c.Text) && c.Kind != retrieval.Row {
			if x.announces(a, c) {
				sum, n, best = sum+p, n+1, cmp.Or(best, c)
				continue
			}
			if a.Want == answer.WantsAnything || c.features[holds] < 1 {
				continue
			}
		}
		x.add(a, c)
		best = cmp.Or(best, c)
		if a.Form == answer.AsksDefinition && defines(a, c.Text) > 0 {
			x.rest(c) // what else the place says of it
			return
		}
		sum, n = sum+p, n+1
	}
}

// adds: c, which has the share p of all odds, is likely enough to say more of what
// is asked, for its distance from the best sentence. Where a value is wanted and
// the best has one, what has none only stands beside it; what says the same with
// another value contradicts it.
func (x *composition) adds(a *asked, best, c *candidate, p float64) bool {
	if _, same := x.taken[key(c.Text)]; same || best == nil {
		return true
	}
	valued := a.Want != answer.WantsAnything && best.features[holds] == 1
	ratio := math.Exp(c.score - best.score)
	switch {
	case a.Want != answer.WantsAnything && c.features[holds] == 1 && best.features[holds] < 1:
		return p >= inSection
	case a.Form == answer.AsksHowTo && c.features[shape] == 1 && best.features[shape] < 1:
		return p >= inSection // what to do, behind what it is about
	case best.page == c.page && best.under == c.under:
		return p >= inSection
	case valued && c.features[holds] < 1:
		return p >= inSection && ratio >= inDocument
	case x.pages[best.page].Document == x.pages[c.page].Document:
		return ratio >= inDocument
	}
	return ratio >= elsewhere || valued && p >= inSection && max(named(best.Text, c.Text), named(c.Text, best.Text)) >= alikeSaid
}

// alikeSaid is the share of its words that a contradiction has in common with
// what it contradicts.
const alikeSaid = 0.6

// announces adds a sentence that leads to a list, with the list: alone it says
// nothing. Where text follows, or code that is asked for, it is said with that.
func (x *composition) announces(a *asked, c *candidate) bool {
	if g, ok := x.grow(c, true); ok {
		x.odds = c.odds
		g.lead = cmp.Or(g.lead, &stretch{c.Text, c.Start, c.End, c.Kind, 0})
		x.addGroup(g)
		return true
	}
	next, block := x.behind(c), ""
	switch {
	case next == nil:
		return false
	case next.Kind == retrieval.Code:
		if block = "code"; a.Form != answer.AsksHowTo && a.Want != answer.WantsCode {
			return false
		}
	case next.Kind != retrieval.Paragraph || names(next) || leadsOn(next.Text):
		return false
	}
	x.odds = c.odds
	x.draft(x.plain(c, ""))
	x.draft(x.plain(next, block))
	return true
}

// aside notes what is weighed with the answer and not shown.
func (x *composition) aside(c *candidate) {
	d := x.plain(c, "")
	if c.Kind == retrieval.Row {
		d = x.row(c)
	}
	d.Aside, d.Odds = true, c.odds
	x.drafts = append(x.drafts, d)
}

// behind is the candidate right behind c in its passage.
func (x *composition) behind(c *candidate) *candidate {
	if i := x.indexOf(c) + 1; i < x.pages[c.page].to {
		return &x.all[i]
	}
	return nil
}

// apart: c says of another thing what the best one says of the thing asked:
// they stand under two headings, and only that over the best has a word of the
// question that c has nowhere ("Austria" above "takes 3 days").
func (x *composition) apart(best, c *candidate) bool {
	if best == nil || best.page != c.page {
		return false
	}
	b, k := x.indexOf(best), x.indexOf(c)
	for t := range x.termWeights {
		if x.over[b].has(t) && !x.looks[b].has(t) && !x.over[k].has(t) && !x.looks[k].has(t) {
			return true
		}
	}
	return false
}

// indexOf is the place of a candidate in all.
func (x *composition) indexOf(c *candidate) int {
	p := x.pages[c.page]
	for i := p.from; i < p.to; i++ {
		if &x.all[i] == c {
			return i
		}
	}
	return p.from
}

// mass is the sum of the candidates' odds, against those of the first.
func mass(ranked []*candidate) float64 {
	sum := 0.0
	for _, c := range ranked {
		sum += math.Exp(c.score - ranked[0].score)
	}
	return sum
}

// answers: a heading, caption, header of a table, question, what has no content
// ("Note", "No.") and what is about the opposite is no answer alone.
func (x *composition) answers(c *candidate) bool {
	switch c.Kind {
	case retrieval.Heading, retrieval.Header, retrieval.Term, retrieval.Caption:
		return false
	}
	if c.features[opposite] > 0 || c.features[label] > 0 || c.Kind == retrieval.Step && names(c) || c.features[apart] > unrelated && c.features[softOver] < related {
		return false
	}
	return !isQuestion(c.Text) && (!bare(c.Text) || x.neighbour(c, 1) != nil)
}

// lacksShape: a telephone number or an address is asked for in another language,
// so that nothing but its shape can be told, and the text has none.
func (x *composition) lacksShape(a *asked, c *candidate) bool {
	return x.pages[c.page].foreign && c.features[holds] == 0 && (a.Want == answer.WantsPhone || a.Want == answer.WantsEmail)
}

// repeated is the share of its words of content that a sentence must have in
// common with those given to say nothing new.
const repeated = 0.75

// repeats: the answer has the candidate's values and most of its words already.
func (x *composition) repeats(c *candidate) bool {
	if _, same := x.taken[key(c.Text)]; same || c.Kind == retrieval.Row || c.Kind == retrieval.Code {
		return false // said once, with both citations
	}
	said := map[string]bool{}
	for _, d := range x.drafts {
		if d.Aside {
			continue
		}
		for w := range text.Words(d.Text) {
			said[w.Term] = true
		}
	}
	all, old := 0.0, 0.0
	for w := range text.Words(c.Text) {
		if w.Stop || w.Part || w.Kind == text.Char {
			continue
		}
		all++
		switch {
		case said[w.Term]:
			old++
		case w.Kind == text.Number || w.Kind == text.Name:
			return false
		}
	}
	return all > 0 && old >= repeated*all
}

// A reply to another question than the one asked is no answer: the two share
// hardly a word and are not alike in meaning.
const (
	unrelated = 0.8  // of apart
	related   = 0.75 // of softOver
)

// bareWords is how many words of content say something alone.
const bareWords = 2

// bare: hardly any content.
func bare(s string) bool {
	n := 0
	for w := range text.Words(s) {
		if !w.Stop && !w.Asking && !w.Part {
			n++
		}
	}
	return n < bareWords
}

// add takes a candidate into the answer, with what it cannot do without.
func (x *composition) add(a *asked, c *candidate) {
	x.odds = c.odds
	switch c.Kind {
	case retrieval.Row:
		x.draft(x.row(c))
	case retrieval.Code:
		x.draft(x.plain(c, "code"))
	default:
		d := x.sentence(a, c)
		if lead := x.leadTo(c); lead != nil && len(d.Cites) == 1 && len(lead.text) <= shortLead && d.Text == c.Text {
			x.said(c.Text)
			d.Text = answer.UnderText(lead.text, d.Text)
			d.Cites = append(d.Cites, answer.Cite{Passage: c.page + 1, Start: lead.start, End: lead.end})
		} else if lead != nil {
			x.draft(x.stretched(c.page, *lead, ""))
		}
		x.draft(d)
		if a.Form == answer.AsksHowTo && c.Kind == retrieval.Paragraph {
			c = x.goesOn(x.rest(c))
		}
		x.conditions(c)
	}
}

// shortLead in bytes: a longer one is a sentence of its own.
const shortLead = 60

// leadTo is the sentence that leads to the list of an entry: "Not covered are:"
// turns what the entry says.
func (x *composition) leadTo(c *candidate) *stretch {
	if c.Kind != retrieval.Item {
		return nil
	}
	if g, ok := x.grow(c, false); ok && g.lead != nil && leadsOn(g.lead.text) {
		return g.lead
	}
	return x.headingOf(c)
}

// headingOf is the heading right above the list of an entry that is no sentence:
// what an entry of "What cannot be returned" says, it says under that only.
func (x *composition) headingOf(c *candidate) *stretch {
	if ends(c.Text) {
		return nil
	}
	p := x.pages[c.page]
	i := p.from
	for i < p.to && &x.all[i] != c {
		i++
	}
	for i > p.from && i < p.to && x.all[i].Kind == retrieval.Item {
		i--
	}
	if i == p.to || x.all[i].Kind != retrieval.Heading || isQuestion(x.all[i].Text) || text.Opens(x.all[i].Text) {
		return nil
	}
	h := x.all[i]
	return &stretch{text: h.Text, start: h.Start, end: h.End}
}

// ends: a sentence ends with the text.
func ends(s string) bool {
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "。") || strings.HasSuffix(s, "！")
}

// draft appends d, unless it is empty or speaks to a machine. What the answer
// already says gets the second citation.
func (x *composition) draft(d answer.Draft) {
	if d.Text == "" || x.hostile(d) {
		return
	}
	if i, said := x.taken[key(d.Text)]; said {
		old := &x.drafts[i]
		if len(old.Cites) == 1 && len(d.Cites) == 1 && old.Cites[0] != d.Cites[0] {
			old.Cites = append(old.Cites, d.Cites...)
		}
		return
	}
	x.said(d.Text)
	d.Odds = x.odds
	x.drafts = append(x.drafts, d)
}

// said notes that the next draft says s.
func (x *composition) said(s string) {
	if x.taken == nil {
		x.taken = map[string]int{}
	}
	x.taken[key(s)] = len(x.drafts)
}

// key is a text with single spaces.
func key(s string) string { return strings.Join(strings.Fields(s), " ") }

// hostile: the draft speaks to a machine. A list may reach beyond the passage
// that was looked at, so lists are looked at again.
func (x *composition) hostile(d answer.Draft) bool {
	return d.Block != "" && d.Block != "row" && answer.Instructs(d.Text) >= answer.InstructionLimit
}

// plain is the candidate as it stands.
func (x *composition) plain(c *candidate, block string) answer.Draft {
	return answer.Draft{Text: c.Text, Block: block, Cites: []answer.Cite{{Passage: c.page + 1, Start: c.Start, End: c.End}}}
}
