package indextest

import (
	"errors"

	"footnote/retrieval"
)

// switching checks Indexes.
func switching() []check {
	return concat(opening(), creating(), publishing(), dropping())
}

// opening checks Open.
func opening() []check {
	return []check{
		{"Open without an index is ErrNoIndex", func(s *suite) {
			s.noIndex(kb)
			s.created(kb)
			s.noIndex(kb)
		}},
		{"Open with another spec is a MismatchError", mismatch},
		{"an open index follows the Commit of another", func(s *suite) {
			points := Generator{}.Points(40)
			x, reader := s.live(points[:20]), s.opened(kb)
			s.add(x, points[20:])
			s.commit(x, points)
			s.holds(reader, points, StatisticsOf(points))
		}},
		{"what was created can be written to after Publish", func(s *suite) {
			points := Generator{}.Points(40)
			x := s.live(points[:20])
			s.add(x, points[20:])
			s.commit(x, points)
			s.holds(s.opened(kb), points, StatisticsOf(points))
		}},
	}
}

// creating checks Create.
func creating() []check {
	return []check{
		{"Create is seen by nobody until Publish", func(s *suite) {
			points, others := Generator{}.Points(40), Generator{Seed: 3}.Points(30)
			x := s.live(points)
			next := s.created(kb)
			s.add(next, others)
			s.commit(next, others)
			s.holds(x, points, StatisticsOf(points))
			s.holds(s.opened(kb), points, StatisticsOf(points))
			s.holds(next, others, StatisticsOf(others))
		}},
		{"Create discards what an earlier, unfinished Create left", func(s *suite) {
			others := Generator{Seed: 3}.Points(30)
			unfinished := s.created(kb)
			s.add(unfinished, Generator{}.Points(40))
			s.commit(unfinished, others)
			s.ok(unfinished.Close(), "close")
			x := s.created(kb)
			s.holds(x, nil, retrieval.Statistics{})
			s.add(x, others)
			s.commit(x, others)
			s.ok(s.indexes.Publish(s.ctx, kb), "publish")
			s.holds(s.opened(kb), others, StatisticsOf(others))
		}},
	}
}

// publishing checks Publish.
func publishing() []check {
	return []check{
		{"an open index follows Publish", func(s *suite) {
			points, others := Generator{}.Points(40), Generator{Seed: 3}.Points(30)
			x, again := s.live(points), s.opened(kb)
			next := s.created(kb)
			s.add(next, others)
			s.commit(next, others)
			s.ok(s.indexes.Publish(s.ctx, kb), "publish")
			for _, open := range []retrieval.Index{x, again, next, s.opened(kb)} {
				s.holds(open, others, StatisticsOf(others))
				s.hasStatistics(open, StatisticsOf(others))
			}
		}},
		{"an index can be published empty", func(s *suite) {
			x := s.live(Generator{}.Points(10))
			s.created(kb)
			s.ok(s.indexes.Publish(s.ctx, kb), "publish")
			s.holds(x, nil, retrieval.Statistics{})
		}},
		{"Publish without a Create is an error and changes nothing", func(s *suite) {
			if err := s.indexes.Publish(s.ctx, kb); err == nil {
				s.Error("publish of nothing: no error")
			}
			points := Generator{}.Points(10)
			x := s.live(points)
			if err := s.indexes.Publish(s.ctx, kb); err == nil {
				s.Error("second publish: no error")
			}
			s.holds(x, points, StatisticsOf(points))
		}},
	}
}

// dropping checks Drop, and that knowledge bases are apart.
func dropping() []check {
	return []check{
		{"Drop removes the index, and none is no error", drop},
		{"knowledge bases do not know each other", func(s *suite) {
			points, others := Generator{}.Points(40), Generator{Seed: 3}.Points(30)
			x := s.live(points)
			y := s.created(otherKB)
			s.add(y, others)
			s.commit(y, others)
			s.ok(s.indexes.Publish(s.ctx, otherKB), "publish")
			s.holds(x, points, StatisticsOf(points))
			s.holds(y, others, StatisticsOf(others))
			s.ok(s.indexes.Drop(s.ctx, otherKB), "drop")
			s.noIndex(otherKB)
			s.holds(x, points, StatisticsOf(points))
		}},
	}
}

func (s *suite) noIndex(name string) {
	s.Helper()
	x, err := s.indexes.Open(s.ctx, name, s.spec())
	if !errors.Is(err, retrieval.ErrNoIndex) {
		s.Errorf("open: %v, want ErrNoIndex", err)
	}
	if err == nil {
		_ = x.Close()
	}
}

func mismatch(s *suite) {
	points := Generator{}.Points(10)
	x := s.live(points)
	for field, change := range map[string]func(*retrieval.Spec){
		"embedder":   func(o *retrieval.Spec) { o.Embedder = "another" },
		"dimensions": func(o *retrieval.Spec) { o.Dimensions++ },
		"analyser":   func(o *retrieval.Spec) { o.Analyser = "another" },
		"chunker":    func(o *retrieval.Spec) { o.Chunker = "another" },
	} {
		own := s.spec()
		change(&own)
		_, err := s.indexes.Open(s.ctx, kb, own)
		var wrong *retrieval.MismatchError
		if !errors.As(err, &wrong) {
			s.Fatalf("open with another %s: %v, want a MismatchError", field, err)
		}
		if wrong.KB != kb || wrong.Have != s.spec() || wrong.Own != own {
			s.Errorf("open with another %s: %+v", field, *wrong)
		}
	}
	s.holds(x, points, StatisticsOf(points))
}

func drop(s *suite) {
	s.ok(s.indexes.Drop(s.ctx, kb), "drop of nothing")
	points := Generator{}.Points(20)
	x := s.live(points)
	s.created(kb)
	s.ok(s.indexes.Drop(s.ctx, kb), "drop")
	s.ok(s.indexes.Drop(s.ctx, kb), "second drop")
	s.noIndex(kb)
	if _, err := x.Search(s.ctx, Generator{}.Queries(1)[0]); !errors.Is(err, retrieval.ErrNoIndex) {
		s.Errorf("search after drop: %v, want ErrNoIndex", err)
	}
	if err := s.indexes.Publish(s.ctx, kb); err == nil {
		s.Error("publish after drop: no error, but what was created should be gone")
	}
	s.holds(s.live(points), points, StatisticsOf(points))
}
