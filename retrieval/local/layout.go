package local

import (
	"encoding/binary"
	"unsafe"

	"footnote/retrieval"
)

// magic opens and closes a segment; deletesMagic opens a deletes file. The digit
// is the version of the format.
const (
	magic        = "FNSEG\x001\n"
	deletesMagic = "FNDEL\x001\n"
)

// The sections of a segment, in the order of the file.
const (
	secIDs = iota
	secByID
	secLengths
	secFacetOf
	secStringAt
	secStrings
	secFacetAt
	secFacets
	secScales
	secResidues
	secCodes
	secFloats
	secRecordAt
	secRecords
	secPostings
	secCounts
	secOddAt
	secOdd
	secPostingAt
	secTermAt
	secTerms
	sections
)

// sectionAlign is a cache line: no vector load of a row's start crosses one, and
// numbers of any width can be read in place.
const sectionAlign = 64

// Rows of codes and floats are padded with zeros to what one step of the SIMD
// kernels takes.
const (
	codeStep  = 64
	floatStep = 16
)

// tableBytes is the length of the table and the magic behind it.
const tableBytes = 8 + sections*16 + len(magic)

// maxPoints is how many rows the 24 bits of a posting can name.
const maxPoints = 1 << 24

// maxDimensions bounds a Spec: far above any embedder, and small enough that a
// dot product of codes fits 32 bits (quantise.go).
const maxDimensions = 1 << 14

func roundUp(n, step int) int { return (n + step - 1) / step * step }

// number is what a section can be a list of.
type number interface {
	~int8 | ~uint32 | ~uint64 | ~float32
}

// view reads b as little-endian numbers, in place where machine and address
// allow, else as a copy. Bytes left over are not seen: callers check lengths.
func view[T number](b []byte) []T {
	var zero T
	size := int(unsafe.Sizeof(zero))
	n := len(b) / size
	if n == 0 {
		return nil
	}
	if (littleEndian() || size == 1) && uintptr(unsafe.Pointer(&b[0]))%uintptr(size) == 0 {
		return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), n)
	}
	return decoded[T](b, n)
}

// decoded copies n numbers out of b.
func decoded[T number](b []byte, n int) []T {
	out := make([]T, n)
	for i := range out {
		switch p := any(&out[i]).(type) {
		case *uint64:
			*p = binary.LittleEndian.Uint64(b[8*i:])
		case *int8:
			*p = int8(b[i])
		default: // four bytes
			*(*uint32)(unsafe.Pointer(&out[i])) = binary.LittleEndian.Uint32(b[4*i:])
		}
	}
	return out
}

// idView reads b as ids, in place.
func idView(b []byte) []retrieval.ID {
	if len(b) < len(retrieval.ID{}) {
		return nil
	}
	return unsafe.Slice((*retrieval.ID)(unsafe.Pointer(&b[0])), len(b)/len(retrieval.ID{}))
}

// raw is the inverse of view.
func raw[T number](list []T) []byte {
	if len(list) == 0 {
		return nil
	}
	size := int(unsafe.Sizeof(list[0]))
	if littleEndian() || size == 1 {
		return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), len(list)*size)
	}
	return encoded(list, size)
}

// encoded writes numbers as little-endian bytes.
func encoded[T number](list []T, size int) []byte {
	out := make([]byte, 0, len(list)*size)
	for i := range list {
		if size == 8 {
			out = binary.LittleEndian.AppendUint64(out, *(*uint64)(unsafe.Pointer(&list[i])))
			continue
		}
		out = binary.LittleEndian.AppendUint32(out, *(*uint32)(unsafe.Pointer(&list[i])))
	}
	return out
}

func littleEndian() bool {
	probe := uint16(1)
	return *(*byte)(unsafe.Pointer(&probe)) == 1
}
