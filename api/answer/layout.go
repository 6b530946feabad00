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
)

// lead is what stands before a sentence's text.
func lead(block string, step int) string {
	switch block {
	case blockStep:
		return strconv.Itoa(step) + ". "
	case blockItem, blockRow:
		return "- "
	}
	return ""
}

// between is what separates a sentence from the one before it, of block last:
// nothing before Chinese text, a space in other running text, a line otherwise.
func between(last string, s Sentence) string {
	if last != blockText || s.Block != blockText {
		return "\n"
	}
	if r, _ := utf8.DecodeRuneInString(s.Text); unicode.Is(unicode.Han, r) || strings.ContainsRune("“‘《「『（【", r) {
		return ""
	}
	return " "
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
	last, step := "", 0
	for i, s := range a.Sentences {
		if i > 0 {
			b.WriteString(between(last, s))
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
		last = s.Block
	}
	return b.String()
}
