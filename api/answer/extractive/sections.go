package extractive

import (
	"regexp"
	"strconv"
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// An instruction is often told by headings: "1. Create a file", "Step 2:
// Configure it", "第三步 登录".
var numbered = regexp.MustCompile(`^(?:(?i:step)\s*|步骤\s*|第\s*)?([0-9]{1,2}|[一二三四五六七八九十])(?:[.、:：)）]|\s*步|\s)`)

const hanDigits = "一二三四五六七八九十"

// stepOf is the number that a heading begins with; -1: none.
func stepOf(heading string) int {
	m := numbered.FindStringSubmatch(heading)
	if m == nil {
		return -1
	}
	if n, err := strconv.Atoi(m[1]); err == nil {
		return n
	}
	for i, r := range []rune(hanDigits) {
		if string(r) == m[1] {
			return i + 1
		}
	}
	return -1
}

// fewestSections make an instruction.
const fewestSections = 3

// longestOpening is how long the first sentence under a heading may be to be
// given with it, in bytes.
const longestOpening = 240

// sections are the numbered headings of the document that first is from, each
// with the sentence that opens it, if that document tells an instruction by them
// and is what the search liked best.
func (x *composition) sections(first *candidate) (group, bool) {
	p := x.pages[first.page]
	if p.strength < strongPage || first.features[united] < aboutIt {
		return group{}, false
	}
	stored, err := x.task.Read(x.ctx, p.Document)
	if err != nil {
		return group{}, false
	}
	g := group{page: first.page}
	inside := false
	next, level, count := -1, 0, 0
	for k, b := range stored.Blocks {
		if b.Kind != retrieval.Heading || b.Start < 0 || b.End > len(stored.Text) {
			continue
		}
		s := trimmed(stored.Text, b)
		n := stepOf(s.text)
		switch {
		case n >= 0 && n <= 1 && next < 0:
			level = b.Level
		case n != next || b.Level != level || n < 0:
			if next >= 0 && b.Level <= level {
				next = 100 // the instruction is over
			}
			continue
		}
		next, count = n+1, count+1
		s = unnumbered(s)
		inside = inside || b.Start <= first.Start
		s.kind = retrieval.Step
		g.list = append(g.list, s)
		if o, ok := opening(stored.Text, stored.Blocks[k+1:]); ok {
			g.list = append(g.list, o)
		}
	}
	return g, inside && count >= fewestSections && len(g.list) <= mostSteps
}

// unnumbered is a heading without the number that it begins with, which the
// list gives it; a number alone stays.
func unnumbered(s stretch) stretch {
	rest := strings.TrimLeft(s.text[len(numbered.FindString(s.text)):], " .、:：)）-–—")
	if rest == "" {
		return s
	}
	s.start, s.text = s.end-len(rest), rest
	return s
}

// A page that tells how is among the best, and about what is asked.
const (
	strongPage = 0.6
	aboutIt    = 0.5
)

// opening is the first sentence of a section, if it begins with running text.
func opening(doc string, blocks []retrieval.Block) (stretch, bool) {
	if len(blocks) == 0 || blocks[0].Kind != retrieval.Paragraph || blocks[0].End > len(doc) {
		return stretch{}, false
	}
	block := trimmed(doc, blocks[0])
	sentences := text.Sentences(block.text)
	if len(sentences) == 0 {
		return stretch{}, false
	}
	first := sentences[0]
	if first.End-first.Start > longestOpening || leadsOn(block.text[first.Start:first.End]) {
		return stretch{}, false
	}
	return stretch{block.text[first.Start:first.End], block.start + first.Start, block.start + first.End, retrieval.Paragraph, block.level}, true
}
