package extractive

import (
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// group is a list of steps or entries that belong together, with the sentence
// that leads to it.
type group struct {
	page  int
	lead  *stretch // ends with a colon
	list  []stretch
	after []stretch // sentences of the paragraph behind steps: what happens next
}

const (
	// mostSteps bounds a list: longer ones are reference tables, not answers.
	mostSteps = 25
	// mostItems bounds a bulleted list that is given whole.
	mostItems = 10
)

// group is the list that answers a as a whole, if one does: steps for a how-to
// whose best steps are about as good as the best sentence, entries where a list
// is wanted, and what a sentence that ends with a colon announces.
func (x *composition) group(a *asked, ranked []*candidate) (group, bool) {
	first := ranked[0]
	if leadsOn(first.Text) && first.Kind != retrieval.Row {
		if g, ok := x.grow(first, true); ok {
			return g, true
		}
	}
	switch {
	case first.Kind == retrieval.Step && a.Form == answer.AsksHowTo:
		return x.grow(first, false)
	case first.Kind == retrieval.Step && a.Form == answer.AsksList:
		g, ok := x.grow(first, false)
		return g, ok && !g.instructs() // things that are counted, not what to do
	case first.Kind == retrieval.Step && (a.Want == answer.WantsAnything || a.Want == answer.WantsPlace):
		g, ok := x.grow(first, false)
		return g, ok && g.instructs()
	case a.Form == answer.AsksHowTo:
		if g, ok := x.steps(a, first); ok {
			return g, true
		}
		return x.sections(first)
	case first.Kind == retrieval.Item && a.Form == answer.AsksList:
		return x.grow(first, false)
	}
	return group{}, false
}

// instructs: most of the list's steps tell what to do; otherwise it counts things.
func (g group) instructs() bool {
	steps, orders := 0, 0
	for _, s := range g.list {
		if s.kind == retrieval.Step {
			steps++
			if directs(s.text) {
				orders++
			}
		}
	}
	return 2*orders >= steps
}

// stepsBonus is how much the odds of steps exceed those of a sentence with the
// same words when a question asks how to do something.
const stepsBonus = 1

// steps is the list of steps that is best as a whole, if it is better than the
// best sentence.
func (x *composition) steps(a *asked, first *candidate) (group, bool) {
	weight, total := x.rarity(a)
	var best *candidate
	most := first.score
	for i := 0; i < len(x.all); {
		j := i + 1
		for j < len(x.all) && x.all[j].page == x.all[i].page && x.all[i].Kind == retrieval.Step && (listed(x.all[j].Kind) || x.between(j)) {
			j++
		}
		if x.all[i].Kind == retrieval.Step {
			if score := x.whole(a, i, j, weight, total) + stepsBonus; score > most {
				most, best = score, &x.all[i]
			}
		}
		i = j
	}
	if best == nil {
		return group{}, false
	}
	return x.grow(best, false)
}

// whole is the score of candidates from..to taken together with their heading.
func (x *composition) whole(a *asked, from, to int, weight []float64, total float64) float64 {
	f := x.all[from].features
	f[covered], f[united], f[beside], f[near] = 0, 0, 0, 0
	for t, w := range weight {
		in := x.around[from].has(t)
		for i := from; i < to && !in; i++ {
			in = x.looks[i].has(t)
		}
		if in {
			f[covered] += w / total
			f[united] += a.weights[t] / a.total
		}
	}
	for i := from; i < to; i++ {
		f[paired] = max(f[paired], x.all[i].features[paired])
		f[holds] = max(f[holds], x.all[i].features[holds])
		f[focused] = max(f[focused], x.all[i].features[focused])
	}
	f[covered] = min(f[covered]*total/max(x.top, 1e-9), 1)
	f[news] = 0.5
	c := x.all[from]
	c.features = f
	return x.rate(&c)
}

// leadsOn: a sentence that ends with a colon announces what follows.
func leadsOn(s string) bool { return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") }

// grow is the list around c, or behind it when it leads on. The list is read
// from the stored document, since a passage may end within it.
func (x *composition) grow(c *candidate, leads bool) (group, bool) {
	p := x.pages[c.page]
	doc, base, blocks := p.Text, p.Start, p.blocks
	if stored, err := x.task.Read(x.ctx, p.Document); err == nil && len(stored.Blocks) > 0 {
		doc, base, blocks = stored.Text, 0, stored.Blocks
	}
	at := blockAt(blocks, c.Start)
	if at < 0 {
		return group{}, false
	}
	if leads {
		at++
	}
	from, to, ok := run(blocks, at, numbersOf(doc, base))
	if !ok || to-from > mostSteps || blocks[from].Kind == retrieval.Item && to-from > mostItems {
		return group{}, false
	}
	g := group{page: c.page}
	for _, b := range blocks[from:to] {
		if b.Start-base < 0 || b.End-base > len(doc) {
			return group{}, false
		}
		g.list = append(g.list, moved(doc, b, base))
	}
	if from > 0 && blocks[from-1].Kind == retrieval.Paragraph && blocks[from-1].Start >= base {
		g.lead = lastSentence(moved(doc, blocks[from-1], base))
	}
	if g.lead == nil && from > 0 {
		g.lead = x.title(doc, blocks[from-1], base, g.list)
	}
	if to < len(blocks) && blocks[from].Kind == retrieval.Step && blocks[to].Kind == retrieval.Paragraph && blocks[to].End-base <= len(doc) {
		g.after = firstSentences(doc, blocks[to], base)
	}
	return g, len(g.list) > 1
}

// title is what a list stands directly under, where the list needs it: the term
// or tab of one of several lists, the heading of a list of mere names.
func (x *composition) title(doc string, over retrieval.Block, base int, list []stretch) *stretch {
	named := len(list) > 0 && isLabel(&candidate{Stretch: answer.Stretch{Kind: list[0].kind, Text: list[0].text}})
	if over.Start < base || over.Kind != retrieval.Term && (over.Kind != retrieval.Heading || !named) {
		return nil
	}
	s := moved(doc, over, base)
	return &s
}

// mostAfter is how many sentences behind a list of steps are given with it.
const mostAfter = 2

func firstSentences(doc string, b retrieval.Block, base int) []stretch {
	block := moved(doc, b, base)
	var out []stretch
	for _, s := range text.Sentences(block.text) {
		if len(out) == mostAfter {
			break
		}
		out = append(out, stretch{block.text[s.Start:s.End], block.start + s.Start, block.start + s.End, b.Kind, b.Level})
	}
	return out
}

// moved is a block of a text that begins at byte base of its document.
func moved(doc string, b retrieval.Block, base int) stretch {
	b.Start, b.End = b.Start-base, b.End-base
	s := trimmed(doc, b)
	s.start, s.end = s.start+base, s.end+base
	return s
}

// blockAt is the block that holds byte at; -1: none does.
func blockAt(blocks []retrieval.Block, at int) int {
	for k, b := range blocks {
		if b.Start <= at && at < b.End {
			return k
		}
	}
	return -1
}

// run is the list that holds blocks[at]: entries of its kind and what is
// nested in them or stands between two of them.
func run(blocks []retrieval.Block, at int, number func(retrieval.Block) int) (from, to int, ok bool) {
	if at >= len(blocks) || !listed(blocks[at].Kind) {
		return 0, 0, false
	}
	from, to = at, at+1
	for from > 0 && inList(blocks, from-1, number) {
		from--
	}
	for to < len(blocks) && inList(blocks, to, number) {
		to++
	}
	return from, to, true
}

func listed(kind retrieval.BlockKind) bool {
	return kind == retrieval.Step || kind == retrieval.Item
}

// numbersOf reads the number that a step carries in a text which begins at byte
// base of its document; -1: none.
func numbersOf(doc string, base int) func(retrieval.Block) int {
	return func(b retrieval.Block) int {
		if b.Start < base || b.Start-base >= len(doc) {
			return -1
		}
		n, digits := 0, 0
		for _, r := range doc[b.Start-base:] {
			if r < '0' || r > '9' || digits == longestNumber {
				break
			}
			n, digits = 10*n+int(r-'0'), digits+1
		}
		if digits == 0 {
			return -1
		}
		return n
	}
}

// longestNumber in digits: no instruction has a thousand steps.
const longestNumber = 3

// inList: an entry, or a block between two entries that belongs to the first:
// one nested in it, or whatever stands between a step and the one with the next
// number.
func inList(blocks []retrieval.Block, k int, number func(retrieval.Block) int) bool {
	if listed(blocks[k].Kind) {
		return true
	}
	before, after := entryBeyond(blocks, k, -1), entryBeyond(blocks, k, 1)
	switch {
	case before < 0 || after < 0:
		return false
	case nestedAll(blocks[before+1 : after]):
		return true
	}
	from := before // the step that an entry of its own list belongs to
	for from > 0 && blocks[from].Kind == retrieval.Item {
		from--
	}
	n := number(blocks[from])
	return blocks[from].Kind == retrieval.Step && blocks[after].Kind == retrieval.Step && n >= 0 && number(blocks[after]) == n+1
}

func nestedAll(blocks []retrieval.Block) bool {
	for _, b := range blocks {
		if !nested(b) {
			return false
		}
	}
	return len(blocks) <= mostNested
}

// nested: a block that may belong to the entry before it.
func nested(b retrieval.Block) bool {
	switch b.Kind {
	case retrieval.Code, retrieval.Note, retrieval.Caption:
		return true
	}
	return b.Kind == retrieval.Paragraph && b.Level > 1
}

// How many blocks in a row may stand between two entries: nested ones, and any
// between two steps whose numbers follow each other.
const (
	mostNested  = 3
	mostBetween = 6
)

// entryBeyond is the next entry on one side of blocks[k], with nothing between
// that ends a list; -1: there is none.
func entryBeyond(blocks []retrieval.Block, k, by int) int {
	for range mostBetween {
		if k += by; k < 0 || k >= len(blocks) {
			return -1
		}
		switch kind := blocks[k].Kind; {
		case listed(kind):
			return k
		case kind == retrieval.Heading || kind == retrieval.Row || kind == retrieval.Header || kind == retrieval.Term:
			return -1
		}
	}
	return -1
}

// between: the candidate stands between two steps of its passage, with no
// heading or table between.
func (x *composition) between(i int) bool {
	if x.all[i].Kind != retrieval.Paragraph {
		return false
	}
	for k := i + 1; k < len(x.all) && x.all[k].page == x.all[i].page && k <= i+2*mostBetween; k++ {
		switch x.all[k].Kind {
		case retrieval.Step:
			return true
		case retrieval.Heading, retrieval.Row, retrieval.Header, retrieval.Term:
			return false
		}
	}
	return false
}

// lastSentence is the end of a paragraph, if it leads on.
func lastSentence(s stretch) *stretch {
	if !leadsOn(s.text) {
		return nil
	}
	if i := strings.LastIndexAny(s.text, ".。!?！？\n"); i >= 0 {
		rest := strings.TrimLeft(s.text[i:], ".。!?！？\n \"”")
		s.start, s.text = s.end-len(rest), rest
	}
	return &s
}

// addGroup takes a list into the answer, in its order.
func (x *composition) addGroup(g group) {
	if g.lead != nil {
		x.draft(x.stretched(g.page, *g.lead, ""))
	}
	steps := false
	for _, s := range g.list {
		block := blockOf(s.kind)
		if s.kind == retrieval.Caption {
			continue // of a picture
		}
		if steps = steps || block == "step"; steps && block == "" {
			block = "more"
		}
		x.draft(x.stretched(g.page, s, block))
	}
	block := ""
	if steps {
		block = "more"
	}
	for _, s := range g.after {
		x.draft(x.stretched(g.page, s, block))
	}
}

func (x *composition) stretched(page int, s stretch, block string) answer.Draft {
	return answer.Draft{Text: s.text, Block: block, Cites: []answer.Cite{{Passage: page + 1, Start: s.start, End: s.end}}}
}

// blockOf is how a page lays out a stretch of this kind.
func blockOf(kind retrieval.BlockKind) string {
	switch kind {
	case retrieval.Item:
		return "item"
	case retrieval.Step:
		return "step"
	case retrieval.Code:
		return "code"
	}
	return ""
}
