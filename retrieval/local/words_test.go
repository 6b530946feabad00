package local

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

// More distinct counts than there are codes, over several segments that are then
// merged, with some points gone: scores stay exact.
func TestManyDistinctCounts(t *testing.T) {
	dir := t.TempDir()
	g := smallGenerator()
	points := g.Points(400)
	random := rand.New(rand.NewPCG(5, 6))
	for i := range points {
		for j := range points[i].Terms.Counts {
			points[i].Terms.Counts[j].Count = float32(random.IntN(700)+1) / 16
		}
	}
	indexes := New(dir, Options{BufferBytes: 60_000})
	x, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	for i := 0; i < len(points); i += 100 {
		ok(t, x.Upsert(t.Context(), points[i:i+100]))
		ok(t, x.Commit(t.Context(), indextest.StatisticsOf(points[:i+100])))
		sameIn(t, x, points[:i+100])
	}
	var gone []retrieval.ID
	for _, p := range points[:130] {
		gone = append(gone, p.Chunk.ID)
	}
	ok(t, x.Delete(t.Context(), gone))
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(points[130:])))
	sameIn(t, x, points[130:])
}

// A term named twice by a point counts with the sum, as the reference does.
func TestTermNamedTwice(t *testing.T) {
	dir := t.TempDir()
	g := smallGenerator()
	points := g.Points(30)
	for i := range points {
		points[i].Terms.Counts = append(points[i].Terms.Counts, points[i].Terms.Counts[0])
	}
	summed := g.Points(30)
	for i := range summed {
		summed[i].Terms.Counts[0].Count *= 2
	}
	indexes := New(dir, Options{})
	x, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	ok(t, x.Upsert(t.Context(), points))
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(points)))
	sameIn(t, x, summed)
}

func TestBadPointsAreRefused(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	left := smallIndex(t, indexes)
	x, err := indexes.Open(t.Context(), testKB, smallGenerator().Spec())
	ok(t, err)
	defer x.Close()
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, bad := range []float32{nan, inf, -inf, -1, maxCount * 2} {
		p := left[0]
		p.Terms.Length = bad
		q := left[0]
		q.Terms.Counts = []retrieval.TermCount{{Term: "x", Count: bad}}
		for _, p := range []retrieval.Point{p, q} {
			if x.Upsert(t.Context(), []retrieval.Point{left[1], p}) == nil {
				t.Errorf("upsert with %g: no error", bad)
			}
		}
		if x.Commit(t.Context(), retrieval.Statistics{AverageLength: bad}) == nil {
			t.Errorf("commit of average %g: no error", bad)
		}
	}
	for _, bad := range []float32{nan, inf, -inf} {
		if _, err := x.Search(t.Context(), retrieval.Query{Terms: []retrieval.QueryTerm{{Term: "x", Weight: bad}}, Depth: 1}); err == nil {
			t.Errorf("search with weight %g: no error", bad)
		}
	}
	if _, err := indexes.Create(t.Context(), testKB, retrieval.Spec{Dimensions: -1}); err == nil {
		t.Error("create with -1 dimensions: no error")
	}
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(left)))
	sameIn(t, x, left)
}

// Weights at the ends of what floats can hold.
func TestExtremeWeights(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	left := smallIndex(t, indexes)
	x, err := indexes.Open(t.Context(), testKB, smallGenerator().Spec())
	ok(t, err)
	defer x.Close()
	term := left[3].Terms.Counts[0].Term
	for _, w := range []float32{math.SmallestNonzeroFloat32, 1e-38, 1e-30, 1e-6, maxCount} {
		legs, err := x.Search(t.Context(), retrieval.Query{Terms: []retrieval.QueryTerm{{Term: term, Weight: w}}, Depth: 3})
		if err != nil || len(legs.Words) > 3 {
			t.Errorf("weight %g: %d hits, %v", w, len(legs.Words), err)
		}
		if w >= 1e-30 && len(legs.Words) == 0 {
			t.Errorf("weight %g: nothing found", w)
		}
	}
}

// An index of words alone has no dimensions.
func TestWordsAlone(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	spec := retrieval.Spec{Analyser: "a", Chunker: "c"}
	x, err := indexes.Create(t.Context(), testKB, spec)
	ok(t, err)
	defer x.Close()
	points := smallGenerator().Points(30)
	for i := range points {
		points[i].Vector = nil
	}
	ok(t, x.Upsert(t.Context(), points))
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(points)))
	ok(t, indexes.Publish(t.Context(), testKB))
	q := retrieval.Query{Terms: []retrieval.QueryTerm{{Term: points[0].Terms.Counts[0].Term, Weight: 1}}, Depth: 10}
	legs, err := x.Search(t.Context(), q)
	if err != nil || len(legs.Words) == 0 || len(legs.Vectors) != 0 {
		t.Errorf("%d by words, %d by vector, %v", len(legs.Words), len(legs.Vectors), err)
	}
	q.Vector = make(retrieval.Vector, 3)
	if _, err := x.Search(t.Context(), q); err == nil {
		t.Error("search by vector in an index of words: no error")
	}
}

// plan keeps the number of segments logarithmic and the work amortised.
func TestPlan(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	var sizes []size
	written, points := 0, 0
	for range 3000 {
		n := 1 + random.IntN(40)
		sizes = append(sizes, size{points: n, live: n})
		points += n
		if chosen := plan(sizes); len(chosen) > 0 {
			sizes = merged(sizes, chosen)
			written += sizes[len(sizes)-1].live
		}
		if most := math.Log2(float64(points)) + 1; float64(len(sizes)) > most {
			t.Fatalf("%d segments of %d points", len(sizes), points)
		}
	}
	if most := float64(points) * math.Log2(float64(points)); float64(written) > most {
		t.Errorf("%d points written again for %d points", written, points)
	}
	if got := plan([]size{{points: 100, live: 49}, {points: 900, live: 900}}); fmt.Sprint(got) != "[0]" {
		t.Errorf("a segment with most points gone: %v, want it written again", got)
	}
	for _, none := range [][]size{nil, {{points: 5, live: 5}}, {{points: 5, live: 5}, {points: 6, live: 6}}} {
		if got := plan(none); len(got) != 0 {
			t.Errorf("plan %v: %v, want nothing", none, got)
		}
	}
	large := []size{{points: maxPoints - 10, live: maxPoints - 10}, {points: maxPoints - 10, live: maxPoints - 10}}
	if got := plan(large); len(got) != 0 {
		t.Errorf("two of the largest segments: %v, want nothing", got)
	}
}

func merged(sizes []size, chosen []int) (rest []size) {
	var sum size
	next := 0
	for i, s := range sizes {
		if next < len(chosen) && chosen[next] == i {
			sum.live += s.live
			next++
			continue
		}
		rest = append(rest, s)
	}
	sum.points = sum.live
	return append(rest, sum)
}

// A logarithmic number of segments, seen on disk.
func TestSegmentsAreMerged(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	g := smallGenerator()
	i, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer i.Close()
	points := g.Points(200)
	for at := 0; at < len(points); at += 2 {
		ok(t, i.Upsert(t.Context(), points[at:at+2]))
		ok(t, i.Commit(t.Context(), indextest.StatisticsOf(points[:at+2])))
	}
	s, err := i.(*index).acquire(t.Context())
	ok(t, err)
	defer s.release()
	if len(s.parts) > 8 || s.live != 200 {
		t.Errorf("%d segments with %d points after 100 commits", len(s.parts), s.live)
	}
	sameIn(t, i, points)
}
