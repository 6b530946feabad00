package qdrant

// FNV-1a, 64 bits: offset basis and prime by Fowler, Noll and Vo.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

// Hash is the sparse index of a term: FNV-1a of 64 bits, its halves combined
// by exclusive or, as the authors of FNV advise for 32 bits ("xor-folding").
func Hash(term string) uint32 {
	h := uint64(fnvOffset)
	for i := range len(term) {
		h ^= uint64(term[i])
		h *= fnvPrime
	}
	return uint32(h>>32) ^ uint32(h)
}
