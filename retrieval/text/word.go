package text

import "iter"

// Kind says what a word is.
type Kind uint8

// The kinds of word.
const (
	Plain  Kind = iota // a word of a script that puts spaces between words
	Number             // 1000, 3.14, 2.3.1
	Name               // identifier, code, path, address, hyphenated word: as a whole
	Char               // one character of a script without spaces
	Pair               // two such characters in a row
)

// Word is a term at its place in a text. One stretch of text may yield several
// words: an identifier as a whole and its parts, two Chinese characters and
// each of them.
type Word struct {
	Term       string // as it is compared
	Start, End int    // bytes of the text
	Kind       Kind
	Stop       bool // grammar, not content: "the", "的"
	Asking     bool // turns a sentence into a question: "how", "什么"
	Part       bool // a part of a word that is yielded too
}

// Words yields the words of s by rising Start. Any bytes will do; invalid
// UTF-8 and everything that is no word separates words.
func Words(s string) iter.Seq[Word] {
	return (*Protected)(nil).Words(s)
}
