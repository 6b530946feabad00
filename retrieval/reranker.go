package retrieval

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// Reranker scores passages for a question more carefully, and more slowly, than
// a search can. Safe for concurrent use.
type Reranker interface {
	// Rerank returns one finite score for each passage, in their order; more is
	// better, the scale is its own.
	Rerank(ctx context.Context, question string, passages []Passage) ([]float64, error)
}

// RerankDepth is how many passages a Reranker sees: what is not among the first
// 50 of two legs is seldom the answer, and cross-encoders cost by the passage.
const RerankDepth = 50

// boostReranker names the reranker's score in an explanation.
const boostReranker = "reranker"

const noteNotReranked = "ranked without the reranker: it is not available"

// rerank puts the first RerankDepth passages into the reranker's order, equal
// scores in the order they had. Their own scores stay on the fused scale, which confidence is read
// from: the first place keeps the highest, and so on.
func (r *Retriever) rerank(ctx context.Context, question string, passages []Passage) ([]Passage, error) {
	if r.Reranker == nil || len(passages) < 2 {
		return passages, nil
	}
	first := passages[:min(len(passages), RerankDepth)]
	scores, err := r.Reranker.Rerank(ctx, question, first)
	if err == nil && len(scores) != len(first) {
		err = fmt.Errorf("%d scores for %d passages", len(scores), len(first))
	}
	if err != nil {
		return passages, err
	}
	order := make([]int, len(first))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	reranked := slices.Clone(passages)
	for place, i := range order {
		p := passages[i]
		p.Rank, p.Score = place+1, passages[place].Score
		p.Why.Boosts = maps.Clone(p.Why.Boosts)
		if p.Why.Boosts == nil {
			p.Why.Boosts = map[string]float64{}
		}
		p.Why.Boosts[boostReranker] = scores[i]
		reranked[place] = p
	}
	return reranked, nil
}
