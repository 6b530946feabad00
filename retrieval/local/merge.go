package local

import (
	"math"

	"footnote/retrieval"
)

// merge makes one segment of the points of several parts that are not gone.
// Rows keep their order, so that postings stay sorted by being joined.
type merge struct {
	parts              []*part
	rows               [][]uint32 // by part: the new row of each old one, or dropped
	points, dimensions int
	w                  *sectionWriter
}

// dropped stands for the new row of a point that is gone.
const dropped = math.MaxUint32

// writeSegment writes the points of parts to a new file. There must be at least
// one, and not more than maxPoints.
func writeSegment(d folder, number int, parts []*part) (mark fileMark, err error) {
	defer guard(&err)()
	f, err := d.create(segmentName(number))
	if err != nil {
		return fileMark{}, err
	}
	defer f.abandon()
	m := &merge{parts: parts, dimensions: parts[0].dimensions, w: newSectionWriter(f)}
	m.assignRows()
	m.identities()
	m.facets()
	m.vectors()
	m.records()
	if err := m.words(); err != nil {
		return fileMark{}, err
	}
	if err := m.w.finish(m.points, m.dimensions); err != nil {
		return fileMark{}, err
	}
	return fileMark{Number: number, Bytes: f.bytes, CRC32C: f.sum, Points: m.points}, nil
}

func (m *merge) assignRows() {
	for _, p := range m.parts {
		rows := make([]uint32, p.points)
		for row := range rows {
			if p.gone.has(uint32(row)) {
				rows[row] = dropped
				continue
			}
			rows[row] = uint32(m.points)
			m.points++
		}
		m.rows = append(m.rows, rows)
	}
}

// each calls do for every point that stays, in the order of new rows. What was
// read of a part does not stay in memory: it comes again for the next section.
func (m *merge) each(do func(p *part, row int)) {
	for i, p := range m.parts {
		for row, to := range m.rows[i] {
			if to != dropped {
				do(p, row)
			}
			if row%restRows == restRows-1 {
				p.mapping.rest()
			}
		}
		p.mapping.rest()
	}
}

// restRows is how many rows' vectors, the largest section, are in memory at once:
// 4 MB of 256 dimensions.
const restRows = 1 << 12

// rest gives back what was read of all parts.
func (m *merge) rest() {
	for _, p := range m.parts {
		p.mapping.rest()
	}
}

// identities writes ids and lengths.
func (m *merge) identities() {
	ids := make([]retrieval.ID, 0, m.points)
	lengths := make([]float32, 0, m.points)
	m.each(func(p *part, row int) {
		ids = append(ids, p.ids[row])
		lengths = append(lengths, p.lengths[row])
	})
	m.w.section(secIDs)
	for i := range ids {
		m.w.write(ids[i][:])
	}
	put(m.w, secByID, sortedByID(ids))
	put(m.w, secLengths, lengths)
}

// facets numbers the facets anew: those of gone points are left out.
func (m *merge) facets() {
	var maker facetMaker
	facetOf := make([]uint32, 0, m.points)
	for i, p := range m.parts {
		numbers := make([]uint32, p.facets.count())
		for j := range numbers {
			numbers[j] = dropped
		}
		for row, to := range m.rows[i] {
			if to == dropped {
				continue
			}
			old := p.facetOf[row]
			if numbers[old] == dropped {
				numbers[old] = maker.add(p.facets.named(old))
			}
			facetOf = append(facetOf, numbers[old])
		}
	}
	table := maker.table()
	put(m.w, secFacetOf, facetOf)
	put(m.w, secStringAt, table.stringAt)
	m.w.section(secStrings)
	m.w.write(table.strings)
	put(m.w, secFacetAt, table.facetAt)
	put(m.w, secFacets, table.lists)
}

func (m *merge) vectors() {
	if m.dimensions == 0 {
		return
	}
	scales := make([]float32, 0, m.points)
	residues := make([]float32, 0, m.points)
	m.each(func(p *part, row int) {
		scales = append(scales, p.scales[row])
		residues = append(residues, p.residues[row])
	})
	put(m.w, secScales, scales)
	put(m.w, secResidues, residues)
	m.w.section(secCodes)
	m.each(func(p *part, row int) { m.w.write(raw(p.codesOf(row))) })
	m.w.section(secFloats)
	m.each(func(p *part, row int) { m.w.write(raw(p.floatsOf(row))) })
}

func (m *merge) records() {
	at := make([]uint64, 1, m.points+1)
	m.each(func(p *part, row int) {
		at = append(at, at[len(at)-1]+uint64(len(p.record(uint32(row)))))
	})
	put(m.w, secRecordAt, at)
	m.w.section(secRecords)
	m.each(func(p *part, row int) { m.w.write(p.record(uint32(row))) })
}
