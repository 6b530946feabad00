package local

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The kernel of this machine against the portable one: the same bits.
func TestKernelsAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	fast, slow := fastest(), portable()
	for _, stride := range []int{64, 128, 192, 256, 384, 1024, 16384} {
		limit := min(math.MaxInt16, math.MaxInt32/(codeMax*stride))
		for _, rows := range []int{1, 2, 3, 7, 64} {
			codes, query := make([]int8, stride*rows), make([]int16, stride)
			for i := range codes {
				codes[i] = int8(random.IntN(2*codeMax+1) - codeMax)
			}
			for i := range query {
				query[i] = int16(random.IntN(2*limit+1) - limit)
			}
			sameProducts(t, fast, slow, codes, query)
			for i := range codes { // the largest sum that can occur
				codes[i] = codeMax
			}
			for i := range query {
				query[i] = int16(limit)
			}
			sameProducts(t, fast, slow, codes, query)
		}
	}
	for width := floatStep; width <= 2048; width += floatStep {
		const rows = 9
		floats, query := make([]float32, rows*width), make([]float32, width)
		for i := range floats {
			floats[i] = float32(random.NormFloat64())
		}
		for i := range query {
			query[i] = float32(random.NormFloat64())
		}
		for n := range rows {
			var wanted []uint32
			for range n {
				wanted = append(wanted, uint32(random.IntN(rows)))
			}
			sameDots(t, floats, query, wanted)
		}
	}
}

func sameDots(t *testing.T, floats, query []float32, rows []uint32) {
	t.Helper()
	a, b := make([]float32, len(rows)), make([]float32, len(rows))
	fastest().dots(floats, query, rows, a)
	portable().dots(floats, query, rows, b)
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			t.Fatalf("%d of %d rows of %d floats: %x here, %x portable", i, len(rows), len(query), math.Float32bits(a[i]), math.Float32bits(b[i]))
		}
	}
}

func sameProducts(t *testing.T, fast, slow kernel, codes []int8, query []int16) {
	t.Helper()
	a, b := make([]int32, len(codes)/len(query)), make([]int32, len(codes)/len(query))
	fast.scan(codes, query, a)
	slow.scan(codes, query, b)
	for i := range a {
		var want int64
		for j, q := range query {
			want += int64(q) * int64(codes[i*len(query)+j])
		}
		if a[i] != b[i] || int64(b[i]) != want {
			t.Fatalf("row %d of stride %d: %d here, %d portable, %d exactly", i, len(query), a[i], b[i], want)
		}
	}
}

// The bound must hold for every row, or a search could miss a point.
func TestBoundHolds(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, dimensions := range []int{1, 3, 16, 33, 256, 1000} {
		width, stride := roundUp(dimensions, floatStep), roundUp(dimensions, codeStep)
		for trial := range 300 {
			row := normalised(nil, vectorLike(random, dimensions, trial), width)
			query := normalised(nil, vectorLike(random, dimensions, trial/2), width)
			codes := make([]int8, stride)
			scale, residue := quantiseRow(row, codes)
			q := quantiseQuery(query, make([]int16, stride))
			var product [1]int32
			portable().scan(codes, q.codes, product[:])
			approximate := float32(product[0]) * (q.scale * scale)
			exact := dot(row, query)
			if off := math.Abs(float64(approximate - exact)); off > float64(residue*q.relative+q.absolute) {
				t.Fatalf("%d dimensions, trial %d: off by %g, bound %g", dimensions, trial, off, residue*q.relative+q.absolute)
			}
		}
	}
}

// vectorLike makes vectors of several shapes: round, spiky, tiny, zero.
func vectorLike(random *rand.Rand, n, trial int) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(random.NormFloat64())
		switch trial % 5 {
		case 1:
			v[i] *= v[i] * v[i] * v[i] * v[i]
		case 2:
			v[i] *= 1e-30
		case 3:
			v[i] = 0
		}
	}
	if trial%5 == 4 {
		v[random.IntN(n)] = 100
	}
	return v
}

func BenchmarkKernel(b *testing.B) {
	for name, k := range map[string]kernel{"fastest": fastest(), "portable": portable()} {
		codes, query, out := make([]int8, 256*256), make([]int16, 256), make([]int32, 256)
		b.Run("scan256rows/"+name, func(b *testing.B) {
			for b.Loop() {
				k.scan(codes, query, out)
			}
		})
		floats, vector, rows, dots := make([]float32, 256*256), make([]float32, 256), make([]uint32, 256), make([]float32, 256)
		for i := range rows {
			rows[i] = uint32(i * 7 % 256)
		}
		b.Run("dots256rows/"+name, func(b *testing.B) {
			for b.Loop() {
				k.dots(floats, vector, rows, dots)
			}
		})
	}
}
