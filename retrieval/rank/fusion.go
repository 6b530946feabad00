package rank

import (
	"cmp"
	"encoding/binary"
	"math"
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
	// VectorWeight is the share of the vector leg, up to 1, for a usual
	// question; see share. 0: TableWeight. Below 0: words alone.
	VectorWeight float64
}

// Weights of the vector leg by kind of embedder, before each question's own
// adjustments.
const (
	// TableWeight is for the built-in table. In the mean of fourteen sets .2 to
	// .4 are alike (nDCG@10 .7136, .7153, .7146; .6963 without vectors, .6184
	// with them alone), and so they are after inspection (.7463 at .25, .7471 at
	// .35, .7469 at .4).
	TableWeight = 0.35
	// TrainedWeight is for vectors of a whole model. With e5-small (in 4 bits),
	// six sets have .862, .864, .863 in the mean at .5, .6 and .7, and after
	// inspection .884, .885, .885.
	TrainedWeight = 0.6
)

// builtinPrefix begins the names of built-in tables.
const builtinPrefix = "builtin-"

// For is the fusion that suits the embedder of this name; "" is none.
func For(model string) Fusion {
	if builtin(model) {
		return Fusion{VectorWeight: TableWeight}
	}
	return Fusion{VectorWeight: TrainedWeight}
}

func builtin(model string) bool { return model == "" || strings.HasPrefix(model, builtinPrefix) }

// foreignWeight is what the vector leg weighs when the texts are in another
// script than the question and hold none of its words: what words find there is
// names and numbers. Two such sets rise from .719 and .654 to .762 and .776, with
// e5-small from .765 and .740 to .798 and .844; from .75 to .95 they trade places. That some of the question's words are known
// counts by the square root: one name in common does not make a text readable.
const foreignWeight = 0.9

// A word leg that tells its hits apart is trusted more, one that does not less:
// by distinctSlope for each unit that the tenth score is nearer to or further
// from the first than usual, in shares of the first. Conversations, whose words
// are diluted, gain .003, the mean .0003.
const (
	distinctSlope = 0.2
	usualGap      = 0.4
	gapPlace      = 10
)

// The names of what changed the weight, in an explanation.
const (
	reasonForeign  = "foreign"
	reasonDistinct = "distinct"
)

// share is what the vector leg weighs for this question, and what made it so.
func (f Fusion) share(r retrieval.Reading, l retrieval.Legs) (w float64, reasons map[string]float64) {
	w = min(max(cmp.Or(f.VectorWeight, TableWeight), 0), 1)
	switch {
	case w == 0, len(l.Vectors) == 0:
		return 0, nil
	case w == 1, len(l.Words) == 0:
		return 1, nil
	}
	foreign := r.Signals.Foreign * math.Sqrt(r.Signals.Unknown)
	reasons = map[string]float64{}
	if by := foreign * max(0, foreignWeight-w); by > 0 {
		reasons[reasonForeign] = by
	}
	if by := (1 - foreign) * distinctSlope * (usualGap - gap(l.Words)); by != 0 {
		reasons[reasonDistinct] = by
	}
	return min(max(w+reasons[reasonForeign]+reasons[reasonDistinct], 0), 1), reasons
}

// In a collection of several scripts, a hit that no word of the question is in
// is most likely in another one than the question. There the words' silence says
// nothing against it, and it is weighed by its vector at least so much. On three
// help sites in English and Chinese, pages found of what only the other language
// has rose from 7 to 9 of 18.
const (
	otherScriptWeight = 0.75
	fewForeign        = 0.02 // of the texts: from here on there are several scripts
)

// aloneWeight is what vectors weigh at least for hits that words do not have.
func aloneWeight(r retrieval.Reading) float64 {
	if r.Signals.Foreign < fewForeign {
		return 0
	}
	return otherScriptWeight
}

// gap is how far the tenth score falls below the first, as a share of it.
func gap(hits []retrieval.Hit) float64 {
	first, last := float64(hits[0].Score), float64(hits[min(len(hits), gapPlace)-1].Score)
	if first <= 0 {
		return 0
	}
	return (first - last) / first
}

// Fuse ranks all hits of both legs, best first, equal scores by ID. A leg
// without hits leaves the whole weight to the other.
func (f Fusion) Fuse(r retrieval.Reading, l retrieval.Legs) []retrieval.Ranked {
	w, reasons := f.share(r, l)
	ranked := sorted(merge(l, w, max(w, aloneWeight(r))))
	for i := range ranked {
		ranked[i].Why.VectorWeight, ranked[i].Why.Reasons = w, reasons
	}
	return ranked
}

// fused is a hit of one or both legs: its place in each, from 1; 0 is none.
type fused struct {
	score        float64
	word, vector int32
}

// merge scores the hits of both legs, each once, in any order. Alone is the
// weight of a vector where there is nothing else.
func merge(l retrieval.Legs, w, alone float64) (retrieval.Legs, []fused) {
	at := newPlaces(l.Words)
	list := make([]fused, 0, len(l.Words)+len(l.Vectors))
	words, vectors := scaleOf(l.Words), scaleOf(l.Vectors)
	for i, h := range l.Words {
		list = append(list, fused{(1 - w) * words.of(h), int32(i + 1), 0})
	}
	for i, h := range l.Vectors {
		k := at.of(h.ID)
		if k < 0 {
			list = append(list, fused{alone * vectors.of(h), 0, int32(i + 1)})
			continue
		}
		list[k].score += w * vectors.of(h)
		list[k].vector = int32(i + 1)
	}
	return l, list
}

// places finds hits by ID. IDs are hashes, so four bytes of one are as good as
// any function of it, and a table of our own costs a third of a map.
type places struct {
	hits  []retrieval.Hit
	slots []int32 // place in hits + 1; 0: free
}

func newPlaces(hits []retrieval.Hit) places {
	size := 16
	for size < 2*len(hits) {
		size *= 2
	}
	p := places{hits, make([]int32, size)}
	for i := range hits {
		at := p.slot(&hits[i].ID)
		for p.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		p.slots[at] = int32(i + 1)
	}
	return p
}

func (p places) slot(id *retrieval.ID) int {
	return int(binary.LittleEndian.Uint32(id[:])) & (len(p.slots) - 1)
}

// of is the place of a hit, -1 if there is none of this ID.
func (p places) of(id retrieval.ID) int {
	at := p.slot(&id)
	for ; p.slots[at] != 0; at = (at + 1) & (len(p.slots) - 1) {
		if i := p.slots[at] - 1; p.hits[i].ID == id {
			return int(i)
		}
	}
	return -1
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
