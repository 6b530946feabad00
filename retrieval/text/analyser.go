package text

import (
	"strings"
	"sync"
	"unicode/utf8"

	"footnote/retrieval"
	"footnote/retrieval/memory"
)

// term is the one copy of a term's text in an analyser, with the place of its
// count in the document that is being counted.
type term struct {
	text string
	sort sort

	doc  uint32 // the count is valid for this document only
	slot int32

	title *term // the same word in a title; nil until it was met there
}

// piece is a term at its place in a token.
type piece struct {
	term       *term
	start, end uint16 // bytes from the token's start
	kind       Kind
	part       bool
}

// analyser remembers what tokens are made of: a text repeats its words, and a
// look-up costs far less than splitting and stemming. It changes no result, only its cost.
type analyser struct {
	tokens map[string][]piece            // by the token as written
	dense  map[uint64]*term              // by one or two folded characters
	terms  map[string]*term              // by text
	han    [hanLast - hanFirst + 1]*term // single Chinese characters
	doc    uint32
	slab   []term  // where the terms of dense live: one allocation for many
	scrap  []piece // of a token too long to remember
	counts []retrieval.TermCount
	one    piece // of a dense run, lent to the callback

	protected *Protected // of whom it is lent to; nil: none
}

// An analyser forgets what it knows when it holds this many tokens or pairs:
// more than the vocabulary of a product's documentation (14,000 tokens and
// 28,000 pairs of a database in both languages; a cloud provider's whole
// documentation, 73,000 and 154,000, makes it forget once).
const (
	mostKnown = 1 << 17
	slabSize  = 256
)

// Longer tokens (keys, hashes, encoded pictures) are cut here: they are only
// found whole, and nobody types more of them.
const maxToken = 96

// analysers are lent to one caller at a time.
var analysers = sync.Pool{New: func() any {
	return &analyser{tokens: map[string][]piece{}, dense: map[uint64]*term{}, terms: map[string]*term{}}
}}

func borrow(p *Protected) *analyser {
	a := analysers.Get().(*analyser)
	a.protected = nil
	if p != nil && len(p.phrases) > 0 {
		a.protected = p
	}
	if max(len(a.tokens), len(a.dense), len(a.terms)) > mostKnown {
		clear(a.tokens)
		clear(a.dense)
		clear(a.terms)
	}
	return a
}

func giveBack(a *analyser) { analysers.Put(a) }

// each calls f for every piece of s, with the place of its token in s, until f
// returns false.
func (a *analyser) each(s string, f func(p *piece, at int) bool) {
	for i := 0; i < len(s); {
		c, n := classAt(s, i)
		if a.protected != nil {
			if end := a.whole(s, i); end > 0 {
				if !f(&a.one, i) {
					return
				}
				i = end
				continue
			}
		}
		switch c {
		case letter, digit:
			end := tokenEnd(s, i)
			pieces := a.token(s[i:end])
			for k := range pieces {
				if !f(&pieces[k], i) {
					return
				}
			}
			i = end
		case dense:
			end, ok := a.run(s, i, f)
			if !ok {
				return
			}
			i = end
		default:
			i += n
		}
	}
}

// whole makes a piece, in a.one, of the protected word at s[i] and returns its
// end; 0 if there is none.
func (a *analyser) whole(s string, i int) int {
	word, end := a.protected.at(s, i)
	if end > 0 {
		a.one = piece{term: a.intern(word), end: uint16(end - i), kind: Name}
	}
	return end
}

// classAt is the class of the character at s[i] and its length in bytes.
func classAt(s string, i int) (class, int) {
	if b := s[i]; b < utf8.RuneSelf {
		return asciiClass[b], 1
	}
	r, n := utf8.DecodeRuneInString(s[i:])
	if r == utf8.RuneError {
		return other, n
	}
	return wide(r), n
}

// tokenEnd is where the token that starts at s[i] ends: letters and digits,
// and connectors that stand alone between two of them.
func tokenEnd(s string, i int) int {
	last := other
	start := i
	for i < len(s) {
		c, n := classAt(s, i)
		switch c {
		case letter, digit:
			last = c
		case extend:
		case connector:
			if i+n >= len(s) || i-start >= maxToken || !joins(s, i, last) {
				return suffix(s, start, i)
			}
		default:
			return suffix(s, start, i)
		}
		i += n
	}
	return i
}

// joins: does the connector at s[i] join the word before it, which ends with
// class last, to another? Commas and colons do so between digits only.
func joins(s string, i int, last class) bool {
	_, n := classAt(s, i)
	next, _ := classAt(s, i+n)
	switch s[i] {
	case ',':
		return last == digit && thousands(s[i+1:])
	case ':':
		return last == digit && next == digit
	}
	return next == letter || next == digit
}

// thousands: does s begin with exactly three digits, as after the comma of 1,000?
func thousands(s string) bool {
	n := 0
	for n < len(s) && asciiClass[s[n]] == digit {
		n++
	}
	return n == 3
}

// suffix takes the signs of "C#", "F#" and "C++" into the token s[start:end].
func suffix(s string, start, end int) int {
	if end-start != 1 {
		return end
	}
	for _, sign := range []string{"++", "#"} {
		if strings.HasPrefix(s[end:], sign) {
			return end + len(sign)
		}
	}
	return end
}

// token returns the pieces of a token.
func (a *analyser) token(raw string) []piece {
	if p, ok := a.tokens[raw]; ok {
		return p
	}
	if len(raw) > maxToken || len(a.tokens) >= mostKnown {
		a.scrap = a.split(a.scrap[:0], raw)
		return a.scrap
	}
	parts, ok := splits.Find(raw)
	if !ok {
		parts = a.partsOf(strings.Clone(raw))
	}
	kept := make([]piece, len(parts))
	for i, p := range parts {
		kept[i] = piece{term: a.intern(p.term), start: p.start, end: p.end, kind: p.kind, part: p.part}
	}
	a.tokens[strings.Clone(raw)] = kept
	return kept
}

// part is a piece without what belongs to one analyser.
type part struct {
	term       string
	start, end uint16
	kind       Kind
	part       bool
}

// splits are what tokens are made of, for all analysers: a new one learns from the
// others, since stemming a word takes some microseconds.
var splits memory.Memory[string, []part]

func (a *analyser) partsOf(raw string) []part {
	return splits.Get(raw, func() []part {
		a.scrap = a.split(a.scrap[:0], raw)
		parts := make([]part, len(a.scrap))
		for i, p := range a.scrap {
			parts[i] = part{p.term.text, p.start, p.end, p.kind, p.part}
		}
		return parts
	})
}

// run yields the characters and pairs of the dense stretch that starts at s[i]
// and returns its end.
func (a *analyser) run(s string, i int, f func(p *piece, at int) bool) (int, bool) {
	var before rune
	var beforeAt int
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isDense(r) || a.protected != nil && a.whole(s, i) > 0 {
			break
		}
		r = foldHan(r)
		if before != 0 {
			a.one = piece{term: a.denseTerm(before, r), end: uint16(i + n - beforeAt), kind: Pair}
			if !f(&a.one, beforeAt) {
				return i, false
			}
		}
		a.one = piece{term: a.denseTerm(0, r), end: uint16(n), kind: Char, part: true}
		if !f(&a.one, i) {
			return i, false
		}
		before, beforeAt = r, i
		i += n
	}
	return i, true
}

// denseTerm is the term of one character (before is 0) or of two.
func (a *analyser) denseTerm(before, r rune) *term {
	if before == 0 && r >= hanFirst && r <= hanLast {
		t := &a.han[r-hanFirst]
		if *t == nil {
			*t = a.newDense(before, r)
		}
		return *t
	}
	key := uint64(before)<<32 | uint64(r)
	t, ok := a.dense[key]
	if !ok {
		t = a.newDense(before, r)
		a.dense[key] = t
	}
	return t
}

func (a *analyser) newDense(before, r rune) *term {
	var b [2 * utf8.UTFMax]byte
	text := b[:0]
	if before != 0 {
		text = utf8.AppendRune(text, before)
	}
	text = utf8.AppendRune(text, r)
	if len(a.slab) == cap(a.slab) {
		a.slab = make([]term, 0, slabSize)
	}
	a.slab = append(a.slab, term{text: string(text), sort: sorts()[string(text)]})
	return &a.slab[len(a.slab)-1]
}

// intern returns the one term of this text.
func (a *analyser) intern(text string) *term {
	if t, ok := a.terms[text]; ok {
		return t
	}
	t := &term{text: strings.Clone(text), sort: sortOf(text)}
	a.terms[t.text] = t
	return t
}
