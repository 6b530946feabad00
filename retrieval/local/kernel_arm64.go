package local

// fastest needs no check: every 64-bit ARM processor has these instructions.
func fastest() kernel { return kernel{scan: scanVector, dots: dotsVector} }

func scanVector(codes []int8, query []int16, out []int32) {
	if len(out) == 0 || len(query) == 0 {
		clear(out)
		return
	}
	codes = codes[:len(out)*len(query)] // the assembly does not look at lengths
	scanNEON(&codes[0], &query[0], len(query), len(out), &out[0])
}

func dotsVector(floats, query []float32, rows []uint32, out []float32) {
	if len(rows) == 0 || len(query) == 0 {
		clear(out)
		return
	}
	out = out[:len(rows)]
	for _, row := range rows {
		_ = floats[int(row)*len(query)+len(query)-1]
	}
	dotsNEON(&floats[0], query, &rows[0], len(rows), &out[0])
}

// scanNEON multiplies rows of stride codes by query. Stride is a positive
// multiple of codeStep, rows at least 1.
//
//go:noescape
func scanNEON(codes *int8, query *int16, stride, rows int, out *int32)

// dotsNEON multiplies n rows, at least 1, by query, whose length is a positive
// multiple of floatStep.
//
//go:noescape
func dotsNEON(floats *float32, query []float32, rows *uint32, n int, out *float32)
