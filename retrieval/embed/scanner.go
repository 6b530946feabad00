package embed

import (
	"math"
	"slices"
)

// wordMark is before the first piece of a word, as in SentencePiece; Chinese
// text, which has no words to see, goes without.
const wordMark = '▁'

// longestWord in characters; what is longer is cut, so that time grows with the
// length of a text and memory does not.
const longestWord = 256

// scanner cuts one text at a time into the pieces of a table.
//
// A text is folded (compatible forms, lower case, no marks on Latin letters,
// simplified Chinese), cut into words where punctuation, spaces, the script or
// a capital letter after a small one ("maxRetry") say so, and every word into
// the most probable pieces: those with the highest sum of scores (Viterbi;
// Kudo, Subword Regularization, ACL 2018). Of equal ones, the one whose last
// pieces begin first.
type scanner struct {
	*table
	word  []rune
	kind  int  // of the word
	last  rune // character before
	best  [longestWord + 1]int32
	from  [longestWord + 1]int16
	piece [longestWord + 1]uint16
	cut   [longestWord]uint16 // pieces of the word, at its end
	known [knownWords]known
}

// A scanner remembers how it cut short words: looking one up costs a tenth of
// cutting it, and a text repeats its words. A word that falls on the place of
// another takes it.
const (
	knownBits   = 12
	knownWords  = 1 << knownBits
	knownLength = 14 // characters, with the mark
	knownPieces = 5
)

// known is a word and its pieces.
type known struct {
	word   [knownLength]rune
	pieces [knownPieces]uint16
	length uint8
	count  uint8
}

// place is where a word would be remembered; nil: it is too long.
func (s *scanner) place() *known {
	if len(s.word) > knownLength {
		return nil
	}
	hash := uint64(len(s.word))
	for _, r := range s.word {
		hash = (hash ^ uint64(r)) * multiplier
	}
	return &s.known[hash>>(64-knownBits)]
}

// each calls yield with the pieces of a text, word after word.
func (s *scanner) each(text string, yield func(piece uint16)) {
	s.word, s.kind, s.last = s.word[:0], kindBorder, 0
	for _, r := range text {
		if 'A' <= r && r <= 'Z' && 'a' <= s.last && s.last <= 'z' {
			s.end(yield)
		}
		s.last = r
		k := s.table.kind(r)
		if k < kindReplaced {
			s.put(r, k, yield)
			continue
		}
		begin, end := s.replacement(k)
		for i := begin; i < end; i++ {
			x := u32(s.section[runes], i)
			s.put(rune(x&0xffffff), int(x>>24), yield)
		}
	}
	s.end(yield)
}

// put adds a folded character to the word, or ends it.
func (s *scanner) put(r rune, kind int, yield func(uint16)) {
	switch kind {
	case kindDropped:
		return
	case kindTail:
		if s.kind == kindLetter {
			kind = kindLetter
		} else {
			kind = kindBorder
		}
	}
	if kind != s.kind {
		s.end(yield)
		s.kind = kind
		if kind == kindLetter {
			s.word = append(s.word, wordMark)
		}
	}
	if kind == kindBorder {
		return
	}
	if s.word = append(s.word, r); len(s.word) == longestWord {
		s.flush(yield)
	}
}

// end ends the word: the next one begins with a mark.
func (s *scanner) end(yield func(uint16)) {
	s.flush(yield)
	s.kind = kindBorder
}

// flush cuts what is in word.
func (s *scanner) flush(yield func(uint16)) {
	if len(s.word) == 0 {
		return
	}
	for _, p := range s.pieces() {
		yield(p)
	}
	s.word = s.word[:0]
}

// pieces of the word, valid until the next one.
func (s *scanner) pieces() []uint16 {
	k := s.place()
	if k != nil && slices.Equal(k.word[:k.length], s.word) {
		return k.pieces[:k.count]
	}
	s.search()
	at := len(s.cut)
	for i := len(s.word); i > 0; i = int(s.from[i]) {
		if s.piece[i] != noPiece {
			at--
			s.cut[at] = s.piece[i]
		}
	}
	list := s.cut[at:]
	if k != nil && len(list) <= knownPieces {
		k.length, k.count = uint8(copy(k.word[:], s.word)), uint8(copy(k.pieces[:], list))
	}
	return list
}

// search finds for each place in word the best way there: its score, the place
// before it, and the piece between the two.
func (s *scanner) search() {
	n := len(s.word)
	for i := 1; i <= n; i++ {
		s.best[i] = math.MinInt32
	}
	for i, r := range s.word {
		node := s.child(0, r)
		for end := i + 1; node != 0; end++ {
			if p := u16(s.section[pieces], int(node)); p != noPiece {
				s.reach(end, i, p, s.best[i]+int32(int16(u16(s.section[scores], int(p)))))
			}
			if end == n {
				break
			}
			node = s.child(node, s.word[end])
		}
		s.reach(i+1, i, noPiece, s.best[i]+s.unknown)
	}
}

// reach notes a way to a place, if none so far is as good.
func (s *scanner) reach(place, from int, piece uint16, score int32) {
	if score > s.best[place] {
		s.best[place], s.from[place], s.piece[place] = score, int16(from), piece
	}
}
