package text

import (
	"context"
	"math"

	"footnote/retrieval"
)

// Read reads a question with what the collection says about its words: what is
// misspelt is corrected, terms are weighed as suits the kind of collection (see
// Query for the rest), and the signals for fusion are taken.
func Read(ctx context.Context, q retrieval.Question, words retrieval.Counter) (retrieval.Reading, error) {
	return Lexicon{}.Read(ctx, q, words)
}

// Lexicon is what is known of the words of one product, beside its pages.
type Lexicon struct {
	Synonyms  *Synonyms
	Protected *Protected
}

// synonymWeight is that of the words that a question means beside its own: they
// are what the product's team wrote down, and not what the user said.
const synonymWeight = 0.7

// Read is Read with a product's own words. A question that uses synonyms is not
// corrected: its users' words may be in no page.
func (l Lexicon) Read(ctx context.Context, q retrieval.Question, words retrieval.Counter) (retrieval.Reading, error) {
	var r retrieval.Reading
	var fixes []fix
	typed, err := begun(ctx, q, words)
	if err != nil {
		return r, err
	}
	meant := l.Synonyms.Meant(q.Text)
	if len(meant) == 0 {
		corrected, found, err := correct(ctx, q.Text[:typed.start], l.Protected, words)
		if err != nil {
			return r, err
		}
		q.Text, fixes = corrected+q.Text[typed.start:], found
	}
	searched, w := gather(q, l.Protected)
	searched = typed.finish(searched)
	for _, t := range typed.terms {
		w.addWord(t)
	}
	for _, m := range meant {
		w.add(m, synonymWeight)
		searched += "\n" + m
	}
	for _, f := range fixes {
		r.Corrections = append(r.Corrections, f.Correction)
		w.lower(f.To)
	}
	known, err := survey(ctx, w, words)
	if err != nil {
		return r, err
	}
	r.Searched, r.Signals, r.Page = searched, known.signals(w), q.Page
	r.Words = known.asked(q.Text, w)
	r.Terms = w.terms(askingWeight, titleFieldWeight)
	if r.Signals.FAQ >= faqShare {
		r.Terms = w.terms(faqAskingWeight, faqTitleFieldWeight)
	}
	return r, nil
}

// lower makes the words of s count as corrected.
func (w *weights) lower(s string) {
	for word := range w.protected.Words(s) {
		if i, ok := w.at[word.Term]; ok {
			w.words[i].weight = min(w.words[i].weight, correctedWeight)
		}
	}
}

// knowledge is what a collection holds of a question, in points.
type knowledge struct {
	in                 []int // by word of the question
	faq, dense, points int
}

func survey(ctx context.Context, w *weights, words retrieval.Counter) (knowledge, error) {
	terms := make([]string, 0, len(w.words)+2)
	for _, x := range w.words {
		terms = append(terms, x.term)
	}
	in, points, err := words.Frequencies(ctx, append(terms, faqTerm, denseTerm))
	if err != nil {
		return knowledge{}, err
	}
	n := len(w.words)
	return knowledge{in: in[:n], faq: in[n], dense: in[n+1], points: points}, nil
}

func (k knowledge) signals(w *weights) retrieval.Signals {
	if k.points == 0 {
		return retrieval.Signals{}
	}
	s := retrieval.Signals{FAQ: k.share(k.faq), Foreign: k.share(k.dense)}
	var all, unknown, dense, letters float64
	for i, x := range w.words {
		if x.weight < correctedWeight || x.kind == Char || sortOf(x.term) == stop {
			continue // of an earlier turn, said by its pair, or without a meaning
		}
		weight := x.damped(askingWeight) * k.rarity(k.in[i])
		all += weight
		if k.in[i] == 0 {
			unknown += weight
		}
		if x.kind == Pair {
			dense++
		} else {
			letters++
		}
	}
	if all > 0 {
		s.Unknown = unknown / all
	}
	if dense > letters {
		s.Foreign = 1 - s.Foreign
	}
	return s
}

// maxAsked is how many words of a question are kept in their order.
const maxAsked = 64

// asked are the first words of s that have spaces between them.
func (k knowledge) asked(s string, w *weights) []retrieval.AskedWord {
	var list []retrieval.AskedWord
	for word := range w.protected.Words(s) {
		if len(list) == maxAsked {
			break
		}
		i, weighed := w.at[word.Term]
		if !weighed || word.Part || word.Stop || word.Kind == Char || word.Kind == Pair {
			continue
		}
		list = append(list, retrieval.AskedWord{
			Term: word.Term, Weight: float32(w.words[i].damped(askingWeight)), Rarity: float32(k.rarity(k.in[i])),
		})
	}
	return list
}

func (k knowledge) share(of int) float64 { return float64(of) / float64(k.points) }

// rarity is the idf of BM25 (see retrieval.K1).
func (k knowledge) rarity(in int) float64 {
	return math.Log1p((float64(k.points-in) + 0.5) / (float64(in) + 0.5))
}
