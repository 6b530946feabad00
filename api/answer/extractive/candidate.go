package extractive

import (
	"footnote/api/answer"
	"footnote/retrieval"
)

// candidate is a stretch of a passage that can stand in an answer.
type candidate struct {
	answer.Stretch
	known    *answer.Known
	page     int    // index of reading.pages; its passage's number is one more
	over     string // the term or question that it stands under
	overAt   int    // index of that in reading.all; -1: it is only in the section
	under    int    // index of the heading over it in reading.all; -1: it is not in the passage
	opens    string // the heading of the section whose first sentences it is among
	spoken   bool   // it is speech that the page quotes
	features features
	score    float64 // by which candidates are ordered
	odds     float64 // the same by the weights of the question's own language
}

// page is a passage in parts.
type page struct {
	*retrieval.Passage
	blocks   []retrieval.Block
	from, to int     // its candidates are all[from:to]
	strength float64 // its score against the best page's
	share    float64 // of its document's passages in the scores of all
	headings look    // of its section
	foreign  bool    // it is in another language than the question
}

// mostPassages is how many passages are read for an answer. The evidence of
// nearly every question of the tuning sets is among the first eight.
const mostPassages = 12

// takeApart reads the best passages. What speaks to a machine is left out.
func takeApart(t answer.Task) ([]page, []candidate) {
	var pages []page
	var all []candidate
	passages := t.Passages[:min(len(t.Passages), mostPassages)]
	for i := range passages {
		p := page{Passage: &passages[i], blocks: answer.Blocks(passages[i]), from: len(all)}
		var hostile map[int]bool
		if len(t.Hostile) <= i || t.Hostile[i] {
			hostile = hostileBlocks(p)
		}
		for _, s := range answer.Stretches(passages[i]) {
			if !hostile[s.Block] {
				all = append(all, candidate{Stretch: s, known: t.Texts.Know(s.Text), page: i})
			}
		}
		p.to = len(all)
		pages = append(pages, p)
	}
	return pages, all
}

// hostileBlocks are the blocks of a page that speak to a machine: the whole
// block, since what it orders to say stands beside the order.
func hostileBlocks(p page) map[int]bool {
	if answer.Instructs(p.Text) < answer.InstructionLimit {
		return nil
	}
	blocks := map[int]bool{}
	for k, b := range p.blocks {
		from, to := max(b.Start-p.Start, 0), min(b.End-p.Start, len(p.Text))
		blocks[k] = from < to && answer.Instructs(p.Text[from:to]) >= answer.InstructionLimit
	}
	return blocks
}
