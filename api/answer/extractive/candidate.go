package extractive

import (
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// candidate is a stretch of a passage that can stand in an answer: a sentence
// of running text, a step, a list entry, a row.
type candidate struct {
	passage    int // index of the task's passages
	block      int // index of the page's blocks
	kind       retrieval.BlockKind
	level      int
	start, end int // bytes of the document
	text       string
	first      bool // opens its block
	features   features
	score      float64
}

// page is a passage in parts.
type page struct {
	*retrieval.Passage
	blocks []retrieval.Block
	from   int // its candidates are all[from:to]
	to     int
}

// mostPassages is how many passages are read for an answer. The evidence of
// the tuning sets' questions is nearly always among the first eight.
const mostPassages = 8

// read takes the best passages apart.
func read(t answer.Task) ([]page, []candidate) {
	var pages []page
	var all []candidate
	for i := range t.Passages {
		if i == mostPassages {
			break
		}
		p := page{Passage: &t.Passages[i], blocks: t.Passages[i].Source.Blocks, from: len(all)}
		if len(p.blocks) == 0 {
			p.blocks = paragraphs(*p.Passage)
		}
		for k, b := range p.blocks {
			all = append(all, p.candidates(i, k, b)...)
		}
		p.to = len(all)
		pages = append(pages, p)
	}
	return pages, all
}

// paragraphs are the lines of a passage whose structure is not known.
func paragraphs(p retrieval.Passage) []retrieval.Block {
	var out []retrieval.Block
	at := p.Start
	for line := range strings.Lines(p.Text) {
		if trimmed := strings.TrimRight(line, "\n"); strings.TrimSpace(trimmed) != "" {
			out = append(out, retrieval.Block{Kind: kindOf(trimmed), Start: at, End: at + len(trimmed)})
		}
		at += len(line)
	}
	return out
}

// kindOf a line by its mark.
func kindOf(line string) retrieval.BlockKind {
	line = strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(line, "- "), strings.HasPrefix(line, "• "), strings.HasPrefix(line, "* "):
		return retrieval.Item
	case stepMark(line) > 0:
		return retrieval.Step
	case strings.Count(line, " | ") > 0:
		return retrieval.Row
	}
	return retrieval.Paragraph
}

// candidates of block k.
func (p page) candidates(passage, k int, b retrieval.Block) []candidate {
	from, to := max(b.Start-p.Start, 0), min(b.End-p.Start, len(p.Text))
	if from >= to {
		return nil
	}
	s := p.Text[from:to]
	c := candidate{passage: passage, block: k, kind: b.Kind, level: b.Level, first: true}
	switch b.Kind {
	case retrieval.Row, retrieval.Header, retrieval.Heading, retrieval.Term, retrieval.Code:
		return one(c, s, p.Start+from)
	}
	skip := mark(b.Kind, s)
	var out []candidate
	for _, span := range text.Sentences(s[skip:]) {
		c.start, c.end = p.Start+from+skip+span.Start, p.Start+from+skip+span.End
		c.text = s[skip+span.Start : skip+span.End]
		out = append(out, c)
		c.first = false
	}
	return out
}

// one is the block as a whole.
func one(c candidate, s string, at int) []candidate {
	trimmed := strings.TrimSpace(s)
	if trimmed == "" {
		return nil
	}
	c.start = at + strings.Index(s, trimmed)
	c.end, c.text = c.start+len(trimmed), trimmed
	return []candidate{c}
}

// mark is the length of what stands before the text of a list entry.
func mark(kind retrieval.BlockKind, s string) int {
	indent := len(s) - len(strings.TrimLeft(s, " "))
	switch kind {
	case retrieval.Step:
		return indent + stepMark(s[indent:])
	case retrieval.Item:
		for _, bullet := range []string{"- ", "• ", "* "} {
			if strings.HasPrefix(s[indent:], bullet) {
				return indent + len(bullet)
			}
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
