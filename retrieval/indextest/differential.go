package indextest

import (
	"fmt"
	"testing"

	"footnote/retrieval"
)

// Sizes of a differential test. The zero value is a quick one.
type Sizes struct {
	Seed    uint64
	Points  int // 0: 1,000
	Queries int // 0: 60
	Depth   int // 0: 100
	// Tolerance between the two; zero: Loose.
	Tolerance Tolerance
}

// Defaults of Sizes: enough for every kind of generated question and filter,
// and a depth that cuts most legs.
const (
	differentialPoints  = 1000
	differentialQueries = 60
	differentialDepth   = 100
)

func (z Sizes) filled() Sizes {
	z.Points = cmpOr(z.Points, differentialPoints)
	z.Queries = cmpOr(z.Queries, differentialQueries)
	z.Depth = cmpOr(z.Depth, differentialDepth)
	if z.Tolerance == (Tolerance{}) {
		z.Tolerance = Loose()
	}
	return z
}

// Differential fills two indexes with the same generated points, English and
// Chinese, changes and removes some, and compares the legs of the same
// questions: the same hits in the same order, scores within the tolerance.
func Differential(t *testing.T, a, b retrieval.Indexes, sizes Sizes) {
	t.Helper()
	sizes = sizes.filled()
	g := Generator{Seed: sizes.Seed}
	points := g.Points(sizes.Points)
	x := &suite{T: t, ctx: t.Context(), indexes: a}
	y := &suite{T: t, ctx: t.Context(), indexes: b}
	left, right := x.live(points), y.live(points)
	queries := g.Queries(sizes.Queries)
	differ(x, queries, sizes, left, right)

	rest := points[sizes.Points/5:]
	changed := Generator{Seed: sizes.Seed + 100}.Points(sizes.Points / 10)
	for i := range changed {
		changed[i].Chunk.ID = rest[i].Chunk.ID
	}
	rest = append(changed, rest[len(changed):]...)
	for side, index := range map[*suite]retrieval.Index{x: left, y: right} {
		side.ok(index.Delete(side.ctx, idsOf(points[:sizes.Points/5])), "delete")
		side.add(index, changed)
		side.commit(index, rest)
	}
	differ(x, queries, sizes, left, right)
}

// differ compares the answers of two indexes to the same questions. The left one
// is asked for everything, so that hits which Depth cuts apart can be told from
// hits that should not be there.
func differ(s *suite, queries []retrieval.Query, sizes Sizes, left, right retrieval.Searcher) {
	s.Helper()
	for i, q := range queries {
		q.Depth = sizes.Points
		want := s.search(left, q)
		q.Depth = sizes.Depth
		if err := CompareLegs(want, s.search(right, q), q.Depth, sizes.Tolerance); err != nil {
			s.Errorf("question %d (%s): right from left: %v", i, describe(q), err)
		}
		if err := CompareLegs(want, s.search(left, q), q.Depth, sizes.Tolerance); err != nil {
			s.Errorf("question %d (%s): left at two depths: %v", i, describe(q), err)
		}
	}
}

func describe(q retrieval.Query) string {
	return fmt.Sprintf("terms %v, filter %v", q.Terms, q.Filter)
}
