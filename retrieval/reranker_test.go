package retrieval

import (
	"context"
	"errors"
	"slices"
	"testing"
)

// last says that what comes last is best; or fails.
type last struct{ err error }

func (l last) Rerank(_ context.Context, _ string, passages []Passage) ([]float64, error) {
	scores := make([]float64, len(passages))
	for i := range scores {
		scores[i] = float64(i / 2) // pairs of equal scores
	}
	return scores, l.err
}

func TestRerank(t *testing.T) {
	var passages []Passage
	for i, document := range []string{"a", "b", "c", "d", "e"} {
		passages = append(passages, Passage{Rank: i + 1, Score: 1 - float64(i)/10, Document: document})
	}
	got, err := (&Retriever{Reranker: last{}}).rerank(t.Context(), "q", passages)
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for i, p := range got {
		order = append(order, p.Document)
		if p.Rank != i+1 || p.Score != passages[i].Score || p.Why.Boosts[boostReranker] != float64(2-(i+1)/2) {
			t.Errorf("place %d: %+v", i+1, p)
		}
	}
	if !slices.Equal(order, []string{"e", "c", "d", "a", "b"}) {
		t.Errorf("order %q", order)
	}
	if passages[0].Why.Boosts != nil || passages[0].Document != "a" {
		t.Error("what was given has changed")
	}
	failure := errors.New("away")
	if got, err := (&Retriever{Reranker: last{failure}}).rerank(t.Context(), "q", passages); !errors.Is(err, failure) || !slices.EqualFunc(got, passages, func(a, b Passage) bool { return a.Document == b.Document }) {
		t.Errorf("after a failure: %v, %v", got, err)
	}
}
