package dot

// vectors: every 64-bit ARM processor has the instructions of each.
func vectors() bool { return true }

// each multiplies n others, at least 1, by a row whose length is a positive
// multiple of stepSize.
//
//go:noescape
func each(row *int8, others *int16, length, n int, out *int32)
