package retrieval

import (
	"context"
	"slices"
)

// maxParts is how many parts of a question are searched for themselves.
const maxParts = 3

// together adds to the hits of a whole question what each of its parts finds: of
// "What does delivery cost, and how do I cancel?" the pages that hold words of both
// come first, and neither the table of prices nor the steps need be among them. A
// part is searched as a follow-up of the one before ("and is it free?"). A hit keeps the
// highest score that it has anywhere, so that the best of each part stand at the top.
// An embedder that failed is not waited for again.
func (r *Retriever) together(ctx context.Context, q Question, whole ranking, l *laps) (ranking, error) {
	if r.Parts == nil || q.Typing {
		return whole, nil
	}
	parts := r.Parts(q.Text)
	if len(parts) < 2 {
		return whole, nil
	}
	alone := *r
	best := map[ID]Ranked{}
	chunks := map[ID]Chunk{}
	add := func(x ranking) {
		for _, hit := range x.ranked {
			if known, ok := best[hit.ID]; !ok || hit.Score > known.Score {
				best[hit.ID] = hit
			}
		}
		for _, c := range x.chunks {
			chunks[c.ID] = c
		}
	}
	add(whole)
	for _, part := range parts[:min(len(parts), maxParts)] {
		if whole.fault != nil {
			alone.Embedder = nil
		}
		asked := q
		asked.Text = part
		x, err := alone.rank(ctx, asked, l)
		if err != nil {
			return whole, err
		}
		add(x)
		if whole.fault == nil {
			whole.fault = x.fault
		}
		q.History = append(slices.Clip(q.History), Turn{Role: "user", Text: part})
	}
	whole.chunks, whole.ranked = sorted(best, chunks, pool(q))
	return whole, nil
}

// sorted are the best hits, at most limit, and their chunks.
func sorted(best map[ID]Ranked, chunks map[ID]Chunk, limit int) (list []Chunk, ranked []Ranked) {
	for _, hit := range best {
		ranked = append(ranked, hit)
	}
	slices.SortFunc(ranked, BestFirst)
	ranked = ranked[:min(len(ranked), limit)]
	for _, hit := range ranked {
		if c, ok := chunks[hit.ID]; ok {
			list = append(list, c)
		}
	}
	return list, ranked
}
