package qdrant_test

import (
	"testing"

	"google.golang.org/grpc/codes"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/qdrant/qdranttest"
)

// transition is a change of the live index from one list of points to another.
type transition struct {
	before, after []retrieval.Point
	statistics    retrieval.Statistics // to commit after with
}

// change adds, removes and replaces points. If the average length moves, all
// weights have to be rewritten.
func change(moves bool) transition {
	c := transition{before: indextest.Generator{}.Points(30)}
	c.after = append(c.after, c.before[8:]...)
	c.after = append(c.after, indextest.Generator{Seed: 9, Words: 60}.Points(14)...)
	for i, p := range (indextest.Generator{Seed: 11}).Points(6) {
		p.Chunk.ID = c.after[i].Chunk.ID
		c.after[i] = p
	}
	c.statistics = indextest.StatisticsOf(c.after)
	if !moves {
		c.statistics.AverageLength = indextest.StatisticsOf(c.before).AverageLength
	}
	return c
}

// TestInterruptedAnywhere lets the server fail for good at the n-th request of a
// change, for every n, and checks that searches still work and that the same
// change, made again by a new program, ends as if nothing had happened.
func TestInterruptedAnywhere(t *testing.T) {
	held, early := qdrant.Options{Batch: 16, Patience: 1}, qdrant.Options{Hold: 10, Batch: 8, Patience: 1}
	for name, c := range map[string]struct {
		options     qdrant.Options
		moves, lost bool
	}{
		"held, average moves":                 {held, true, false},
		"held, answers are lost":              {held, false, true},
		"sent early, average moves, lost too": {early, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			server := qdranttest.Start(t)
			x, n := server.Indexes(t, c.options), 0
			for interrupt(t, server, x, qdranttest.Fault{After: n, Code: codes.Unavailable, Lost: c.lost}, change(c.moves)) {
				n++
			}
			if n < 10 {
				t.Errorf("the change made %d requests, which looks like nothing", n)
			}
		})
	}
}

// interrupt reports whether the fault was met. Each attempt opens the index anew
// and so knows no more than a new program.
func interrupt(t *testing.T, server *qdranttest.Server, x *qdrant.Indexes, fault qdranttest.Fault, c transition) bool {
	t.Helper()
	live(t, x, c.before)
	server.Inject(fault)
	err := become(t.Context(), x, c.after, c.statistics)
	server.Heal()
	for _, q := range (indextest.Generator{}).Queries(3) {
		if _, err := open(t, x).Search(t.Context(), q); err != nil {
			t.Fatalf("fault after %d requests: search: %v", fault.After, err)
		}
	}
	must(t, become(t.Context(), x, c.after, c.statistics))
	holds(t, open(t, x), c.after, c.statistics)
	return err != nil
}

// TestCommitAgain calls Commit again on the same index after it failed.
func TestCommitAgain(t *testing.T) {
	c := change(true)
	server := qdranttest.Start(t)
	x := server.Indexes(t, impatient)
	for n, failed := 0, true; failed; n++ {
		live(t, x, c.before)
		index := open(t, x)
		must(t, index.Upsert(t.Context(), c.after))
		must(t, index.Delete(t.Context(), ids(c.before[:8])))
		server.Inject(qdranttest.Fault{After: n, Times: 1, Code: codes.Internal, Message: "No space left on device"})
		failed = index.Commit(t.Context(), c.statistics) != nil
		server.Heal()
		if failed {
			must(t, index.Commit(t.Context(), c.statistics))
		}
		holds(t, index, c.after, c.statistics)
	}
}

func ids(points []retrieval.Point) []retrieval.ID {
	list := make([]retrieval.ID, len(points))
	for i, p := range points {
		list[i] = p.Chunk.ID
	}
	return list
}

// TestReindexInterrupted fails at every request of a Create, fill and Publish:
// the live index is the old one or the new one, whole.
func TestReindexInterrupted(t *testing.T) {
	c := change(true)
	server := qdranttest.Start(t)
	x := server.Indexes(t, qdrant.Options{Patience: 1, Hold: 10, Batch: 16})
	for n, failed := 0, true; failed; n++ {
		live(t, x, c.before)
		server.Inject(qdranttest.Fault{After: n, Code: codes.Unavailable})
		failed = reindex(t, x, c.after) != nil
		server.Heal()
		if failed {
			holds(t, open(t, x), c.before, indextest.StatisticsOf(c.before))
			must(t, reindex(t, x, c.after))
		}
		holds(t, open(t, x), c.after, c.statistics)
		// Publish may have failed to remove the old one; the next Create does it.
		if left := server.Collections(); len(left) > 2 || failed && len(left) != 1 {
			t.Fatalf("collections are left over: %v", left)
		}
	}
}

func reindex(t *testing.T, x *qdrant.Indexes, points []retrieval.Point) error {
	index, err := x.Create(t.Context(), kb, spec)
	if err != nil {
		return err
	}
	if err := index.Upsert(t.Context(), points); err != nil {
		return err
	}
	if err := index.Commit(t.Context(), indextest.StatisticsOf(points)); err != nil {
		return err
	}
	return x.Publish(t.Context(), kb)
}

// TestRewriteResumes interrupts the pass over all points and counts what the
// next Commit writes again.
func TestRewriteResumes(t *testing.T) {
	points := indextest.Generator{Words: 5}.Points(5000)
	server, x := connect(t, impatient, points)
	index := open(t, x)
	moved := indextest.StatisticsOf(points)
	moved.AverageLength *= 2
	server.Inject(qdranttest.Fault{Method: "UpdateVectors", After: len(points)/qdrant.DefaultBatch - 3, Code: codes.Unavailable})
	if err := index.Commit(t.Context(), moved); err == nil {
		t.Fatal("commit: no error")
	}
	server.Heal()
	must(t, index.Close())
	// The first pass came past the 4,096 points after which it noted its place.
	already := server.Calls("UpdateVectors")
	must(t, open(t, x).Commit(t.Context(), moved))
	if again := server.Calls("UpdateVectors") - already; again > len(points)/qdrant.DefaultBatch/2 {
		t.Errorf("%d of %d batches were written again", again, len(points)/qdrant.DefaultBatch)
	}
	q := indextest.Generator{}.Queries(1)[0]
	want, err := indextest.NewReference().Create(t.Context(), kb, spec)
	must(t, err)
	must(t, want.Upsert(t.Context(), points))
	must(t, want.Commit(t.Context(), moved))
	q.Depth = len(points)
	all, err := want.Search(t.Context(), q)
	must(t, err)
	got, err := open(t, x).Search(t.Context(), q)
	must(t, err)
	must(t, indextest.CompareLegs(all, got, q.Depth, indextest.Tight()))
}
