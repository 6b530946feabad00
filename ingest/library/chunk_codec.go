package library

import (
	"maps"

	"footnote/ingest"
	"footnote/retrieval"
)

// The stored chunks of a document (contents.chunks, before compression),
// version 1:
//
//	version count, then for each chunk
//	id (16 bytes)  differs  section anchor context
//	start - end of the one before, length
//	blocks as in a document, counted from start
//	what differs: title url language updated labels
//
// The text is not stored: it is the document's, from start to end. What a chunk
// shares with its document is not stored either; differs is a set of bits that
// says what it has of its own.
const chunksFormat = 1

const (
	ownTitle = 1 << iota
	ownURL
	ownLanguage
	ownUpdated
	ownLabels
	otherFAQ // the opposite of the document's
)

func encodeChunks(d ingest.Document, chunks []retrieval.Chunk) []byte {
	w := &writer{b: make([]byte, 0, 128*len(chunks)+16)}
	w.number(chunksFormat)
	w.number(len(chunks))
	at := 0
	for _, c := range chunks {
		w.b = append(w.b, c.ID[:]...)
		own := differs(d, c)
		w.number(own)
		each([]string{c.Section, c.Anchor, c.Context}, w.text)
		w.span(&at, c.Start, c.End)
		w.blocks(c.Blocks, c.Start)
		w.own(own, c)
	}
	return w.b
}

func differs(d ingest.Document, c retrieval.Chunk) int {
	return bit(ownTitle, c.Title != d.Title) | bit(ownURL, c.URL != d.URL) | bit(ownLanguage, c.Language != d.Language) |
		bit(ownUpdated, !c.Updated.Equal(d.Updated)) | bit(ownLabels, !maps.Equal(c.Labels, d.Labels)) | bit(otherFAQ, c.FAQ != d.FAQ)
}

func bit(b int, set bool) int {
	if set {
		return b
	}
	return 0
}

func (w *writer) own(own int, c retrieval.Chunk) {
	if own&ownTitle != 0 {
		w.text(c.Title)
	}
	if own&ownURL != 0 {
		w.text(c.URL)
	}
	if own&ownLanguage != 0 {
		w.text(c.Language)
	}
	if own&ownUpdated != 0 {
		w.time(c.Updated)
	}
	if own&ownLabels != 0 {
		w.pairs(c.Labels)
	}
}

// decodeChunks cuts the chunks of d.
func decodeChunks(d ingest.Document, b []byte) ([]retrieval.Chunk, error) {
	r := &reader{b: b}
	r.version(chunksFormat)
	chunks := make([]retrieval.Chunk, r.count())
	at := 0
	for i := range chunks {
		c := &chunks[i]
		*c = retrieval.Chunk{Document: d.ID, URL: d.URL, Title: d.Title, Language: d.Language, FAQ: d.FAQ, Updated: d.Updated, Labels: d.Labels}
		copy(c.ID[:], r.bytes(len(c.ID)))
		own := r.number()
		c.Section, c.Anchor, c.Context = r.text(), r.text(), r.text()
		c.Start, c.End = r.span(&at, len(d.Text))
		c.Text = d.Text[c.Start:c.End]
		c.Blocks = r.blocks(c.Start, len(d.Text))
		r.own(own, c)
		if r.err != nil {
			break
		}
	}
	return chunks, r.end()
}

func (r *reader) own(own int, c *retrieval.Chunk) {
	if own&ownTitle != 0 {
		c.Title = r.text()
	}
	if own&ownURL != 0 {
		c.URL = r.text()
	}
	if own&ownLanguage != 0 {
		c.Language = r.text()
	}
	if own&ownUpdated != 0 {
		c.Updated = r.time()
	}
	if own&ownLabels != 0 {
		c.Labels = r.pairs()
	}
	if own&otherFAQ != 0 {
		c.FAQ = !c.FAQ
	}
}
