package ingest

import (
	"encoding/binary"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shape is by what pages of almost the same text find each other: what both must
// have in common (title, language, labels), and a MinHash of the text's shingles
// (Broder, "On the resemblance and containment of documents", 1997), made by one
// permutation with the empty bins filled from their neighbours (Shrivastava and
// Li, "Densifying one permutation hashing", 2014).
//
//	context  8 bytes: hash of title, language and labels
//	bins     shapeBins times 2 bytes: the lowest hash of each bin, shortened
//
// "" is the shape of a text that is too short to be compared.
type Shape string

const (
	// shingleWords are taken together: three tell the order of words, and leave a
	// page with one sentence changed most of its shingles.
	shingleWords = 3
	// leastShingles is the shortest text that is compared: in less, every word
	// counts.
	leastShingles = 40
	shapeBins     = 32
	bandBins      = 4
	// Two texts that share nine tenths of their shingles share all bins of at
	// least one of eight bands of four with a chance of 0.9998; two that share
	// half of them with one of 0.40, and are then told apart by their shingles.
	shapeBands = shapeBins / bandBins
)

// ShapeOf is the shape of a document.
func ShapeOf(d Document) Shape {
	var lowest [shapeBins]uint64 // of each bin, and a bit that says that there is one
	n := 0
	eachShingle(d.Text, func(h uint64) {
		n++
		if i, rest := h>>59, h<<5>>5|1<<63; lowest[i] == 0 || rest < lowest[i] {
			lowest[i] = rest
		}
	})
	if n < leastShingles {
		return ""
	}
	b := binary.LittleEndian.AppendUint64(make([]byte, 0, 8+2*shapeBins), contextOf(d))
	for i := range lowest {
		steps := 0
		for lowest[(i+steps)%shapeBins] == 0 {
			steps++
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(lowest[(i+steps)%shapeBins]>>16)+uint16(steps))
	}
	return Shape(b)
}

func contextOf(d Document) uint64 {
	h := fnv.New64a()
	write := func(s string) { h.Write(append([]byte(s), 0)) }
	write(strings.Join(words(d.Title), " "))
	write(d.Language)
	for _, k := range slices.Sorted(maps.Keys(d.Labels)) {
		write(k)
		write(d.Labels[k])
	}
	return h.Sum64()
}

// bands are what two shapes share at least one of if their texts are almost the
// same; none for the empty shape.
func (s Shape) bands() []uint64 {
	if len(s) != 8+2*shapeBins {
		return nil
	}
	all := make([]uint64, shapeBands)
	for i := range all {
		h := fnv.New64a()
		h.Write([]byte{byte(i)})
		h.Write([]byte(s[:8]))
		h.Write([]byte(s[8+2*bandBins*i : 8+2*bandBins*(i+1)]))
		all[i] = h.Sum64()
	}
	return all
}

func (s Shape) context() string { return string(s[:min(len(s), 8)]) }

// shinglesOf are the hashes of a text's shingles, sorted, each once.
func shinglesOf(text string) (all []uint64) {
	eachShingle(text, func(h uint64) { all = append(all, h) })
	slices.Sort(all)
	return slices.Compact(all)
}

func eachShingle(text string, found func(hash uint64)) {
	var last [shingleWords]uint64
	n := 0
	eachWord(text, func(hash uint64) {
		last = [shingleWords]uint64{last[1], last[2], hash}
		if n++; n >= shingleWords {
			found(mixed(last))
		}
	})
}

// mixed spreads a shingle's hash over all bits (the finaliser of MurmurHash3).
func mixed(words [shingleWords]uint64) uint64 {
	h := uint64(0)
	for _, w := range words {
		h = h*0x9e3779b97f4a7c15 + w
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// eachWord goes through the words of a text: runs of letters and digits, without
// regard to case; of scripts that have no spaces, each character.
func eachWord(text string, found func(hash uint64)) {
	const offset, prime = 0xcbf29ce484222325, 0x100000001b3 // FNV-1a
	h := uint64(offset)
	flush := func() {
		if h != offset {
			found(h)
			h = offset
		}
	}
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			i++
			if lower := c | 0x20; lower-'a' < 26 || c-'0' < 10 {
				h = (h ^ uint64(lower)) * prime
			} else {
				flush()
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case spaceless(r):
			flush()
			found((offset ^ uint64(r)) * prime)
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			h = (h ^ uint64(unicode.ToLower(r))) * prime
		default:
			flush()
		}
	}
	flush()
}

func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
