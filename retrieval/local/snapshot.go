package local

import (
	"context"
	"errors"
	"io/fs"
	"sync/atomic"

	"footnote/retrieval"
)

// snapshot is what one commit shows. It is never changed; its files stay mapped
// until the last search that uses it is done.
type snapshot struct {
	generation int
	raw        []byte // the manifest as it was read
	manifest   manifest
	parts      []*part
	rows, live int
	kernel     kernel
	users      atomic.Int32
}

// part is a segment as a commit shows it.
type part struct {
	*segment
	gone bitmap // rows that do not count any more
	base int    // rows of the parts before it
	// norms are K1*(1-B+B*length/average), by row.
	norms []float32
}

// facetFilter says by facet what a filter lets through. Nil: all.
type facetFilter []bool

// newSnapshot opens what a manifest names. Segments of known, which are open
// already, are used again. The error is fs.ErrNotExist if a file is missing.
func newSnapshot(d folder, m manifest, known []*part) (*snapshot, error) {
	s := &snapshot{manifest: m}
	s.users.Store(1)
	for _, mark := range m.Segments {
		p, err := openPart(d, mark, m.Spec, known)
		if err != nil {
			s.release()
			return nil, err
		}
		p.base = s.rows
		s.parts = append(s.parts, p)
		s.rows += p.points
		s.live += mark.live()
		p.norms = normsOf(p.segment, m.Statistics.AverageLength)
	}
	return s, nil
}

func openPart(d folder, mark segmentMark, spec retrieval.Spec, known []*part) (*part, error) {
	segment, err := openOrHold(d, mark.fileMark, known)
	if err != nil {
		return nil, err
	}
	p := &part{segment: segment}
	if segment.dimensions != spec.Dimensions {
		err = p.damaged("it has other dimensions than its manifest")
	} else if mark.Deletes != nil {
		p.gone, err = openDeletes(d, *mark.Deletes, mark.Points)
	}
	if err != nil {
		segment.release()
		return nil, err
	}
	return p, nil
}

func openOrHold(d folder, mark fileMark, known []*part) (*segment, error) {
	for _, p := range known {
		if p.mark == mark {
			return p.hold(), nil
		}
	}
	s, err := openSegment(d, mark)
	if err != nil {
		return nil, err
	}
	return s.hold(), nil
}

func openDeletes(d folder, mark fileMark, points int) (bitmap, error) {
	m, err := d.load(deletesName(mark.Number), mark)
	if err != nil {
		return nil, err
	}
	defer m.close()
	b, err := decodeDeletes(m.bytes, points)
	if err == nil && b.count() != mark.Points {
		err = errors.New("it marks other points than its manifest says")
	}
	if err != nil {
		return nil, &damage{file: d.at(deletesName(mark.Number)), why: err.Error()}
	}
	return b, nil
}

// normsOf precomputes what BM25 needs of each length. Without an average every
// text counts as of average length.
func normsOf(s *segment, average float32) []float32 {
	norms := make([]float32, s.points)
	for i, length := range s.lengths {
		ratio := 1.0
		if average > 0 {
			ratio = float64(length) / float64(average)
		}
		norms[i] = float32(retrieval.K1 * (1 - retrieval.B + retrieval.B*ratio))
	}
	return norms
}

func (p *part) damaged(why string) error {
	return &damage{file: segmentName(p.mark.Number), why: why}
}

func (s *snapshot) hold() *snapshot {
	s.users.Add(1)
	return s
}

func (s *snapshot) release() {
	if s.users.Add(-1) > 0 {
		return
	}
	for _, p := range s.parts {
		p.release()
	}
}

// id of a row, counted over all parts.
func (s *snapshot) id(row uint32) *retrieval.ID {
	i := len(s.parts) - 1
	for s.parts[i].base > int(row) {
		i--
	}
	return &s.parts[i].ids[int(row)-s.parts[i].base]
}

// search runs both legs with the memory of s.
func (s *snapshot) search(ctx context.Context, q retrieval.Query, memory *scratch) (legs retrieval.Legs, err error) {
	defer guard(&err)()
	filters := make([]facetFilter, len(s.parts))
	for i, p := range s.parts {
		filters[i] = p.facets.passing(q.Filter)
	}
	if legs.Words, err = memory.words(s, q, filters); err != nil {
		return retrieval.Legs{}, err
	}
	if err := ctx.Err(); err != nil {
		return retrieval.Legs{}, err
	}
	if legs.Vectors, err = memory.vectors(s, q, filters); err != nil {
		return retrieval.Legs{}, err
	}
	return legs, nil
}

// chunks reads the chunks of ids that are there.
func (s *snapshot) chunks(ids []retrieval.ID) (out []retrieval.Chunk, err error) {
	defer guard(&err)()
	out = make([]retrieval.Chunk, 0, len(ids))
	for _, id := range ids {
		for i := len(s.parts) - 1; i >= 0; i-- {
			p := s.parts[i]
			row, ok := p.livingRow(id)
			if !ok {
				continue
			}
			c, err := decodeRecord(id, p.record(row))
			if err != nil {
				return nil, p.damaged(err.Error())
			}
			out = append(out, c)
			break
		}
	}
	return out, nil
}

// frequencies counts the points that hold each term.
func (s *snapshot) frequencies(terms []string) (in []int, err error) {
	defer guard(&err)()
	in = make([]int, len(terms))
	for i, term := range terms {
		for _, p := range s.parts {
			from, to := p.term(term)
			n, err := p.living(p.postings[from:to])
			if err != nil {
				return nil, err
			}
			in[i] += n
		}
	}
	return in, nil
}

// livingRow finds a point that is not gone.
func (p *part) livingRow(id retrieval.ID) (uint32, bool) {
	return p.find(id, func(row uint32) bool { return !p.gone.has(row) })
}

// livingIDs appends the ids of points that are not gone.
func (p *part) livingIDs(to []retrieval.ID) []retrieval.ID {
	for row, id := range p.ids {
		if !p.gone.has(uint32(row)) {
			to = append(to, id)
		}
	}
	return to
}

func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
