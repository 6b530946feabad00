//go:build !amd64

package rank

func multiply(row []int8, queries []int16, out []int32) { multiplyPortable(row, queries, out) }
