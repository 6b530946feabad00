package library

import (
	"footnote/ingest"
	"footnote/retrieval"
)

// A stored document (contents.content, before compression), version 3; version 1
// has no asked, version 2 no languages:
//
//	version key url title language text description canonical hidden
//	faq noindex updated labels alternates asked
//	blocks:   count, then kind, start - end of the one before, length, level
//	sections: count, then path, level, anchor, start - end of the one before, length
//	languages: of each block of code, in order
//
// Its id is derived from the key; when it was fetched is in the ledger.
const documentFormat = 3

func encodeDocument(d ingest.Document) []byte {
	w := &writer{b: make([]byte, 0, len(d.Text)+len(d.Text)/4+512)}
	w.number(documentFormat)
	each([]string{d.Key, d.URL, d.Title, d.Language, d.Text, d.Description, d.Canonical, d.Hidden}, w.text)
	w.flag(d.FAQ)
	w.flag(d.NoIndex)
	w.time(d.Updated)
	w.pairs(d.Labels)
	w.pairs(d.Alternates)
	w.texts(d.Asked)
	w.blocks(d.Blocks, 0)
	w.sections(d.Sections)
	w.languages(d.Blocks)
	return w.b
}

func decodeDocument(b []byte) (ingest.Document, error) {
	r := &reader{b: b}
	version := r.version(documentFormat)
	var d ingest.Document
	each([]*string{&d.Key, &d.URL, &d.Title, &d.Language, &d.Text, &d.Description, &d.Canonical, &d.Hidden}, func(s *string) { *s = r.text() })
	d.FAQ, d.NoIndex, d.Updated = r.flag(), r.flag(), r.time()
	d.Labels, d.Alternates = r.pairs(), r.pairs()
	if version > 1 {
		d.Asked = r.texts()
	}
	d.Blocks = r.blocks(0, len(d.Text))
	d.Sections = r.sections(len(d.Text))
	if version > 2 {
		r.languages(d.Blocks)
	}
	d.ID = ingest.DocumentID(d.Key)
	return d, r.end()
}

// kinds are stored by their place here; one that is not among them is stored
// as 0 and its name. Append only.
func kinds() [12]retrieval.BlockKind {
	return [...]retrieval.BlockKind{"", retrieval.Heading, retrieval.Paragraph, retrieval.Item, retrieval.Step, retrieval.Header,
		retrieval.Row, retrieval.Code, retrieval.Term, retrieval.Define, retrieval.Note, retrieval.Caption}
}

func (w *writer) kind(k retrieval.BlockKind) {
	for i, known := range kinds() {
		if i > 0 && k == known {
			w.number(i)
			return
		}
	}
	w.number(0)
	w.text(string(k))
}

func (r *reader) kind() retrieval.BlockKind {
	i, known := r.number(), kinds()
	switch {
	case i == 0:
		return retrieval.BlockKind(r.text())
	case i >= len(known):
		r.fail()
		return ""
	}
	return known[i]
}

func (w *writer) blocks(all []retrieval.Block, at int) {
	w.number(len(all))
	for _, b := range all {
		w.kind(b.Kind)
		w.span(&at, b.Start, b.End)
		w.signed(int64(b.Level))
	}
}

func (r *reader) blocks(at, limit int) []retrieval.Block {
	n := r.count()
	if n == 0 {
		return nil
	}
	all := make([]retrieval.Block, n)
	for i := range all {
		b := &all[i]
		b.Kind = r.kind()
		b.Start, b.End = r.span(&at, limit)
		b.Level = int(r.signed())
	}
	return all
}

func (w *writer) languages(all []retrieval.Block) {
	var named []string
	for _, b := range all {
		if b.Kind == retrieval.Code {
			named = append(named, b.Language)
		}
	}
	w.texts(named)
}

func (r *reader) languages(all []retrieval.Block) {
	named := r.texts()
	for i := range all {
		if all[i].Kind != retrieval.Code {
			continue
		}
		if len(named) == 0 {
			r.fail()
			return
		}
		all[i].Language, named = named[0], named[1:]
	}
	if len(named) > 0 {
		r.fail()
	}
}

func (w *writer) sections(all []ingest.Section) {
	w.number(len(all))
	at := 0
	for _, s := range all {
		w.texts(s.Path)
		w.signed(int64(s.Level))
		w.text(s.Anchor)
		w.span(&at, s.Start, s.End)
	}
}

func (r *reader) sections(limit int) []ingest.Section {
	n := r.count()
	if n == 0 {
		return nil
	}
	all := make([]ingest.Section, n)
	at := 0
	for i := range all {
		s := &all[i]
		s.Path, s.Level, s.Anchor = r.texts(), int(r.signed()), r.text()
		s.Start, s.End = r.span(&at, limit)
	}
	return all
}

// span writes a stretch of text by its distance from the one before.
func (w *writer) span(at *int, start, end int) {
	w.signed(int64(start - *at))
	w.signed(int64(end - start))
	*at = end
}

// span reads a stretch and refuses one that does not lie within limit bytes.
func (r *reader) span(at *int, limit int) (start, end int) {
	s := int64(*at) + r.signed()
	e := s + r.signed()
	if s < 0 || e < s || e > int64(limit) {
		r.fail()
		return 0, 0
	}
	*at = int(e)
	return int(s), int(e)
}
