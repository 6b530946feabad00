package rank

import "golang.org/x/sys/cpu"

// multiply is multiplyPortable, sixteen numbers at a time where the processor
// can.
func multiply(row []int8, queries []int16, out []int32) {
	if !cpu.X86.HasAVX2 || len(row) == 0 || len(row)%stepSize != 0 || len(out) == 0 {
		multiplyPortable(row, queries, out)
		return
	}
	_ = queries[len(row)*len(out)-1] // the assembly does not look at lengths
	multiplyAVX2(&row[0], &queries[0], len(row), len(out), &out[0])
}

// multiplyAVX2 multiplies n queries, at least 1, by a row whose length is a
// positive multiple of stepSize.
//
//go:noescape
func multiplyAVX2(row *int8, queries *int16, length, n int, out *int32)
