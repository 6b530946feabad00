package extractive

import (
	"math"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Bounds of an answer. Sentences are added until one of them answers with the
// chance enough; what has less than unlikely of it is not worth a reader's time.
const (
	enough        = 0.95
	unlikely      = 0.03
	mostSentences = 3 // for one question; conditions come on top
	mostOfAspect  = 2 // for one part of a question
)

// composition is an answer while it grows.
type composition struct {
	*reading
	drafts []answer.Draft
	taken  map[string]int // index of the draft with this text
}

// answer adds what answers a: a whole list of steps or entries where one fits,
// otherwise the best sentences.
func (x *composition) answer(a *asked, part bool) {
	ranked := x.ranked()
	if g, ok := x.group(a, ranked); ok {
		x.addGroup(g)
		return
	}
	limit := mostSentences
	if part {
		limit = mostOfAspect
	}
	total := mass(ranked)
	sum, n := 0.0, 0
	for _, c := range ranked {
		p := math.Exp(c.score-ranked[0].score) / total
		if n == limit || n > 0 && (sum >= enough || p < unlikely) {
			return
		}
		if !x.answers(c) {
			continue
		}
		x.add(a, c)
		sum, n = sum+p, n+1
	}
}

// mass is the sum of the candidates' odds, against those of the first.
func mass(ranked []*candidate) float64 {
	sum := 0.0
	for _, c := range ranked {
		sum += math.Exp(c.score - ranked[0].score)
	}
	return sum
}

// answers: a heading, caption, header of a table, question, and what has no content
// ("Note", "No.") is no answer alone.
func (x *composition) answers(c *candidate) bool {
	switch c.Kind {
	case retrieval.Heading, retrieval.Header, retrieval.Term, retrieval.Caption:
		return false
	}
	return !isQuestion(c.Text) && (!bare(c.Text) || x.neighbour(c, 1) != nil)
}

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
	switch c.Kind {
	case retrieval.Row:
		x.draft(x.row(c))
	case retrieval.Code:
		x.draft(x.plain(c, "code"))
	default:
		x.draft(x.sentence(c))
		if a.Form == answer.AsksHowTo && c.Kind == retrieval.Paragraph {
			x.rest(c)
		}
		x.conditions(c)
	}
}

// draft appends d, unless it is empty or speaks to a machine. What the answer
// already says gets the second citation.
func (x *composition) draft(d answer.Draft) {
	if d.Text == "" || x.hostile(d) {
		return
	}
	key := strings.Join(strings.Fields(d.Text), " ")
	if x.taken == nil {
		x.taken = map[string]int{}
	}
	if i, said := x.taken[key]; said {
		old := &x.drafts[i]
		if len(old.Cites) == 1 && len(d.Cites) == 1 && old.Cites[0] != d.Cites[0] {
			old.Cites = append(old.Cites, d.Cites...)
		}
		return
	}
	x.taken[key] = len(x.drafts)
	x.drafts = append(x.drafts, d)
}

// hostile: the draft speaks to a machine. A list may reach beyond the passage
// that was looked at, so lists are looked at again.
func (x *composition) hostile(d answer.Draft) bool {
	return d.Block != "" && d.Block != "row" && answer.Instructs(d.Text) >= answer.InstructionLimit
}

// plain is the candidate as it stands.
func (x *composition) plain(c *candidate, block string) answer.Draft {
	return answer.Draft{Text: c.Text, Block: block, Cites: []answer.Cite{{Passage: c.page + 1, Start: c.Start, End: c.End}}}
}
