package extractive

import (
	"context"
	"testing"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/embed"
	"footnote/retrieval/text"
	"footnote/testdata"
)

// Passages in, drafts out: what composing adds to a search.
func BenchmarkCompose(b *testing.B) {
	k := readCompany(b, testdata.Companies()[0])
	for _, question := range []string{"How long does a refund take?", "怎么取消订单？"} {
		q := retrieval.Question{Text: question, Limit: 12}
		found, err := k.index.retriever().Search(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		_, terms := text.Query(q)
		task := k.taskOf(question, found, terms)
		b.Run(question, func(b *testing.B) {
			for b.Loop() {
				if len(compose(b.Context(), task)) == 0 {
					b.Fatal("no draft")
				}
			}
		})
	}
}

// The whole of answering but for the search: the passages are found beforehand.
func BenchmarkAnswer(b *testing.B) {
	k := readCompany(b, testdata.Companies()[0])
	for _, question := range []string{"How long does a refund take?", "怎么取消订单？"} {
		q := retrieval.Question{Text: question, Limit: 12}
		found, err := k.index.retriever().Search(b.Context(), q)
		if err != nil {
			b.Fatal(err)
		}
		r := &retrieval.Retriever{Index: &ready{k.index}, Read: text.Read,
			Fuse: func(retrieval.Reading, retrieval.Legs) []retrieval.Ranked { return nil },
			Finish: func(retrieval.Reading, []retrieval.Ranked, []retrieval.Chunk, int) []retrieval.Passage {
				return found.Passages
			},
		}
		s := &answer.Service{
			Retriever: func(context.Context, string) (*retrieval.Retriever, error) { return r, nil },
			Read:      func(ctx context.Context, _, id string) (answer.Source, error) { return k.read(ctx, id) },
			Composers: []answer.Composer{New()},
			Pieces:    embed.Builtin(),
		}
		b.Run(question, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Answer(b.Context(), answer.Request{Question: question}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// ready is an index whose search is done.
type ready struct{ *wordIndex }

func (*ready) Search(context.Context, retrieval.Query) (retrieval.Legs, error) {
	return retrieval.Legs{}, nil
}

func (*ready) Chunks(context.Context, []retrieval.ID) ([]retrieval.Chunk, error) { return nil, nil }
