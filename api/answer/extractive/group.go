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
	case first.Kind == retrieval.Step && (a.Form == answer.AsksHowTo || a.Want == answer.WantsAnything || a.Want == answer.WantsPlace):
		return x.grow(first, false)
	case a.Form == answer.AsksHowTo:
		return x.steps(a, first)
	case first.Kind == retrieval.Item && a.Form == answer.AsksList:
		return x.grow(first, false)
	}
	return group{}, false
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
		for j < len(x.all) && x.all[j].page == x.all[i].page && x.all[i].Kind == retrieval.Step && listed(x.all[j].Kind) {
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
	return weights.score(f)
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
	from, to, ok := run(blocks, at)
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
	if to < len(blocks) && blocks[from].Kind == retrieval.Step && blocks[to].Kind == retrieval.Paragraph && blocks[to].End-base <= len(doc) {
		g.after = firstSentences(doc, blocks[to], base)
	}
	return g, len(g.list) > 1
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
func run(blocks []retrieval.Block, at int) (from, to int, ok bool) {
	if at >= len(blocks) || !listed(blocks[at].Kind) {
		return 0, 0, false
	}
	from, to = at, at+1
	for from > 0 && inList(blocks, from-1) {
		from--
	}
	for to < len(blocks) && inList(blocks, to) {
		to++
	}
	return from, to, true
}

func listed(kind retrieval.BlockKind) bool {
	return kind == retrieval.Step || kind == retrieval.Item
}

// inList: an entry, or a block between two entries that belongs to the first.
func inList(blocks []retrieval.Block, k int) bool {
	if listed(blocks[k].Kind) {
		return true
	}
	nested := blocks[k].Kind == retrieval.Code || blocks[k].Kind == retrieval.Note || blocks[k].Level > 1 && blocks[k].Kind == retrieval.Paragraph
	return nested && k > 0 && k+1 < len(blocks) && listed(blocks[k-1].Kind) && listed(blocks[k+1].Kind) && blocks[k+1].Level >= 1
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
	for _, s := range g.list {
		x.draft(x.stretched(g.page, s, blockOf(s.kind)))
	}
	for _, s := range g.after {
		x.draft(x.stretched(g.page, s, ""))
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
