package extractive

import (
	"footnote/api/answer"
	"footnote/retrieval"
)

// Bounds of a comparison.
const (
	comparedBest = 40  // candidates of each side that are paired
	namesSide    = 0.5 // share of its side's own words that a candidate must have
	sameTable    = 3   // odds (logarithm) that two rows of one table have over two texts
	samePassage  = 1   // and two texts of one passage
	bothAtOnce   = 2   // and one text that sets both sides against each other
	bothDiffer   = 5   // and one that says how they differ
	bothNamed    = -6  // and one that only names both
)

// compare adds the two sides of a comparison: rows of one table or texts of one
// place before texts of several. ok is false where a side is not found.
func (x *composition) compare(a, b *asked) bool {
	as, bs := x.side(a), x.side(b)
	if len(as) == 0 || len(bs) == 0 {
		return false
	}
	var first, second *rated
	best := 0.0
	for i := range as {
		for j := range bs {
			if s := together(&as[i], &bs[j]); first == nil || s > best {
				best, first, second = s, &as[i], &bs[j]
			}
		}
	}
	x.addSide(a, first.candidate)
	if second.candidate != first.candidate {
		x.addSide(b, second.candidate)
	}
	return true
}

// addSide adds what is said of a side: the whole of what stands under its term.
func (x *composition) addSide(a *asked, c *candidate) {
	if c.overAt < 0 || x.all[c.overAt].Kind != retrieval.Term {
		x.add(a, c)
		return
	}
	for before := x.neighbour(c, -1); before != nil; before = x.neighbour(before, -1) {
		c = before
	}
	x.add(a, c)
	for range mostOfSide {
		if c = x.neighbour(c, 1); c == nil {
			return
		}
		x.draft(x.plain(c, ""))
	}
}

// mostOfSide is how many sentences behind the first are said of a side.
const mostOfSide = 2

// rated is a candidate with its score for one side.
type rated struct {
	*candidate
	score float64
}

// side are the best candidates that name a side.
func (x *composition) side(a *asked) []rated {
	x.judge(a)
	var out []rated
	for _, c := range x.ranked() {
		if c.features[sided] >= namesSide && x.answers(c) && len(out) < comparedBest {
			out = append(out, rated{c, c.score})
		}
	}
	return out
}

func together(a, b *rated) float64 {
	s := a.score + b.score
	switch {
	case a.candidate == b.candidate && holdsAny(a.Text, differences):
		s += bothDiffer
	case a.candidate == b.candidate && (a.Kind == retrieval.Row || holdsAny(a.Text, contrasts)):
		s += bothAtOnce
	case a.candidate == b.candidate:
		s += bothNamed
	case a.page != b.page:
	case a.Kind == retrieval.Row && b.Kind == retrieval.Row:
		s += sameTable
	case a.Kind == b.Kind:
		s += samePassage
	}
	return s
}

// compares: the aspects are the two sides of a comparison.
func compares(kind answer.Asked, aspects []*asked) bool {
	return kind.Form == answer.AsksComparison && len(aspects) == 2 && len(aspects[0].own) > 0 && len(aspects[1].own) > 0
}
