package indextest

import (
	"footnote/retrieval"
)

// writing checks Upsert, Delete, Commit and IDs.
func writing() []check {
	return concat(upserting(), deleting(), listing(), committing())
}

// upserting checks Upsert.
func upserting() []check {
	return []check{
		{"what is upserted is visible after Commit", func(s *suite) {
			points := Generator{}.Points(40)
			s.holds(s.live(points), points, StatisticsOf(points))
		}},
		{"a second Commit adds to the first", func(s *suite) {
			points := Generator{}.Points(90)
			x := s.live(points[:50])
			s.add(x, points[50:70])
			s.add(x, points[70:])
			s.commit(x, points)
			s.holds(x, points, StatisticsOf(points))
		}},
		{"adding the same point twice is adding it once", addTwice},
		{"an upsert replaces the point with the same ID", replace},
		{"of two points with one ID in one call the later stays", func(s *suite) {
			x := s.live(nil)
			before, after := one("same", "early"), one("same", "late")
			s.add(x, []retrieval.Point{before, after})
			s.commit(x, []retrieval.Point{after})
			s.holds(x, []retrieval.Point{after}, StatisticsOf([]retrieval.Point{after}))
		}},
	}
}

// deleting checks Delete.
func deleting() []check {
	return []check{
		{"a deleted point is gone after Commit, also from the weights of words", func(s *suite) {
			points := Generator{}.Points(80)
			x := s.live(points)
			s.ok(x.Delete(s.ctx, idsOf(points[:30])), "delete")
			s.commit(x, points[30:])
			s.holds(x, points[30:], StatisticsOf(points[30:]))
		}},
		{"everything can be deleted", func(s *suite) {
			points := Generator{}.Points(20)
			x := s.live(points)
			s.ok(x.Delete(s.ctx, idsOf(points)), "delete")
			s.commit(x, nil)
			s.holds(x, nil, retrieval.Statistics{})
			s.add(x, points)
			s.commit(x, points)
			s.holds(x, points, StatisticsOf(points))
		}},
		{"unknown ids are no error to Delete", func(s *suite) {
			points := Generator{}.Points(10)
			x := s.live(points)
			s.ok(x.Delete(s.ctx, []retrieval.ID{retrieval.NewID("never seen"), {}}), "delete unknown ids")
			s.ok(x.Delete(s.ctx, nil), "delete nothing")
			s.commit(x, points)
			s.holds(x, points, StatisticsOf(points))
		}},
		{"changes count in the order in which they were made", inOrder},
	}
}

// listing checks IDs.
func listing() []check {
	return []check{
		{"IDs yields uncommitted points too", func(s *suite) {
			points := Generator{}.Points(30)
			x := s.live(points[:10])
			s.add(x, points[10:])
			s.sameIDs(x, points)
		}},
		{"IDs may be left early, and points deleted while it runs", func(s *suite) {
			points := Generator{}.Points(30)
			x := s.live(points)
			for range x.IDs(s.ctx) {
				break
			}
			for id, err := range x.IDs(s.ctx) {
				s.ok(err, "ids")
				s.ok(x.Delete(s.ctx, []retrieval.ID{id}), "delete while ids run")
			}
			s.commit(x, nil)
			s.holds(x, nil, retrieval.Statistics{})
		}},
	}
}

// committing checks Commit.
func committing() []check {
	return []check{
		{"a Commit without changes keeps the points", func(s *suite) {
			points := Generator{}.Points(10)
			x := s.live(points)
			s.ok(x.Upsert(s.ctx, nil), "upsert nothing")
			s.commit(x, points)
			s.holds(x, points, StatisticsOf(points))
		}},
		{"what was committed is there when opened again", func(s *suite) {
			points := Generator{}.Points(60)
			x := s.live(points)
			s.ok(x.Close(), "close")
			again := s.opened(kb)
			s.holds(again, points, StatisticsOf(points))
			s.ok(again.Delete(s.ctx, idsOf(points[:5])), "delete")
			s.commit(again, points[5:])
			s.ok(again.Close(), "close")
			s.holds(s.opened(kb), points[5:], StatisticsOf(points[5:]))
		}},
		{"many small commits end in the same state as one", func(s *suite) {
			points := Generator{}.Points(120)
			x := s.live(nil)
			for i := 0; i < len(points); i += 8 {
				s.add(x, points[i:i+8])
				s.ok(x.Delete(s.ctx, idsOf(points[i:i+1])), "delete")
				s.commit(x, points[:i+8])
			}
			s.add(x, points)
			s.commit(x, points)
			s.holds(x, points, StatisticsOf(points))
		}},
	}
}

func addTwice(s *suite) {
	points := Generator{}.Points(40)
	x := s.live(points[:20])
	s.add(x, points)
	s.add(x, points[10:])
	s.add(x, append(points[:5:5], points[:5]...))
	s.commit(x, points)
	s.holds(x, points, StatisticsOf(points))
	s.add(x, points)
	s.commit(x, points)
	s.holds(x, points, StatisticsOf(points))
}

// replace gives half of the points another text, vector, language and labels.
func replace(s *suite) {
	points := Generator{}.Points(40)
	x := s.live(points)
	others := Generator{Seed: 7}.Points(40)
	for i := range others {
		if i%2 == 0 {
			others[i] = points[i]
			continue
		}
		others[i].Chunk.ID = points[i].Chunk.ID
	}
	s.add(x, others)
	s.commit(x, others)
	s.holds(x, others, StatisticsOf(others))
}

func inOrder(s *suite) {
	points := Generator{}.Points(12)
	x := s.live(points[:6])
	// Committed before: deleted and added again stays, added again and deleted goes.
	s.ok(x.Delete(s.ctx, idsOf(points[:3])), "delete")
	s.add(x, points[:4])
	s.ok(x.Delete(s.ctx, idsOf(points[3:4])), "delete")
	// New: the same.
	s.add(x, points[6:])
	s.ok(x.Delete(s.ctx, idsOf(points[6:8])), "delete")
	s.add(x, points[7:8])
	left := append(points[:3:3], points[4:6]...)
	left = append(left, points[7:]...)
	s.commit(x, left)
	s.holds(x, left, StatisticsOf(left))
}

func idsOf(points []retrieval.Point) []retrieval.ID {
	ids := make([]retrieval.ID, len(points))
	for i, p := range points {
		ids[i] = p.Chunk.ID
	}
	return ids
}
