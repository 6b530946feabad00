package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"footnote/retrieval"
)

// Document is what a page says, as plain readable text with its structure.
//
// Text conventions: UTF-8 without NUL, lines end with "\n", blocks are
// separated by one empty line ("\n\n") but for list entries, table rows and
// code lines, which follow each other by "\n". A heading is a line of its own,
// a bullet "- text", a step "1. text" (its own number), nested entries are
// indented by two spaces a level; cells of a table row are joined by " | ".
// Citation offsets point into Text, in bytes.
type Document struct {
	ID       string    `json:"id"` // DocumentID(Key)
	Key      string    `json:"-"`
	URL      string    `json:"url"`
	Title    string    `json:"title"`
	Language string    `json:"language"`
	Text     string    `json:"text"`
	Sections []Section `json:"sections"`
	// Blocks are in order, do not overlap, and together hold every letter of
	// Text; only separators lie between them.
	Blocks []retrieval.Block `json:"-"`
	// Hidden is text that a reader of the page cannot see (display:none,
	// comments are not even here); kept for inspection, never indexed.
	Hidden string `json:"-"`
	// Transcripts are the texts of its pictures that Text holds, stored with the page.
	Transcripts []Transcript `json:"-"`

	FAQ         bool              `json:"faq,omitempty"`
	Asked       []string          `json:"asked,omitempty"` // other questions that it answers; found by, not shown
	Description string            `json:"description,omitempty"`
	Updated     time.Time         `json:"updated,omitzero"` // as the page says; zero: unknown
	Fetched     time.Time         `json:"fetched,omitzero"` // last time it was obtained or confirmed
	Labels      map[string]string `json:"labels,omitempty"`
	Canonical   string            `json:"canonical,omitempty"`  // rel=canonical, absolute; "" if none or itself
	NoIndex     bool              `json:"-"`                    // the page asks not to be indexed
	Alternates  map[string]string `json:"alternates,omitempty"` // language -> URL (hreflang)
}

// Section is a heading and what follows it up to the next heading. Sections
// tile the text: the first begins at 0, each ends where the next begins, the
// last ends at len(Text). Text before the first heading is a section without
// path.
type Section struct {
	Path   []string `json:"path"`   // headings from the outermost, this one last
	Level  int      `json:"level"`  // 1..6; 0 without heading
	Anchor string   `json:"anchor"` // id to link to; the nearest above if it has none itself
	Start  int      `json:"start"`
	End    int      `json:"end"`
}

// DocumentID derives a document's id from its page key: SHA-256, first 16
// hexadecimal digits (64 bits: two pages of a million collide with a chance of
// about 3e-8).
func DocumentID(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:8])
}

// ContentHash identifies what a reader would find: title and text. Pages with
// equal ones are duplicates, but not across languages or labels: two versions
// of a product may have the same page, and each is asked for by its label.
func (d Document) ContentHash() string {
	parts := []string{d.Title, d.Text, d.Language}
	for _, k := range slices.Sorted(maps.Keys(d.Labels)) {
		parts = append(parts, k, d.Labels[k])
	}
	id := retrieval.NewID(parts...)
	return hex.EncodeToString(id[:])
}

// Fingerprint identifies all of a document that is stored, shown or searched,
// but for the times: a page whose date alone has changed is unchanged.
func (d Document) Fingerprint() string {
	d.Fetched, d.Updated = time.Time{}, time.Time{}
	h := sha256.New()
	// The encoder sorts map keys; Text and Blocks are left out of the JSON or
	// cheaper to hash as they are.
	text := d.Text
	d.Text = ""
	json.NewEncoder(h).Encode(d) //nolint:errcheck // strings, numbers and maps of strings always encode
	h.Write([]byte(text))
	for _, b := range d.Blocks {
		h.Write([]byte(b.Kind))
		h.Write([]byte(b.Language))
		h.Write([]byte{0, byte(b.Start), byte(b.Start >> 8), byte(b.Start >> 16), byte(b.End), byte(b.End >> 8), byte(b.End >> 16), byte(b.Level)})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
