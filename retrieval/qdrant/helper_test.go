package qdrant_test

import (
	"context"
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/qdrant/qdranttest"
)

const kb = "shop"

var spec = indextest.Generator{}.Spec()

// impatient gives up at the first failure, so that each fault is seen.
var impatient = qdrant.Options{Patience: 1}

// live publishes an index that holds points.
func live(t testing.TB, x *qdrant.Indexes, points []retrieval.Point) retrieval.Index {
	t.Helper()
	index, err := x.Create(t.Context(), kb, spec)
	must(t, err)
	must(t, index.Upsert(t.Context(), points))
	must(t, index.Commit(t.Context(), indextest.StatisticsOf(points)))
	must(t, x.Publish(t.Context(), kb))
	return index
}

func open(t testing.TB, x *qdrant.Indexes) retrieval.Index {
	t.Helper()
	index, err := x.Open(t.Context(), kb, spec)
	must(t, err)
	return index
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// become brings the live index to hold exactly points, as ingest does: it adds
// all of them and removes what is left over.
func become(ctx context.Context, x *qdrant.Indexes, points []retrieval.Point, s retrieval.Statistics) error {
	index, err := x.Open(ctx, kb, spec)
	if err != nil {
		return err
	}
	wanted := map[retrieval.ID]bool{}
	for _, p := range points {
		wanted[p.Chunk.ID] = true
	}
	var gone []retrieval.ID
	for id, err := range index.IDs(ctx) {
		if err != nil {
			return err
		}
		if !wanted[id] {
			gone = append(gone, id)
		}
	}
	if err := index.Upsert(ctx, points); err != nil {
		return err
	}
	if err := index.Delete(ctx, gone); err != nil {
		return err
	}
	if err := index.Commit(ctx, s); err != nil {
		return err
	}
	return index.Close()
}

// holds compares an index with the reference that was given the same points and
// statistics.
func holds(t testing.TB, x retrieval.Index, points []retrieval.Point, statistics retrieval.Statistics) {
	t.Helper()
	reference, err := indextest.NewReference().Create(t.Context(), kb, spec)
	must(t, err)
	must(t, reference.Upsert(t.Context(), points))
	must(t, reference.Commit(t.Context(), statistics))
	for i, q := range (indextest.Generator{}).Queries(4) {
		q.Depth = 1000
		want, err := reference.Search(t.Context(), q)
		must(t, err)
		got, err := x.Search(t.Context(), q)
		must(t, err)
		if err := indextest.CompareLegs(want, got, q.Depth, indextest.Tight()); err != nil {
			t.Fatalf("question %d: %v", i, err)
		}
	}
	left := map[retrieval.ID]bool{}
	for id, err := range x.IDs(t.Context()) {
		must(t, err)
		left[id] = true
	}
	if len(left) != len(points) {
		t.Fatalf("%d ids, want %d", len(left), len(points))
	}
	if s, err := x.Statistics(t.Context()); err != nil || s != statistics {
		t.Fatalf("statistics %+v, %v; want %+v", s, err, statistics)
	}
}

// connect returns a server with the live index of points, and the indexes on it.
func connect(t testing.TB, options qdrant.Options, points []retrieval.Point) (*qdranttest.Server, *qdrant.Indexes) {
	t.Helper()
	server := qdranttest.Start(t)
	live(t, server.Indexes(t, qdrant.Options{}), points)
	return server, server.Indexes(t, options)
}
