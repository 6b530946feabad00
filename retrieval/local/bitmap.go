package local

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// bitmap marks rows that are gone. Nil marks none.
type bitmap []uint64

func newBitmap(n int) bitmap { return make(bitmap, (n+63)/64) }

func (b bitmap) has(row uint32) bool { return b != nil && b[row>>6]>>(row&63)&1 != 0 }

func (b bitmap) set(row uint32) { b[row>>6] |= 1 << (row & 63) }

func (b bitmap) count() (n int) {
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// encodeDeletes writes the bitmap of a segment of n points.
func encodeDeletes(b bitmap, n int) []byte {
	out := append(make([]byte, 0, len(deletesMagic)+8+8*len(b)), deletesMagic...)
	out = binary.LittleEndian.AppendUint32(out, uint32(n))
	out = binary.LittleEndian.AppendUint32(out, uint32(b.count()))
	for _, w := range b {
		out = binary.LittleEndian.AppendUint64(out, w)
	}
	return out
}

// decodeDeletes reads what encodeDeletes wrote for a segment of n points.
func decodeDeletes(in []byte, n int) (bitmap, error) {
	head := len(deletesMagic) + 8
	if len(in) < head || string(in[:len(deletesMagic)]) != deletesMagic {
		return nil, fmt.Errorf("it does not start like a deletes file of this version")
	}
	points, count := binary.LittleEndian.Uint32(in[8:]), binary.LittleEndian.Uint32(in[12:])
	if int64(points) != int64(n) || len(in) != head+(n+63)/64*8 {
		return nil, fmt.Errorf("it is for a segment of %d points, not of %d", points, n)
	}
	b := newBitmap(n)
	for i := range b {
		b[i] = binary.LittleEndian.Uint64(in[head+8*i:])
	}
	if n%64 != 0 && b[len(b)-1]>>(n%64) != 0 || b.count() != int(count) {
		return nil, fmt.Errorf("it marks other than the %d points that it should", count)
	}
	return b, nil
}
