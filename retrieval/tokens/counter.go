package tokens

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/pkoukk/tiktoken-go"
	loader "github.com/pkoukk/tiktoken-go-loader"
	"github.com/pkoukk/tiktoken-go-loader/assets"
)

// Encoding is the vocabulary that counts are of: that of OpenAI's models since
// GPT-4o. Counts for other models differ by a tenth or two.
const Encoding = tiktoken.MODEL_O200K_BASE

// Pieces longer than this are counted in parts of about this length: merging
// takes the square of the length, and a page may hold a megabyte of base64.
const longPiece = 256

// A memory holds the counts of at most this many pieces, then
// forgets them all.
const memorySize = 1 << 16

// Counter counts tokens. It reads its vocabulary at the first use (about 0.1 s).
// Safe for concurrent use.
type Counter struct {
	memories sync.Pool // of *memory, each lent to one caller at a time
}

// memory is what a caller has counted: of every piece lately, in a table that is
// small enough for the processor's own memory, where a piece that falls on the
// place of another takes it; and of all pieces that are not tokens themselves,
// which are dear to count.
type memory struct {
	seed   maphash.Seed
	lately [1 << latelyBits]counted
	merged map[string]int32
}

type counted struct {
	piece string
	n     int32
}

const latelyBits = 12

func newMemory() any { return &memory{seed: maphash.MakeSeed(), merged: map[string]int32{}} }

// vocabulary is the ranks of an encoding.
type vocabulary struct {
	ranks  map[string]int // token -> rank, about 200,000
	merger *merger
}

// New returns a Counter.
func New() *Counter {
	return &Counter{memories: sync.Pool{New: newMemory}}
}

// load reads the vocabulary, once for all counters: it takes 25 MB and is never
// changed. An Encoding of tiktoken-go is not made of it: its tables for decoding
// take as long again to build and are not needed to count. tiktoken-go's loader
// is one for the whole process; without this one whoever counts with it would
// look for the vocabulary on the network.
var load = sync.OnceValues(func() (*vocabulary, error) {
	tiktoken.SetBpeLoader(loader.NewOfflineLoader())
	file, err := assets.Assets.ReadFile(Encoding + ".tiktoken")
	var ranks map[string]int
	if err == nil {
		ranks, err = readRanks(file)
	}
	if err != nil {
		return nil, fmt.Errorf("read token vocabulary %s: %w", Encoding, err)
	}
	return &vocabulary{ranks, newMerger(ranks)}, nil
})

// vocabularySize is about that of the encoding; a map that has to grow takes
// twice as long to fill.
const vocabularySize = 200_000

// readRanks reads a vocabulary: a token in base64 and its rank a line.
func readRanks(file []byte) (map[string]int, error) {
	ranks := make(map[string]int, vocabularySize)
	var token [4 * longPiece]byte
	for line := range bytes.Lines(file) {
		word, number, ok := bytes.Cut(bytes.TrimSpace(line), []byte(" "))
		if !ok || base64.StdEncoding.DecodedLen(len(word)) > len(token) {
			return nil, fmt.Errorf("line %d is no token with its rank", len(ranks)+1)
		}
		n, err := base64.StdEncoding.Decode(token[:], word)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(ranks)+1, err)
		}
		rank, err := strconv.Atoi(string(number))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", len(ranks)+1, err)
		}
		ranks[string(token[:n])] = rank
	}
	return ranks, nil
}

// Count is the number of tokens of s. Words such as <|endoftext|> are text like
// any other. Should the vocabulary be unreadable, it is the number of bytes,
// which no count exceeds.
func (c *Counter) Count(s string) int {
	v, err := load()
	if err != nil {
		return len(s)
	}
	m := c.memories.Get().(*memory)
	defer c.memories.Put(m)
	p := splitter{s, basicClasses()}
	total := 0
	for i := 0; i < len(s); {
		end := p.next(i)
		total += v.count(s[i:end], m)
		i = end
	}
	return total
}

// count is the number of tokens of a piece.
func (v *vocabulary) count(piece string, m *memory) int {
	if len(piece) > longPiece {
		return v.countAnew(piece, m)
	}
	at := &m.lately[maphash.String(m.seed, piece)>>(64-latelyBits)]
	if at.piece != piece {
		*at = counted{strings.Clone(piece), int32(v.countAnew(piece, m))}
	}
	return int(at.n)
}

// countAnew counts a piece that was not met lately. Bytes that are no UTF-8 count
// as the replacement characters that a model is sent.
func (v *vocabulary) countAnew(piece string, m *memory) int {
	if !utf8.ValidString(piece) {
		piece = string([]rune(piece))
	}
	if _, ok := v.ranks[piece]; ok {
		return 1
	}
	if n, ok := m.merged[piece]; ok {
		return int(n)
	}
	if len(piece) > longPiece {
		return v.countParts(piece, m)
	}
	var room [longPiece]link
	n := v.merger.count(piece, room[:])
	if len(m.merged) >= memorySize {
		clear(m.merged)
	}
	m.merged[strings.Clone(piece)] = int32(n)
	return n
}

// countParts counts a long piece in parts that end between characters.
func (v *vocabulary) countParts(piece string, m *memory) int {
	n := 0
	for len(piece) > longPiece {
		cut := runeStart(piece, longPiece)
		n += v.count(piece[:cut], m)
		piece = piece[cut:]
	}
	return n + v.count(piece, m)
}

// runeStart is the last place up to i where a character of s begins.
func runeStart(s string, i int) int {
	for k := i; k >= 0 && k > i-utf8.UTFMax; k-- {
		if k == len(s) || utf8.RuneStart(s[k]) {
			return k
		}
	}
	return i // not UTF-8
}

// Truncate is a start of s that has at most budget tokens and ends between
// characters: all of s if it fits, otherwise as much as whole pieces and, of
// the last one, characters allow.
func (c *Counter) Truncate(s string, budget int) string {
	if len(s) <= budget {
		return s // a token has at least one byte
	}
	if budget <= 0 {
		return ""
	}
	end := c.fits(s, budget)
	for end > 0 && end < len(s) && c.Count(s[:end]) > budget {
		end = runeStart(s, end-1)
	}
	return s[:end]
}

// fits is the end of the pieces of s that fit into budget, and of as many
// characters of the next one as do.
func (c *Counter) fits(s string, budget int) int {
	v, err := load()
	if err != nil {
		return runeStart(s, budget)
	}
	m := c.memories.Get().(*memory)
	defer c.memories.Put(m)
	p := splitter{s, basicClasses()}
	for i := 0; i < len(s); {
		end := p.next(i)
		n := v.count(s[i:end], m)
		if n > budget {
			return i + v.partOf(s[i:end], budget, m)
		}
		budget -= n
		i = end
	}
	return len(s)
}

// partOf is how many bytes of a piece fit into budget.
func (v *vocabulary) partOf(piece string, budget int, m *memory) int {
	low, high := 0, len(piece) // low fits, high does not
	for {
		middle := runeStart(piece, (low+high+1)/2)
		if middle <= low || middle >= high {
			return low
		}
		if v.count(piece[:middle], m) <= budget {
			low = middle
		} else {
			high = middle
		}
	}
}
