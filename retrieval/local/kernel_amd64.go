package local

import "golang.org/x/sys/cpu"

// fastest chooses by what the processor has.
func fastest() kernel {
	if !cpu.X86.HasAVX2 {
		return portable()
	}
	return kernel{scan: scanWide, dot: dotWide}
}

func scanWide(codes []int8, query []int16, out []int32) {
	if len(out) == 0 || len(query) == 0 {
		clear(out)
		return
	}
	codes = codes[:len(out)*len(query)] // the assembly does not look at lengths
	scanAVX2(&codes[0], &query[0], len(query), len(out), &out[0])
}

func dotWide(a, b []float32) float32 {
	if len(a) == 0 {
		return 0
	}
	b = b[:len(a)]
	return dotAVX2(&a[0], &b[0], len(a))
}

// scanAVX2 multiplies rows of stride codes by query. Stride is a positive
// multiple of 32, rows at least 1.
//
//go:noescape
func scanAVX2(codes *int8, query *int16, stride, rows int, out *int32)

// dotAVX2 multiplies n pairs. N is a positive multiple of 16.
//
//go:noescape
func dotAVX2(a, b *float32, n int) float32
