package extractive

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"footnote/api/answer"
)

// Composer picks sentences. Safe for concurrent use.
type Composer struct{}

// New makes a composer.
func New() *Composer { return &Composer{} }

// Name is "extractive".
func (c *Composer) Name() string { return "extractive" }

// Compose yields the sentences that answer, best first or in the order of the
// page where that matters. It never yields an error but ctx's.
func (c *Composer) Compose(ctx context.Context, t answer.Task) iter.Seq2[answer.Draft, error] {
	return func(yield func(answer.Draft, error) bool) {
		for _, d := range compose(t) {
			if err := ctx.Err(); err != nil {
				yield(answer.Draft{}, err)
				return
			}
			if !yield(d, nil) {
				return
			}
		}
	}
}

func compose(t answer.Task) []answer.Draft {
	pages, all := read(t)
	if len(all) == 0 {
		return nil
	}
	a := newAsked(t)
	a.judge(pages, all)
	ranked := inOrder(all)
	var out []answer.Draft
	for _, c := range ranked[:min(3, len(ranked))] {
		out = append(out, c.draft())
	}
	return out
}

// inOrder scores the candidates, best first.
func inOrder(all []candidate) []*candidate {
	ranked := make([]*candidate, len(all))
	for i := range all {
		all[i].score = weights.score(all[i].features)
		ranked[i] = &all[i]
	}
	slices.SortStableFunc(ranked, func(a, b *candidate) int { return cmp.Compare(b.score, a.score) })
	return ranked
}

func (c *candidate) draft() answer.Draft {
	return answer.Draft{Text: c.text, Cites: []answer.Cite{{Passage: c.passage + 1, Start: c.start, End: c.end}}}
}
