package local

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
	"sync/atomic"
	"unsafe"

	"footnote/retrieval"
)

// segment is a set of points that never changes, either mapped from a file or
// still in memory. Slices are as drawn at the top of the package.
type segment struct {
	mark    fileMark
	mapping mapping
	users   atomic.Int32 // unmapped when the last one lets go

	points, dimensions int

	ids      []retrieval.ID
	byID     []uint32
	lengths  []float32
	facetOf  []uint32
	facets   facets
	scales   []float32
	residues []float32
	codes    []int8
	floats   []float32
	floatsAt int64 // where they are in the file
	reads    bool  // they are read from there
	recordAt []uint64
	records  []byte
	postings []uint32
	counts   *[256]float32
	oddAt    []uint64
	odd      []float32

	postingAt []uint64
	termAt    []uint32
	terms     []byte

	facetRows  []uint32 // rows of each facet
	residueMax float32
}

// Row strides of codes and floats.
func (s *segment) codeStride() int { return roundUp(s.dimensions, codeStep) }
func (s *segment) floatWidth() int { return roundUp(s.dimensions, floatStep) }

// codesOf is the padded row of codes.
func (s *segment) codesOf(row int) []int8 {
	n := s.codeStride()
	return s.codes[row*n : row*n+n]
}

// floatsOf is the padded row of floats.
func (s *segment) floatsOf(row int) []float32 {
	n := s.floatWidth()
	return s.floats[row*n : row*n+n]
}

// readFrom is how many bytes of floats are not mapped any more but read, row by
// row: mapped, each row brings its whole page into memory and the pages around, and
// after some hundred searches all of them are there, four times as much as the
// codes. Reading takes 2 µs a row, 3 ms a search.
const readFrom = 512 << 20

// wanted returns rows of floats and their places in it, in memory given if they
// are read.
func (s *segment) wanted(rows []uint32, memory *gathered) ([]float32, []uint32, error) {
	if !s.reads {
		return s.floats, rows, nil
	}
	width := s.floatWidth()
	memory.floats = slices.Grow(memory.floats[:0], len(rows)*width)[:len(rows)*width]
	memory.rows = memory.rows[:0]
	for i, row := range rows {
		if int(row) >= s.points {
			return nil, nil, errors.New("a row is asked for that is not there")
		}
		into := raw(memory.floats[i*width:][:width])
		if _, err := s.mapping.file.ReadAt(into, s.floatsAt+int64(row)*int64(len(into))); err != nil {
			return nil, nil, fmt.Errorf("read vectors: %w", err)
		}
		memory.rows = append(memory.rows, uint32(i))
	}
	return memory.floats, memory.rows, nil
}

// gathered is memory for rows of floats.
type gathered struct {
	floats []float32
	rows   []uint32
}

func (s *segment) hold() *segment {
	s.users.Add(1)
	return s
}

func (s *segment) release() {
	if s.users.Add(-1) == 0 {
		s.mapping.close()
	}
}

// find returns the row of an id. In memory an id can stand in several rows, all
// but one of them gone; accept chooses.
func (s *segment) find(id retrieval.ID, accept func(row uint32) bool) (uint32, bool) {
	i := sort.Search(s.points, func(i int) bool { return bytes.Compare(s.ids[s.byID[i]][:], id[:]) >= 0 })
	for ; i < s.points && s.ids[s.byID[i]] == id; i++ {
		if accept(s.byID[i]) {
			return s.byID[i], true
		}
	}
	return 0, false
}

// term returns the range of postings of a term, empty if no point holds it.
func (s *segment) term(term string) (from, to uint64) {
	n := len(s.termAt) - 1
	i := s.firstTerm(term)
	if i == n || string(s.termBytes(i)) != term {
		return 0, 0
	}
	return s.postingAt[i], s.postingAt[i+1]
}

func (s *segment) termBytes(i int) []byte { return s.terms[s.termAt[i]:s.termAt[i+1]] }

// record is the stored chunk of a row.
func (s *segment) record(row uint32) []byte { return s.records[s.recordAt[row]:s.recordAt[row+1]] }

// openSegment maps a segment's file and checks it.
func openSegment(d folder, mark fileMark) (*segment, error) {
	m, err := d.load(segmentName(mark.Number), mark)
	if err != nil {
		return nil, err
	}
	s, err := parseSegment(m.bytes)
	if err == nil && s.points != mark.Points {
		err = fmt.Errorf("it has %d points instead of %d", s.points, mark.Points)
	}
	if err != nil {
		m.close()
		return nil, &damage{file: d.at(segmentName(mark.Number)), why: err.Error()}
	}
	s.mark, s.mapping = mark, m
	if len(s.floats) > 0 {
		s.reads = m.file != nil && littleEndian() && 4*len(s.floats) >= readFrom
		s.floatsAt = int64(uintptr(unsafe.Pointer(&s.floats[0])) - uintptr(unsafe.Pointer(&m.bytes[0])))
	}
	s.summarise()
	return s, nil
}

// summarise counts what searches decide by.
func (s *segment) summarise() {
	s.facetRows = make([]uint32, s.facets.count())
	for _, facet := range s.facetOf {
		s.facetRows[facet]++
	}
	for _, residue := range s.residues {
		s.residueMax = max(s.residueMax, residue)
	}
}

// parseSegment finds the sections and checks everything that a search relies on
// except the rows of postings, which are checked when they are read.
func parseSegment(b []byte) (*segment, error) {
	s := &segment{}
	parts, err := s.sections(b)
	if err != nil {
		return nil, err
	}
	s.ids = idView(parts[secIDs])
	s.byID = view[uint32](parts[secByID])
	s.lengths = view[float32](parts[secLengths])
	s.facetOf = view[uint32](parts[secFacetOf])
	s.facets = facets{
		stringAt: view[uint32](parts[secStringAt]), strings: parts[secStrings],
		facetAt: view[uint32](parts[secFacetAt]), lists: view[uint32](parts[secFacets]),
	}
	s.scales = view[float32](parts[secScales])
	s.residues = view[float32](parts[secResidues])
	s.codes = view[int8](parts[secCodes])
	s.floats = view[float32](parts[secFloats])
	s.recordAt, s.records = view[uint64](parts[secRecordAt]), parts[secRecords]
	s.postings = view[uint32](parts[secPostings])
	if counts := view[float32](parts[secCounts]); len(counts) == 256 {
		s.counts = (*[256]float32)(counts)
	}
	s.oddAt, s.odd = view[uint64](parts[secOddAt]), view[float32](parts[secOdd])
	s.postingAt = view[uint64](parts[secPostingAt])
	s.termAt, s.terms = view[uint32](parts[secTermAt]), parts[secTerms]
	return s, s.check()
}

// sections reads the table at the end.
func (s *segment) sections(b []byte) (parts [sections][]byte, err error) {
	if len(b) < len(magic)+tableBytes || string(b[:len(magic)]) != magic || string(b[len(b)-len(magic):]) != magic {
		return parts, errors.New("it does not start and end like a segment of this version")
	}
	table := b[len(b)-tableBytes:]
	s.points = int(binary.LittleEndian.Uint32(table))
	s.dimensions = int(binary.LittleEndian.Uint32(table[4:]))
	if s.points < 1 || s.points > maxPoints || s.dimensions > maxDimensions {
		return parts, fmt.Errorf("it claims %d points of %d dimensions", s.points, s.dimensions)
	}
	end := uint64(len(b) - tableBytes)
	for i := range parts {
		at, n := binary.LittleEndian.Uint64(table[8+16*i:]), binary.LittleEndian.Uint64(table[16+16*i:])
		if at > end || n > end-at {
			return parts, fmt.Errorf("section %d lies outside", i)
		}
		parts[i] = b[at : at+n : at+n]
	}
	return parts, nil
}

func (s *segment) check() error {
	for _, c := range []struct {
		what string
		ok   bool
	}{
		{"ids", len(s.ids) == s.points},
		{"order of ids", len(s.byID) == s.points && below(s.byID, uint32(s.points))},
		{"lengths", len(s.lengths) == s.points && within(s.lengths, 0, maxCount)},
		{"facets", s.facets.check() && len(s.facetOf) == s.points && below(s.facetOf, uint32(s.facets.count()))},
		{"scales", len(s.scales) == s.vectorRows(1) && within(s.scales, noVector, 1)},
		{"residues", len(s.residues) == s.vectorRows(1) && within(s.residues, 0, 1)},
		{"codes", len(s.codes) == s.vectorRows(s.codeStride())},
		{"floats", len(s.floats) == s.vectorRows(s.floatWidth())},
		{"records", len(s.recordAt) == s.points+1 && rising(s.recordAt, len(s.records))},
		{"counts", s.counts != nil && within(s.counts[:], 0, maxCount)},
		{"odd counts", len(s.oddAt) == len(s.odd) && within(s.odd, 0, maxCount)},
		{"postings", rising(s.postingAt, len(s.postings))},
		{"terms", len(s.termAt) == len(s.postingAt) && rising(s.termAt, len(s.terms))},
	} {
		if !c.ok {
			return fmt.Errorf("its %s do not fit together", c.what)
		}
	}
	return nil
}

// vectorRows is the length of a vector section with width numbers in each row.
func (s *segment) vectorRows(width int) int {
	if s.dimensions == 0 {
		return 0
	}
	return s.points * width
}

func below(list []uint32, limit uint32) bool {
	for _, x := range list {
		if x >= limit {
			return false
		}
	}
	return true
}

// within says that every number lies between two, which NaN does not.
func within(list []float32, least, most float32) bool {
	for _, x := range list {
		if !(x >= least && x <= most) {
			return false
		}
	}
	return true
}

// rising says that offsets start at 0, never fall and end at end.
func rising[T uint32 | uint64](list []T, end int) bool {
	if len(list) == 0 || list[0] != 0 || uint64(list[len(list)-1]) != uint64(end) {
		return false
	}
	for i := 1; i < len(list); i++ {
		if list[i] < list[i-1] {
			return false
		}
	}
	return true
}
