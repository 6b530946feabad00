package ingest

import (
	"context"
	"iter"
	"time"
)

// Status is what became of a page. A source reports Queued, Fetched,
// NotModified, Skipped, Failed and Removed; the pipeline turns Fetched into
// Indexed, Unchanged, Duplicate, Skipped or Failed.
type Status string

// The statuses of a page, as the ledger prints them, but for Fetched and
// NotModified, which never reach it.
const (
	Queued    Status = "queued"    // known, not yet visited; a page that was visited before keeps its status
	Indexed   Status = "indexed"   // its document is in the knowledge base
	Unchanged Status = "unchanged" // visited, the document stays as it is
	Duplicate Status = "duplicate" // same content as another page, see Reason
	Skipped   Status = "skipped"   // on purpose, see Reason (robots, noindex, scope, ...); a document that it had is dropped
	Failed    Status = "failed"    // not obtained this time; what was known before stays
	Removed   Status = "removed"   // gone; its document is no longer searched

	Fetched     Status = "fetched"      // Body is new
	NotModified Status = "not_modified" // the server or file system says that nothing changed
)

// Page is one visit to one address: what a source found there, or why not.
type Page struct {
	// Key names the page within its knowledge base: the canonical URL of a web
	// page, the file: URL of a file, the _id of a JSON line.
	Key string
	// URL is where a reader opens it; for the web, after redirects.
	URL string
	// Source is the source that a page belongs to, as given by the operator.
	Source string

	Status  Status
	Reason  string // why it was skipped or failed, one line, for people
	FoundBy string // "sitemap", "link from URL", "folder", "given", ...
	Depth   int    // links from the start

	HTTPStatus   int
	ContentType  string
	ETag         string
	LastModified string // the header's text, sent back as it came
	Modified     time.Time
	Fetched      time.Time
	Body         []byte // raw, decompressed, at most the source's size limit

	// What the source knows better than the page itself; empty: unknown. Language
	// and Labels are given with NotModified too, since the operator may have
	// changed them.
	Title    string
	Language string
	Labels   map[string]string
	Parsed   *Document // a source of ready texts (JSON lines) fills this instead of Body

	// Stored says that the library gives this page, not its source. Transcripts are
	// what was read in its pictures when it was last made, also of one that its
	// source gives anew.
	Stored      bool
	Transcripts []Transcript
}

// size is what the page takes in memory, in bytes: its body or its ready text.
func (p Page) size() int64 {
	n := len(p.Body)
	if p.Parsed != nil {
		n += len(p.Parsed.Text)
	}
	return int64(n)
}

// Source yields the pages of one place.
type Source interface {
	// Name is the source as the operator gave it; it keys its ledger entries.
	Name() string
	// Pages visits every page once. Queued pages are yielded as soon as they
	// are known, so that an interrupted run goes on with them. A page that
	// cannot be had is yielded with Failed or Removed and does not end the
	// sequence; an error does, and means that the source as a whole cannot be
	// read. When the context ends the sequence ends with its error.
	Pages(ctx context.Context, ledger Ledger) iter.Seq2[Page, error]
}

// Finder is a Source that knows its pages by other addresses as well: the pages
// in a folder are files, and name each other by their addresses on the web. Find
// returns the key of the page that an address stands for, "" if none does. It is
// called from several goroutines.
type Finder interface {
	Find(address string) (key string)
}

// Entry is a ledger row: what is known about one page.
type Entry struct {
	Key          string    `json:"-"`
	URL          string    `json:"url"`
	Status       Status    `json:"status"`
	Reason       string    `json:"reason"`
	HTTPStatus   int       `json:"http_status"`
	Document     string    `json:"document"` // document id; "" if it has none
	FoundBy      string    `json:"found_by"`
	Fetched      time.Time `json:"fetched,omitzero"` // last successful visit
	Next         time.Time `json:"next,omitzero"`    // next planned visit
	Source       string    `json:"source"`
	Depth        int       `json:"depth"`
	ETag         string    `json:"-"`
	LastModified string    `json:"-"`
	BodyHash     string    `json:"-"`                // SHA-256 of the body, hexadecimal
	Visited      time.Time `json:"visited,omitzero"` // last visit, successful or not

	// What tells, without looking at the document, that nothing changed.
	Given       string `json:"-"` // hash of what the source said beside the body
	Fingerprint string `json:"-"` // of the document, see Document.Fingerprint

	// SameAs is the key of the page that this one repeats, for a Duplicate.
	// SameHash is the content that both had; "" where the page itself names the
	// other one (rel=canonical), whose content may differ.
	SameAs   string `json:"-"`
	SameHash string `json:"-"`
}

// Ledger is the part of the library that a source may read.
type Ledger interface {
	// Entry returns what is known about a page, and whether anything is.
	Entry(ctx context.Context, key string) (Entry, bool, error)
	// Entries yields all pages of a source in the order they became known.
	Entries(ctx context.Context, source string) iter.Seq2[Entry, error]
}
