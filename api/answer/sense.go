package answer

import (
	"math"
	"slices"

	"footnote/retrieval/dot"
)

// Sense compares the meaning of texts with that of a question.
type Sense struct {
	pieces   Pieces
	rows     []int16   // by telling piece of the question, one after the other
	lengths  []float64 // of these rows
	weights  []float64
	total    float64
	sum      []int32              // of the question's rows
	square   float64              // of sum
	both     []int32              // room for the sum of two
	near     map[uint16][]float32 // cosines of a piece with each of the question's
	slab     []float32            // room for more of them
	products []int32
}

// leastTelling is the least weight of a piece that is looked up: the lighter ones
// (the, 的) have no meaning of their own, and are half of a text.
const leastTelling = 0.15

// NewSense reads a question; nil if there are no vectors or no known piece.
func NewSense(pieces Pieces, question string) *Sense {
	if pieces == nil {
		return nil
	}
	s := &Sense{pieces: pieces, near: make(map[uint16][]float32, slabPieces)}
	asked := spelling(pieces, question)
	s.sum = asked.sum
	for _, p := range asked.pieces {
		row, w := pieces.Row(p), float64(pieces.Weight(p))
		s.rows = dot.Widen(s.rows, row)
		s.lengths = append(s.lengths, lengthOf(row))
		s.weights = append(s.weights, w)
		s.total += w
	}
	if s.total == 0 {
		return nil
	}
	s.products = make([]int32, len(s.weights))
	s.both = make([]int32, len(s.sum))
	for _, x := range s.sum {
		s.square += float64(x) * float64(x)
	}
	return s
}

// spelling takes a text apart; nothing is left of it without vectors.
func spelling(pieces Pieces, s string) (out Spelt) {
	if pieces == nil {
		return out
	}
	for _, p := range pieces.Tokens(s) {
		out.sum = addRow(out.sum, pieces.Row(p))
		if pieces.Weight(p) >= leastTelling && !slices.Contains(out.pieces, p) {
			out.pieces = append(out.pieces, p)
		}
	}
	return out
}

func addRow(sum []int32, row []int8) []int32 {
	if sum == nil {
		sum = make([]int32, len(row))
	}
	sum = sum[:len(row)]
	for i, x := range row {
		sum[i] += int32(x)
	}
	return sum
}

func lengthOf(row []int8) float64 { return math.Sqrt(float64(dot.Square(row))) }

// cosines of a piece with those of the question.
func (s *Sense) cosines(p uint16) []float32 {
	known, ok := s.near[p]
	if !ok {
		known = s.compared(s.pieces.Row(p))
		s.near[p] = known
	}
	return known
}

// compared are the cosines of a row with the question's.
func (s *Sense) compared(row []int8) []float32 {
	n := len(s.weights)
	if len(s.slab) < n {
		s.slab = make([]float32, slabPieces*n)
	}
	out := s.slab[:n:n]
	s.slab = s.slab[n:]
	dot.Each(row, s.rows, s.products)
	own := lengthOf(row)
	for k, x := range s.products {
		if lengths := own * s.lengths[k]; lengths > 0 {
			out[k] = float32(float64(x) / lengths)
		}
	}
	return out
}

// slabPieces is how many pieces' cosines are made room for at once: an answer
// meets some hundreds of pieces.
const slabPieces = 256

// Meant is a text as a question sees it.
type Meant struct {
	sum  []int32   // of its rows
	best []float32 // nearest piece, by piece of the question
}

// Read reads the pieces of a text.
func (s *Sense) Read(text Spelt) Meant {
	m := Meant{sum: text.sum, best: make([]float32, len(s.weights))}
	for _, p := range text.pieces {
		for k, c := range s.cosines(p) {
			m.best[k] = max(m.best[k], c)
		}
	}
	return m
}

// Compare says how near the parts of a text together are to the question: by the
// means of their vectors, and by the share of the question's pieces, weighed,
// that have a counterpart of like meaning in them.
func (s *Sense) Compare(parts ...Meant) (alike, soft float64) {
	for k, w := range s.weights {
		soft += w * counterpart(k, parts)
	}
	return s.cosine(parts), soft / s.total
}

// isCounterpart is the cosine from which on two pieces mean the same.
const isCounterpart = 0.8

// Telling is how much each piece of the question tells among some texts: its
// weight by how few of them have a counterpart of it (BM25's rarity).
func (s *Sense) Telling(texts []Meant) []float64 {
	out := make([]float64, len(s.weights))
	n := float64(len(texts))
	for k, w := range s.weights {
		in := 0.0
		for _, m := range texts {
			in += boolTo(m.best[k] > isCounterpart)
		}
		out[k] = w * math.Log(1+(n-in+0.5)/(in+0.5))
	}
	return out
}

// Share is how much of the question's pieces, by these weights, has a
// counterpart of like meaning in the text, 0 to 1.
func (m Meant) Share(weights []float64) float64 {
	found, total := 0.0, 0.0
	for k, w := range weights {
		found += w * float64(m.best[k])
		total += w
	}
	if total == 0 {
		return 0
	}
	return found / total
}

// counterpart is how near the parts come to a piece of the question.
func counterpart(k int, parts []Meant) float64 {
	best := float32(0)
	for _, m := range parts {
		best = max(best, m.best[k])
	}
	return float64(best)
}

// cosine of the question's sum with that of the parts.
func (s *Sense) cosine(parts []Meant) float64 {
	sum := s.together(parts)
	if sum == nil {
		return 0
	}
	ab, bb := 0, 0
	for i, x := range s.sum {
		y := int(sum[i])
		ab += int(x) * y
		bb += y * y
	}
	if s.square == 0 || bb == 0 {
		return 0
	}
	return float64(ab) / math.Sqrt(s.square*float64(bb))
}

// together is the sum of the parts, valid until the next one; nil if no part has
// any.
func (s *Sense) together(parts []Meant) (sum []int32) {
	for _, m := range parts {
		switch {
		case m.sum == nil:
		case sum == nil:
			sum = m.sum
		default:
			both := s.both[:len(sum)]
			for i, x := range sum {
				both[i] = x + m.sum[i]
			}
			sum = both
		}
	}
	return sum
}

// Gap is how far the piece of the question that tells most and has no
// counterpart in the parts of a text is from having one: 0 all have one, 1 the
// heaviest has none at all.
func (s *Sense) Gap(parts ...Meant) float64 {
	if len(parts) == 0 {
		return 0
	}
	worst := 0.0
	for k, w := range s.weights {
		worst = max(worst, w*(1-counterpart(k, parts)))
	}
	return worst / slices.Max(s.weights)
}
