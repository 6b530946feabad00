package local

import (
	"slices"

	"footnote/retrieval"
)

// builder collects points in memory until they become a segment. A row, once
// given, stays; a point that is replaced or deleted leaves its row marked gone.
type builder struct {
	dimensions int

	ids      []retrieval.ID
	rowOf    map[retrieval.ID]uint32 // of points that are not gone
	gone     map[uint32]bool
	lengths  []float32
	facets   facetMaker
	facetOf  []uint32
	vectors  []float32 // padded rows
	absent   []bool    // rows without a vector
	recordAt []uint64
	records  []byte
	terms    *termTable
	counts   countNumbers
	entries  []entry   // rows rising
	odd      []float32 // counts of entries whose code is oddCode, in order
}

// An entry is a posting before it is sorted: in the upper half the term's number,
// in the lower half what the segment will hold.
type entry = uint64

func newBuilder(dimensions int) *builder {
	return &builder{
		dimensions: dimensions, recordAt: []uint64{0}, terms: newTermTable(),
		rowOf: map[retrieval.ID]uint32{}, gone: map[uint32]bool{},
	}
}

// reset makes the builder empty and keeps its memory for the next points.
func (b *builder) reset() {
	clear(b.rowOf)
	clear(b.gone)
	b.terms.reset()
	*b = builder{
		dimensions: b.dimensions, rowOf: b.rowOf, gone: b.gone, terms: b.terms,
		ids: b.ids[:0], lengths: b.lengths[:0], facetOf: b.facetOf[:0], vectors: b.vectors[:0], absent: b.absent[:0],
		recordAt: b.recordAt[:1], records: b.records[:0], entries: b.entries[:0], odd: b.odd[:0],
	}
}

// bytes is about how much memory the points take.
func (b *builder) bytes() int {
	const perEntry, perRow, perTerm = 8, 64, 32
	return len(b.entries)*perEntry + len(b.ids)*perRow + b.terms.len()*perTerm + 4*len(b.vectors) + len(b.records)
}

// full says that no further row can be named, or no byte of a term.
func (b *builder) full() bool { return len(b.ids) >= maxPoints || len(b.terms.text) >= maxTermBytes/2 }

// add takes a point that was checked.
func (b *builder) add(p *retrieval.Point) {
	b.remove(p.Chunk.ID)
	row := uint32(len(b.ids))
	b.rowOf[p.Chunk.ID] = row
	b.ids = append(b.ids, p.Chunk.ID)
	b.lengths = append(b.lengths, p.Terms.Length)
	b.facetOf = append(b.facetOf, b.facets.add(facetOf(&p.Chunk)))
	if b.dimensions > 0 {
		b.vectors = normalised(b.vectors, p.Vector, roundUp(b.dimensions, floatStep))
		b.absent = append(b.absent, p.Vector == nil)
	}
	b.records = appendRecord(b.records, &p.Chunk)
	b.recordAt = append(b.recordAt, uint64(len(b.records)))
	for _, c := range p.Terms.Counts {
		if !(c.Count > 0) {
			continue
		}
		code := b.counts.code(c.Count)
		if code == oddCode {
			b.odd = append(b.odd, c.Count)
		}
		b.entries = append(b.entries, uint64(b.terms.number(c.Term))<<32|uint64(row)<<8|uint64(code))
	}
}

// remove takes a point out again, if it is there.
func (b *builder) remove(id retrieval.ID) bool {
	row, ok := b.rowOf[id]
	if ok {
		b.gone[row] = true
		delete(b.rowOf, id)
	}
	return ok
}

// part makes a segment in memory of the points. It shares memory with the
// builder, which must be left alone while the part is in use.
func (b *builder) part() *part {
	s := &segment{
		points: len(b.ids), dimensions: b.dimensions,
		ids: b.ids, byID: sortedByID(b.ids), lengths: b.lengths, facetOf: b.facetOf, facets: b.facets.table(),
		floats: b.vectors, recordAt: b.recordAt, records: b.records, counts: b.counts.table(),
	}
	b.quantise(s)
	b.invert(s)
	p := &part{segment: s}
	if len(b.gone) > 0 {
		p.gone = newBitmap(s.points)
		for row := range b.gone {
			p.gone.set(row)
		}
	}
	return p
}

func (b *builder) quantise(s *segment) {
	if b.dimensions == 0 {
		return
	}
	s.codes = make([]int8, s.points*s.codeStride())
	s.scales, s.residues = make([]float32, s.points), make([]float32, s.points)
	for row := range s.points {
		s.scales[row], s.residues[row] = quantiseRow(s.floatsOf(row)[:b.dimensions], s.codesOf(row))
		if b.absent[row] {
			s.scales[row] = noVector
		}
	}
}

// invert sorts the entries by term, keeping the rows of each in order.
func (b *builder) invert(s *segment) {
	next := b.dictionary(s)
	s.postings = make([]uint32, len(b.entries))
	odd := b.odd
	for _, e := range b.entries {
		term, posting := e>>32, uint32(e)
		at := next[term]
		next[term]++
		s.postings[at] = posting
		if posting&255 == oddCode {
			s.oddAt = append(s.oddAt, at)
			s.odd = append(s.odd, odd[0])
			odd = odd[1:]
		}
	}
	sortOdd(s)
}

// dictionary writes the sorted terms, and returns by number where the postings
// of each start.
func (b *builder) dictionary(s *segment) (starts []uint64) {
	starts = make([]uint64, b.terms.len())
	s.termAt, s.postingAt = []uint32{0}, []uint64{0}
	var at uint64
	for _, t := range b.terms.sorted() {
		s.terms = append(s.terms, b.terms.term(t.number)...)
		s.termAt = append(s.termAt, uint32(len(s.terms)))
		starts[t.number] = at
		at += uint64(b.terms.known[t.number].seen)
		s.postingAt = append(s.postingAt, at)
	}
	return starts
}

// sortOdd puts the counts without a code in the order of their postings.
func sortOdd(s *segment) {
	counts := make(map[uint64]float32, len(s.odd))
	for i, at := range s.oddAt {
		counts[at] = s.odd[i]
	}
	slices.Sort(s.oddAt)
	for i, at := range s.oddAt {
		s.odd[i] = counts[at]
	}
}

// sortedByID returns rows in rising order of their ids.
func sortedByID(ids []retrieval.ID) []uint32 {
	rows := make([]uint32, len(ids))
	for i := range rows {
		rows[i] = uint32(i)
	}
	slices.SortFunc(rows, func(a, b uint32) int { return compareIDs(&ids[a], &ids[b]) })
	return rows
}
