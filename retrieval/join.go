package retrieval

import (
	"context"
	"slices"
	"strings"
	"unicode"
)

// Bounds of joining: more white space than that parts two texts, and a longer
// passage is a page again. The length is that of two full chunks in English.
const (
	widestGap    = 16   // bytes
	longestJoint = 4096 // bytes
)

// join makes one passage of those that follow each other in one section of a
// document with nothing but white space between them: a reader wants the stretch
// that answers, not its halves at two places of a list. It has the place, score
// and explanation of the better one, and the words and highlights of both; its
// Text is the document's Text[Start:End] like that of any. What lies between is asked
// of r.Between; without an answer they stay apart.
func (r *Retriever) join(ctx context.Context, passages []Passage) []Passage {
	if r.Between == nil {
		return passages
	}
	list := slices.Clone(passages)
	for i := 0; i < len(list); i++ {
		for j := i + 1; j < len(list); j++ {
			joint, ok := r.joint(ctx, list[i], list[j])
			if !ok {
				continue
			}
			list[i], list = joint, slices.Delete(list, j, j+1)
			j = i // another may follow what has grown
		}
	}
	for i := range list {
		list[i].Rank = i + 1
	}
	return list
}

// joint is better and other as one, in their order in the document.
func (r *Retriever) joint(ctx context.Context, better, other Passage) (Passage, bool) {
	first, last := better, other
	if other.Start < better.Start {
		first, last = other, better
	}
	gap := last.Start - first.End
	if first.Document != last.Document || first.Section != last.Section || gap < 0 || gap > widestGap || last.End-first.Start > longestJoint {
		return Passage{}, false
	}
	between := ""
	if gap > 0 {
		var err error
		between, err = r.Between(ctx, first.Document, first.End, last.Start)
		if err != nil || len(between) != gap || strings.TrimFunc(between, unicode.IsSpace) != "" {
			return Passage{}, false
		}
	}
	return better.widened(first, last, first.Text+between+last.Text), true
}

// widened is p with the text from first to last. What is said before the text
// (anchor, context) is what is said before first.
func (p Passage) widened(first, last Passage, all string) Passage {
	p.Anchor, p.Text, p.Start, p.End = first.Anchor, all, first.Start, last.End
	p.Highlights = slices.Clone(first.Highlights)
	for _, h := range last.Highlights {
		by := last.Start - first.Start
		p.Highlights = append(p.Highlights, [2]int{h[0] + by, h[1] + by})
	}
	p.Why.Terms = slices.Clone(p.Why.Terms)
	for _, term := range slices.Concat(first.Why.Terms, last.Why.Terms) {
		if !slices.Contains(p.Why.Terms, term) {
			p.Why.Terms = append(p.Why.Terms, term)
		}
	}
	c := first.Source
	c.ID, c.Text, c.End = p.Chunk, all, last.End
	c.Blocks = slices.Concat(first.Source.Blocks, last.Source.Blocks)
	p.Source = c
	return p
}
