package indextest

import (
	"fmt"
	"sync"
	"sync/atomic"

	"footnote/retrieval"
)

// together checks searches beside a writer and beside a switch.
func together() []check {
	return []check{
		{"searches run beside one writer", func(s *suite) { beside(s, func(retrieval.Legs) error { return nil }) }},
		{"a search beside Publish sees the old or the new, in each leg", func(s *suite) {
			switchUnder(s, func(l retrieval.Legs, a, b map[retrieval.ID]bool) error {
				for _, leg := range [][]retrieval.Hit{l.Words, l.Vectors} {
					if !same(leg, a) && !same(leg, b) {
						return fmt.Errorf("a leg of %d hits is neither the old (%d) nor the new (%d)", len(leg), len(a), len(b))
					}
				}
				return nil
			})
		}},
	}
}

// atomically checks what RunAtomic promises.
func atomically() []check {
	return []check{
		{"nothing is visible before Commit", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points[:40])
			reader := s.opened(kb)
			s.add(x, points[40:])
			s.ok(x.Delete(s.ctx, idsOf(points[:10])), "delete")
			want := expected(points[:40], StatisticsOf(points[:40]))
			for _, q := range (Generator{}).Queries(10) {
				s.agrees(x, want, q)
				s.agrees(reader, want, q)
			}
			s.sameChunks(x, points[:40])
			s.commit(x, points[10:])
			s.holds(x, points[10:], StatisticsOf(points[10:]))
			s.holds(reader, points[10:], StatisticsOf(points[10:]))
		}},
		{"what was not committed is gone when closed", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points[:40])
			s.add(x, points[40:])
			s.ok(x.Delete(s.ctx, idsOf(points[:10])), "delete")
			s.ok(x.Close(), "close")
			s.holds(s.opened(kb), points[:40], StatisticsOf(points[:40]))
		}},
		{"a search sees the state of one commit", func(s *suite) { beside(s, wholeCommits) }},
		{"a search beside Publish sees the old or the new, in both legs", func(s *suite) {
			switchUnder(s, func(l retrieval.Legs, a, b map[retrieval.ID]bool) error {
				if (same(l.Words, a) && same(l.Vectors, a)) || (same(l.Words, b) && same(l.Vectors, b)) {
					return nil
				}
				return fmt.Errorf("%d by words and %d by vector, want %d or %d of both", len(l.Words), len(l.Vectors), len(a), len(b))
			})
		}},
	}
}

// perCommit is how many points each commit of beside adds.
const perCommit = 20

// wholeCommits: both legs find every point, so both must be as long as some
// number of whole commits.
func wholeCommits(l retrieval.Legs) error {
	if len(l.Words) != len(l.Vectors) || len(l.Words)%perCommit != 0 {
		return fmt.Errorf("%d by words and %d by vector, want the same multiple of %d", len(l.Words), len(l.Vectors), perCommit)
	}
	return nil
}

// beside searches from several goroutines while a writer commits.
func beside(s *suite, legs func(retrieval.Legs) error) {
	x := s.live(nil)
	reader := s.opened(kb)
	var all []retrieval.Point
	q := retrieval.Query{Terms: word("same").Terms, Vector: axis(0), Depth: everything}
	stop := s.searching([]retrieval.Searcher{x, reader, reader}, q, legs)
	for round := range 12 {
		for i := range perCommit {
			all = append(all, one(fmt.Sprint(round, " ", i), "same"))
		}
		s.add(x, all[len(all)-perCommit:])
		s.commit(x, all)
	}
	stop()
	s.holds(x, all, StatisticsOf(all))
}

// switchUnder publishes two collections in turn while others search.
func switchUnder(s *suite, legs func(l retrieval.Legs, a, b map[retrieval.ID]bool) error) {
	var sides [2][]retrieval.Point
	for i := range 90 {
		side := i % 3 / 2 // sixty here, thirty there
		sides[side] = append(sides[side], one(fmt.Sprint("side ", i), "same"))
	}
	a, b := idSet(sides[0]), idSet(sides[1])
	x := s.live(sides[0])
	q := retrieval.Query{Terms: word("same").Terms, Vector: axis(0), Depth: everything}
	stop := s.searching([]retrieval.Searcher{x, s.opened(kb), s.opened(kb)}, q, func(l retrieval.Legs) error { return legs(l, a, b) })
	for round := range 6 {
		next := s.created(kb)
		s.add(next, sides[(round+1)%2])
		s.commit(next, sides[(round+1)%2])
		s.ok(s.indexes.Publish(s.ctx, kb), "publish")
	}
	stop()
	s.holds(x, sides[0], StatisticsOf(sides[0]))
}

// searching asks q of each searcher from a goroutine of its own until the
// returned function is called; each has asked at least once when that returns.
func (s *suite) searching(searchers []retrieval.Searcher, q retrieval.Query, legs func(retrieval.Legs) error) (stop func()) {
	var done atomic.Bool
	var running sync.WaitGroup
	for i, x := range searchers {
		running.Go(func() {
			for asked := 0; asked == 0 || !done.Load(); asked++ {
				got, err := x.Search(s.ctx, q)
				if err == nil {
					err = wellFormed(got.Words, q.Depth)
				}
				if err == nil {
					err = wellFormed(got.Vectors, q.Depth)
				}
				if err == nil {
					err = legs(got)
				}
				if err != nil {
					s.Errorf("searcher %d, search %d: %v", i, asked, err)
					return
				}
			}
		})
	}
	return func() {
		done.Store(true)
		running.Wait()
	}
}

func idSet(points []retrieval.Point) map[retrieval.ID]bool {
	ids := map[retrieval.ID]bool{}
	for _, p := range points {
		ids[p.Chunk.ID] = true
	}
	return ids
}

// same says whether a leg holds exactly these ids.
func same(leg []retrieval.Hit, ids map[retrieval.ID]bool) bool {
	for _, h := range leg {
		if !ids[h.ID] {
			return false
		}
	}
	return len(leg) == len(ids)
}
