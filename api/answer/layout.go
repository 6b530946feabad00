package answer

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The values of Sentence.Block.
const (
	blockText = ""
	blockStep = "step"
	blockItem = "item"
	blockRow  = "row"
	blockCode = "code"
	blockMore = "more"
)

// lead is what stands before a sentence's text.
func lead(block string, step int) string {
	switch block {
	case blockStep:
		return strconv.Itoa(step) + ". "
	case blockItem, blockRow:
		return "- "
	case blockMore:
		return "   "
	}
	return ""
}

// between is what separates a sentence from the one before it: in running text
// a space, but none beside Chinese; a line otherwise, an empty one before what
// answers another part of the question.
func between(before, s Sentence) string {
	switch {
	case before.Part != s.Part:
		return "\n\n"
	case before.Block != blockText || s.Block != blockText:
		return "\n"
	}
	last, _ := utf8.DecodeLastRuneInString(before.Text)
	first, _ := utf8.DecodeRuneInString(s.Text)
	if wideRune(last) || wideRune(first) {
		return ""
	}
	return " "
}

// wideRune: a Chinese character or its punctuation.
func wideRune(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff60
}

// marks are the footnote marks of a sentence: "[1][3]".
func marks(citations []int) string {
	var b strings.Builder
	for _, n := range citations {
		b.WriteByte('[')
		b.WriteString(strconv.Itoa(n))
		b.WriteByte(']')
	}
	return b.String()
}

// layOut is the answer as one text: sentences with their marks, list entries
// and rows each on a line of its own.
func layOut(a Answer) string {
	var b strings.Builder
	step := 0
	for i, s := range a.Sentences {
		if i > 0 {
			b.WriteString(between(a.Sentences[i-1], s))
			if a.Sentences[i-1].Part != s.Part {
				step = 0
			}
		}
		switch s.Block {
		case blockStep:
			step++
		case blockText:
			step = 0
		}
		b.WriteString(lead(s.Block, step))
		b.WriteString(s.Text)
		b.WriteString(marks(s.Citations))
	}
	return b.String()
}
