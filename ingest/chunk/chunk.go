// Package chunk cuts a document into the stretches that are searched.
//
//	Document -> pieces -> packs -> chunks
//
// A piece is what is never cut: a block of the document (a paragraph, a step,
// a table row), or, of a block that alone exceeds the budget, a run of its
// sentences or lines. Packs are runs of pieces of one section that fit the
// budget; tiny neighbours are joined; each pack becomes a chunk.
//
// Spans tile the document: between two chunks lies nothing but white space, and
// every other byte of the text is in exactly one chunk. So a chunk carries its
// neighbours and its parent by where it lies: the text before Start and behind End of
// its Document, and the Section around it. Answers widen to the list, the table or
// the section that a passage is a part of that way.
package chunk

import (
	"footnote/ingest"
	"footnote/retrieval"
)

// Version names this way of cutting; it is part of every chunk id, so that a
// change of the rules gives new ids. Raise it with every change of the output.
const Version = "chunk-1"

const (
	// DefaultBudget is below the 512 tokens that common embedders read and
	// leaves room for the breadcrumb and for other ways of counting tokens.
	DefaultBudget = 400
	// DefaultMin is about two short sentences: less rarely says anything by itself.
	DefaultMin = 32
)

// Splitter cuts documents. The zero value is ready for use.
type Splitter struct {
	// Budget is the most tokens that a chunk holds, the repeated table header
	// included; 0: DefaultBudget.
	Budget int
	// Min is the size in tokens below which a section is joined to its
	// neighbour (see join); 0: DefaultMin.
	Min int
	// Count counts the tokens of a text; nil: Estimate. It is called once a
	// piece and never with more than a few kilobytes.
	Count func(string) int
}

// Split returns the document's chunks in order. A document without text has
// none. Blocks and sections that do not fit the text are repaired or ignored.
// The chunks share the document's Labels.
func (s Splitter) Split(d ingest.Document) []retrieval.Chunk {
	s = s.defaults()
	r := s.read(d)
	packs := s.join(r, s.pack(r))
	chunks := make([]retrieval.Chunk, 0, len(packs))
	for _, p := range packs {
		chunks = append(chunks, r.chunk(p))
	}
	return chunks
}

// smallestBudget keeps an absurd setting from making a chunk of every word.
const smallestBudget = 16

func (s Splitter) defaults() Splitter {
	if s.Budget <= 0 {
		s.Budget = DefaultBudget
	}
	s.Budget = max(s.Budget, smallestBudget)
	if s.Min <= 0 {
		s.Min = DefaultMin
	}
	if s.Count == nil {
		s.Count = Estimate
	}
	return s
}

// Estimate is a rough number of tokens: four bytes of Latin text make one (the
// usual rule for English and byte-pair encoders), any other character one.
func Estimate(s string) int {
	ascii, other := 0, 0
	for _, r := range s {
		if r < 0x80 {
			ascii++
		} else {
			other++
		}
	}
	return (ascii+3)/4 + other
}
