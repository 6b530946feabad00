package rank

import (
	"math"
	"sync/atomic"

	"footnote/retrieval/dot"
)

// Table holds what single pieces of words mean: embed.Static has it. Safe for
// concurrent use.
type Table interface {
	// Tokens are the pieces of a text, in order.
	Tokens(text string) []uint16
	// Pieces is how many pieces there are.
	Pieces() int
	// Row is the vector of a piece, as long as those of all others. Not to be
	// changed.
	Row(piece uint16) []int8
	// Weight says how much a piece tells: from near 0 ("the", "的") to 1.
	Weight(piece uint16) float32
}

// lengths are those of the rows of a table, measured when they are needed.
type lengths struct {
	Table
	known []atomic.Uint32 // bits of a float32; 0: not measured
}

func newLengths(t Table) *lengths { return &lengths{t, make([]atomic.Uint32, t.Pieces())} }

// of is the length of a row, at least 1 so that it can be divided by.
func (l *lengths) of(piece uint16) float32 {
	if bits := l.known[piece].Load(); bits != 0 {
		return math.Float32frombits(bits)
	}
	n := float32(math.Sqrt(float64(1 + dot.Square(l.Row(piece)))))
	l.known[piece].Store(math.Float32bits(n))
	return n
}
