package local

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"footnote/retrieval"
)

func TestKeysKeepOrder(t *testing.T) {
	scores := []float32{float32(math.Inf(1)), math.MaxFloat32, 3, 1, 0.5, 1e-38, math.SmallestNonzeroFloat32, 0, -1e-38, -1, -math.MaxFloat32}
	for i, s := range scores {
		k := newKey(s, uint32(i))
		if scoreOf(k) != s || uint32(k) != uint32(i) {
			t.Errorf("%g comes back as %g of row %d", s, scoreOf(k), uint32(k))
		}
		if i > 0 && newKey(scores[i-1], 9) >= k {
			t.Errorf("%g does not come before %g", scores[i-1], s)
		}
	}
	if newKey(float32(math.Copysign(0, -1)), 1) != newKey(0, 1) {
		t.Error("the two zeros differ")
	}
}

// first against sorting everything, with many ties.
func TestFirst(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 11))
	for _, n := range []int{0, 1, 2, 100, smallSort, smallSort + 1, 5000} {
		for _, distinct := range []int{1, 3, 1 << 20} {
			for _, depth := range []int{1, 2, 50, n, n + 1} {
				checkFirst(t, random, n, distinct, max(depth, 1))
			}
		}
	}
}

func checkFirst(t *testing.T, random *rand.Rand, n, distinct, depth int) {
	t.Helper()
	snap := &snapshot{rows: n}
	for base := 0; base < n; {
		size := min(n-base, 1+random.IntN(n))
		p := &part{segment: &segment{points: size, ids: make([]retrieval.ID, size)}, base: base}
		for i := range p.ids {
			p.ids[i] = retrieval.ID{byte(random.IntN(256)), byte(random.IntN(256)), byte(base >> 8), byte(base), byte(i >> 8), byte(i)}
		}
		snap.parts = append(snap.parts, p)
		base += size
	}
	keys := make([]key, n)
	for i := range keys {
		keys[i] = newKey(float32(random.IntN(distinct))/7-1, uint32(i))
	}
	want := slices.Clone(keys)
	slices.SortFunc(want, func(a, b key) int {
		return cmp.Or(cmp.Compare(a>>32, b>>32), compareIDs(snap.id(uint32(a)), snap.id(uint32(b))))
	})
	got := new(scratch).first(snap, keys, depth)
	if !slices.Equal(got, want[:min(n, depth)]) {
		t.Fatalf("%d keys of %d scores, depth %d: another order than sorting gives", n, distinct, depth)
	}
}

// bounds must keep whatever can be among the best.
func TestBounds(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 13))
	for trial := range 400 {
		n, depth := 1+random.IntN(3000), 1+random.IntN(200)
		low, high := float32(-1.25), float32(1.25)
		if trial%2 == 0 {
			low, high = 0, float32(math.Exp(random.NormFloat64()*20))
		}
		var b bounds
		b.reset(depth, low, high)
		exact := make([]float32, n)
		for row := range exact {
			off := float32(random.Float64()) * (high - low) / 100 * float32(trial%3)
			exact[row] = low + (high-low)*float32(random.Float64()) + math.SmallestNonzeroFloat32
			if trial%5 == 0 {
				exact[row] = low + (high-low)*float32(1+random.IntN(4))/5
			}
			if near := exact[row] + off*(2*float32(random.Float64())-1); near+off >= b.least {
				b.note(uint32(row), near, off+off/1000)
			}
		}
		kept := map[uint32]bool{}
		for _, row := range b.reaching() {
			kept[row] = true
		}
		sorted := slices.Clone(exact)
		slices.SortFunc(sorted, func(a, b float32) int { return cmp.Compare(b, a) })
		last := sorted[min(depth, n)-1]
		for row, score := range exact {
			if score >= last && !kept[uint32(row)] {
				t.Fatalf("trial %d: row %d with score %g is dropped, the last of %d has %g (least %g)", trial, row, score, depth, last, b.least)
			}
		}
	}
}
