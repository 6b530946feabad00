package dot

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestEachIsThePortableOne(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, length := range []int{0, 1, 15, 16, 17, 32, 256, 272} {
		for _, n := range []int{0, 1, 2, 7} {
			row, others := make([]int8, length), make([]int16, length*n)
			for i := range row {
				row[i] = int8(r.IntN(256) - 128)
			}
			for i := range others {
				others[i] = int16(int8(r.IntN(256) - 128))
			}
			if length == 256 && n == 7 { // the largest sums
				for i := range row {
					row[i] = -128
				}
				for i := range others {
					others[i] = -128
				}
			}
			got, want := make([]int32, n), make([]int32, n)
			Each(row, others, got)
			portable(row, others, want)
			if !slices.Equal(got, want) {
				t.Errorf("%d × %d: %v, want %v", n, length, got, want)
			}
		}
	}
}

func TestSquare(t *testing.T) {
	for _, row := range [][]int8{nil, {3}, {-128, 127, 5, 0, 9}, make([]int8, 256)} {
		want := []int32{0}
		portable(row, Widen(nil, row), want)
		if got := Square(row); got != want[0] {
			t.Errorf("%v: %d, want %d", row, got, want[0])
		}
	}
}
