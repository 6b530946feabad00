// Package dot multiplies vectors of small integers, such as the rows of the
// built-in embedder's table, in which one number has eight bits. Every processor
// gives the same bits.
package dot

// stepSize is how many numbers Each reads at once; vectors of other lengths are
// multiplied one number at a time.
const stepSize = 16

// Each sets out[i] to the dot product of row and the i-th of the others, which
// follow each other, all as long as row. A sum fits 32 bits up to vectors of
// 131,000 numbers, if those of the others have eight bits too.
func Each(row []int8, others []int16, out []int32) {
	if !vectors() || len(row) == 0 || len(row)%stepSize != 0 || len(out) == 0 {
		portable(row, others, out)
		return
	}
	_ = others[len(row)*len(out)-1] // the assembly does not look at lengths
	each(&row[0], &others[0], len(row), len(out), &out[0])
}

// portable is Each in Go: the reference of the others, and what runs where there
// is none for the processor.
func portable(row []int8, others []int16, out []int32) {
	for i := range out {
		other := others[i*len(row):][:len(row)]
		var sum int32
		for j, x := range row {
			sum += int32(x) * int32(other[j])
		}
		out[i] = sum
	}
}

// Square is the product of a vector with itself.
func Square(row []int8) int32 {
	var s0, s1, s2, s3 int32 // the processor adds them side by side
	i := 0
	for ; i+3 < len(row); i += 4 {
		a, b, c, d := int32(row[i]), int32(row[i+1]), int32(row[i+2]), int32(row[i+3])
		s0, s1, s2, s3 = s0+a*a, s1+b*b, s2+c*c, s3+d*d
	}
	for ; i < len(row); i++ {
		s0 += int32(row[i]) * int32(row[i])
	}
	return s0 + s1 + s2 + s3
}

// Widen appends a vector to others, in the form in which Each takes them.
func Widen(others []int16, row []int8) []int16 {
	for _, x := range row {
		others = append(others, int16(x))
	}
	return others
}
