package extractive

import "footnote/api/answer"

// sentence is a candidate of running text. One that begins by pointing back
// ("It is free.", "该服务免费。") says nothing alone: the sentence before it in
// the same block comes along, under one citation; after one without content
// ("No.") the next does.
func (x *composition) sentence(c *candidate) answer.Draft {
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
	return d
}

// mostRest is how many sentences behind the best one of a how-to belong to it:
// what to do is rarely said in one.
const mostRest = 2

// rest adds the sentences behind c in its block.
func (x *composition) rest(c *candidate) {
	for range mostRest {
		if c = x.neighbour(c, 1); c == nil {
			return
		}
		x.draft(x.plain(c, ""))
	}
}

// neighbour is the sentence before (-1) or behind (1) in the same block.
func (x *composition) neighbour(c *candidate, by int) *candidate {
	p := x.pages[c.page]
	for i := p.from; i < p.to; i++ {
		if &x.all[i] != c {
			continue
		}
		if k := i + by; k >= p.from && k < p.to && x.all[k].Block == c.Block {
			return &x.all[k]
		}
	}
	return nil
}

// mostConditions is how many sentences behind an answer are looked at.
const mostConditions = 2

// conditions adds the sentences behind c that take back or narrow what it says.
func (x *composition) conditions(c *candidate) {
	for range mostConditions {
		c = x.neighbour(c, 1)
		if c == nil || !answer.StartsWithAny(c.Text, conditionOpeners) {
			return
		}
		x.draft(x.plain(c, ""))
	}
}

// conditionOpeners begin a sentence that belongs to the one before it.
var conditionOpeners = []string{
	"but ", "however", "except", "only ", "unless", "otherwise", "if not", "this does not", "this only", "not included", "exceptions", "exception:", "excluded",
	"但", "不过", "然而", "除非", "除外", "否则", "只有", "仅限", "如果没有", "但是", "例外", "不包括", "不適用", "不适用",
}
