package local

import "math"

// scoreBins divide the range of scores for finding one that the best reach.
const scoreBins = 2560

// bounds are the rows that can be among the best depth, as far as it is known.
// The first depth rows raise the score that the others must reach, so that soon
// almost every row ends at one comparison with least.
type bounds struct {
	depth int
	least float32 // a score that depth rows are sure to reach
	rows  []uint32
	// uppers are how high the scores of rows can be.
	uppers []float32

	low, perUnit float32           // range of bins
	bins         [scoreBins]uint32 // how low the scores can be, counted
	edge         int               // the bin of least
	above        int               // rows counted in that bin or above
}

// reset starts anew for scores from low to high. Above zero, only scores above
// zero count.
func (b *bounds) reset(depth int, low, high float32) {
	clear(b.bins[:])
	b.depth, b.edge, b.above = depth, 0, 0
	b.low, b.perUnit = low, min(scoreBins/(high-low), finest)
	b.rows, b.uppers = b.rows[:0], b.uppers[:0]
	b.least = -math.MaxFloat32
	if low == 0 {
		b.least = math.SmallestNonzeroFloat32
	}
}

// finest keeps scores too small to be told apart in one bin, where dividing by
// their range would not be finite.
const finest = 1e30

// note adds a row whose score is off by no more than off.
func (b *bounds) note(row uint32, score, off float32) {
	if score+off < b.least {
		return
	}
	b.rows = append(b.rows, row)
	b.uppers = append(b.uppers, score+off)
	at := int(max(0, min(scoreBins-1, (score-off-b.low)*b.perUnit)))
	b.bins[at]++
	if at < b.edge {
		return
	}
	b.above++
	for b.above-int(b.bins[b.edge]) >= b.depth {
		b.raise()
	}
}

// binSlack is how much of a bin rounding can cost: a few units of the last place
// of scoreBins.
const binSlack = 4.0 * scoreBins / (1 << 23)

// raise moves the edge up by a bin.
func (b *bounds) raise() {
	b.above -= int(b.bins[b.edge])
	b.edge++
	b.least = (float32(b.edge)-binSlack)/b.perUnit + b.low
}

// reaching returns the rows whose score can reach least, rising, and moves their
// uppers along.
func (b *bounds) reaching() []uint32 {
	kept := 0
	for i, row := range b.rows {
		if b.uppers[i] >= b.least {
			b.rows[kept], b.uppers[kept] = row, b.uppers[i]
			kept++
		}
	}
	return b.rows[:kept]
}
