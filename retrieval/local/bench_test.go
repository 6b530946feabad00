package local

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

// documentation is what help centres look like to an index: chunks of 150 to 250
// words of Zipf frequency, a third of them Chinese, with 256 dimensions.
func documentation() indextest.Generator {
	return indextest.Generator{Seed: 11, Dimensions: 256, Words: 200, Vocabulary: 60_000}
}

// The sizes of a large help centre and of ten.
func benchmarkSizes() []int { return []int{20_000, 200_000} }

// build fills an index with n generated points and returns how long Upsert and
// Commit took.
func build(tb testing.TB, indexes *Indexes, points iter.Seq[retrieval.Point], spec retrieval.Spec) (retrieval.Index, time.Duration) {
	tb.Helper()
	ctx := tb.Context()
	x, err := indexes.Create(ctx, "bench", spec)
	if err != nil {
		tb.Fatal(err)
	}
	var took time.Duration
	var all retrieval.Statistics
	var sum float64
	for batch := range chunked(points, 1000) {
		for _, p := range batch {
			all.Points++
			sum += float64(p.Terms.Length)
		}
		start := time.Now()
		if err := x.Upsert(ctx, batch); err != nil {
			tb.Fatal(err)
		}
		took += time.Since(start)
	}
	all.AverageLength = float32(sum / float64(all.Points))
	start := time.Now()
	if err := x.Commit(ctx, all); err != nil {
		tb.Fatal(err)
	}
	if err := indexes.Publish(ctx, "bench"); err != nil {
		tb.Fatal(err)
	}
	return x, took + time.Since(start)
}

func chunked[T any](seq iter.Seq[T], n int) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		var batch []T
		for x := range seq {
			if batch = append(batch, x); len(batch) == n {
				if !yield(batch) {
					return
				}
				batch = nil
			}
		}
		if len(batch) > 0 {
			yield(batch)
		}
	}
}

// report gives percentiles, since a mean says little about a search box.
func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(q float64) float64 { return float64(took[int(q*float64(len(took)-1))].Nanoseconds()) / 1e6 }
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.95), "p95-ms")
	b.ReportMetric(at(0.99), "p99-ms")
}

// BenchmarkSearch measures the legs alone and together at two depths.
func BenchmarkSearch(b *testing.B) {
	for _, n := range benchmarkSizes() {
		g := documentation()
		x, took := build(b, New(b.TempDir(), Options{}), g.All(n), g.Spec())
		b.Logf("built %d points in %v: %.0f points/s", n, took, float64(n)/took.Seconds())
		queries := g.Queries(300)
		for _, depth := range []int{10, 1000} {
			for _, leg := range []string{"words", "vectors", "hybrid", "filtered"} {
				b.Run(fmt.Sprintf("%d/depth%d/%s", n, depth, leg), func(b *testing.B) { benchmarkQueries(b, x, queries, leg, depth) })
			}
		}
		b.Run(fmt.Sprintf("%d/chunks50", n), func(b *testing.B) { benchmarkChunks(b, x, queries[0]) })
		_ = x.Close()
	}
}

func benchmarkQueries(b *testing.B, x retrieval.Index, queries []retrieval.Query, leg string, depth int) {
	var took []time.Duration
	for i := 0; b.Loop(); i++ {
		q := queries[i%len(queries)]
		q.Depth = depth
		switch leg {
		case "words":
			q.Vector, q.Filter = nil, retrieval.Filter{}
		case "vectors":
			q.Terms, q.Filter = nil, retrieval.Filter{}
		case "hybrid":
			q.Filter = retrieval.Filter{}
		case "filtered":
			q.Filter = retrieval.Filter{Labels: map[string][]string{"product": {"shop"}}}
		}
		start := time.Now()
		if _, err := x.Search(b.Context(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	report(b, took)
}

func benchmarkChunks(b *testing.B, x retrieval.Index, q retrieval.Query) {
	q.Depth = 50
	legs, err := x.Search(b.Context(), q)
	if err != nil {
		b.Fatal(err)
	}
	ids := make([]retrieval.ID, len(legs.Vectors))
	for i, h := range legs.Vectors {
		ids[i] = h.ID
	}
	for b.Loop() {
		if chunks, err := x.Chunks(b.Context(), ids); err != nil || len(chunks) != 50 {
			b.Fatal(len(chunks), err)
		}
	}
}

// BenchmarkLarge searches BENCH_POINTS generated points in the folder BENCH_DIR, which
// it fills if it is empty: run it twice for the memory of a program that only
// searches. All cores build; searches come one after the other, at the depth of
// the live path, both legs.
func BenchmarkLarge(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("BENCH_POINTS"))
	dir := os.Getenv("BENCH_DIR")
	if err != nil || dir == "" {
		b.Skip("BENCH_POINTS and BENCH_DIR are not set")
	}
	g := documentation()
	if _, err := os.Stat(filepath.Join(dir, "bench")); errors.Is(err, fs.ErrNotExist) {
		x, took := build(b, New(dir, Options{}), g.All(n), g.Spec())
		b.Logf("built %d points in %v: %.0f points/s", n, took, float64(n)/took.Seconds())
		_ = x.Close()
	}
	begin := time.Now()
	x, err := New(dir, Options{}).Open(b.Context(), "bench", g.Spec())
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	b.Logf("opened in %v", time.Since(begin))
	queries := g.Queries(300)
	b.Run("hybrid", func(b *testing.B) { benchmarkQueries(b, x, queries, "hybrid", 1000) })
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		for line := range strings.Lines(string(status)) {
			if strings.HasPrefix(line, "VmHWM") || strings.HasPrefix(line, "VmRSS") || strings.HasPrefix(line, "Rss") {
				b.Log(strings.TrimSpace(line))
			}
		}
	}
}

// BenchmarkSearchBesideWriter searches 20,000 points: alone, and while another goroutine
// adds ten points and commits, as fast as a pipeline that embeds brings them.
func BenchmarkSearchBesideWriter(b *testing.B) {
	g := documentation()
	n := benchmarkSizes()[0]
	x, _ := build(b, New(b.TempDir(), Options{}), g.All(n), g.Spec())
	defer x.Close()
	queries := g.Queries(300)
	b.Run("alone", func(b *testing.B) { benchmarkQueries(b, x, queries, "hybrid", 1000) })
	b.Run("writing", func(b *testing.B) {
		done, stopped := make(chan struct{}), make(chan struct{})
		points := indextest.Generator{Seed: 12, Dimensions: 256, Words: 200, Vocabulary: 60_000}.Points(2000)
		go func() {
			defer close(stopped)
			pace := time.NewTicker(10 * time.Millisecond)
			defer pace.Stop()
			for i := 0; ; i++ {
				select {
				case <-done:
					return
				case <-pace.C:
				}
				at := i % 200 * 10
				if err := errors.Join(x.Upsert(b.Context(), points[at:at+10]), x.Commit(b.Context(), retrieval.Statistics{Points: n + i, AverageLength: 200})); err != nil {
					b.Error(err)
					return
				}
			}
		}()
		benchmarkQueries(b, x, queries, "hybrid", 1000)
		close(done)
		<-stopped
	})
}

// BenchmarkOpen opens an index with its checksums verified.
func BenchmarkOpen(b *testing.B) {
	for _, n := range benchmarkSizes() {
		g := documentation()
		dir := b.TempDir()
		x, _ := build(b, New(dir, Options{}), g.All(n), g.Spec())
		_ = x.Close()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				x, err := New(dir, Options{}).Open(b.Context(), "bench", g.Spec())
				if err != nil {
					b.Fatal(err)
				}
				_ = x.Close()
			}
		})
	}
}

// BenchmarkBuild measures Upsert, Commit and Publish, points made beforehand.
func BenchmarkBuild(b *testing.B) {
	for _, n := range benchmarkSizes() {
		g := documentation()
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var took time.Duration
			rounds := 0
			for b.Loop() {
				x, t := build(b, New(b.TempDir(), Options{}), g.All(n), g.Spec())
				_ = x.Close()
				took += t
				rounds++
			}
			b.ReportMetric(float64(n*rounds)/took.Seconds(), "points/s")
			b.ReportMetric(0, "ns/op") // includes making the points
		})
	}
}

// BenchmarkSmallCommits measures a commit of ten points to an index of 20,000.
func BenchmarkSmallCommits(b *testing.B) {
	g := documentation()
	n := benchmarkSizes()[0]
	x, _ := build(b, New(b.TempDir(), Options{}), g.All(n), g.Spec())
	defer x.Close()
	points := indextest.Generator{Seed: 12, Dimensions: 256, Words: 200, Vocabulary: 60_000}.Points(2000)
	i := 0
	for b.Loop() {
		at := i % 200 * 10
		if err := x.Upsert(b.Context(), points[at:at+10]); err != nil {
			b.Fatal(err)
		}
		if err := x.Commit(b.Context(), retrieval.Statistics{Points: n + i, AverageLength: 200}); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
