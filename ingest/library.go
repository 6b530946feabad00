package ingest

import (
	"context"
	"errors"
	"iter"
	"time"

	"footnote/retrieval"
)

// ErrNotFound is returned for a document or knowledge base that is not there.
var ErrNotFound = errors.New("not found")

// ErrNoText is returned (wrapped) by extraction for a page without any text
// for a reader: it is skipped, not failed.
var ErrNoText = errors.New("no readable text")

// Visit is what a batch of work writes to the library: the page's ledger row,
// its raw body, and, where it has new content, its document and chunks.
type Visit struct {
	Entry       Entry
	Body        []byte            // nil: keep what is stored
	Type        string            // content type of Body
	Hints       Hints             // what the source said beside Body, stored with it
	Transcripts []Transcript      // in the page's pictures; nil without Body: keep what is stored
	Document    *Document         // nil: no new document. With Entry.SameAs it is kept aside and not searched
	Chunks      []retrieval.Chunk // of Document, none if it is kept aside
	Terms       []float32         // Terms.Length of each chunk, for the collection's average
	Shape       Shape             // of Document
	Drop        bool              // the page's document is removed from the knowledge base
	// Original is a ready text as its source gave it, where Document is corrected.
	Original *Document
	// Corrected is the page's correction, where the page says something new to it.
	Corrected *Correction
}

// Hints is what a source knows about a page beside its body, see Page.
type Hints struct {
	Title    string
	Language string
	Labels   map[string]string
	Modified time.Time
}

// Shaped is the shape of a page's document.
type Shaped struct {
	Key   string
	Shape Shape
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
	// Record writes visits in one transaction, in their order: all or nothing,
	// durable on return.
	Record(ctx context.Context, visits []Visit) error
	// Document returns a live document by id, ErrNotFound if there is none.
	Document(ctx context.Context, id string) (Document, error)
	// SameContent returns the key of another live page whose document has this
	// content hash, "" if none.
	SameContent(ctx context.Context, hash, exceptKey string) (string, error)
	// Corrections returns what people have said about pages, by the page's key.
	Corrections(ctx context.Context) (map[string]Correction, error)
	// Purge deletes what is stored of documents that were removed before a time,
	// and that nobody has corrected, and returns how many. The ledger stays.
	Purge(ctx context.Context, before time.Time) (int, error)
	// Shapes yields the shape of each live document that has one, with its page's
	// key, in the order they became known.
	Shapes(ctx context.Context) iter.Seq2[Shaped, error]
	// Unmatched yields the keys of pages whose ledger row does not match what is
	// there: of a document that is lost (a damaged or restored database), and of
	// duplicates whose other page is not live any
	// more, or says something else now, in the order they became known.
	Unmatched(ctx context.Context) iter.Seq2[string, error]
	// Kept yields the keys of all pages that have a document, live or aside as a
	// duplicate, in the order they became known.
	Kept(ctx context.Context) iter.Seq2[string, error]
	// Stored returns a page as it was last fetched, so that its document can be
	// made again without a fetch: with its body, or, if the source gave a ready
	// text, that as Parsed. ErrNotFound if neither is stored.
	Stored(ctx context.Context, key string) (Page, error)
	// Transcripts returns what was read in the pictures of a page, as Stored does.
	Transcripts(ctx context.Context, key string) ([]Transcript, error)
	// ChunkIDs yields the ids of all live chunks, in an order that depends on
	// what is stored only.
	ChunkIDs(ctx context.Context) iter.Seq2[retrieval.ID, error]
	// Chunks returns live chunks by id, in that order, missing ones left out.
	Chunks(ctx context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error)
	// Held counts what is live.
	Held(ctx context.Context) (Held, error)
	// Pinned returns the statistics that were last pinned, zero if none; every
	// index of the knowledge base is committed with them, so that all agree.
	Pinned(ctx context.Context) (retrieval.Statistics, error)
	// Pin keeps statistics for Pinned.
	Pin(ctx context.Context, s retrieval.Statistics) error
}
