package embed

import (
	"context"
	"math"
	"slices"
	"sync"

	"footnote/retrieval"
)

// Static embeds a text as the mean of the rows of its pieces, in unit length:
// no model runs, so it costs microseconds, and what a piece means does not
// depend on what is beside it. Safe for concurrent use.
type Static struct {
	name  string
	table *table
	spare sync.Pool // of *reader
}

// reader is what one text at a time needs.
type reader struct {
	scanner
	adder
}

func newStatic(name, file string) (*Static, error) {
	t, err := openTable(file)
	if err != nil {
		return nil, err
	}
	s := &Static{name: name, table: t}
	s.spare.New = func() any {
		return &reader{scanner{table: t, word: make([]rune, 0, longestWord)}, newAdder(t)}
	}
	return s, nil
}

// Model is the name of the table.
func (s *Static) Model() string { return s.name }

// Dimensions never fails.
func (s *Static) Dimensions(context.Context) (int, error) { return s.table.columns, nil }

// EmbedDocuments never fails, unless ctx ends first.
func (s *Static) EmbedDocuments(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	vectors := make([]retrieval.Vector, len(texts))
	for i, text := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		vectors[i] = s.vector(text)
	}
	return vectors, nil
}

// EmbedQuery embeds a question like a document.
func (s *Static) EmbedQuery(_ context.Context, text string) (retrieval.Vector, error) {
	return s.vector(text), nil
}

// vector is zero if the text has no known piece.
func (s *Static) vector(text string) retrieval.Vector {
	r := s.spare.Get().(*reader)
	defer s.spare.Put(r)
	r.each(text, r.add)
	return unit(r.total())
}

// unit is sum scaled to length 1, or zero.
func unit(sum []int64) retrieval.Vector {
	v := make(retrieval.Vector, len(sum))
	var square float64
	for _, x := range sum {
		square += float64(x) * float64(x)
	}
	if square == 0 {
		return v
	}
	scale := 1 / math.Sqrt(square)
	for i, x := range sum {
		v[i] = float32(float64(x) * scale)
	}
	return v
}

// Tokens are the pieces of a text in their order, as numbers of rows. Words of
// a text that the table does not know at all have none.
func (s *Static) Tokens(text string) []uint16 {
	r := s.spare.Get().(*reader)
	defer s.spare.Put(r)
	var tokens []uint16
	r.each(text, func(p uint16) { tokens = append(tokens, p) })
	return slices.Clip(tokens)
}

// Pieces is how many pieces the table has; their numbers are 0 to Pieces()-1,
// the most frequent first.
func (s *Static) Pieces() int { return s.table.rows }

// Row is the vector of a piece: as many numbers as Dimensions, not of unit
// length but all of one scale; a frequent piece, which tells little, is short.
// Not to be changed. It panics if there is no such piece.
func (s *Static) Row(piece uint16) []int8 { return s.table.row(piece) }

// Weight says how much a piece tells: a/(a+p) with its share p of the training
// text and a = .001 (smooth inverse frequency; Arora et al., A Simple but
// Tough-to-Beat Baseline for Sentence Embeddings, ICLR 2017). From near 0 (the,
// 的) to 1.
func (s *Static) Weight(piece uint16) float32 {
	return math.Float32frombits(u32(s.table.section[weights], int(piece)))
}
