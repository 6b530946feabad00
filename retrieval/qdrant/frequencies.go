package qdrant

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// The frequencies say in how many points each hash occurs. They lie in
// bucketCount points of our own, by the first byte of the hash: a question
// reads a few of them (2 kB each at 20,000 chunks), a small change rewrites a
// part, and point 1+b holds bucket b.
const (
	bucketCount    = 256
	firstBucket    = statePoint + 1
	frequencyField = "frequencies"
)

func bucketOf(hash uint32) int { return int(hash >> 24) }

// bucket maps hash -> points. It is not changed once a search can see it.
type bucket map[uint32]uint32

// String is what the payload field "frequencies" holds, in base64 (unpadded):
//
//	uvarint: hash minus the hash before, uvarint: points
//
// repeated, hashes rising.
func (b bucket) String() string {
	var out []byte
	var before uint32
	for _, hash := range slices.Sorted(maps.Keys(b)) {
		out = binary.AppendUvarint(out, uint64(hash-before))
		out = binary.AppendUvarint(out, uint64(b[hash]))
		before = hash
	}
	return base64.RawStdEncoding.EncodeToString(out)
}

// parseBucket reads what String wrote for bucket number.
func parseBucket(number int, text string) (bucket, error) {
	raw, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("%w: frequencies %d are not base64", retrieval.ErrCorrupt, number)
	}
	r, b, hash := reader{b: raw}, bucket{}, uint64(0)
	for len(r.b) > 0 && !r.bad {
		hash += r.uvarint(math.MaxUint32)
		n := r.uvarint(math.MaxUint32)
		if hash > math.MaxUint32 || bucketOf(uint32(hash)) != number || n == 0 {
			r.bad = true
		}
		b[uint32(hash)] = uint32(n)
	}
	if r.bad {
		return nil, fmt.Errorf("%w: frequencies %d cannot be read", retrieval.ErrCorrupt, number)
	}
	return b, nil
}

// loadBuckets reads the buckets with these numbers; one that was never written
// is empty.
func (x *index) loadBuckets(ctx context.Context, numbers []int) (map[int]bucket, error) {
	buckets, err := loadParts(ctx, x, parts[bucket]{"read frequencies of words", frequencyField, firstBucket, parseBucket}, numbers)
	for n, b := range buckets {
		if b == nil {
			buckets[n] = bucket{}
		}
	}
	return buckets, err
}

// parts are what a collection keeps of one kind beside its points, each part in a
// point of its own.
type parts[T any] struct {
	reading string // what is being done, for errors
	field   string
	first   int // number of the point that has part 0
	parse   func(number int, stored string) (T, error)
}

// loadParts reads the parts with these numbers; one that was never written is T's
// zero.
func loadParts[T any](ctx context.Context, x *index, of parts[T], numbers []int) (map[int]T, error) {
	out := make(map[int]T, len(numbers))
	ids := make([]*client.PointId, len(numbers))
	for i, n := range numbers {
		var none T
		out[n] = none
		ids[i] = client.NewIDNum(uint64(of.first + n))
	}
	points, err := x.get(ctx, of.reading, ids, of.field)
	if err != nil {
		return nil, err
	}
	for _, p := range points {
		n := int(p.GetId().GetNum()) - of.first
		if _, asked := out[n]; !asked {
			return nil, fmt.Errorf("collection %s: the server answered with point %d, which was not asked for", x.collection(), p.GetId().GetNum())
		}
		if out[n], err = of.parse(n, p.GetPayload()[of.field].GetStringValue()); err != nil {
			return nil, fmt.Errorf("collection %s: %w", x.collection(), err)
		}
	}
	return out, nil
}

func (x *index) saveBuckets(ctx context.Context, buckets map[int]bucket) error {
	points := make([]*client.PointStruct, 0, len(buckets))
	for _, n := range slices.Sorted(maps.Keys(buckets)) {
		points = append(points, bare(uint64(firstBucket+n), map[string]*client.Value{
			frequencyField: client.NewValueString(buckets[n].String()),
		}))
	}
	for part := range slices.Chunk(points, x.server.options.Batch) {
		if err := x.upsert(ctx, "write frequencies of words", part); err != nil {
			return err
		}
	}
	return nil
}

// split sorts frequencies into all buckets, empty ones included.
func split(frequencies map[uint32]uint32) map[int]bucket {
	buckets := make(map[int]bucket, bucketCount)
	for n := range bucketCount {
		buckets[n] = bucket{}
	}
	for hash, n := range frequencies {
		buckets[bucketOf(hash)][hash] = n
	}
	return buckets
}

// touched returns the numbers of the buckets that a change of frequencies falls
// into, in order.
func touched(delta map[uint32]int) []int {
	numbers := map[int]bool{}
	for hash, d := range delta {
		if d != 0 {
			numbers[bucketOf(hash)] = true
		}
	}
	return slices.Sorted(maps.Keys(numbers))
}

// apply adds delta to buckets. False: a frequency would fall below zero, so what
// is stored and what was counted do not belong together.
func apply(buckets map[int]bucket, delta map[uint32]int) bool {
	for hash, d := range delta {
		if d == 0 {
			continue
		}
		b := buckets[bucketOf(hash)]
		n := int(b[hash]) + d
		if n < 0 {
			return false
		}
		if n == 0 {
			delete(b, hash)
			continue
		}
		b[hash] = uint32(n)
	}
	return true
}
