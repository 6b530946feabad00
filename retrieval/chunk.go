package retrieval

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// ID names a chunk by its content: equal IDs mean equal text at the same place
// of the same document. It prints as a UUID, the only string form that Qdrant
// accepts as a point id.
type ID [16]byte

// NewID derives an ID from parts, which are kept apart (("a","bc") and
// ("ab","c") differ). SHA-256, first 16 bytes, with the version and variant
// bits of a UUIDv8 (RFC 9562, 5.8: custom content).
func NewID(parts ...string) ID {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write([]byte(p))
	}
	var id ID
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x80
	id[8] = id[8]&0x3f | 0x80
	return id
}

// ParseID reads the UUID form that String writes.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return id, fmt.Errorf("parse chunk id %q: not a UUID", s)
	}
	raw, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil || len(raw) != len(id) {
		return id, fmt.Errorf("parse chunk id %q: not a UUID", s)
	}
	copy(id[:], raw)
	return id, nil
}

// String is the UUID form: 8-4-4-4-12 lower-case hexadecimal digits.
func (id ID) String() string {
	x := hex.EncodeToString(id[:])
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// MarshalText writes the UUID form, so that IDs are strings in JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the UUID form.
func (id *ID) UnmarshalText(b []byte) (err error) {
	*id, err = ParseID(string(b))
	return err
}

// BlockKind says what a stretch of text is on its page.
type BlockKind string

// The kinds of block. A Row of a table whose header is known has the header's
// cells in the nearest Header block before it; cells are separated by " | ".
const (
	Heading   BlockKind = "heading"
	Paragraph BlockKind = "paragraph"
	Item      BlockKind = "item" // of a bulleted list: "- text"
	Step      BlockKind = "step" // of a numbered list: "1. text"
	Header    BlockKind = "header"
	Row       BlockKind = "row"
	Code      BlockKind = "code"
	Term      BlockKind = "term"       // of a definition list, or the question of an FAQ entry or accordion
	Define    BlockKind = "definition" // what a Term means
	Note      BlockKind = "note"       // an admonition
	Caption   BlockKind = "caption"    // of a table or picture, alt text included
)

// Block is a stretch of a document's text: bytes [Start,End), no cut inside a
// UTF-8 sequence. Level is the heading's level, or the depth of a list entry.
type Block struct {
	Kind  BlockKind `json:"k"`
	Start int       `json:"s"`
	End   int       `json:"e"`
	Level int       `json:"l,omitempty"`
	// Language is that of a Code block as its author names it, in small letters
	// ("bash"); "" where it is not said, and in the blocks of chunks.
	Language string `json:"lang,omitempty"`
}

// Chunk is the unit that is searched: a stretch of a document that follows its
// structure and fits the token budget.
type Chunk struct {
	ID       ID     `json:"id"`
	Document string `json:"document"` // document id
	URL      string `json:"url"`
	Title    string `json:"title"`
	Section  string `json:"section"` // heading path, "Billing > Refunds"
	Anchor   string `json:"anchor"`  // fragment id of the nearest heading that has one
	Language string `json:"language"`

	// Text is the document's Text[Start:End], byte for byte.
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`

	// Context is what Text needs to be understood alone and does not hold: the
	// header of the table that it continues. It is searched, never quoted.
	Context string `json:"context,omitempty"`

	// Blocks are the parts of Text, with offsets into the document like Start.
	Blocks []Block `json:"blocks,omitempty"`

	FAQ     bool              `json:"faq,omitempty"` // a question and its answer: the title is the question
	Updated time.Time         `json:"updated"`       // when the page says it was changed; zero: unknown
	Labels  map[string]string `json:"labels,omitempty"`
}

// Content is the text that stands for the chunk when it is embedded: title and
// heading path (its breadcrumb), then context and text.
func (c Chunk) Content() string {
	parts := make([]string, 0, 4)
	for _, p := range []string{c.Title, c.Section, c.Context, c.Text} {
		if p != "" && (len(parts) == 0 || parts[len(parts)-1] != p) {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "\n")
}
