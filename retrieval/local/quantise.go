package local

import (
	"math"

	"footnote/retrieval"
)

// noVector is the scale of a point that has no vector.
const noVector = -1

// codeMax is the largest code; -128 is not used, so that the range is even.
const codeMax = math.MaxInt8

// unitSlack is how far the squared length of a vector may be from 1 before it is
// scaled: what float32 leaves of a vector that was made to have unit length. Such
// vectors keep their bits, and cosine and dot product agree to as much.
const unitSlack = 2e-7

// normalised appends v at unit length, padded with zeros to width.
func normalised(to []float32, v retrieval.Vector, width int) []float32 {
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	start := len(to)
	if math.Abs(square-1) <= unitSlack || square == 0 {
		to = append(to, v...)
	} else {
		norm := math.Sqrt(square)
		for _, x := range v {
			to = append(to, float32(float64(x)/norm))
		}
	}
	for len(to)-start < width {
		to = append(to, 0)
	}
	return to
}

// quantiseRow sets codes so that scale*codes is nearest to row, and returns the
// scale with the length of what is lost.
func quantiseRow(row []float32, codes []int8) (scale, residue float32) {
	scale = largest(row) / codeMax
	if scale == 0 {
		clear(codes)
		return 0, length(row)
	}
	inverse := 1 / scale
	var lost float64
	for i, x := range row {
		code := int8(max(-codeMax, min(codeMax, roundHalfAway(x*inverse))))
		codes[i] = code
		d := float64(x) - float64(scale)*float64(code)
		lost += d * d
	}
	clear(codes[len(row):])
	return scale, float32(math.Sqrt(lost) * (1 + roundingUp))
}

// roundingUp makes up for rounding to float32 and for the sum above.
const roundingUp = 1e-6

func largest(row []float32) (m float32) {
	for _, x := range row {
		m = max(m, x, -x)
	}
	return m
}

// length of a row so small that it has no scale: not a normal number.
func length(row []float32) float32 {
	var square float64
	for _, x := range row {
		square += float64(x) * float64(x)
	}
	return float32(math.Sqrt(square) * (1 + roundingUp))
}

// roundHalfAway is math.Round for values within int32, without its cost.
func roundHalfAway(x float32) int32 {
	if x < 0 {
		return int32(x - 0.5)
	}
	return int32(x + 0.5)
}

// queryCodes is a query in 16 bits, with how its products are to be read:
//
//	|cosine - products*scale*rowScale| <= residue(row)*relative + absolute
//
// With row = x + e and query = y + f (x, y what the codes stand for), the product
// differs from x·y by e·query + x·f, and by Cauchy and Schwarz that is at most
// |e||query| + |x||f|, where |x| <= |row| + |e| and both vectors have length 1.
type queryCodes struct {
	codes              []int16
	scale              float32
	relative, absolute float32
}

// quantiseQuery uses as many of the 16 bits as leave every sum within 32.
func quantiseQuery(query []float32, into []int16) queryCodes {
	n := len(into)
	limit := float64(min(math.MaxInt16, math.MaxInt32/(codeMax*max(n, 1))))
	scale := float64(largest(query)) / limit
	q := queryCodes{codes: into, scale: float32(scale)}
	var lost float64
	for i, x := range query[:min(n, len(query))] {
		code := 0.0
		if q.scale > 0 {
			code = max(-limit, min(limit, math.Round(float64(x)/float64(q.scale))))
		}
		into[i] = int16(code)
		d := float64(x) - float64(q.scale)*code
		lost += d * d
	}
	f := math.Sqrt(lost)
	q.relative = float32(1 + f + boundSlack)
	q.absolute = float32(f*(1+boundSlack) + boundSlack + float64(n)*summing)
	return q
}

// boundSlack covers vectors whose length is 1 within unitSlack and the rounding
// of the bound itself; summing is the rounding of one addition of the exact dot
// product per row of lanes, 2^-24 * n/floatStep, doubled.
const (
	boundSlack = 4e-6
	summing    = 2.0 / (1 << 24) / floatStep
)
