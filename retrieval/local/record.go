package local

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"footnote/retrieval"
)

// A record is a chunk without its ID:
//
//	flags            one byte: 1 FAQ, 2 Updated is set
//	Document URL Title Section Anchor Language Text Context    length as uvarint, bytes
//	Start End        varint
//	Updated          if set: seconds since 1970 as varint, nanoseconds as uvarint
//	labels           number as uvarint; key and value of each as above
//	blocks           number as uvarint; of each: kind (0: a string follows, else the
//	                 1-based place in blockKinds), Start less the chunk's Start, End less
//	                 its own Start, Level, as varints
const (
	flagFAQ = 1 << iota
	flagUpdated
)

// blockKinds are the kinds that are stored as one byte. The order is part of the
// format: new ones go to the end.
func blockKinds() [11]retrieval.BlockKind {
	return [...]retrieval.BlockKind{
		retrieval.Heading, retrieval.Paragraph, retrieval.Item, retrieval.Step, retrieval.Header, retrieval.Row,
		retrieval.Code, retrieval.Term, retrieval.Define, retrieval.Note, retrieval.Caption,
	}
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// appendRecord appends the stored form of a chunk.
func appendRecord(b []byte, c *retrieval.Chunk) []byte {
	var flags byte
	if c.FAQ {
		flags |= flagFAQ
	}
	if !c.Updated.IsZero() {
		flags |= flagUpdated
	}
	b = append(b, flags)
	for _, s := range [...]string{c.Document, c.URL, c.Title, c.Section, c.Anchor, c.Language, c.Text, c.Context} {
		b = appendString(b, s)
	}
	b = binary.AppendVarint(b, int64(c.Start))
	b = binary.AppendVarint(b, int64(c.End))
	if flags&flagUpdated != 0 {
		b = binary.AppendVarint(b, c.Updated.Unix())
		b = binary.AppendUvarint(b, uint64(c.Updated.Nanosecond()))
	}
	b = binary.AppendUvarint(b, uint64(len(c.Labels)))
	for _, s := range facetOf(c)[1:] {
		b = appendString(b, s)
	}
	return appendBlocks(b, c)
}

func appendBlocks(b []byte, c *retrieval.Chunk) []byte {
	kinds := blockKinds()
	b = binary.AppendUvarint(b, uint64(len(c.Blocks)))
	for _, block := range c.Blocks {
		code := 0
		for i, k := range kinds {
			if k == block.Kind {
				code = i + 1
			}
		}
		b = append(b, byte(code))
		if code == 0 {
			b = appendString(b, string(block.Kind))
		}
		b = binary.AppendVarint(b, int64(block.Start)-int64(c.Start))
		b = binary.AppendVarint(b, int64(block.End)-int64(block.Start))
		b = binary.AppendVarint(b, int64(block.Level))
	}
	return b
}

// recordReader takes a record apart. The strings it returns are pieces of one
// copy of the record, so that a chunk costs one allocation for all of them.
type recordReader struct {
	text   string
	failed bool
}

func (r *recordReader) fail() {
	r.failed = true
	r.text = ""
}

func (r *recordReader) byte() byte {
	if r.text == "" {
		r.fail()
		return 0
	}
	b := r.text[0]
	r.text = r.text[1:]
	return b
}

func (r *recordReader) uvarint() (x uint64) {
	for shift := uint(0); shift < 64; shift += 7 {
		b := r.byte()
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return x
		}
	}
	r.fail()
	return 0
}

func (r *recordReader) varint() int64 {
	x := r.uvarint()
	return int64(x>>1) ^ -int64(x&1)
}

func (r *recordReader) string() string {
	n := r.uvarint()
	if n > uint64(len(r.text)) {
		r.fail()
		return ""
	}
	s := r.text[:n]
	r.text = r.text[n:]
	return s
}

// count reads how many parts follow, each of which takes at least size bytes, so
// that a damaged record cannot ask for more memory than it could fill.
func (r *recordReader) count(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.text)/size) {
		r.fail()
		return 0
	}
	return int(n)
}

// decodeRecord reads what appendRecord wrote.
func decodeRecord(id retrieval.ID, record []byte) (retrieval.Chunk, error) {
	r := recordReader{text: string(record)}
	flags := r.byte()
	c := retrieval.Chunk{
		ID: id, FAQ: flags&flagFAQ != 0,
		Document: r.string(), URL: r.string(), Title: r.string(), Section: r.string(), Anchor: r.string(),
		Language: r.string(), Text: r.string(), Context: r.string(),
		Start: int(r.varint()), End: int(r.varint()),
	}
	if flags&flagUpdated != 0 {
		c.Updated = r.time()
	}
	if n := r.count(2); n > 0 {
		c.Labels = make(map[string]string, n)
		for range n {
			key := r.string()
			c.Labels[key] = r.string()
		}
	}
	c.Blocks = r.blocks(c.Start)
	if r.failed || r.text != "" {
		return retrieval.Chunk{}, errors.New("a stored chunk does not end where it should")
	}
	return c, nil
}

func (r *recordReader) time() time.Time {
	seconds, nano := r.varint(), r.uvarint()
	if nano > math.MaxInt32 {
		r.fail()
		return time.Time{}
	}
	return time.Unix(seconds, int64(nano)).UTC()
}

func (r *recordReader) blocks(start int) []retrieval.Block {
	n := r.count(4)
	if n == 0 {
		return nil
	}
	kinds := blockKinds()
	blocks := make([]retrieval.Block, n)
	for i := range blocks {
		b := &blocks[i]
		switch code := int(r.byte()); {
		case code == 0:
			b.Kind = retrieval.BlockKind(r.string())
		case code <= len(kinds):
			b.Kind = kinds[code-1]
		default:
			r.fail()
		}
		b.Start = start + int(r.varint())
		b.End = b.Start + int(r.varint())
		b.Level = int(r.varint())
	}
	return blocks
}
