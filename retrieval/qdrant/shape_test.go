package qdrant

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

func TestShapes(t *testing.T) {
	for points, want := range map[int]shape{
		0: {}, ExactBelow - 1: {}, ExactBelow: {graph: true}, CompressFrom - 1: {graph: true}, CompressFrom: {graph: true, compressed: true},
	} {
		if got := shapeOf(points); got != want {
			t.Errorf("%d points: %+v, want %+v", points, got, want)
		}
		p := params(points, 1000)
		if p.GetExact() == want.graph || (p.GetHnswEf() >= 1000) != want.graph || p.GetQuantization().GetRescore() != want.compressed {
			t.Errorf("%d points are searched with %v", points, p)
		}
	}
}

// A server compresses what it is told to, and finds the same with the same scores.
// It needs one: FOOTNOTE_QDRANT_ADDR=host:6334.
func TestCompressedOnServer(t *testing.T) {
	options := Options{Addr: os.Getenv("FOOTNOTE_QDRANT_ADDR"), Prefix: "footnotetest" + strings.ToLower(rand.Text()[:8]), Tenant: "product"}
	if options.Addr == "" {
		t.Skip("FOOTNOTE_QDRANT_ADDR is not set")
	}
	indexes, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	defer indexes.Close()
	defer func() { _ = indexes.Drop(context.Background(), "shape") }()
	g := indextest.Generator{Seed: 3, Dimensions: 64}
	opened, err := indexes.Create(t.Context(), "shape", g.Spec())
	if err != nil {
		t.Fatal(err)
	}
	x, points := opened.(*index), g.Points(2000)
	for _, step := range []error{x.Upsert(t.Context(), points), x.Commit(t.Context(), indextest.StatisticsOf(points))} {
		if step != nil {
			t.Fatal(step)
		}
	}
	v, err := x.current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var before []retrieval.Legs
	queries := g.Queries(20)
	for i := range queries {
		queries[i].Depth, queries[i].Terms = 10, nil
		legs, err := x.Search(t.Context(), queries[i])
		if err != nil {
			t.Fatal(err)
		}
		before = append(before, legs)
	}
	if err := x.reshape(t.Context(), v.state, shapeOf(CompressFrom)); err != nil {
		t.Fatal(err)
	}
	info, err := x.server.info(t.Context(), x.collection())
	if err != nil || info.GetConfig().GetQuantizationConfig().GetScalar() == nil || !info.GetConfig().GetParams().GetVectorsConfig().GetParamsMap().GetMap()[vectorName].GetOnDisk() {
		t.Fatalf("the server has %v, %v", info.GetConfig(), err)
	}
	for i, q := range queries {
		filter, _ := conditions(q.Filter, v.state.Tenant)
		ask, err := x.ask(t.Context(), v, q, filter)
		if err != nil {
			t.Fatal(err)
		}
		ask.vectors.Params = params(CompressFrom, q.Depth)
		legs, _, err := x.answer(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		if err := indextest.Compare(before[i].Vectors, legs.Vectors, min(q.Depth, len(before[i].Vectors)), indextest.Loose()); err != nil {
			t.Errorf("question %d: %v", i, err)
		}
	}
}
