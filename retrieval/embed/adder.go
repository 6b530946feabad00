package embed

import "slices"

// adder adds rows of a table. Eight numbers are added at a time within two
// words of 64 bits, each number, made positive, in 16 bits of its own; before
// these could overflow they go into sum.
type adder struct {
	table *table
	lanes []uint64 // in pairs: the even and the odd numbers of eight
	added int64    // rows in lanes
	sum   []int64
}

const (
	fullLanes = 1<<8 + 1 // rows of at most 255 that fit into 16 bits
	bias      = 128      // makes a number of a row positive
	biases    = 0x8080808080808080
	evenBytes = 0x00ff00ff00ff00ff
)

func newAdder(t *table) adder {
	return adder{table: t, lanes: make([]uint64, t.columns/4), sum: make([]int64, t.columns)}
}

// add adds the row of a piece.
func (a *adder) add(piece uint16) {
	row := a.table.section[rows][int(piece)*a.table.columns:][:a.table.columns]
	lanes := a.lanes
	for len(row) >= 8 && len(lanes) >= 2 {
		x := u64(row, 0) ^ biases
		lanes[0] += x & evenBytes
		lanes[1] += x >> 8 & evenBytes
		row, lanes = row[8:], lanes[2:]
	}
	if a.added++; a.added == fullLanes {
		a.spill()
	}
}

// spill moves what lanes hold into sum.
func (a *adder) spill() {
	for i, x := range a.lanes {
		at := i/2*8 + i%2
		for k := range 4 {
			a.sum[at+2*k] += int64(x>>(16*k)&0xffff) - a.added*bias
		}
		a.lanes[i] = 0
	}
	a.added = 0
}

// total is the sum of what was added. The next total begins anew.
func (a *adder) total() []int64 {
	a.spill()
	sum := slices.Clone(a.sum)
	clear(a.sum)
	return sum
}
