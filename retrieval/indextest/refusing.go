package indextest

import (
	"context"
	"errors"
	"math"

	"footnote/retrieval"
)

// refusing checks input that is wrong.
func refusing() []check {
	return concat(vectorsThatDoNotFit(), searchesThatCannotBe())
}

// vectorsThatDoNotFit checks vectors.
func vectorsThatDoNotFit() []check {
	return []check{
		{"a vector of another dimension is refused and nothing is stored", func(s *suite) {
			points := Generator{}.Points(10)
			x := s.live(points)
			for _, n := range []int{1, DefaultDimensions - 1, DefaultDimensions + 1} {
				s.refuses(x, points, make(retrieval.Vector, n))
			}
		}},
		{"a vector that holds NaN or an infinity is refused and nothing is stored", func(s *suite) {
			points := Generator{}.Points(10)
			x := s.live(points)
			for _, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
				v := axis(0)
				v[3] = float32(f)
				s.refuses(x, points, v)
			}
		}},
	}
}

// searchesThatCannotBe checks depths and contexts.
func searchesThatCannotBe() []check {
	return []check{
		{"a depth below 1 finds nothing more than depth 1", func(s *suite) {
			x := s.live(Generator{}.Points(10))
			for _, depth := range []int{0, -1, math.MinInt} {
				q := Generator{}.Queries(1)[0]
				q.Depth = depth
				if legs, err := x.Search(s.ctx, q); err == nil && (len(legs.Words) > 1 || len(legs.Vectors) > 1) {
					s.Errorf("depth %d: %d by words, %d by vector", depth, len(legs.Words), len(legs.Vectors))
				}
			}
		}},
		{"a search whose context has ended says so", func(s *suite) {
			x := s.live(Generator{}.Points(10))
			ctx, cancel := context.WithCancel(s.ctx)
			cancel()
			if _, err := x.Search(ctx, Generator{}.Queries(1)[0]); err == nil {
				s.Error("search: no error")
			}
			if _, err := x.Chunks(ctx, []retrieval.ID{{}}); err == nil {
				s.Error("chunks: no error")
			}
		}},
		{"the cause of a cancelled search is found by errors.Is", func(s *suite) {
			x := s.live(Generator{}.Points(10))
			ctx, cancel := context.WithCancel(s.ctx)
			cancel()
			if _, err := x.Search(ctx, Generator{}.Queries(1)[0]); !errors.Is(err, context.Canceled) {
				s.Errorf("search: %v, want context.Canceled", err)
			}
		}},
	}
}

// refuses tries to add a point, and to search, with a vector that does not fit.
func (s *suite) refuses(x retrieval.Index, points []retrieval.Point, v retrieval.Vector) {
	s.Helper()
	bad := one("bad", "bad")
	bad.Vector = v
	if err := x.Upsert(s.ctx, []retrieval.Point{bad}); err == nil {
		s.Errorf("upsert of a vector of %d dimensions: no error", len(v))
	}
	if _, err := x.Search(s.ctx, retrieval.Query{Vector: v, Depth: 1}); err == nil {
		s.Errorf("search with a vector of %d dimensions: no error", len(v))
	}
	s.commit(x, points)
	s.holds(x, points, StatisticsOf(points))
}
