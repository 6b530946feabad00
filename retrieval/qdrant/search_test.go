package qdrant_test

import (
	"fmt"
	"sync"
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
	"footnote/retrieval/qdrant"
)

// TestOneRequest: a question whose words were asked before costs one request,
// also after a commit that is seen for the first time two more.
func TestOneRequest(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	index := open(t, x)
	must(t, ask(index))
	before := server.Calls("")
	for range 5 {
		must(t, ask(index))
	}
	if n := server.Calls("") - before; n != 5 {
		t.Errorf("5 searches made %d requests", n)
	}
	must(t, become(t.Context(), x, points[3:], indextest.StatisticsOf(points)))
	before = server.Calls("")
	must(t, ask(index))
	if n := server.Calls(""); n-before != 3 {
		t.Errorf("the first search after a commit made %d requests, want the question, the frequencies, the question", n-before)
	}
}

// TestNoChange: a Commit that changes nothing writes nothing.
func TestNoChange(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	index := open(t, x)
	before := server.Calls("Upsert")
	must(t, index.Commit(t.Context(), indextest.StatisticsOf(points)))
	if n := server.Calls("Upsert"); n != before {
		t.Errorf("%d writes", n-before)
	}
}

// TestGraphsAreBuilt: the server may build graphs when a collection has so many
// points that they are asked for, and not before.
func TestGraphsAreBuilt(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	threshold := func() uint64 {
		info, err := server.Client(t).GetCollectionInfo(t.Context(), "footnote-"+kb)
		must(t, err)
		return info.GetConfig().GetOptimizerConfig().GetIndexingThreshold()
	}
	if threshold() != 0 {
		t.Error("graphs are built that nobody asks for")
	}
	many := indextest.Generator{Words: 2}.Points(qdrant.ExactBelow)
	must(t, become(t.Context(), x, many, indextest.StatisticsOf(many)))
	if threshold() == 0 {
		t.Error("no graph is built of many points")
	}
}

// TestSmallChange: one new point does not rewrite the others.
func TestSmallChange(t *testing.T) {
	many := indextest.Generator{}.Points(600)
	server, x := connect(t, qdrant.Options{}, many[1:])
	index := open(t, x)
	s, err := index.Statistics(t.Context())
	must(t, err)
	must(t, index.Upsert(t.Context(), many[:1]))
	must(t, index.Commit(t.Context(), s.Repin(indextest.StatisticsOf(many))))
	if n := server.Calls("UpdateVectors") + server.Calls("Scroll"); n != 0 {
		t.Errorf("%d requests of a pass over all points", n)
	}
	holds(t, index, many, s.Repin(indextest.StatisticsOf(many)))
}

// TestManyTies: a thousand points of one score, cut anywhere, in rising order of
// ID, though the server gives them in falling order.
func TestManyTies(t *testing.T) {
	var same []retrieval.Point
	for i := range 1000 {
		p := points[0]
		p.Chunk.ID = retrieval.NewID("tie", fmt.Sprint(i))
		p.Chunk.Language = []string{"en", "zh"}[i%2]
		same = append(same, p)
	}
	_, x := connect(t, qdrant.Options{}, same)
	index := open(t, x)
	q := retrieval.Query{Vector: points[0].Vector, Terms: []retrieval.QueryTerm{{Term: points[0].Terms.Counts[0].Term, Weight: 1}}}
	q.Depth = len(same)
	all, err := index.Search(t.Context(), q)
	must(t, err)
	for _, q.Depth = range []int{1, 3, 100, 984, 985, 999} {
		got, err := index.Search(t.Context(), q)
		must(t, err)
		for i := range q.Depth {
			if got.Words[i] != all.Words[i] || got.Vectors[i] != all.Vectors[i] {
				t.Fatalf("depth %d: hit %d is not the one of the whole list", q.Depth, i)
			}
		}
	}
}

// TestHeld: what fits into Hold is not seen before Commit, and is gone when the
// index is closed.
func TestHeld(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	statistics := indextest.StatisticsOf(points)
	index := open(t, x)
	before := server.Calls("Upsert") + server.Calls("Delete")
	must(t, index.Upsert(t.Context(), indextest.Generator{Seed: 4}.Points(50)))
	must(t, index.Delete(t.Context(), ids(points)))
	holds(t, open(t, x), points, statistics)
	must(t, index.Close())
	holds(t, open(t, x), points, statistics)
	if n := server.Calls("Upsert") + server.Calls("Delete") - before; n != 0 {
		t.Errorf("%d writes before Commit", n)
	}
	if err := index.Upsert(t.Context(), points); err == nil {
		t.Error("upsert into a closed index: no error")
	}
	if err := ask(index); err == nil {
		t.Error("search in a closed index: no error")
	}
}

// TestPointsAreCopied: the caller may use its slices again.
func TestPointsAreCopied(t *testing.T) {
	mine := indextest.Generator{}.Points(30)
	_, x := connect(t, qdrant.Options{}, nil)
	index := open(t, x)
	must(t, index.Upsert(t.Context(), mine))
	for _, p := range mine {
		clear(p.Vector)
		clear(p.Terms.Counts)
	}
	must(t, index.Commit(t.Context(), indextest.StatisticsOf(points)))
	holds(t, index, points, indextest.StatisticsOf(points))
}

// TestWithoutVectors has no embedder.
func TestWithoutVectors(t *testing.T) {
	_, x := connect(t, qdrant.Options{}, nil)
	bare := retrieval.Spec{Analyser: "a", Chunker: "c"}
	index, err := x.Create(t.Context(), "wordsonly", bare)
	must(t, err)
	mine := indextest.Generator{}.Points(30)
	for i := range mine {
		mine[i].Vector = nil
	}
	must(t, index.Upsert(t.Context(), mine))
	must(t, index.Commit(t.Context(), indextest.StatisticsOf(mine)))
	must(t, x.Publish(t.Context(), "wordsonly"))
	index, err = x.Open(t.Context(), "wordsonly", bare)
	must(t, err)
	q := indextest.Generator{}.Queries(1)[0]
	if _, err := index.Search(t.Context(), q); err == nil {
		t.Error("a vector in an index without: no error")
	}
	q.Vector = nil
	legs, err := index.Search(t.Context(), q)
	must(t, err)
	if len(legs.Words) == 0 || len(legs.Vectors) != 0 {
		t.Errorf("%d by words, %d by vector", len(legs.Words), len(legs.Vectors))
	}
}

// TestReadersAndWriters runs searches, reads and a second knowledge base beside
// a writer; the race detector looks on.
func TestReadersAndWriters(t *testing.T) {
	_, x := connect(t, small, points)
	index := open(t, x)
	var group sync.WaitGroup
	stop := make(chan struct{})
	for range 2 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := ask(index); err != nil {
					t.Error(err)
					return
				}
				if _, err := index.Chunks(t.Context(), ids(points)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range 4 {
		must(t, index.Delete(t.Context(), ids(points[i:i+1])))
		must(t, index.Upsert(t.Context(), indextest.Generator{Seed: uint64(i + 2)}.Points(10)))
		for range index.IDs(t.Context()) {
		}
		must(t, index.Commit(t.Context(), retrieval.Statistics{Points: 30, AverageLength: float32(30 + i%2)}))
	}
	close(stop)
	group.Wait()
}
