package local

// kernel is the arithmetic that a vector search spends its time in. Every
// implementation returns the same bits, so that a ranking does not depend on the
// machine.
type kernel struct {
	// scan sets out[i] to the dot product of query and the i-th of the rows that
	// follow each other in codes. All rows have the length of query, a multiple
	// of codeStep; no sum may leave 32 bits (quantise.go).
	scan func(codes []int8, query []int16, out []int32)
	// dots sets out[i] to the dot product of query and row rows[i] of floats. All
	// rows have the length of query, a multiple of floatStep; summed as
	// dotsPortable does.
	dots func(floats, query []float32, rows []uint32, out []float32)
}

// portable is the kernel in Go: the reference of the others, and what runs where
// there is none for the processor.
func portable() kernel { return kernel{scan: scanPortable, dots: dotsPortable} }

func scanPortable(codes []int8, query []int16, out []int32) {
	for i := range out {
		row := codes[i*len(query):][:len(query)]
		var sum int32
		for j, q := range query {
			sum += int32(q) * int32(row[j])
		}
		out[i] = sum
	}
}

func dotsPortable(floats, query []float32, rows []uint32, out []float32) {
	for i, row := range rows {
		out[i] = dot(floats[int(row)*len(query):][:len(query)], query)
	}
}

// dot keeps one sum for each of floatStep lanes and folds them in halves.
// Products are rounded before they are added: a fused multiply-add, which the
// compiler may otherwise choose, gives other bits.
func dot(a, b []float32) float32 {
	var lanes [floatStep]float32
	for ; len(a) >= floatStep && len(b) >= floatStep; a, b = a[floatStep:], b[floatStep:] {
		x, y := (*[floatStep]float32)(a), (*[floatStep]float32)(b)
		for i := range lanes {
			lanes[i] += float32(x[i] * y[i])
		}
	}
	for half := floatStep / 2; half > 0; half /= 2 {
		for i := range half {
			lanes[i] += lanes[i+half]
		}
	}
	return lanes[0]
}
