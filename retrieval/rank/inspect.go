package rank

import (
	"math"
	"slices"

	"footnote/retrieval"
	"footnote/retrieval/memory"
)

// Inspector orders the first hits anew by what their texts say, which neither
// leg of a search looks at: whether the question's neighbouring words stand near
// each other, and how near in meaning each piece of the question is to some
// piece of the text. Safe for concurrent use; its zero value does the former
// only.
type Inspector struct {
	table    *lengths // nil: none
	faqScale float64
	// What was made of chunks, by their IDs, which stand for their contents.
	sequences memory.Memory[retrieval.ID, sequence]
	meanings  memory.Memory[retrieval.ID, meaning]
}

// NewInspector returns an Inspector that knows what pieces mean, beside vectors
// of the embedder of this name.
func NewInspector(t Table, model string) *Inspector {
	x := &Inspector{table: newLengths(t), faqScale: 1}
	if !builtin(model) {
		x.faqScale = faqTrained
	}
	return x
}

// inspected is how many hits are looked at. With 30, 50 and 100 of them nDCG@10
// is the same on fourteen sets, and a text that was not met before takes 0.1 ms.
const inspected = 30

// What is found in a text, beside the fused score's 1. Fitted on fourteen sets
// (nDCG@10 of both legs without any of this: .7153 in the mean, with it .7480).
//
//   - Neighbouring words: +.002 in the mean, a manual +.02.
//   - Pieces: .4 brings +.009, .9 +.015 (questions in the other language +.04,
//     Chinese +.01 to +.03, abstracts about aerodynamics -.005), 1.2 no more.
//   - Titles of questions with answers: two such collections +.04 and +.03, from
//     1 to 3 alike. Titles of documents: such abstracts +.008, the others alike,
//     with more than .2 the manual falls.
const (
	proximityWeight = 0.4
	piecesWeight    = 0.9
	titlesWeight    = 0.15
	faqPiecesWeight = 1
	faqTitlesWeight = 2
)

// faqTrained is how much of both faq weights is left where the vectors are those
// of a whole model, which understands a short question better than a table does:
// with e5-small one such collection has .854 at 0, .858 at .3, .845 at 1. All
// other sets gain with it as much as without (the manual .733 -> .788).
const faqTrained = 0.3

// faqShare is from where on a collection is one of questions with answers, as
// when the question was read.
const faqShare = 0.3

// The names of what is found, in an explanation.
const (
	boostProximity = "proximity"
	boostPieces    = "pieces"
	boostTitle     = "title"
	boostSubstance = "substance"
)

// look is what is found in one text.
type look struct{ proximity, pieces, title, substance, fresh, page float64 }

// A chunk that is hardly more than its headings (a page of one picture, a tab
// without text) has the question's words in every field and answers nothing.
const (
	substanceWeight = 0.3
	leastSubstance  = 40 // bytes beside headings
)

// substance: the chunk says something. What has no heading, and the reply to a
// question, may be short.
func substance(c *retrieval.Chunk) float64 {
	if c.FAQ {
		return 1
	}
	said, headed := 0, false
	for _, b := range c.Blocks {
		switch b.Kind {
		case retrieval.Heading:
			headed = true
		case retrieval.Caption:
		default:
			said += b.End - b.Start
		}
	}
	if !headed {
		return 1
	}
	return min(1, float64(said)/leastSubstance)
}

// Inspect returns ranked in its new order. Scores stay on the scale of the fused
// ones: the first place keeps what it had, and so on in proportion.
func (x *Inspector) Inspect(q retrieval.Reading, ranked []retrieval.Ranked, chunks []retrieval.Chunk) []retrieval.Ranked {
	if len(ranked) == 0 {
		return ranked
	}
	first := ranked[:min(len(ranked), inspected)]
	looks := x.looks(q, first, chunks)
	aboveLeast(looks)
	out := slices.Clone(ranked)
	best := 0.0
	for i := range first {
		best = max(best, ranked[i].Score+looks[i].sum())
	}
	if best <= 0 {
		return ranked
	}
	scale := ranked[0].Score / best
	for i := range out {
		out[i].Score *= scale
		if i < len(looks) {
			looks[i].add(&out[i], scale)
		}
	}
	slices.SortStableFunc(out, retrieval.BestFirst)
	return out
}

// looks at the texts of hits, weighted; nothing is found in one without a chunk.
func (x *Inspector) looks(q retrieval.Reading, hits []retrieval.Ranked, chunks []retrieval.Chunk) []look {
	at := make(map[retrieval.ID]*retrieval.Chunk, len(chunks))
	for i := range chunks {
		at[chunks[i].ID] = &chunks[i]
	}
	pairs := newPairing(q.Words)
	var meant *late
	var p *pool
	if x.table != nil {
		meant = newLate(x.table, q.Searched)
	}
	if meant != nil {
		p = pools.Get().(*pool)
		defer pools.Put(p)
		p.begin(x.table.Pieces(), len(meant.pieces))
	}
	looks := make([]look, len(hits))
	for i := range hits {
		c, found := at[hits[i].ID]
		if !found {
			continue
		}
		looks[i].substance = substanceWeight * substance(c)
		if pairs != nil {
			looks[i].proximity = proximityWeight * pairs.share(x.sequences.Get(c.ID, func() sequence { return sequenceOf(c) }))
		}
		if meant != nil {
			m := x.meanings.Get(c.ID, func() meaning { return x.table.meaningOf(c) })
			looks[i].pieces, looks[i].title = x.weighed(q, meant, look{pieces: meant.share(p, m), title: meant.title(m)})
		}
	}
	freshen(q, hits, at, looks)
	atPage(q, hits, at, looks)
	return looks
}

// weighed is what pieces and title of a chunk count.
func (x *Inspector) weighed(q retrieval.Reading, asked *late, found look) (pieces, title float64) {
	if q.Signals.FAQ >= faqShare {
		return x.faqScale * faqPiecesWeight * found.pieces, x.faqScale * faqTitlesWeight * found.title
	}
	return piecesWeight * found.pieces, titlesWeight * brevity(len(asked.pieces)) * found.title
}

// A question of few pieces names what it is about and no more: "What is a
// workflow?" has 4. Then the page of that name is what is looked for, and titles
// count more. From 6 pieces on that hurts (Chinese customers' questions, which
// have 8, lost .011 when it faded out at 10).
const (
	barePieces = 4
	bareTitles = 3
)

func brevity(pieces int) float64 {
	return min(max(1, float64(barePieces+bareTitles-pieces)), bareTitles)
}

// aboveLeast takes from each what all have: it tells nothing, and would make the
// first hits look alike.
func aboveLeast(looks []look) {
	least := look{proximity: math.Inf(1), pieces: math.Inf(1), title: math.Inf(1), substance: math.Inf(1)}
	for _, l := range looks {
		least = look{
			proximity: min(least.proximity, l.proximity), pieces: min(least.pieces, l.pieces),
			title: min(least.title, l.title), substance: min(least.substance, l.substance),
		}
	}
	for i := range looks {
		looks[i].proximity -= least.proximity
		looks[i].pieces -= least.pieces
		looks[i].title -= least.title
		looks[i].substance -= least.substance
	}
}

func (l look) sum() float64 { return l.proximity + l.pieces + l.title + l.substance + l.fresh + l.page }

// add adds what was found to the score of a hit, and says so.
func (l look) add(r *retrieval.Ranked, scale float64) {
	r.Score += scale * l.sum()
	boosts := map[string]float64{}
	for name, by := range map[string]float64{boostProximity: l.proximity, boostPieces: l.pieces, boostTitle: l.title, boostSubstance: l.substance, boostFresh: l.fresh, boostPage: l.page} {
		if by > 0 {
			boosts[name] = scale * by
		}
	}
	if len(boosts) > 0 {
		r.Why.Boosts = boosts
	}
}

// geometric is the mean weight of two words, with their rarity.
func geometric(a, b retrieval.AskedWord) float64 {
	return math.Sqrt(float64(a.Weight) * float64(a.Rarity) * float64(b.Weight) * float64(b.Rarity))
}
