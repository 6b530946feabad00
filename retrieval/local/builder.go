package local

import (
	"math"
	"slices"
	"strings"

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
	terms    map[string]uint32 // numbered in order of arrival
	entries  []entry           // rows rising
}

// entry is a posting before it is sorted by term.
type entry struct {
	term, row uint32
	count     float32
}

func newBuilder(dimensions int) *builder {
	return &builder{
		dimensions: dimensions, recordAt: []uint64{0},
		rowOf: map[retrieval.ID]uint32{}, gone: map[uint32]bool{}, terms: map[string]uint32{},
	}
}

// bytes is about how much memory the points take.
func (b *builder) bytes() int {
	const perEntry, perRow = 12, 64
	return len(b.entries)*perEntry + len(b.ids)*perRow + 4*len(b.vectors) + len(b.records)
}

// add takes a point that was checked.
func (b *builder) add(p retrieval.Point) {
	b.remove(p.Chunk.ID)
	row := uint32(len(b.ids))
	b.rowOf[p.Chunk.ID] = row
	b.ids = append(b.ids, p.Chunk.ID)
	b.lengths = append(b.lengths, p.Terms.Length)
	b.facetOf = append(b.facetOf, b.facets.add(facetOf(p.Chunk)))
	if b.dimensions > 0 {
		b.vectors = normalised(b.vectors, p.Vector, roundUp(b.dimensions, floatStep))
		b.absent = append(b.absent, p.Vector == nil)
	}
	b.records = appendRecord(b.records, p.Chunk)
	b.recordAt = append(b.recordAt, uint64(len(b.records)))
	for _, c := range p.Terms.Counts {
		if c.Count > 0 {
			b.entries = append(b.entries, entry{term: b.number(c.Term), row: row, count: c.Count})
		}
	}
}

func (b *builder) number(term string) uint32 {
	if n, ok := b.terms[term]; ok {
		return n
	}
	n := uint32(len(b.terms))
	b.terms[strings.Clone(term)] = n // the term may be a piece of a whole page
	return n
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
// builder, which must not be added to while the part is in use.
func (b *builder) part() *part {
	s := &segment{
		points: len(b.ids), dimensions: b.dimensions,
		ids: b.ids, byID: sortedByID(b.ids), lengths: b.lengths, facetOf: b.facetOf, facets: b.facets.table(),
		floats: b.vectors, recordAt: b.recordAt, records: b.records,
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
	rank := b.dictionary(s)
	starts := make([]uint64, len(rank)+1)
	for _, e := range b.entries {
		starts[rank[e.term]+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	s.postingAt = slices.Clone(starts)
	codes := newCountCodes(b.frequencies())
	s.counts = codes.table()
	s.postings = make([]uint32, len(b.entries))
	odd := make(map[uint64]float32)
	for _, e := range b.entries {
		at := starts[rank[e.term]]
		starts[rank[e.term]]++
		code := codes.of(e.count)
		if code == oddCode {
			odd[at] = e.count
		}
		s.postings[at] = e.row<<8 | uint32(code)
	}
	for at := range odd {
		s.oddAt = append(s.oddAt, at)
	}
	slices.Sort(s.oddAt)
	for _, at := range s.oddAt {
		s.odd = append(s.odd, odd[at])
	}
}

// dictionary writes the sorted terms and returns the place of each number.
func (b *builder) dictionary(s *segment) (rank []uint32) {
	sorted := make([]string, 0, len(b.terms))
	for t := range b.terms {
		sorted = append(sorted, t)
	}
	slices.Sort(sorted)
	rank = make([]uint32, len(sorted))
	s.termAt = []uint32{0}
	for i, t := range sorted {
		rank[b.terms[t]] = uint32(i)
		s.terms = append(s.terms, t...)
		s.termAt = append(s.termAt, uint32(len(s.terms)))
	}
	return rank
}

// frequencies says how often each count occurs.
func (b *builder) frequencies() map[float32]int {
	var small [64]int // almost all counts are small whole numbers: spare the map
	rare := map[float32]int{}
	for _, e := range b.entries {
		if i := int(min(e.count, float32(len(small)))); i < len(small) && float32(i) == e.count {
			small[i]++
			continue
		}
		rare[e.count]++
	}
	for i, n := range small {
		if n > 0 {
			rare[float32(i)] += n
		}
	}
	return rare
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

// checkPoint refuses what cannot be stored.
func checkPoint(p *retrieval.Point, dimensions int) error {
	if err := checkVector(p.Vector, dimensions); err != nil {
		return err
	}
	if !usable(p.Terms.Length) {
		return errBadTerms
	}
	for _, c := range p.Terms.Counts {
		if !usable(c.Count) {
			return errBadTerms
		}
	}
	return nil
}

func usable(x float32) bool { return x >= 0 && x <= math.MaxFloat32 }
