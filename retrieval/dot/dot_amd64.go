package dot

import "golang.org/x/sys/cpu"

// vectors says whether the processor has the instructions of each.
func vectors() bool { return cpu.X86.HasAVX2 }

// each multiplies n others, at least 1, by a row whose length is a positive
// multiple of stepSize.
//
//go:noescape
func each(row *int8, others *int16, length, n int, out *int32)
