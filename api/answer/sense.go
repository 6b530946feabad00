package answer

import "math"

// Sense compares the meaning of texts with that of a question.
type Sense struct {
	pieces  Pieces
	rows    [][]int8  // by telling piece of the question
	lengths []float64 // of these rows
	weights []float64
	total   float64
	sum     []int32              // of the question's rows
	near    map[uint16][]float32 // cosines of a piece with each of the question's
	slab    []float32            // room for more of them
}

// leastTelling is the least weight of a piece that is looked up: the lighter ones
// (the, 的) have no meaning of their own, and are half of a text.
const leastTelling = 0.15

// NewSense reads a question; nil if there are no vectors or no known piece.
func NewSense(pieces Pieces, question string) *Sense {
	if pieces == nil {
		return nil
	}
	s := &Sense{pieces: pieces, near: map[uint16][]float32{}}
	seen := map[uint16]bool{}
	for _, p := range pieces.Tokens(question) {
		s.sum = addRow(s.sum, pieces.Row(p))
		w := float64(pieces.Weight(p))
		if seen[p] || w < leastTelling {
			continue
		}
		seen[p] = true
		s.rows = append(s.rows, pieces.Row(p))
		s.lengths = append(s.lengths, lengthOf(pieces.Row(p)))
		s.weights = append(s.weights, w)
		s.total += w
	}
	if s.total == 0 {
		return nil
	}
	return s
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

func lengthOf(row []int8) float64 { return math.Sqrt(float64(dot(row, row))) }

// cosines of a piece with those of the question; nil for one that tells little.
func (s *Sense) cosines(p uint16) []float32 {
	known, ok := s.near[p]
	if ok {
		return known
	}
	if s.pieces.Weight(p) >= leastTelling {
		known = s.compared(s.pieces.Row(p))
	}
	s.near[p] = known
	return known
}

// compared are the cosines of a row with the question's.
func (s *Sense) compared(row []int8) []float32 {
	if len(s.slab) < len(s.rows) {
		s.slab = make([]float32, slabPieces*len(s.rows))
	}
	out := s.slab[:len(s.rows):len(s.rows)]
	s.slab = s.slab[len(s.rows):]
	own := lengthOf(row)
	for k, q := range s.rows {
		if product := own * s.lengths[k]; product > 0 {
			out[k] = float32(float64(dot(row, q)) / product)
		}
	}
	return out
}

// slabPieces is how many pieces' cosines are made room for at once: an answer
// meets some hundreds of pieces.
const slabPieces = 256

// dot in four sums, which the processor adds side by side.
func dot(a, b []int8) int32 {
	var s0, s1, s2, s3 int32
	b = b[:len(a)]
	for i := 0; i+3 < len(a); i += 4 {
		s0 += int32(a[i]) * int32(b[i])
		s1 += int32(a[i+1]) * int32(b[i+1])
		s2 += int32(a[i+2]) * int32(b[i+2])
		s3 += int32(a[i+3]) * int32(b[i+3])
	}
	for i := len(a) &^ 3; i < len(a); i++ {
		s0 += int32(a[i]) * int32(b[i])
	}
	return s0 + s1 + s2 + s3
}

// Meant is a text as a question sees it.
type Meant struct {
	sum  []int32   // of its rows
	best []float32 // nearest piece, by piece of the question
}

// Read reads the pieces of a text.
func (s *Sense) Read(tokens []uint16) Meant {
	m := Meant{best: make([]float32, len(s.rows))}
	for _, p := range tokens {
		m.sum = addRow(m.sum, s.pieces.Row(p))
		for k, c := range s.cosines(p) {
			m.best[k] = max(m.best[k], c)
		}
	}
	return m
}

// Compare says how near a text is to the question: by the means of their
// vectors, and by the share of the question's pieces, weighed, that have a
// counterpart of like meaning in it.
func (s *Sense) Compare(m Meant) (alike, soft float64) {
	if m.sum == nil {
		return 0, 0
	}
	for k, b := range m.best {
		soft += s.weights[k] * float64(b)
	}
	return cosine(s.sum, m.sum), soft / s.total
}

// Under is a text together with what stands over it.
func (m Meant) Under(over Meant) Meant {
	switch {
	case over.sum == nil:
		return m
	case m.sum == nil:
		return over
	}
	out := Meant{sum: make([]int32, len(m.sum)), best: make([]float32, len(m.best))}
	for i := range m.sum {
		out.sum[i] = m.sum[i] + over.sum[i]
	}
	for k := range m.best {
		out.best[k] = max(m.best[k], over.best[k])
	}
	return out
}

func cosine(a, b []int32) float64 {
	var ab, aa, bb float64
	b = b[:len(a)]
	for i, x := range a {
		x, y := float64(x), float64(b[i])
		ab += x * y
		aa += x * x
		bb += y * y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// Gap is how far the piece of the question that tells most and has no
// counterpart in a text is from having one: 0 all have one, 1 the heaviest has
// none at all.
func (s *Sense) Gap(m Meant) float64 {
	worst, heaviest := 0.0, 0.0
	for k, b := range m.best {
		worst = max(worst, s.weights[k]*(1-float64(b)))
		heaviest = max(heaviest, s.weights[k])
	}
	return worst / max(heaviest, math.SmallestNonzeroFloat64)
}
