package rank

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"footnote/retrieval"
	"footnote/retrieval/dot"
	"footnote/retrieval/text"
)

// meaning is what the pieces of a chunk say, made once for each chunk.
type meaning struct {
	pieces []uint16 // of the whole chunk, each once
	title  []int8   // the mean of the title's rows, as long as meaningLength; nil if it has none
}

// meaningLength is how long the vectors of titles and questions are made, so
// that they keep their precision as small numbers.
const meaningLength = 127

func (l *lengths) meaningOf(c *retrieval.Chunk) meaning {
	title := l.Tokens(titleOf(c))
	m := meaning{pieces: slices.Clone(title)}
	for _, s := range []string{c.Section, c.Context, c.Text} {
		m.pieces = append(m.pieces, l.Tokens(s)...)
	}
	slices.Sort(m.pieces)
	m.pieces = slices.Clip(slices.Compact(m.pieces))
	if v := l.mean(title); v != nil {
		m.title = make([]int8, len(v))
		for i, x := range v {
			m.title[i] = int8(x)
		}
	}
	return m
}

// titleOf is what the chunk's page is about: its title, or the folder that it is
// the front page of where the title does not say.
func titleOf(c *retrieval.Chunk) string {
	if name := text.FrontName(c.URL); name != "" && text.Opens(c.Title) {
		return name
	}
	return c.Title
}

// mean is the mean of the rows of pieces, as long as meaningLength; nil if there
// are none, or if they cancel out.
func (l *lengths) mean(pieces []uint16) []int16 {
	if len(pieces) == 0 {
		return nil
	}
	sum := make([]float64, len(l.Row(pieces[0])))
	for _, p := range pieces {
		for i, x := range l.Row(p) {
			sum[i] += float64(x)
		}
	}
	square := 0.0
	for _, x := range sum {
		square += x * x
	}
	if square == 0 {
		return nil
	}
	v := make([]int16, len(sum))
	for i, x := range sum {
		v[i] = int16(math.Round(x * meaningLength / math.Sqrt(square)))
	}
	return v
}

// maxPieces is how many pieces of a question are looked for: those that tell
// the most. Few questions have more.
const maxPieces = 24

// late compares the pieces of a question with those of chunks: each piece of the
// question counts as much as the piece of the chunk that is nearest to it, by
// its weight (late interaction, as in Khattab and Zaharia, ColBERT, SIGIR 2020,
// with pieces that do not depend on their context).
type late struct {
	*lengths
	pieces []uint16
	weight []float32 // over the sum of all
	rows   []int16   // of pieces, one after the other
	mean   []int16
}

// newLate returns nil if the question has no known piece.
func newLate(l *lengths, question string) *late {
	tokens := l.Tokens(question)
	x := &late{lengths: l, mean: l.mean(tokens)}
	x.pieces = distinct(tokens)
	slices.SortStableFunc(x.pieces, func(a, b uint16) int { return cmp.Compare(l.Weight(b), l.Weight(a)) })
	x.pieces = x.pieces[:min(len(x.pieces), maxPieces)]
	sum := float32(0)
	for _, p := range x.pieces {
		sum += l.Weight(p)
	}
	if x.mean == nil || sum == 0 {
		return nil
	}
	for _, p := range x.pieces {
		x.weight = append(x.weight, l.Weight(p)/sum)
		x.rows = dot.Widen(x.rows, l.Row(p))
	}
	return x
}

func distinct(pieces []uint16) []uint16 {
	var list []uint16
	for _, p := range pieces {
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
		if len(list) == 4*maxPieces {
			break // a pasted page
		}
	}
	return list
}

// pool is what comparing with many chunks needs: the cosines of each piece that
// was met with all pieces of the question.
type pool struct {
	place    []uint32 // of a piece among the cosines; valid if it belongs to round
	round    uint32
	cosines  []float32 // pieces of the question each
	products []int32
	best     []float32
}

var pools = sync.Pool{New: func() any { return new(pool) }}

// roundBits is how much of a place says which question it belongs to.
const roundBits = 12

// begin forgets the question before.
func (p *pool) begin(pieces, asked int) {
	p.round = (p.round + 1) & (1<<roundBits - 1)
	if p.round == 0 || len(p.place) < pieces {
		p.place = make([]uint32, pieces)
		p.round = 1
	}
	p.cosines = p.cosines[:0]
	p.products = slices.Grow(p.products[:0], asked)[:asked]
	p.best = slices.Grow(p.best[:0], asked)[:asked]
}

// cosinesOf a piece with those of the question.
func (x *late) cosinesOf(p *pool, piece uint16) []float32 {
	n := len(x.pieces)
	if at := p.place[piece]; at&(1<<roundBits-1) == p.round {
		return p.cosines[int(at>>roundBits)*n:][:n]
	}
	at := len(p.cosines) / n
	p.place[piece] = uint32(at)<<roundBits | p.round
	dot.Each(x.Row(piece), x.rows, p.products)
	length := x.of(piece)
	for i, product := range p.products {
		p.cosines = append(p.cosines, float32(product)/(length*x.of(x.pieces[i])))
	}
	return p.cosines[at*n:][:n]
}

// share is how much of the question a chunk says: 0..1.
func (x *late) share(p *pool, m meaning) float64 {
	clear(p.best)
	for _, piece := range m.pieces {
		for i, c := range x.cosinesOf(p, piece) {
			if c > p.best[i] {
				p.best[i] = c
			}
		}
	}
	sum := 0.0
	for i, b := range p.best {
		sum += float64(b) * float64(x.weight[i])
	}
	return min(sum, 1)
}

// title is the cosine of the question and the title of a chunk, not below 0.
func (x *late) title(m meaning) float64 {
	if m.title == nil {
		return 0
	}
	var out [1]int32
	dot.Each(m.title, x.mean, out[:])
	return min(1, max(0, float64(out[0])/(meaningLength*meaningLength)))
}
