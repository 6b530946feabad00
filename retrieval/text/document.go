package text

import (
	"slices"
	"strings"

	"footnote/retrieval"
)

// A chunk's title and headings count twice.
//
// As words of its text, by this weight: enough to be found by them at all.
const titleWeight = 0.3

// And as a field of their own, whose terms carry a mark in front: a word is
// rare or common among titles by other measures than among texts. What the
// field weighs is decided when a question is asked (see Read).
const titleMark = "^"

// What a collection holds is counted like words are, by terms that no text has:
// an index knows in how many points each occurs.
const (
	ownMark   = "="
	faqTerm   = ownMark + "faq"   // the chunk is a question with its answer
	denseTerm = ownMark + "dense" // it is written without spaces between words: Chinese, Japanese ...
)

// Length normalisation of the title field: b as for texts, and the length of a
// usual title with its headings, in words.
const usualTitle = 6

// The length of a usual chunk, in words. BM25 divides a count by a factor that
// grows with the length of the text; title counts are multiplied by that factor
// beforehand, so that a title weighs the same above a long text as above a
// short one. Being wrong about the usual length changes all titles alike; of 80,
// 100, 150 and 250 the first two are best where texts are short (an FAQ of 67
// entries: .793, .790, .774, .754) and as good as the others elsewhere.
const usualLength = 100

// Document counts the terms of a chunk.
func Document(c retrieval.Chunk) retrieval.Terms { return document(nil, c) }

func document(p *Protected, c retrieval.Chunk) retrieval.Terms {
	a := borrow(p)
	defer giveBack(a)
	a.doc++
	n := counter{analyser: a, counts: a.counts[:0]}
	n.add(c.Text, 1)
	n.add(c.Context, 1)
	length := n.length
	isDense := n.dense*2 > length
	n.add(c.Title, titleWeight)
	n.add(c.Section, titleWeight)
	n.addTitle(c, lengthFactor(length/usualLength))
	if c.FAQ {
		n.count(a.intern(faqTerm), 1)
	}
	if isDense {
		n.count(a.intern(denseTerm), 1)
	}
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
	dense  float32 // characters and pairs among length
}

func (n *counter) add(s string, weight float32) {
	n.each(s, func(p *piece, _ int) bool {
		n.count(p.term, weight)
		n.length += weight
		if p.kind == Char || p.kind == Pair {
			n.dense += weight
		}
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
func (n *counter) addTitle(c retrieval.Chunk, factor float32) {
	first, words := len(n.counts), float32(0)
	for _, s := range []string{c.Title, c.Section} {
		n.each(s, func(p *piece, _ int) bool {
			n.count(n.marked(p.term), 1)
			words++
			return true
		})
	}
	n.each(FrontName(c.URL), func(p *piece, _ int) bool {
		if t := n.marked(p.term); t.doc != n.doc {
			n.count(t, 1)
		}
		return true
	})
	for i := range n.counts[first:] {
		n.counts[first+i].Count *= factor / lengthFactor(words/usualTitle)
	}
}

// marked is the term with a mark in front.
func (a *analyser) marked(t *term) *term {
	if t.title == nil {
		t.title = &term{text: titleMark + t.text, sort: t.sort}
	}
	return t.title
}

// Bare is the word of a term as Words yields it: without the mark of a title
// field. The same string means that the term had none.
func Bare(term string) string {
	if len(term) > len(titleMark) && strings.HasPrefix(term, titleMark) {
		return term[len(titleMark):]
	}
	return term
}
