// Package rank makes one order of the hits of both legs, and passages of it.
package rank

import (
	"cmp"
	"slices"

	"footnote/retrieval"
)

// Fusion merges the word leg and the vector leg: each leg's scores are mapped
// to 0..1 by their minimum and maximum in the list, and added by weight. The
// zero value is ready to use.
type Fusion struct {
	VectorWeight float64 // share of the vector leg, 0..1; 0: DefaultVectorWeight, below 0: words alone
}

// DefaultVectorWeight suits an embedder that is lexical itself.
const DefaultVectorWeight = 0.1

// Fuse ranks all hits, best first, equal scores by ID.
func (f Fusion) Fuse(l retrieval.Legs) []retrieval.Ranked {
	w := f.VectorWeight
	if w == 0 {
		w = DefaultVectorWeight
	}
	w = max(w, 0)
	at := make(map[retrieval.ID]int, len(l.Words)+len(l.Vectors))
	ranked := make([]retrieval.Ranked, 0, len(l.Words)+len(l.Vectors))
	for i, h := range l.Words {
		at[h.ID] = len(ranked)
		ranked = append(ranked, retrieval.Ranked{ID: h.ID, Score: (1 - w) * scaled(l.Words, i),
			Why: retrieval.Why{WordRank: i + 1, WordScore: float64(h.Score)}})
	}
	for i, h := range l.Vectors {
		k, ok := at[h.ID]
		if !ok {
			k = len(ranked)
			ranked = append(ranked, retrieval.Ranked{ID: h.ID})
		}
		r := &ranked[k]
		r.Score += w * scaled(l.Vectors, i)
		r.Why.VectorRank, r.Why.Similarity = i+1, float64(h.Score)
	}
	slices.SortFunc(ranked, func(a, b retrieval.Ranked) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), slices.Compare(a.ID[:], b.ID[:]))
	})
	return ranked
}

// scaled is the score of hit i between the list's lowest (0) and highest (1).
func scaled(hits []retrieval.Hit, i int) float64 {
	low, high := float64(hits[len(hits)-1].Score), float64(hits[0].Score)
	if high <= low {
		return 1
	}
	return (float64(hits[i].Score) - low) / (high - low)
}
