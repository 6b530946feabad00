package indextest

import (
	"context"
	"testing"

	"footnote/retrieval"
)

// Run checks the contract. Open returns indexes without any knowledge base and
// is called once for each subtest.
func Run(t *testing.T, open func(t *testing.T) retrieval.Indexes) {
	run(t, open, concat(
		writing(), searching(), filtering(), scoring(), reading(), switching(), refusing(), together(),
	))
}

// RunAtomic checks what an index can promise that shows a commit whole or not at
// all; a server that shows points as they arrive cannot.
func RunAtomic(t *testing.T, open func(t *testing.T) retrieval.Indexes) { run(t, open, atomically()) }

// check is one sentence of the contract and the test of it.
type check struct {
	sentence string
	test     func(s *suite)
}

func concat(parts ...[]check) (all []check) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func run(t *testing.T, open func(t *testing.T) retrieval.Indexes, checks []check) {
	for _, c := range checks {
		t.Run(c.sentence, func(t *testing.T) {
			c.test(&suite{T: t, ctx: t.Context(), indexes: open(t)})
		})
	}
}

// Names of the suite's knowledge bases.
const (
	kb      = "suite"
	otherKB = "suite-other"
)

// suite is one running check.
type suite struct {
	*testing.T
	ctx     context.Context
	indexes retrieval.Indexes
}

func (s *suite) spec() retrieval.Spec { return Generator{}.Spec() }

// ok ends the test if err is set.
func (s *suite) ok(err error, doing string) {
	s.Helper()
	if err != nil {
		s.Fatalf("%s: %v", doing, err)
	}
}

// live publishes an index that holds points, committed with their statistics,
// and returns it.
func (s *suite) live(points []retrieval.Point) retrieval.Index {
	s.Helper()
	index := s.created(kb)
	s.add(index, points)
	s.commit(index, points)
	s.ok(s.indexes.Publish(s.ctx, kb), "publish")
	return index
}

// created returns a new index, closed and dropped when the test ends.
func (s *suite) created(name string) retrieval.Index {
	s.Helper()
	index, err := s.indexes.Create(s.ctx, name, s.spec())
	s.ok(err, "create")
	s.Cleanup(func() {
		_ = index.Close()
		_ = s.indexes.Drop(context.WithoutCancel(s.ctx), name)
	})
	return index
}

func (s *suite) opened(name string) retrieval.Index {
	s.Helper()
	index, err := s.indexes.Open(s.ctx, name, s.spec())
	s.ok(err, "open")
	s.Cleanup(func() { _ = index.Close() })
	return index
}

func (s *suite) add(w retrieval.Writer, points []retrieval.Point) {
	s.Helper()
	s.ok(w.Upsert(s.ctx, points), "upsert")
}

// commit commits with the statistics of a collection that holds exactly points.
func (s *suite) commit(w retrieval.Writer, points []retrieval.Point) {
	s.Helper()
	s.ok(w.Commit(s.ctx, StatisticsOf(points)), "commit")
}

func (s *suite) search(x retrieval.Searcher, q retrieval.Query) retrieval.Legs {
	s.Helper()
	if q.Depth == 0 {
		q.Depth = everything
	}
	legs, err := x.Search(s.ctx, q)
	s.ok(err, "search")
	return legs
}

// everything is a depth that no collection of the suite reaches.
const everything = 10_000

// holds checks by searches, by IDs and by Chunks that the index shows exactly
// these points with these statistics.
func (s *suite) holds(x retrieval.Index, points []retrieval.Point, statistics retrieval.Statistics) {
	s.Helper()
	want := expected(points, statistics)
	for i, q := range append(Generator{}.Queries(12), probes(points)...) {
		s.agrees(x, want, q)
		if s.Failed() {
			s.Fatalf("at question %d: %d terms, filter %v", i, len(q.Terms), q.Filter)
		}
	}
	s.sameIDs(x, points)
	s.sameChunks(x, points)
}

// agrees checks one search against the expected state.
func (s *suite) agrees(x retrieval.Searcher, want state, q retrieval.Query) {
	s.Helper()
	all := q
	all.Depth = everything
	if err := CompareLegs(want.search(all), s.search(x, q), q.Depth, Loose()); err != nil {
		s.Errorf("search: %v", err)
	}
}

func expected(points []retrieval.Point, statistics retrieval.Statistics) state {
	want := state{points: map[retrieval.ID]retrieval.Point{}, statistics: statistics}
	for _, p := range points {
		want.points[p.Chunk.ID] = p
	}
	return want
}

// probes are questions made of points themselves, so that each must be found.
func probes(points []retrieval.Point) (queries []retrieval.Query) {
	for i := 0; i < len(points); i += max(1, len(points)/8) {
		q := retrieval.Query{Vector: points[i].Vector, Depth: everything}
		for _, c := range points[i].Terms.Counts[:min(3, len(points[i].Terms.Counts))] {
			q.Terms = append(q.Terms, retrieval.QueryTerm{Term: c.Term, Weight: 1})
		}
		queries = append(queries, q)
	}
	return queries
}

func (s *suite) ids(x retrieval.Writer) map[retrieval.ID]bool {
	s.Helper()
	ids := map[retrieval.ID]bool{}
	for id, err := range x.IDs(s.ctx) {
		s.ok(err, "ids")
		if ids[id] {
			s.Fatalf("ids: %s comes twice", id)
		}
		ids[id] = true
	}
	return ids
}

func (s *suite) sameIDs(x retrieval.Writer, points []retrieval.Point) {
	s.Helper()
	got := s.ids(x)
	if len(got) != len(points) {
		s.Fatalf("ids: %d, want %d", len(got), len(points))
	}
	for _, p := range points {
		if !got[p.Chunk.ID] {
			s.Fatalf("ids: %s is missing", p.Chunk.ID)
		}
	}
}

// one is a point with given terms, each of which counts once.
func one(name string, terms ...string) retrieval.Point {
	p := retrieval.Point{
		Chunk:  retrieval.Chunk{ID: retrieval.NewID(name), Document: name, Text: name, End: len(name), Language: "en"},
		Vector: axis(0),
		Terms:  retrieval.Terms{Length: float32(len(terms))},
	}
	for _, t := range terms {
		p.Terms.Counts = append(p.Terms.Counts, retrieval.TermCount{Term: t, Count: 1})
	}
	return p
}

// axis is the unit vector along dimension i.
func axis(i int) retrieval.Vector {
	v := make(retrieval.Vector, DefaultDimensions)
	v[i] = 1
	return v
}

// word is a question of terms of weight 1.
func word(terms ...string) retrieval.Query {
	q := retrieval.Query{Depth: everything}
	for _, t := range terms {
		q.Terms = append(q.Terms, retrieval.QueryTerm{Term: t, Weight: 1})
	}
	return q
}
