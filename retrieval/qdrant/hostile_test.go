package qdrant_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/protobuf/proto"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/qdrant/qdranttest"
)

// batch is a fault that changes the answer to a search.
func batch(change func(r *client.QueryBatchResponse)) qdranttest.Fault {
	return qdranttest.Fault{Method: "QueryBatch", Instead: func(reply any) any {
		r := proto.Clone(reply.(*client.QueryBatchResponse)).(*client.QueryBatchResponse)
		change(r)
		return r
	}}
}

// hostile are answers that no server should give, and what the error says of
// them; "" for what can be put right.
func hostile() map[string]struct {
	fault qdranttest.Fault
	words string
} {
	return map[string]struct {
		fault qdranttest.Fault
		words string
	}{
		"no answers":  {batch(func(r *client.QueryBatchResponse) { r.Result = nil }), "0 answers to 3 queries"},
		"too many":    {batch(func(r *client.QueryBatchResponse) { r.Result = append(r.Result, r.Result...) }), "6 answers to 3"},
		"no state":    {batch(func(r *client.QueryBatchResponse) { r.Result[0].Result = nil }), "state is gone"},
		"empty state": {batch(func(r *client.QueryBatchResponse) { r.Result[0].Result[0].Payload = nil }), "state cannot be read"},
		"a number":    {batch(func(r *client.QueryBatchResponse) { r.Result[1].Result[0].Id = client.NewIDNum(7) }), "no chunk"},
		"no id":       {batch(func(r *client.QueryBatchResponse) { r.Result[2].Result[0].Id = nil }), "no chunk"},
		"not a UUID":  {batch(func(r *client.QueryBatchResponse) { r.Result[1].Result[0].Id = client.NewIDUUID("../etc") }), "no chunk"},
		"a score NaN": {batch(func(r *client.QueryBatchResponse) { r.Result[2].Result[1].Score = float32(math.NaN()) }), "not a finite number"},
		"wrong order": {batch(func(r *client.QueryBatchResponse) { r.Result[1].Result[0].Score = -1 }), ""},
		"the same hits": {batch(func(r *client.QueryBatchResponse) {
			r.Result[2].Result = append(r.Result[2].Result, r.Result[2].Result...)
		}), ""},
		"buckets that nobody wanted": {qdranttest.Fault{Method: "Get", Instead: func(any) any {
			return &client.GetResponse{Result: []*client.RetrievedPoint{{Id: client.NewIDNum(1 << 60)}}}
		}}, "not asked for"},
	}
}

// TestHostileReplies: whatever a server answers, the result is an error or
// well-formed, and never a panic.
func TestHostileReplies(t *testing.T) {
	for name, c := range hostile() {
		t.Run(name, func(t *testing.T) {
			server, x := connect(t, qdrant.Options{}, points)
			index := open(t, x)
			_, err := index.Search(t.Context(), retrieval.Query{Vector: points[0].Vector, Depth: 1})
			must(t, err)
			server.Inject(c.fault)
			q := indextest.Generator{}.Queries(1)[0]
			legs, err := index.Search(t.Context(), q)
			if c.words != "" {
				says(t, err, c.words)
				return
			}
			must(t, err)
			must(t, indextest.CompareLegs(legs, legs, q.Depth, indextest.Tight()))
		})
	}
}

// TestDamage changes what is stored and looks whether it is noticed.
func TestDamage(t *testing.T) {
	chunk := client.NewIDUUID(points[0].Chunk.ID.String())
	for name, c := range map[string]struct {
		id      *client.PointId
		payload map[string]*client.Value
		corrupt bool
		words   string
	}{
		"state is no JSON":      {client.NewIDNum(0), text("state", "{"), true, "state cannot be read"},
		"state of tomorrow":     {client.NewIDNum(0), text("state", `{"format":9}`), false, "format 9"},
		"state of nonsense":     {client.NewIDNum(0), text("state", `{"format":1,"count":-4}`), true, "impossible numbers"},
		"text is a number":      {chunk, map[string]*client.Value{"text": client.NewValueInt(3), "start": client.NewValueInt(0), "end": client.NewValueInt(0)}, true, `field "text"`},
		"no offsets":            {chunk, nil, true, `field "start"`},
		"blocks are no blocks":  {chunk, text("blocks", "heading,a,b"), true, "not a list of blocks"},
		"a label without a key": {chunk, map[string]*client.Value{"start": client.NewValueInt(0), "end": client.NewValueInt(0), "labels": client.NewValueFromList(client.NewValueString("x"))}, true, `field "labels"`},
		"a time of nonsense":    {chunk, text("updated", "yesterday"), true, `field "updated"`},
	} {
		t.Run(name, func(t *testing.T) {
			server, x := connect(t, qdrant.Options{}, points)
			index := open(t, x)
			overwrite(t, server, c.id, c.payload)
			err := readAll(t, index)
			says(t, err, c.words)
			if errors.Is(err, retrieval.ErrCorrupt) != c.corrupt {
				t.Errorf("error %v is ErrCorrupt: %t, want %t", err, !c.corrupt, c.corrupt)
			}
		})
	}
}

func text(field, value string) map[string]*client.Value {
	return map[string]*client.Value{
		"start": client.NewValueInt(0), "end": client.NewValueInt(0), field: client.NewValueString(value),
	}
}

func readAll(t *testing.T, x retrieval.Index) error {
	if _, err := x.Statistics(t.Context()); err != nil {
		return err
	}
	_, err := x.Chunks(t.Context(), ids(points))
	return err
}

// overwrite replaces a point behind the index's back.
func overwrite(t *testing.T, server *qdranttest.Server, id *client.PointId, payload map[string]*client.Value) {
	t.Helper()
	api := server.Client(t)
	_, err := api.Upsert(t.Context(), &client.UpsertPoints{
		CollectionName: "footnote-" + kb, Wait: client.PtrOf(true),
		Points: []*client.PointStruct{{Id: id, Payload: payload, Vectors: client.NewVectorsMap(map[string]*client.Vector{})}},
	})
	must(t, err)
}

// TestDamagedFrequencies: a search says so, and a Commit counts them anew only
// if it can trust the points.
func TestDamagedFrequencies(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	for n := range 256 {
		overwrite(t, server, client.NewIDNum(uint64(1+n)), text("frequencies", "!"))
	}
	err := ask(open(t, x))
	says(t, err, "not base64")
	if !errors.Is(err, retrieval.ErrCorrupt) {
		t.Errorf("%v is not ErrCorrupt", err)
	}
}

// TestFrequenciesThatDoNotFit: buckets emptied by somebody else are noticed when
// points go whose words they should hold, and counted anew.
func TestFrequenciesThatDoNotFit(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	for n := range 256 {
		overwrite(t, server, client.NewIDNum(uint64(1+n)), text("frequencies", ""))
	}
	statistics := indextest.StatisticsOf(points)
	must(t, become(t.Context(), x, points[5:], statistics))
	holds(t, open(t, x), points[5:], statistics)
}

// TestForeignCollections: what other programs have on the server is neither
// taken for an index nor removed.
func TestForeignCollections(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	api := server.Client(t)
	foreign := "footnote-shop-0123456789ab"
	must(t, api.CreateCollection(t.Context(), &client.CreateCollection{
		CollectionName: foreign,
		VectorsConfig:  client.NewVectorsConfigMap(map[string]*client.VectorParams{"x": {Size: 3, Distance: client.Distance_Dot}}),
	}))
	must(t, reindex(t, x, points))
	must(t, x.Drop(t.Context(), kb))
	if left := server.Collections(); len(left) != 1 || left[0] != foreign {
		t.Errorf("collections %v, want only %s", left, foreign)
	}
	must(t, api.CreateAlias(t.Context(), "footnote-shop", foreign))
	_, err := x.Open(t.Context(), kb, spec)
	says(t, err, "holds no index of footnote")
}

// TestOtherShape makes collections that only look like ours.
func TestOtherShape(t *testing.T) {
	for name, c := range map[string]struct {
		dense  map[string]*client.VectorParams
		sparse map[string]*client.SparseVectorParams
		words  string
	}{
		"other dimension": {dense(9, client.Distance_Cosine), words(), "9 dimensions, not 32"},
		"other distance":  {dense(32, client.Distance_Dot), words(), "by Dot, not by cosine"},
		"no words":        {dense(32, client.Distance_Cosine), nil, `no sparse vector "words"`},
		"no vectors":      {nil, words(), "0 dimensions, not 32"},
	} {
		t.Run(name, func(t *testing.T) {
			server, x := connect(t, qdrant.Options{}, points)
			api := server.Client(t)
			must(t, api.CreateCollection(t.Context(), &client.CreateCollection{
				CollectionName: "other", VectorsConfig: client.NewVectorsConfigMap(c.dense), SparseVectorsConfig: client.NewSparseVectorsConfig(c.sparse),
			}))
			state, err := api.Get(t.Context(), &client.GetPoints{
				CollectionName: "footnote-shop", Ids: []*client.PointId{client.NewIDNum(0)}, WithPayload: client.NewWithPayloadEnable(true),
			})
			must(t, err)
			must(t, api.CreateAlias(t.Context(), "footnote-shop", "other"))
			overwrite(t, server, client.NewIDNum(0), state[0].GetPayload())
			_, err = x.Open(t.Context(), kb, spec)
			says(t, err, c.words, "footnote reindex")
		})
	}
}

func dense(size uint64, distance client.Distance) map[string]*client.VectorParams {
	return map[string]*client.VectorParams{"vector": {Size: size, Distance: distance}}
}

func words() map[string]*client.SparseVectorParams {
	return map[string]*client.SparseVectorParams{"words": {}}
}

// TestTwoWriters: the second to commit learns that it was not alone.
func TestTwoWriters(t *testing.T) {
	_, x := connect(t, qdrant.Options{}, points)
	more := indextest.Generator{Seed: 5}.Points(10)
	one, other := open(t, x), open(t, x)
	must(t, one.Upsert(t.Context(), more[:5]))
	must(t, other.Upsert(t.Context(), more[5:]))
	statistics := indextest.StatisticsOf(points)
	must(t, other.Commit(t.Context(), statistics))
	must(t, one.Commit(t.Context(), statistics)) // it begins only now
	all := append(points[:len(points):len(points)], more...)
	holds(t, open(t, x), all, statistics)
}

// TestSpecChanges: an index that was opened before another spec was published
// does not search with the wrong vectors.
func TestSpecChanges(t *testing.T) {
	server, x := connect(t, qdrant.Options{}, points)
	index := open(t, x)
	must(t, ask(index))
	other := spec
	other.Embedder = "another of the same dimension"
	next, err := server.Indexes(t, qdrant.Options{}).Create(t.Context(), kb, other)
	must(t, err)
	must(t, next.Commit(t.Context(), retrieval.Statistics{}))
	y := server.Indexes(t, qdrant.Options{}) // another program: it knows of no Create
	must(t, y.Publish(t.Context(), kb))
	var mismatch *retrieval.MismatchError
	if err := ask(index); !errors.As(err, &mismatch) {
		t.Errorf("search: %v, want a MismatchError", err)
	}
	must(t, index.Upsert(t.Context(), points))
	if err := index.Commit(t.Context(), retrieval.Statistics{}); !errors.As(err, &mismatch) {
		t.Errorf("commit: %v, want a MismatchError", err)
	}
	live(t, y, points)
	must(t, ask(index)) // and does once its own is back
}

// TestUnfinished: an index that was not committed to the end is not published,
// neither by the program that makes it nor by the one after it.
func TestUnfinished(t *testing.T) {
	server, x := connect(t, small, points)
	index, err := x.Create(t.Context(), kb, spec)
	must(t, err)
	must(t, index.Upsert(t.Context(), points))
	says(t, x.Publish(t.Context(), kb), "not committed")
	after := server.Indexes(t, small)
	says(t, after.Publish(t.Context(), kb), "not filled to the end")
	holds(t, open(t, after), points, indextest.StatisticsOf(points))
	must(t, index.Commit(t.Context(), indextest.StatisticsOf(points)))
	must(t, after.Publish(t.Context(), kb))
	holds(t, open(t, after), points, indextest.StatisticsOf(points))
}

func TestNames(t *testing.T) {
	x := qdranttest.New(t)
	for _, bad := range []string{"", " ", "a b", "a/b", "../x", ".a", "a.", "a:b", "a*", "a\x00", "a\xff", "\u202ea", strings.Repeat("a", 101), strings.Repeat("店", 34)} {
		if _, err := x.Create(t.Context(), bad, spec); err == nil {
			t.Errorf("create %q: no error", bad)
		}
		if _, err := x.Open(t.Context(), bad, spec); err == nil || errors.Is(err, retrieval.ErrNoIndex) {
			t.Errorf("open %q: %v", bad, err)
		}
		if x.Publish(t.Context(), bad) == nil || x.Drop(t.Context(), bad) == nil {
			t.Errorf("publish and drop %q: no error", bad)
		}
	}
	for _, good := range []string{"a", "商店", "-A.b_c-1", "0", "नमस्ते", strings.Repeat("店", 33)} {
		if _, err := x.Create(t.Context(), good, spec); err != nil {
			t.Errorf("create %q: %v", good, err)
		}
	}
	for _, bad := range []qdrant.Options{
		{Addr: "http://localhost:6334"}, {Addr: "localhost:0"}, {Addr: "localhost:x"}, {Addr: ":6334"}, {Addr: "a b:1"},
		{Prefix: "a/b"}, {Prefix: ".a"}, {Prefix: strings.Repeat("a", 33)}, {ReadConsistency: "some"}, {ReadConsistency: "0"}, {Timeout: -1},
	} {
		if _, err := qdrant.New(bad); err == nil {
			t.Errorf("options %+v: no error", bad)
		}
	}
	for _, good := range []qdrant.Options{{}, {Addr: "::1"}, {Addr: "[::1]:6334"}, {Addr: "qdrant"}, {ReadConsistency: "majority"}, {ReadConsistency: "2"}, {TLS: true}} {
		y, err := qdrant.New(good)
		must(t, err)
		must(t, y.Close())
	}
}

// TestOwners: two libraries use one name on one server.
func TestOwners(t *testing.T) {
	server := qdranttest.Start(t)
	one, other := server.Indexes(t, qdrant.Options{Owner: "one"}), server.Indexes(t, qdrant.Options{Owner: "other"})
	first := live(t, one, indextest.Generator{}.Points(9))
	if _, err := other.Open(t.Context(), kb, spec); err == nil || errors.Is(err, retrieval.ErrNoIndex) || !strings.Contains(err.Error(), "another data folder") {
		t.Fatalf("open another's index: %v; want an error that says whose it is", err)
	}
	open(t, one)
	live(t, other, indextest.Generator{}.Points(5)) // takes the name over
	if err := first.Delete(t.Context(), []retrieval.ID{{}}); err != nil {
		t.Fatal(err)
	}
	if err := first.Commit(t.Context(), retrieval.Statistics{}); err == nil {
		t.Error("an index that was taken over can still be written by its old owner")
	}
	open(t, other)
	open(t, server.Indexes(t, qdrant.Options{})) // who names no owner sees all
}

// TestSimilarNames: one knowledge base is called like another's collection.
func TestSimilarNames(t *testing.T) {
	server := qdranttest.Start(t)
	x := server.Indexes(t, qdrant.Options{})
	for _, name := range []string{"a", "a-0123456789ab", "a-b"} {
		index, err := x.Create(t.Context(), name, spec)
		must(t, err)
		must(t, index.Commit(t.Context(), retrieval.Statistics{}))
		must(t, x.Publish(t.Context(), name))
	}
	must(t, x.Drop(t.Context(), "a"))
	for _, name := range []string{"a-0123456789ab", "a-b"} {
		_, err := x.Open(t.Context(), name, spec)
		must(t, err)
	}
}
