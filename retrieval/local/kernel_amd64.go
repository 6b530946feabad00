package local

import "golang.org/x/sys/cpu"

// fastest chooses by what the processor has.
func fastest() kernel {
	if !cpu.X86.HasAVX2 {
		return portable()
	}
	return kernel{scan: scanWide, dots: dotsWide}
}

func scanWide(codes []int8, query []int16, out []int32) {
	if len(out) == 0 || len(query) == 0 {
		clear(out)
		return
	}
	codes = codes[:len(out)*len(query)] // the assembly does not look at lengths
	scanAVX2(&codes[0], &query[0], len(query), len(out), &out[0])
}

// aheadRows is how many rows dotsAVX2 looks ahead.
const aheadRows = 2

func dotsWide(floats, query []float32, rows []uint32, out []float32) {
	if len(rows) == 0 || len(query) == 0 {
		clear(out)
		return
	}
	out = out[:len(rows)]
	for _, row := range rows {
		_ = floats[int(row)*len(query)+len(query)-1]
	}
	n := max(0, len(rows)-aheadRows)
	if n > 0 {
		dotsAVX2(&floats[0], query, &rows[0], n, &out[0])
	}
	var last [2 * aheadRows]uint32 // the end again, with something to look ahead to
	copy(last[:], rows[n:])
	dotsAVX2(&floats[0], query, &last[0], len(rows)-n, &out[n])
}

// scanAVX2 multiplies rows of stride codes by query. Stride is a positive
// multiple of codeStep, rows at least 1.
//
//go:noescape
func scanAVX2(codes *int8, query *int16, stride, rows int, out *int32)

// dotsAVX2 multiplies n rows, at least 1, by query, whose length is a positive
// multiple of floatStep. It reads rows[n+1] and asks for that row, but does not
// need it.
//
//go:noescape
func dotsAVX2(floats *float32, query []float32, rows *uint32, n int, out *float32)
