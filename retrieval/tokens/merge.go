package tokens

import "math"

// noMerge marks two neighbours that are no token together.
const noMerge = math.MaxInt32

// merger counts the tokens of a piece by byte pair merging: starting from
// single bytes, the two neighbours that together are the token of lowest rank
// become one, until none are. tiktoken-go does the same and returns the tokens;
// counting without them, without its regular expression and with the first pairs
// in an array is at least twice as fast, which shows on pages in Chinese, whose
// pieces seldom repeat.
type merger struct {
	ranks map[string]int
	pairs [1 << 16]int32 // rank of each two bytes
}

func newMerger(ranks map[string]int) *merger {
	m := &merger{ranks: ranks}
	for i := range m.pairs {
		m.pairs[i] = noMerge
		if rank, ok := ranks[string([]byte{byte(i >> 8), byte(i)})]; ok {
			m.pairs[i] = int32(rank)
		}
	}
	return m
}

// link is a part of a piece during merging: where it starts, and the rank that
// it has together with the next one.
type link struct{ start, rank int32 }

// count is the number of tokens of a piece of at least one byte. It takes the
// square of the piece's length.
func (m *merger) count(piece string, room []link) int {
	links := room[:0]
	for i := 0; i < len(piece); i++ {
		rank := int32(noMerge)
		if i+1 < len(piece) {
			rank = m.pairs[int(piece[i])<<8|int(piece[i+1])]
		}
		links = append(links, link{int32(i), rank})
	}
	for {
		best := lowest(links)
		if links[best].rank == noMerge {
			return len(links)
		}
		links = append(links[:best+1], links[best+2:]...)
		links[best].rank = m.rank(piece, links, best)
		if best > 0 {
			links[best-1].rank = m.rank(piece, links, best-1)
		}
	}
}

// lowest is the first link of the lowest rank.
func lowest(links []link) int {
	best := 0
	for i := range links {
		if links[i].rank < links[best].rank {
			best = i
		}
	}
	return best
}

// rank of link i together with the one after it.
func (m *merger) rank(piece string, links []link, i int) int32 {
	if i+1 >= len(links) {
		return noMerge
	}
	end := len(piece)
	if i+2 < len(links) {
		end = int(links[i+2].start)
	}
	if rank, ok := m.ranks[piece[links[i].start:end]]; ok {
		return int32(rank)
	}
	return noMerge
}
