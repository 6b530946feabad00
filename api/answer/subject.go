package answer

import (
	"context"
	"math"
	"sync"
	"unicode"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// subject is what a question is about: its words of content, and its Chinese
// characters, each with the pairs that it belongs to. Chinese is not cut into
// words: a character counts as found where one of its pairs is.
type subject struct {
	units []unitOf
	total float64
}

// unitOf is a word or a Chinese character of a question.
type unitOf struct {
	terms  []string // the word, or the one or two pairs
	weight float64  // by rarity among the passages
	han    bool
	name   bool // an acronym, a code, a name: no other word says the same
}

// The weights of units. A Chinese word has about two characters. Words that
// speak of the asker's wish say little.
const (
	hanUnit   = 0.5
	lightUnit = 0.3
	kindUnit  = 0.8 // of a word that is found in another form or by a synonym
)

var wishWords = sync.OnceValue(func() map[string]bool {
	return wordSet(`want need like know help find use make take way thing thank hello hi dear regard question realli really just now still alreadi already also even`)
})

// newSubject reads a question; all words weigh alike until weigh.
func newSubject(q string) *subject {
	s := &subject{}
	light := Grammar(q)
	pairs := map[int]string{} // by the byte where the pair begins and by that where it ends, negative
	for w := range text.Words(q) {
		if w.Kind == text.Pair && !Overlaps(w, light) {
			pairs[w.Start], pairs[-w.End] = w.Term, w.Term
		}
	}
	for w := range text.Words(q) {
		if w.Kind == text.Pair || w.Stop || w.Asking || w.Part && w.Kind != text.Char || Overlaps(w, light) {
			continue
		}
		u := newUnit(w, q, pairs)
		s.units = append(s.units, u)
		s.total += u.weight
	}
	return s
}

func newUnit(w text.Word, q string, pairs map[int]string) unitOf {
	if w.Kind == text.Char {
		u := unitOf{weight: hanUnit, han: true}
		for _, p := range []string{pairs[-w.End], pairs[w.Start]} {
			if p != "" {
				u.terms = append(u.terms, p)
			}
		}
		if u.terms == nil {
			u.terms = []string{w.Term}
		}
		return u
	}
	u := unitOf{terms: []string{w.Term}, weight: 1, name: w.Kind == text.Name || acronym(q[w.Start:w.End])}
	if wishWords()[w.Term] {
		u.weight = lightUnit
	}
	return u
}

// acronym: two capitals at least, or letters and digits together.
func acronym(s string) bool {
	upper, digits, lower := 0, 0, 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLower(r):
			lower++
		}
	}
	return upper > 1 && upper > lower || digits > 0 && upper+lower > 0
}

// weigh multiplies the weights by how rare the units are in a collection: BM25's
// idf, of a Chinese character that of its rarer pair that occurs at all.
func (s *subject) weigh(ctx context.Context, words retrieval.Counter) error {
	var terms []string
	for _, u := range s.units {
		terms = append(terms, u.terms...)
	}
	in, points, err := words.Frequencies(ctx, terms)
	if err != nil {
		return err
	}
	s.total = 0
	for k := range s.units {
		u := &s.units[k]
		n := 0
		for _, c := range in[:len(u.terms)] {
			if c > 0 && (n == 0 || c < n) {
				n = c
			}
		}
		in = in[len(u.terms):]
		u.weight *= math.Log1p((float64(points-n) + 0.5) / (float64(n) + 0.5))
		s.total += u.weight
	}
	return nil
}

// found says of each unit how well a set of terms has it: 1 it does, kindUnit
// by another word, 0 not.
func (s *subject) found(terms map[string]bool) []float64 {
	out := make([]float64, len(s.units))
	for k, u := range s.units {
		for _, t := range u.terms {
			if terms[t] {
				out[k] = 1
			}
		}
		if out[k] == 0 && !u.name && anyMeans(terms, u.terms) {
			out[k] = kindUnit
		}
	}
	return out
}

func anyMeans(terms map[string]bool, list []string) bool {
	for _, t := range list {
		if means(terms, t) {
			return true
		}
	}
	return false
}

// held is what a set of terms has of the subject: the share by weight, the
// share of the heaviest unit that it lacks, and whether it lacks a name.
func (s *subject) held(terms map[string]bool) (share, lacks float64, nameless bool) {
	if s.total == 0 {
		return 0, 0, false
	}
	for k, f := range s.found(terms) {
		u := s.units[k]
		share += f * u.weight
		if f == 0 {
			lacks = max(lacks, u.weight)
			nameless = nameless || u.name
		}
	}
	return share / s.total, lacks / s.total, nameless
}
