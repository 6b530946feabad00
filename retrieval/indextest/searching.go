package indextest

import (
	"fmt"
	"strings"

	"footnote/retrieval"
)

// searching checks what a search returns, and in which order.
func searching() []check {
	return concat(ordering(), matching())
}

// ordering checks order and depth.
func ordering() []check {
	return []check{
		{"2,000 points are ranked as by brute force, in both languages", func(s *suite) {
			points := Generator{}.Points(2000)
			x := s.live(points)
			want := expected(points, StatisticsOf(points))
			for _, q := range (Generator{}).Queries(24) {
				for _, q.Depth = range []int{1, 10, 300, everything} {
					s.agrees(x, want, q)
				}
			}
		}},
		{"equal scores come in rising order of ID", ties},
		{"a leg is at most Depth long and holds no ID twice", func(s *suite) {
			points := Generator{}.Points(50)
			x := s.live(points)
			want := expected(points, StatisticsOf(points))
			for _, q := range (Generator{}).Queries(6) {
				for _, q.Depth = range []int{1, 2, 49, 50, 51, 1000} {
					s.agrees(x, want, q)
				}
			}
		}},
	}
}

// matching checks what matches what.
func matching() []check {
	return []check{
		{"a point matches by words when it shares a term, by vector always", func(s *suite) {
			x := s.live([]retrieval.Point{one("a", "refund"), one("b", "invoice"), one("c")})
			legs := s.search(x, retrieval.Query{Terms: word("refund", "other").Terms, Vector: axis(1)})
			if len(legs.Words) != 1 || legs.Words[0].ID != retrieval.NewID("a") {
				s.Errorf("by words: %v, want only a", legs.Words)
			}
			if len(legs.Vectors) != 3 {
				s.Errorf("by vector: %d hits, want 3", len(legs.Vectors))
			}
		}},
		{"a question without terms has no word leg, without vector no vector leg", func(s *suite) {
			x := s.live(Generator{}.Points(20))
			q := Generator{}.Queries(1)[0]
			if legs := s.search(x, retrieval.Query{Terms: q.Terms}); len(legs.Vectors) != 0 || len(legs.Words) == 0 {
				s.Errorf("terms alone: %d by words, %d by vector", len(legs.Words), len(legs.Vectors))
			}
			if legs := s.search(x, retrieval.Query{Vector: q.Vector}); len(legs.Words) != 0 || len(legs.Vectors) != 20 {
				s.Errorf("vector alone: %d by words, %d by vector", len(legs.Words), len(legs.Vectors))
			}
			if legs := s.search(x, retrieval.Query{}); len(legs.Words)+len(legs.Vectors) != 0 {
				s.Errorf("empty question: %d by words, %d by vector", len(legs.Words), len(legs.Vectors))
			}
		}},
		{"an empty index answers with nothing", func(s *suite) {
			s.holds(s.live(nil), nil, retrieval.Statistics{})
			s.holds(s.opened(kb), nil, retrieval.Statistics{})
		}},
		{"one point alone is found", func(s *suite) {
			points := Generator{}.Points(1)
			s.holds(s.live(points), points, StatisticsOf(points))
		}},
		{"terms are compared byte for byte in any script", scripts},
		{"a question of a thousand terms is answered", func(s *suite) {
			points := Generator{}.Points(100)
			x := s.live(points)
			q := retrieval.Query{Depth: 20}
			for i := range 1000 {
				q.Terms = append(q.Terms, retrieval.QueryTerm{Term: spell(i), Weight: 1})
			}
			s.agrees(x, expected(points, StatisticsOf(points)), q)
		}},
	}
}

// ties searches points that differ in their ID only.
func ties(s *suite) {
	var points []retrieval.Point
	for i := range 60 {
		p := one(fmt.Sprint("tie ", i), "same")
		if i%3 == 0 {
			p.Vector = axis(1)
		}
		points = append(points, p)
	}
	x := s.live(points[:40])
	s.add(x, points[40:])
	s.commit(x, points)
	want := expected(points, StatisticsOf(points))
	q := retrieval.Query{Terms: word("same").Terms, Vector: axis(1)}
	for _, q.Depth = range []int{5, 20, 25, 60, 100} {
		s.agrees(x, want, q)
	}
}

// scripts searches terms that are easy to mix up.
func scripts(s *suite) {
	terms := []string{
		"café", "cafe\u0301", "cafe", "CAFE", "退款", "退", "款", "退款期", "🧾", "👩‍💻", "naïve", "a", "a b", "c++", "x\x00y", "x",
		"--flag", "E1234", "отмена", "إلغاء", "ß", "ss", "0", strings.Repeat("長", 200), strings.Repeat("長", 201),
	}
	var points []retrieval.Point
	for i, t := range terms {
		points = append(points, one(fmt.Sprint("script ", i), t))
	}
	x := s.live(points)
	for i, t := range terms {
		hits := s.search(x, word(t)).Words
		if len(hits) != 1 || hits[0].ID != points[i].Chunk.ID {
			s.Errorf("term %q: %d hits %v, want point %d alone", t, len(hits), hits, i)
		}
	}
}
