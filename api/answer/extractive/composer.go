package extractive

import (
	"context"
	"iter"

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
		for _, d := range compose(ctx, t) {
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

// compose makes the whole answer.
func compose(ctx context.Context, t answer.Task) []answer.Draft {
	kind := t.Asked()
	r := read(ctx, t)
	if len(r.all) == 0 {
		return nil
	}
	aspects := r.aspects(kind)
	text := &composition{reading: r}
	if compares(kind, aspects) && text.compare(aspects[0], aspects[1]) {
		return text.drafts
	}
	for _, a := range aspects {
		r.judge(a)
		text.answer(a, len(aspects) > 1)
	}
	return text.drafts
}
