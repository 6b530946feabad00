package local

import (
	"bytes"
	"cmp"
	"encoding/binary"

	"footnote/retrieval"
)

// compareIDs orders by bytes; the first eight decide almost always.
func compareIDs(a, b *retrieval.ID) int {
	if c := cmp.Compare(binary.BigEndian.Uint64(a[:8]), binary.BigEndian.Uint64(b[:8])); c != 0 {
		return c
	}
	return bytes.Compare(a[8:], b[8:])
}
