package extractive

import (
	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// sentence is a candidate of running text. One that begins by pointing back
// ("It is free.", "该服务免费。") says nothing alone: the sentence before it in
// the same block comes along, under one citation; after one without content
// ("No.") the next does.
func (x *composition) sentence(a *asked, c *candidate) answer.Draft {
	d := x.plain(c, "")
	from, to := c.Start, c.End
	if before := x.neighbour(c, -1); before != nil && (answer.PointsBack(c.Text) || bare(before.Text)) {
		from = before.Start
	}
	if next := x.neighbour(c, 1); next != nil && bare(c.Text) {
		to = next.End
	}
	p := x.pages[c.page]
	d.Text = p.Text[from-p.Start : to-p.Start]
	d.Cites[0].Start, d.Cites[0].End = from, to
	return x.under(a, c, d)
}

// What a text stands under is said with it where it does not speak for itself:
// the question that "No." answers, unless it is the one asked; the tab or term
// whose words it lacks.
const (
	sameQuestion = 0.8 // of the question asked and the one over the text
	namesItself  = 0.5 // share of the term's words in the text
)

// under adds what c stands under to the draft, where it is needed.
func (x *composition) under(a *asked, c *candidate, d answer.Draft) answer.Draft {
	if c.overAt < 0 || c.over == "" || c.Kind == retrieval.Term {
		return d
	}
	if isQuestion(c.over) {
		if !replies(d.Text) && !bare(d.Text) || a.same(x.reading, c.over) >= sameQuestion {
			return d
		}
	} else if x.all[c.overAt].Kind != retrieval.Term || named(c.over, d.Text) >= namesItself {
		return d
	}
	over := x.all[c.overAt]
	d.Text = answer.UnderText(over.Text, d.Text)
	d.Cites = append(d.Cites, answer.Cite{Passage: c.page + 1, Start: over.Start, End: over.End})
	return d
}

// named is the share of the words of a name in a text.
func named(name, s string) float64 {
	in := termSet(s)
	all, found := 0.0, 0.0
	for w := range text.Words(name) {
		if w.Stop || w.Part {
			continue
		}
		all++
		found += truth(in[w.Term])
	}
	if all == 0 {
		return 1
	}
	return found / all
}

// mostRest is how many sentences behind the best one of a how-to belong to it:
// what to do is rarely said in one.
const mostRest = 2

// rest adds the sentences behind c in its block; it returns the last.
func (x *composition) rest(c *candidate) *candidate {
	for range mostRest {
		next := x.neighbour(c, 1)
		if next == nil {
			return c
		}
		x.draft(x.plain(next, ""))
		c = next
	}
	return c
}

// mostOnward is how many blocks behind what tells how may go on telling it.
const mostOnward = 3

// goesOn adds the paragraphs behind c that say what to do next, and the code
// that belongs to them; it returns the last sentence.
func (x *composition) goesOn(c *candidate) *candidate {
	for range mostOnward {
		next := x.behind(c)
		switch {
		case next == nil || next.Block == c.Block || next.under != c.under:
			return c
		case next.Kind == retrieval.Code:
			x.draft(x.plain(next, "code"))
		case next.Kind == retrieval.Paragraph && directs(next.Text) && !refersOn(next.Text):
			x.draft(x.plain(next, ""))
			next = x.rest(next)
		default:
			return c
		}
		c = next
	}
	return c
}

// neighbour is the sentence before (-1) or behind (1) in the same block.
func (x *composition) neighbour(c *candidate, by int) *candidate {
	p := x.pages[c.page]
	if k := x.indexOf(c) + by; k >= p.from && k < p.to && x.all[k].Block == c.Block {
		return &x.all[k]
	}
	return nil
}

// mostConditions is how many sentences behind an answer are looked at.
const mostConditions = 2

// conditions adds what takes back or narrows what c says: sentences behind it
// that begin so or hold an exception, and a list that one of them leads to.
func (x *composition) conditions(c *candidate) {
	for range mostConditions {
		next := x.follower(c)
		if next == nil || !narrows(next, next.Block == c.Block) {
			return
		}
		if leadsOn(next.Text) {
			if g, ok := x.grow(next, true); ok {
				x.addGroup(g)
				return
			}
		}
		x.draft(x.plain(next, ""))
		c = next
	}
}

// follower is the candidate behind c, if it is running text.
func (x *composition) follower(c *candidate) *candidate {
	i := x.indexOf(c) + 1
	if i >= x.pages[c.page].to {
		return nil
	}
	switch next := &x.all[i]; next.Kind {
	case retrieval.Paragraph, retrieval.Define, retrieval.Note:
		return next
	case retrieval.Item:
		if next.Block == c.Block {
			return next
		}
	}
	return nil
}

// narrows: the sentence takes back or limits what the one before it says. In
// the same block an exception anywhere in it does; in another it must begin so.
func narrows(c *candidate, near bool) bool {
	return answer.StartsWithAny(c.Text, conditionOpeners) || near && holdsAny(c.Text, exceptions)
}

// conditionOpeners begin a sentence that belongs to the one before it.
var conditionOpeners = []string{
	"but ", "however", "except", "only ", "unless", "otherwise", "if not", "this does not", "this only", "this applies", "not included", "not covered", "exceptions", "exception:", "excluded",
	"provided ", "as long as", "on condition", "it does not", "they do not",
	"但", "不过", "然而", "除非", "除外", "否则", "只有", "仅限", "如果没有", "例外", "不包括", "不適用", "不适用", "以下情况", "前提是", "仅适用",
}

// exceptions narrow a statement wherever they stand in a sentence.
var exceptions = []string{" unless ", " except ", "exception", "only if ", "provided that ", "does not apply", "除非", "除外", "例外", "不适用", "不適用"}
