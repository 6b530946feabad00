package indextest

import (
	"fmt"

	"footnote/retrieval"
)

// filtering checks Filter.
func filtering() []check {
	return []check{
		{"filters apply inside the search: a leg is short only if fewer points pass and match", rarePoints},
		{"languages and labels narrow together, values of one key widen", func(s *suite) {
			points := Generator{}.Points(300)
			x := s.live(points)
			want := expected(points, StatisticsOf(points))
			for _, f := range filters() {
				for _, q := range (Generator{}).Queries(3) {
					q.Filter, q.Depth = f, 40
					s.agrees(x, want, q)
				}
			}
		}},
		{"a filter leaves scores as they are", func(s *suite) {
			x := s.live(Generator{}.Points(200))
			q := Generator{}.Queries(1)[0]
			q.Depth = everything
			scores := map[retrieval.ID]float32{}
			for _, h := range s.search(x, q).Words {
				scores[h.ID] = h.Score
			}
			q.Filter = retrieval.Filter{Labels: map[string][]string{"product": {"bank"}}}
			for _, h := range s.search(x, q).Words {
				if !near(scores[h.ID], h.Score, orderNoise) {
					s.Errorf("%s scores %g with the filter, %g without", h.ID, h.Score, scores[h.ID])
				}
			}
		}},
		{"labels are compared exactly, in any script and with any punctuation", labelNames},
	}
}

func filters() []retrieval.Filter {
	labels := func(key string, values ...string) retrieval.Filter {
		return retrieval.Filter{Labels: map[string][]string{key: values}}
	}
	return []retrieval.Filter{
		{},
		{Languages: []string{"zh"}},
		{Languages: []string{"en", "zh"}},
		{Languages: []string{"fr"}},
		{Languages: []string{"fr", "zh"}},
		{Languages: []string{"EN"}},
		{Languages: []string{""}},
		labels("product", "shop"),
		labels("product", "shop", "bank", "nothing"),
		labels("product", "nothing"),
		labels("product"),
		labels("no such key", "shop"),
		labels("rare", "3"),
		{Labels: map[string][]string{"product": {"shop"}, "version": {"0", "2"}}},
		{Languages: []string{"zh"}, Labels: map[string][]string{"product": {"shop"}, "version": {"1"}}},
		{Labels: map[string][]string{"product": {"bank"}, "version": {"1"}}},
	}
}

// rarePoints hides three points with a label behind many that match better.
func rarePoints(s *suite) {
	var points []retrieval.Point
	for i := range 400 {
		p := one(fmt.Sprint("point ", i), "refund", "退款")
		if i%150 == 20 {
			p = one(fmt.Sprint("point ", i), "refund", "退款", "and", "many", "more", "words")
			p.Vector = axis(1)
			p.Chunk.Labels = map[string]string{"plan": "rare"}
		}
		points = append(points, p)
	}
	x := s.live(points)
	q := retrieval.Query{Terms: word("refund", "退款").Terms, Vector: axis(0), Depth: 3}
	q.Filter = retrieval.Filter{Labels: map[string][]string{"plan": {"rare"}}}
	legs := s.search(x, q)
	if len(legs.Words) != 3 || len(legs.Vectors) != 3 {
		s.Errorf("%d by words and %d by vector, want the 3 that pass", len(legs.Words), len(legs.Vectors))
	}
	s.agrees(x, expected(points, StatisticsOf(points)), q)
}

func labelNames(s *suite) {
	pairs := [][2]string{
		{"product", "shop"}, {"product", "Shop"}, {"Product", "shop"}, {"product.version", "1"}, {"product", "version"},
		{"产品", "商店"}, {"产品", "商店 "}, {"a b", "c"}, {"a", "b c"}, {"quote\"", "it's"}, {"path/x", "[0]"}, {"url", "https://x/?a=b:c"},
		{"key:", "value"}, {"key", ":value"}, {"empty", ""}, {"", "empty"}, {"🧾", "👩‍💻"}, {"a\\", "\\b"}, {"nul", "a\x00b"},
	}
	var points []retrieval.Point
	for i, pair := range pairs {
		p := one(fmt.Sprint("label ", i), "same")
		p.Chunk.Labels = map[string]string{pair[0]: pair[1]}
		points = append(points, p)
	}
	x := s.live(points)
	for i, pair := range pairs {
		q := word("same")
		q.Filter.Labels = map[string][]string{pair[0]: {pair[1]}}
		hits := s.search(x, q).Words
		if len(hits) != 1 || hits[0].ID != points[i].Chunk.ID {
			s.Errorf("label %q = %q: %d hits, want point %d alone", pair[0], pair[1], len(hits), i)
		}
	}
}
