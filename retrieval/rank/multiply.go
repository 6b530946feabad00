package rank

// stepSize is how many numbers multiply reads at once; rows of other lengths are
// multiplied one number at a time.
const stepSize = 16

// multiplyPortable sets out[i] to the dot product of row and the i-th of the
// queries that follow each other, all as long as row. A sum fits 32 bits up to rows
// of 131,000 numbers, products of two numbers of eight bits each being below 2^14.
func multiplyPortable(row []int8, queries []int16, out []int32) {
	for i := range out {
		q := queries[i*len(row):][:len(row)]
		var sum int32
		for j, x := range row {
			sum += int32(x) * int32(q[j])
		}
		out[i] = sum
	}
}
