package qdrant

import (
	"cmp"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"

	"footnote/retrieval"
)

// counts are the terms of a point by hash, in rising order; terms that share a
// hash are kept apart, because each is saturated for itself.
type counts struct {
	hashes []uint32
	tf     []float32
	length float32
}

// newCounts hashes terms. A term that does not occur (a count of zero or less)
// is not in the text.
func newCounts(terms retrieval.Terms) (counts, error) {
	type pair struct {
		hash uint32
		tf   float32
	}
	if !finite(terms.Length) || terms.Length < 0 {
		return counts{}, errors.New("its length is not a finite number of words")
	}
	pairs := make([]pair, 0, len(terms.Counts))
	for _, t := range terms.Counts {
		if !finite(t.Count) {
			return counts{}, errors.New("the count of a term is not a finite number")
		}
		if t.Count > 0 {
			pairs = append(pairs, pair{Hash(t.Term), t.Count})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.tf, b.tf)) })
	c := counts{hashes: make([]uint32, len(pairs)), tf: make([]float32, len(pairs)), length: terms.Length}
	for i, p := range pairs {
		c.hashes[i], c.tf[i] = p.hash, p.tf
	}
	return c, nil
}

func finite(x float32) bool { return !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0) }

// weights is the sparse vector: tf/(tf + K1*(1-B+B*length/average)), the part of
// BM25 that belongs to the point (see retrieval.K1). Without an average every
// text counts as one of average length.
func (c counts) weights(average float32) (indices []uint32, values []float32) {
	ratio := 1.0
	if average > 0 {
		ratio = float64(c.length) / float64(average)
	}
	norm := retrieval.K1 * (1 - retrieval.B + retrieval.B*ratio)
	for i, h := range c.hashes {
		tf := float64(c.tf[i])
		value := float32(tf / (tf + norm))
		if last := len(indices) - 1; last >= 0 && indices[last] == h {
			values[last] += value
			continue
		}
		indices, values = append(indices, h), append(values, value)
	}
	return indices, values
}

// distinct is each hash once.
func (c counts) distinct() []uint32 { return slices.Compact(slices.Clone(c.hashes)) }

// String is what the payload field "terms" holds, in base64 (unpadded, RFC 4648):
//
//	length   number
//	n        uvarint
//	n times  uvarint: hash minus the hash before, number: count
//
// A number is the uvarint of a float32's bits, exclusive-or those of 1, byte
// order reversed: one byte for 1, five at most, no digit lost.
func (c counts) String() string {
	b := make([]byte, 0, 8+7*len(c.hashes))
	b = appendNumber(b, c.length)
	b = binary.AppendUvarint(b, uint64(len(c.hashes)))
	var before uint32
	for i, h := range c.hashes {
		b = binary.AppendUvarint(b, uint64(h-before))
		b = appendNumber(b, c.tf[i])
		before = h
	}
	return base64.RawStdEncoding.EncodeToString(b)
}

// oneBits are those of the float32 1.
const oneBits uint32 = 0x3f800000

func appendNumber(b []byte, x float32) []byte {
	return binary.AppendUvarint(b, uint64(bits.ReverseBytes32(math.Float32bits(x)^oneBits)))
}

// parseCounts reads what String wrote, and nothing else.
func parseCounts(text string) (counts, error) {
	b, err := base64.RawStdEncoding.Strict().DecodeString(text)
	if err != nil {
		return counts{}, errors.New("not base64")
	}
	r := reader{b: b}
	c := counts{length: r.number()}
	n := r.uvarint(uint64(len(b))) // at least two bytes each
	c.hashes, c.tf = make([]uint32, 0, n), make([]float32, 0, n)
	var hash uint64
	for range n {
		hash += r.uvarint(math.MaxUint32)
		tf := r.number()
		if hash > math.MaxUint32 || !(tf > 0) {
			r.bad = true
			break
		}
		c.hashes, c.tf = append(c.hashes, uint32(hash)), append(c.tf, tf)
	}
	if r.bad || len(r.b) != 0 || !(c.length >= 0) {
		return counts{}, errors.New("not a list of terms")
	}
	return c, nil
}

// reader takes numbers off the front of b; bad once one was not there.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) uvarint(most uint64) uint64 {
	x, n := binary.Uvarint(r.b)
	if r.bad || n <= 0 || x > most {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return x
}

func (r *reader) number() float32 {
	x := math.Float32frombits(bits.ReverseBytes32(uint32(r.uvarint(math.MaxUint32))) ^ oneBits)
	if !finite(x) {
		r.bad = true
	}
	return x
}
