package rank

import (
	"slices"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Words that stand next to each other in the question and near each other in a
// text mean the same thing there more often than words that are scattered. Pairs
// in order count 1/distance, in reverse order half of it, up to nearby words
// apart. Chinese needs none of it: its terms are pairs already (with pairs of
// pairs, two Chinese sets lost .006).
const (
	nearby    = 8
	reversed  = 0.5
	saturated = 1 // pairs that count half of what infinitely many would, as K1 does for words
)

// sequence is the words of a chunk in order, as hashes; 0 is a gap that no pair
// spans.
type sequence []uint32

func sequenceOf(c *retrieval.Chunk) sequence {
	var s sequence
	for _, part := range []string{c.Title, c.Section, c.Context, c.Text} {
		for w := range text.Words(part) {
			if !w.Part && w.Kind != text.Char && w.Kind != text.Pair {
				s = append(s, hash32(w.Term))
			}
		}
		s = append(s, 0)
	}
	return s
}

func hash32(s string) uint32 {
	h := hash(offsetBasis, s)
	return max(1, uint32(h>>32)^uint32(h))
}

// pairing looks for the neighbouring words of one question in texts.
type pairing struct {
	places map[uint32][]int // of a word in the question
	filter [4]uint64        // a bit for each word's low byte
	weight []float64        // of the pair of word i and the next
	total  float64
}

// newPairing returns nil if the question has no two neighbouring words.
func newPairing(words []retrieval.AskedWord) *pairing {
	words = slices.CompactFunc(slices.Clone(words), func(a, b retrieval.AskedWord) bool { return a.Term == b.Term })
	p := &pairing{places: map[uint32][]int{}}
	for i, w := range words {
		h := hash32(w.Term)
		p.places[h] = append(p.places[h], i)
		p.filter[h&255>>6] |= 1 << (h & 63)
		if i+1 < len(words) {
			p.weight = append(p.weight, geometric(w, words[i+1]))
			p.total += p.weight[i]
		}
	}
	if p.total == 0 {
		return nil
	}
	return p
}

// share is how much of the question's pairs a text holds, by weight: 0..1.
func (p *pairing) share(s sequence) float64 {
	last := make([]int, len(p.weight)+1) // where each word stood last, from 1
	count := make([]float64, len(p.weight))
	at := 0
	for _, h := range s {
		if at++; h == 0 {
			at += nearby
			continue
		}
		if p.filter[h&255>>6]>>(h&63)&1 == 0 {
			continue
		}
		for _, i := range p.places[h] {
			if i > 0 && last[i-1] > 0 && at-last[i-1] <= nearby {
				count[i-1] += 1 / float64(at-last[i-1])
			}
			if i+1 < len(last) && last[i+1] > 0 && at-last[i+1] <= nearby {
				count[i] += reversed / float64(at-last[i+1])
			}
			last[i] = at
		}
	}
	sum := 0.0
	for i, n := range count {
		sum += p.weight[i] * n / (n + saturated)
	}
	return sum / p.total
}
