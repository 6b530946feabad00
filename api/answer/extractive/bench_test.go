package extractive

import (
	"testing"

	"footnote/retrieval"
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
