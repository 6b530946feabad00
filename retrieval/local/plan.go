package local

import "slices"

// size is what a merge is decided by.
type size struct {
	points, live int
	termBytes    int
}

// maxTermBytes is how long the terms of a segment can be together, so that 32 bits
// name a place among them, with a sign to spare.
const maxTermBytes = 1<<31 - 1

// plan chooses which segments to write again as one, so that afterwards each is
// larger than all smaller ones together. There are then at most log2(points)+1,
// and a point, whose segment at least doubles each time it is written again, is
// written as often at most. Segments of which most is gone are written again too.
func plan(sizes []size) (chosen []int) {
	order := make([]int, len(sizes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return sizes[a].live - sizes[b].live })
	var sum size
	take := 0
	for k, i := range order {
		if k > 0 && sizes[i].live <= sum.live && fits(sum, sizes[i]) {
			take = k + 1
		}
		sum.live += sizes[i].live
		sum.termBytes += sizes[i].termBytes
	}
	chosen = order[:take:take]
	for _, i := range order[take:] {
		if mostlyGone(sizes[i]) {
			chosen = append(chosen, i)
		}
	}
	slices.Sort(chosen)
	return fitting(sizes, chosen)
}

func mostlyGone(s size) bool { return s.live*2 < s.points }

func fits(a, b size) bool {
	return a.live+b.live <= maxPoints && a.termBytes+b.termBytes < maxTermBytes
}

// fitting drops segments from the end until the rest fits one.
func fitting(sizes []size, chosen []int) []int {
	var sum size
	for n, i := range chosen {
		if !fits(sum, sizes[i]) {
			return chosen[:n]
		}
		sum.live += sizes[i].live
		sum.termBytes += sizes[i].termBytes
	}
	return chosen
}
