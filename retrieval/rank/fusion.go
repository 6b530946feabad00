package rank

import (
	"cmp"
	"slices"
	"strings"

	"footnote/retrieval"
)

// Fusion merges the word leg and the vector leg: the scores of each are mapped
// to 0..1 between the lowest and the highest of its list, a hit that a leg does
// not have counts 0 there, and both are added by weight. On 16 of 18 public
// collections this ranks better than reciprocal ranks (castorini/anserini,
// docs/experiments-beir-fusion.md). The zero value suits the built-in embedder.
type Fusion struct {
	// VectorWeight is the share of the vector leg, up to 1. 0: LexicalWeight.
	// Below 0: words alone.
	VectorWeight float64
}

// Weights of the vector leg by kind of embedder.
const (
	// LexicalWeight is for vectors of hashed words: they know little that the
	// word leg does not, so they break its ties and find what is misspelt. From
	// .03 to .1, nDCG@10 moves by less than .005 on each of eleven tuning sets.
	LexicalWeight = 0.05
	// TrainedWeight is for vectors of a trained model. With e5-small, .5 to .6
	// is best over the tuning sets together, though below words alone on a
	// product manual; questions in another language than the text want .7.
	TrainedWeight = 0.5
)

// lexicalPrefix begins the names of embedders that hash words.
const lexicalPrefix = "builtin-hash-"

// For is the fusion that suits the embedder of this name; "" is none.
func For(model string) Fusion {
	if model == "" || strings.HasPrefix(model, lexicalPrefix) {
		return Fusion{VectorWeight: LexicalWeight}
	}
	return Fusion{VectorWeight: TrainedWeight}
}

// Fuse ranks all hits of both legs, best first, equal scores by ID. A leg
// without hits leaves the whole weight to the other.
func (f Fusion) Fuse(l retrieval.Legs) []retrieval.Ranked {
	w := min(max(cmp.Or(f.VectorWeight, LexicalWeight), 0), 1)
	switch {
	case len(l.Vectors) == 0:
		w = 0
	case len(l.Words) == 0:
		w = 1
	}
	return sorted(merge(l, w))
}

// fused is a hit of one or both legs: its place in each, from 1; 0 is none.
type fused struct {
	score        float64
	word, vector int32
}

// merge scores the hits of both legs, each once, in any order.
func merge(l retrieval.Legs, w float64) (retrieval.Legs, []fused) {
	at := make(map[retrieval.ID]int32, len(l.Words))
	list := make([]fused, 0, len(l.Words)+len(l.Vectors))
	words, vectors := scaleOf(l.Words), scaleOf(l.Vectors)
	for i, h := range l.Words {
		at[h.ID] = int32(i)
		list = append(list, fused{(1 - w) * words.of(h), int32(i + 1), 0})
	}
	for i, h := range l.Vectors {
		k, ok := at[h.ID]
		if !ok {
			k = int32(len(list))
			list = append(list, fused{})
		}
		list[k].score += w * vectors.of(h)
		list[k].vector = int32(i + 1)
	}
	return l, list
}

// Hits are sorted by one number, which holds the score in its upper bits and
// the place in the list in the lower ones. Scores closer than 2^-39 are equal:
// they differ by the order in which a sum was made.
const (
	scoreBits = 39
	placeBits = 64 - scoreBits - 1
)

// sorted is the list by falling score, equal scores by rising ID.
func sorted(l retrieval.Legs, list []fused) []retrieval.Ranked {
	keys := make([]uint64, len(list))
	for i, f := range list {
		below := uint64((1 - min(max(f.score, 0), 1)) * (1 << scoreBits))
		keys[i] = below<<placeBits | uint64(i)
	}
	slices.Sort(keys)
	ranked := make([]retrieval.Ranked, len(list))
	for i, k := range keys {
		ranked[i] = list[k&(1<<placeBits-1)].ranked(l)
	}
	for start := 0; start < len(keys); {
		end := start + 1
		for end < len(keys) && keys[end]>>placeBits == keys[start]>>placeBits {
			end++
		}
		sortTies(ranked[start:end])
		start = end
	}
	return ranked
}

// sortTies orders hits of equal scores, and makes the scores exactly equal.
func sortTies(ranked []retrieval.Ranked) {
	if len(ranked) == 1 {
		return
	}
	slices.SortFunc(ranked, func(a, b retrieval.Ranked) int { return slices.Compare(a.ID[:], b.ID[:]) })
	for i := range ranked {
		ranked[i].Score = ranked[0].Score
	}
}

// ranked is the hit with its explanation.
func (f fused) ranked(l retrieval.Legs) retrieval.Ranked {
	r := retrieval.Ranked{Score: f.score}
	if f.word > 0 {
		h := l.Words[f.word-1]
		r.ID, r.Why.WordRank, r.Why.WordScore = h.ID, int(f.word), float64(h.Score)
	}
	if f.vector > 0 {
		h := l.Vectors[f.vector-1]
		r.ID, r.Why.VectorRank, r.Why.Similarity = h.ID, int(f.vector), float64(h.Score)
	}
	return r
}

// scale maps the scores of a leg to 0..1.
type scale struct{ low, span float64 }

func scaleOf(hits []retrieval.Hit) scale {
	if len(hits) == 0 {
		return scale{}
	}
	low := float64(hits[len(hits)-1].Score)
	return scale{low, float64(hits[0].Score) - low}
}

func (s scale) of(h retrieval.Hit) float64 {
	if s.span <= 0 {
		return 1 // all alike: each is the best
	}
	return (float64(h.Score) - s.low) / s.span
}
