package embed

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"unsafe"
)

// A table file holds a vocabulary of pieces and one row of numbers for each.
// It is used where it lies: opening reads the head and nothing else. All
// numbers are little endian; sections begin at multiples of 8 bytes.
//
//	magic "FNtable1"  rows u32  columns u32  unknown i32  sections u32
//	(begin u32, bytes u32) of each section, in this order:
//
//	pages         u16 for every 256 code points: which page of kinds
//	kinds         pages of 256 u16: what a character is or becomes, see kind
//	bounds        u16: where the replacement k begins in runes; one more is its end
//	runes         u32: code point | kind << 24
//	slots         u64: hash table of a trie of pieces, a power of two
//	                   parent node (17 bits) | character (21) | node (17); 0 is free
//	pieces        u16 for every node: the piece that ends there, or noPiece
//	scores        i16 for every piece: natural logarithm of its frequency x 1024
//	weights       f32 for every piece: how much it tells, (0, 1]
//	rows          i8, rows x columns, all of one scale; columns is a multiple of 8
type table struct {
	rows, columns int
	unknown       int32 // score of a character that no piece has
	shift         int   // of a hash, to leave the number of a slot
	section       [sections]string
}

const (
	tableMagic = "FNtable1"
	noPiece    = 0xffff
)

// The sections of a table file.
const (
	pages = iota
	kinds
	bounds
	runes
	slots
	pieces
	scores
	weights
	rows
	sections
)

// Kinds of characters. From kindReplaced on, a kind is the number of a
// replacement.
const (
	kindBorder   = iota // ends a word and is dropped
	kindLetter          // letter or digit of a script with spaces between words
	kindHan             // Chinese character
	kindDropped         // joins what is around it: marks, soft hyphens
	kindTail            // letter, but not the first of a word: C++, C#
	kindReplaced        // becomes other characters: A a, é e, 體 体
)

const (
	headSize   = len(tableMagic) + 16
	pageSize   = 256
	pageCount  = 0x110000 / pageSize
	nodeBits   = 17
	runeBits   = 21
	multiplier = 0x9e3779b97f4a7c15 // 2^64 / golden ratio: spreads keys evenly (Knuth, TAOCP 3, 6.4)
)

// openTable checks the head of a file and the sizes of its sections.
func openTable(file string) (*table, error) {
	if len(file) < headSize+8*sections || file[:len(tableMagic)] != tableMagic {
		return nil, errors.New("open the built-in table: not a table of this version")
	}
	t := &table{
		rows:    int(u32(file, 2)),
		columns: int(u32(file, 3)),
		unknown: int32(u32(file, 4)),
	}
	if n := u32(file, 5); n != sections {
		return nil, fmt.Errorf("open the built-in table: %d sections, want %d", n, sections)
	}
	for i := range t.section {
		begin, size := uint64(u32(file[headSize:], 2*i)), uint64(u32(file[headSize:], 2*i+1))
		if begin+size > uint64(len(file)) || begin%8 != 0 {
			return nil, fmt.Errorf("open the built-in table: section %d does not lie in the file", i)
		}
		t.section[i] = file[begin : begin+size]
	}
	n := len(t.section[slots]) / 8
	t.shift = 64 - bits.Len(uint(max(n-1, 0)))
	return t, t.check(n)
}

// check refuses sections that do not fit each other.
func (t *table) check(slotCount int) error {
	s := &t.section
	switch {
	case t.rows == 0 || t.rows >= noPiece || t.columns == 0 || t.columns > 1<<12 || t.columns%8 != 0,
		len(s[pages]) != 2*pageCount,
		len(s[kinds]) == 0 || len(s[kinds])%(2*pageSize) != 0,
		len(s[bounds]) < 2 || len(s[bounds])%2 != 0, len(s[runes])%4 != 0,
		slotCount < 2 || slotCount&(slotCount-1) != 0 || len(s[slots]) != 8*slotCount,
		len(s[pieces]) == 0 || len(s[pieces])%2 != 0,
		len(s[scores]) != 2*t.rows, len(s[weights]) != 4*t.rows,
		len(s[rows]) != t.rows*t.columns:
		return errors.New("open the built-in table: sections of sizes that do not fit each other")
	}
	return nil
}

// row is the row of a piece.
func (t *table) row(piece uint16) []int8 {
	s := t.section[rows][int(piece)*t.columns:][:t.columns]
	return unsafe.Slice((*int8)(unsafe.Pointer(unsafe.StringData(s))), len(s)) // the same bytes, signed
}

// kind says what a character is or becomes.
func (t *table) kind(r rune) int {
	page := int(u16(t.section[pages], int(r)/pageSize))
	return int(u16(t.section[kinds], page*pageSize+int(r)%pageSize))
}

// replacement is what a character of this kind becomes, each with its own kind.
func (t *table) replacement(kind int) (begin, end int) {
	k := kind - kindReplaced
	return int(u16(t.section[bounds], k)), int(u16(t.section[bounds], k+1))
}

// child follows the trie from a node by a character; 0 is nowhere.
func (t *table) child(node uint32, r rune) uint32 {
	key := uint64(node)<<runeBits | uint64(r)
	last := len(t.section[slots])/8 - 1
	for i := int(key * multiplier >> t.shift); ; i++ {
		slot := u64(t.section[slots], i&last)
		if slot == 0 {
			return 0
		}
		if slot>>nodeBits == key {
			return uint32(slot & (1<<nodeBits - 1))
		}
	}
}

// The n-th number of a section. The compiler makes one load of each.

func u16(s string, n int) uint16 { return binary.LittleEndian.Uint16(bytesOf(s[2*n : 2*n+2])) }
func u32(s string, n int) uint32 { return binary.LittleEndian.Uint32(bytesOf(s[4*n : 4*n+4])) }
func u64(s string, n int) uint64 { return binary.LittleEndian.Uint64(bytesOf(s[8*n : 8*n+8])) }

// bytesOf is s for reading only, without a copy.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
