package qdrant_test

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/qdrant/qdranttest"
)

// sized are points as documentation has them: 384 dimensions, 100 words.
var sized = indextest.Generator{Dimensions: 384, Words: 100, Vocabulary: 30_000}

// BenchmarkSearch asks the in-process server, which compares every point: read
// it as the cost of both ends of the line and of a brute-force server.
func BenchmarkSearch(b *testing.B) {
	search(b, filled(b, qdranttest.New(b), 1000))
}

// BenchmarkSearchOnServer asks the server of FOOTNOTE_QDRANT_ADDR.
func BenchmarkSearchOnServer(b *testing.B) {
	for _, n := range []int{2_000, 19_000, 40_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			const prefix = "footnotebench"
			x := onServer(b, qdrant.Options{Prefix: prefix})
			index := filled(b, x, n)
			settled(b, prefix+"-"+kb)
			search(b, index)
		})
	}
}

func search(b *testing.B, index retrieval.Searcher) {
	queries := sized.Queries(100)
	for _, depth := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("depth %d", depth), func(b *testing.B) {
			took := make([]time.Duration, 0, b.N)
			for i := range b.N {
				q := queries[i%len(queries)]
				q.Depth = depth
				start := time.Now()
				if _, err := index.Search(b.Context(), q); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds()), "p95-µs")
		})
	}
}

// filled publishes an index of n points, sent in parts as ingest sends them.
func filled(b *testing.B, x *qdrant.Indexes, n int) retrieval.Index {
	b.Helper()
	index, err := x.Create(b.Context(), kb, sized.Spec())
	must(b, err)
	all := sized.Points(n)
	for part := range slices.Chunk(all, 500) {
		must(b, index.Upsert(b.Context(), part))
	}
	must(b, index.Commit(b.Context(), indextest.StatisticsOf(all)))
	must(b, x.Publish(b.Context(), kb))
	return index
}

// settled waits until the server at FOOTNOTE_QDRANT_ADDR has built its graphs:
// until then a search competes with the building.
func settled(b *testing.B, collection string) {
	b.Helper()
	host, port, err := net.SplitHostPort(os.Getenv("FOOTNOTE_QDRANT_ADDR"))
	must(b, err)
	number, err := strconv.Atoi(port)
	must(b, err)
	api, err := client.NewClient(&client.Config{Host: host, Port: number, PoolSize: 1, SkipCompatibilityCheck: true})
	must(b, err)
	defer api.Close()
	for range 600 {
		info, err := api.GetCollectionInfo(b.Context(), collection)
		must(b, err)
		if info.GetStatus() == client.CollectionStatus_Green {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Log("the server is still building its graphs")
}

// BenchmarkFillOnServer fills an index, weights and frequencies included.
func BenchmarkFillOnServer(b *testing.B) {
	const n = 10_000
	x := onServer(b, qdrant.Options{})
	for b.Loop() {
		filled(b, x, n)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "points/s")
}

// BenchmarkFill fills the in-process server: the program's own share.
func BenchmarkFill(b *testing.B) {
	const n = 5_000
	for b.Loop() {
		filled(b, qdranttest.New(b), n)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "points/s")
}

func BenchmarkHash(b *testing.B) {
	for b.Loop() {
		qdrant.Hash("internationalisation")
	}
}
