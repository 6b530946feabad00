package indextest

import (
	"math"

	"footnote/retrieval"
)

// scoring checks the two scores, partly against numbers worked out by hand.
func scoring() []check {
	return concat(bm25(), cosines())
}

// bm25 checks the scores of words.
func bm25() []check {
	return []check{
		{"BM25 is the formula of the contract", byHand},
		{"weights multiply, and a repeated term counts with the sum of its weights", weights},
		{"an average given to Commit alone changes the scores", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points)
			statistics := retrieval.Statistics{Points: 60, AverageLength: 5}
			s.ok(x.Commit(s.ctx, statistics), "commit")
			s.holds(x, points, statistics)
		}},
		{"N and n(t) count points, whatever Statistics.Points says", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points)
			statistics := StatisticsOf(points)
			statistics.Points = 1_000_000
			s.ok(x.Commit(s.ctx, statistics), "commit")
			s.holds(x, points, statistics)
		}},
		{"points without terms count in N", func(s *suite) {
			points := Generator{}.Points(60)
			for i := 0; i < len(points); i += 3 {
				points[i].Terms = retrieval.Terms{}
			}
			s.holds(s.live(points), points, StatisticsOf(points))
		}},
	}
}

// cosines checks the scores of vectors.
func cosines() []check {
	return []check{
		{"the vector score is the cosine", func(s *suite) {
			slanted := one("slanted")
			slanted.Vector[0], slanted.Vector[1] = 0.6, 0.8
			opposite := one("opposite")
			opposite.Vector[0] = -1
			x := s.live([]retrieval.Point{one("same"), slanted, opposite})
			hits := s.search(x, retrieval.Query{Vector: axis(0)}).Vectors
			for i, want := range []float32{1, 0.6, -1} {
				if len(hits) != 3 || !near(hits[i].Score, want, Loose().Score) {
					s.Fatalf("hits %v, want cosines 1, 0.6, -1", hits)
				}
			}
		}},
		{"a point without vector is found by words alone, a zero vector has cosine 0", noVectors},
		{"a question whose vector is zero or missing does no harm", func(s *suite) {
			points := Generator{}.Points(20)
			x := s.live(points)
			hits := s.search(x, retrieval.Query{Vector: make(retrieval.Vector, DefaultDimensions), Depth: 5}).Vectors
			s.ok(wellFormed(hits, 5), "zero vector")
			for _, h := range hits {
				if h.Score != 0 {
					s.Errorf("zero vector: %s has score %g", h.ID, h.Score)
				}
			}
		}},
	}
}

// byHand: three points, lengths 2, 3 and 4, average 3; "refund" in two of them.
func byHand(s *suite) {
	long := one("long", "refund", "days")
	long.Terms.Counts[0].Count = 2.5
	long.Terms.Length = 4
	points := []retrieval.Point{one("short", "refund", "policy"), one("middle", "invoice", "tax", "rate"), long}
	x := s.live(points)
	idf := math.Log(1 + (3-2+0.5)/(2+0.5))
	want := map[retrieval.ID]float64{
		points[0].Chunk.ID: idf * 1 / (1 + 1.2*(1-0.75+0.75*2/3)),
		points[2].Chunk.ID: idf * 2.5 / (2.5 + 1.2*(1-0.75+0.75*4/3)),
	}
	hits := s.search(x, word("refund")).Words
	if len(hits) != 2 || hits[0].ID != points[2].Chunk.ID {
		s.Fatalf("hits %v, want the long text, then the short one", hits)
	}
	for _, h := range hits {
		if math.Abs(float64(h.Score)-want[h.ID]) > Loose().Score*want[h.ID] {
			s.Errorf("%s: score %g, want %g", h.ID, h.Score, want[h.ID])
		}
	}
}

func weights(s *suite) {
	points := Generator{}.Points(80)
	x := s.live(points)
	want := expected(points, StatisticsOf(points))
	a, b := spell(0), spell(1)
	for _, terms := range [][]retrieval.QueryTerm{
		{{Term: a, Weight: 0.25}, {Term: b, Weight: 3}},
		{{Term: a, Weight: 1}, {Term: b, Weight: 1}, {Term: a, Weight: 1}, {Term: a, Weight: 0.5}},
		{{Term: a, Weight: 0}, {Term: b, Weight: 1}},
		{{Term: a, Weight: 0}},
		{{Term: a, Weight: -1}, {Term: b, Weight: 1}},
		{{Term: a, Weight: 1}, {Term: a, Weight: -1}},
		{{Term: "", Weight: 1}},
	} {
		s.agrees(x, want, retrieval.Query{Terms: terms, Depth: everything})
	}
}

func noVectors(s *suite) {
	points := Generator{}.Points(40)
	for i := range points {
		switch i % 4 {
		case 0:
			points[i].Vector = nil
		case 1:
			points[i].Vector = make(retrieval.Vector, DefaultDimensions)
		}
	}
	x := s.live(points)
	s.holds(x, points, StatisticsOf(points))
	for i := range points {
		points[i].Vector = nil
	}
	s.add(x, points)
	s.commit(x, points)
	s.holds(x, points, StatisticsOf(points))
}
