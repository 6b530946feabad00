package ingest

import (
	"context"
	"errors"
	"iter"

	"footnote/retrieval"
)

// ErrNotFound is returned for a document or knowledge base that is not there.
var ErrNotFound = errors.New("not found")

// Visit is what a batch of work writes to the library: the page's ledger row,
// its raw body, and, where it has new content, its document and chunks.
type Visit struct {
	Entry    Entry
	Body     []byte            // nil: keep what is stored
	Type     string            // content type of Body
	Document *Document         // nil: no new document
	Chunks   []retrieval.Chunk // of Document
	Terms    []float32         // Terms.Length of each chunk, for the collection's average
	Drop     bool              // the page's document is removed from the knowledge base
}

// Held says how far a collection has grown.
type Held struct {
	Documents int
	Chunks    int
	Length    float64 // sum of Terms.Length
}

// Library is the truth about one knowledge base. One writer at a time (see
// library.Lock); readers in other processes see whole batches only.
type Library interface {
	Ledger
	// Record writes visits in one transaction: all or nothing, durable on return.
	Record(ctx context.Context, visits []Visit) error
	// Document returns a document by id, ErrNotFound if it has none.
	Document(ctx context.Context, id string) (Document, error)
	// SameContent returns the key of another live page whose document has this
	// content hash, "" if none.
	SameContent(ctx context.Context, hash, exceptKey string) (string, error)
	// ChunkIDs yields the ids of all live chunks.
	ChunkIDs(ctx context.Context) iter.Seq2[retrieval.ID, error]
	// Chunks returns live chunks by id, in that order, missing ones left out.
	Chunks(ctx context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error)
	// Held counts what is live.
	Held(ctx context.Context) (Held, error)
}
