package answer

import (
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Stretch is a piece of a passage that can stand in an answer or support one: a
// sentence of running text, or a whole heading, term, row or code block. The
// marks of list entries are left out.
type Stretch struct {
	Kind       retrieval.BlockKind
	Level      int
	Block      int // index of Blocks(passage)
	Start, End int // bytes of the document
	Text       string
}

// Blocks are the passage's blocks; lines where its structure is not known.
func Blocks(p retrieval.Passage) []retrieval.Block {
	if len(p.Source.Blocks) > 0 {
		return p.Source.Blocks
	}
	var out []retrieval.Block
	at := p.Start
	for line := range strings.Lines(p.Text) {
		if trimmed := strings.TrimRight(line, "\n"); strings.TrimSpace(trimmed) != "" {
			out = append(out, retrieval.Block{Kind: kindOfLine(trimmed), Start: at, End: at + len(trimmed)})
		}
		at += len(line)
	}
	return out
}

func kindOfLine(line string) retrieval.BlockKind {
	line = strings.TrimLeft(line, " ")
	switch {
	case bullet(line) > 0:
		return retrieval.Item
	case stepMark(line) > 0:
		return retrieval.Step
	}
	return retrieval.Paragraph
}

// Stretches takes a passage apart, in order.
func Stretches(p retrieval.Passage) []Stretch {
	blocks := Blocks(p)
	out := make([]Stretch, 0, 2*len(blocks))
	for k, b := range blocks {
		from, to := max(b.Start-p.Start, 0), min(b.End-p.Start, len(p.Text))
		if from >= to {
			continue
		}
		out = appendStretches(out, p.Text[from:to], Stretch{Kind: b.Kind, Level: b.Level, Block: k, Start: p.Start + from})
	}
	return out
}

// appendStretches cuts the block s, which begins at byte at.Start.
func appendStretches(out []Stretch, s string, at Stretch) []Stretch {
	switch at.Kind {
	case retrieval.Row, retrieval.Header, retrieval.Heading, retrieval.Term, retrieval.Code:
		return at.take(out, s, text.Span{Start: 0, End: len(s)})
	}
	skip := ListMark(at.Kind, s)
	for _, span := range text.Sentences(s[skip:]) {
		out = at.take(out, s, text.Span{Start: skip + span.Start, End: skip + span.End})
	}
	return out
}

// take appends s[span] without white space around it; s begins at byte at.Start.
func (at Stretch) take(out []Stretch, s string, span text.Span) []Stretch {
	inner := strings.TrimSpace(s[span.Start:span.End])
	if inner == "" {
		return out
	}
	at.Start += span.Start + strings.Index(s[span.Start:span.End], inner)
	at.End, at.Text = at.Start+len(inner), inner
	return append(out, at)
}

// ListMark is the length of what stands before the text of a list entry:
// indentation and "- " or "1. ".
func ListMark(kind retrieval.BlockKind, s string) int {
	indent := len(s) - len(strings.TrimLeft(s, " "))
	switch kind {
	case retrieval.Step:
		return indent + stepMark(s[indent:])
	case retrieval.Item:
		return indent + bullet(s[indent:])
	}
	return 0
}

// bullet is the length of "- " at the start of s; 0: there is none.
func bullet(s string) int {
	for _, b := range []string{"- ", "• ", "* "} {
		if strings.HasPrefix(s, b) {
			return len(b)
		}
	}
	return 0
}

// stepMark is the length of "12. " at the start of s; 0: there is none.
func stepMark(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 0 || n > 3 || n+1 >= len(s) || s[n] != '.' && s[n] != ')' || s[n+1] != ' ' {
		return 0
	}
	return n + 2
}

// pointers begin a sentence that leans on the one before it.
var pointers = []string{
	"he ", "she ", "it ", "they ", "this ", "these ", "those ", "his ", "her ", "its ", "their ", "it's ", "both ", "such ",
	"if not,", "if so,", "otherwise", "after that", "before that", "in this case", "in that case", "by then",
	"它", "他", "她", "这", "這", "该", "該", "其", "此", "否则", "否則", "届时", "如此", "两者", "兩者",
}

// innocent begin like a pointer and are none.
var innocent = []string{"其他", "其它", "其余", "其餘", "其中", "此外", "他人", "她人", "这里", "這裡"}

// PointsBack says whether a sentence begins with a word that only the sentence
// before it explains: "It is free.", "该服务免费。"
func PointsBack(s string) bool {
	return StartsWithAny(s, pointers) && !StartsWithAny(s, innocent)
}

// StartsWithAny compares the start of s, behind any opening quotes, with words,
// without regard to case.
func StartsWithAny(s string, words []string) bool {
	s = strings.TrimLeft(s, " \"'“‘「『(（")
	for _, w := range words {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) {
			return true
		}
	}
	return false
}
