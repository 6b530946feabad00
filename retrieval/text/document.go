package text

import (
	"slices"
	"strings"

	"footnote/retrieval"
)

// A chunk's title and headings count twice.
//
// As words of its text, by these weights: enough to be found by them at all.
const (
	titleWeight    = 0.3 // of a page
	faqTitleWeight = 1   // of an FAQ entry, whose title is the question
)

// And as fields of their own, whose terms carry a mark in front: a word is
// rare or common among titles by other measures than among texts. Questions
// ask for marked terms by titleFieldWeight and faqFieldWeight.
//
// Measured with the tuning sets, BM25 alone, nDCG@10, without and with these
// fields: two FAQ collections .730 -> .809 and .576 -> .750, abstracts
// .379 -> .398 and .700 -> .709, a manual .740 -> .746, encyclopedia
// paragraphs in English and Chinese unchanged, in traditional Chinese -.001.
const (
	titleMark = "^"
	faqMark   = "?"
)

// Length normalisation of the title field: b as for texts, and the length of a
// usual title with its headings, in words.
const usualTitle = 6

// The length of a usual chunk, in words. BM25 divides a count by a factor that
// grows with the length of the text; title counts are multiplied by that factor
// beforehand, so that a title weighs the same above a long text as above a
// short one. Being wrong about the usual length changes all titles alike.
const usualLength = 150

// Document counts the terms of a chunk.
func Document(c retrieval.Chunk) retrieval.Terms {
	a := borrow()
	defer giveBack(a)
	a.doc++
	n := counter{analyser: a, counts: a.counts[:0]}
	n.add(c.Text, 1)
	n.add(c.Context, 1)
	length := n.length
	weight, mark := float32(titleWeight), titleMark
	if c.FAQ {
		weight, mark = faqTitleWeight, faqMark
	}
	n.add(c.Title, weight)
	n.add(c.Section, weight)
	n.addTitle(c, mark, lengthFactor(length/usualLength))
	a.counts = n.counts
	return retrieval.Terms{Counts: slices.Clone(n.counts), Length: n.length}
}

// lengthFactor is what BM25 multiplies K1 by for a text of this length,
// counted in average lengths.
func lengthFactor(length float32) float32 {
	return 1 - retrieval.B + retrieval.B*length
}

// counter counts the terms of one document.
type counter struct {
	*analyser
	counts []retrieval.TermCount
	length float32
}

func (n *counter) add(s string, weight float32) {
	n.each(s, func(p *piece, _ int) bool {
		n.count(p.term, weight)
		n.length += weight
		return true
	})
}

func (n *counter) count(t *term, weight float32) {
	if t.doc != n.doc {
		t.doc, t.slot = n.doc, int32(len(n.counts))
		n.counts = append(n.counts, retrieval.TermCount{Term: t.text})
	}
	n.counts[t.slot].Count += weight
}

// addTitle counts the marked terms of title and section path, normalised by
// their own length and multiplied by factor.
func (n *counter) addTitle(c retrieval.Chunk, mark string, factor float32) {
	first, words := len(n.counts), float32(0)
	for _, s := range []string{c.Title, c.Section} {
		n.each(s, func(p *piece, _ int) bool {
			n.count(n.marked(p.term, mark), 1)
			words++
			return true
		})
	}
	for i := range n.counts[first:] {
		n.counts[first+i].Count *= factor / lengthFactor(words/usualTitle)
	}
}

// marked is the term with a mark in front.
func (a *analyser) marked(t *term, mark string) *term {
	field := &t.title
	if mark == faqMark {
		field = &t.faq
	}
	if *field == nil {
		*field = &term{text: mark + t.text, sort: t.sort}
	}
	return *field
}

// Bare is the word of a term as Words yields it: without the mark of a title
// field. The same string means that the term had none.
func Bare(term string) string {
	if len(term) > len(titleMark) && (strings.HasPrefix(term, titleMark) || strings.HasPrefix(term, faqMark)) {
		return term[1:]
	}
	return term
}
