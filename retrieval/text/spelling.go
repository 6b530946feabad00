package text

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/retrieval"
)

// Which words are corrected: those of plain letters that no text of the
// collection holds and that are no English words. Names, codes and abbreviations are left alone: a wrong one
// must not find something else. A correction weighs less than the word itself
// would, since it may be wrong.
const (
	shortest        = 4 // letters; "fax" and "tax" are both right
	longWord        = 5 // from here on a wrong letter is tried
	longest         = 20
	twoMistakes     = 6  // from here on two of the likely ones,
	tooManyMistakes = 15 // up to here: their number grows with the square of the length
	correctedWeight = 0.7
	maxCorrections  = 4 // of a question: text in which no word is known is not misspelt
)

// fix is a word of a text and what it was taken for.
type fix struct {
	retrieval.Correction
	start, end int
}

// correct replaces words of s that words does not hold by similar ones that it
// does, and says which.
func correct(ctx context.Context, s string, p *Protected, words retrieval.Counter) (string, []fix, error) {
	suspects, err := unknown(ctx, s, p, words)
	if err != nil || len(suspects) > maxCorrections {
		return s, nil, err
	}
	var fixes []fix
	for _, w := range suspects {
		to, err := similar(ctx, fold(s[w.Start:w.End]), words)
		if err != nil {
			return s, nil, err
		}
		if to != "" {
			fixes = append(fixes, fix{retrieval.Correction{From: s[w.Start:w.End], To: to}, w.Start, w.End})
		}
	}
	characters, err := respell(ctx, s, p, words)
	if err != nil {
		return s, nil, err
	}
	if len(characters) <= maxCorrections {
		fixes = append(fixes, characters...)
		slices.SortFunc(fixes, func(a, b fix) int { return a.start - b.start })
	}
	return replaced(s, fixes), fixes, nil
}

func replaced(s string, fixes []fix) string {
	if len(fixes) == 0 {
		return s
	}
	var b strings.Builder
	at := 0
	for _, f := range fixes {
		b.WriteString(s[at:f.start])
		b.WriteString(f.To)
		at = f.end
	}
	b.WriteString(s[at:])
	return b.String()
}

// unknown are the words of s that may be misspelt.
func unknown(ctx context.Context, s string, p *Protected, words retrieval.Counter) ([]Word, error) {
	var list []Word
	var terms []string
	for w := range p.Words(cut(s, maxSpelt)) {
		if w.End >= maxSpelt-utf8.UTFMax {
			break // it may be cut
		}
		if w.Kind == Plain && !w.Part && !w.Stop && !w.Asking && spelt(s[w.Start:w.End]) {
			list = append(list, w)
			terms = append(terms, w.Term)
		}
	}
	if len(list) == 0 {
		return nil, nil
	}
	in, _, err := words.Frequencies(ctx, terms)
	if err != nil {
		return nil, err
	}
	kept := list[:0]
	for i, w := range list {
		if in[i] == 0 && !isEnglish(w.Term) {
			kept = append(kept, w)
		}
	}
	return kept, nil
}

// maxSpelt is how much of a question is looked at, in bytes: a pasted log is
// not misspelt.
const maxSpelt = 1000

// spelt: is s a word that somebody spelt, rather than a name or code?
func spelt(s string) bool {
	if len(s) < shortest || len(s) > longest {
		return false
	}
	capitals := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			capitals++
		case c < 'a' || c > 'z':
			return false
		}
	}
	return capitals == 0 || capitals == 1 && s[0] <= 'Z'
}

// similar is the word that s was most likely meant to be: one mistake away, or
// two likely ones, or two words written as one. "" if there is none.
func similar(ctx context.Context, s string, words retrieval.Counter) (string, error) {
	near := newCandidates(s)
	anyEdits(s, near.add)
	likelyEdits(s, near.add)
	if best, err := near.best(ctx, words); best != "" || err != nil {
		return best, err
	}
	if len(s) < twoMistakes {
		return "", nil
	}
	if len(s) < tooManyMistakes {
		far := newCandidates(s)
		likelyEdits(s, func(t string) { likelyEdits(t, far.add) })
		if best, err := far.best(ctx, words); best != "" || err != nil {
			return best, err
		}
	}
	return divided(ctx, s, words)
}

// candidates are words that one may have been meant to be.
type candidates struct {
	of    string
	list  []string
	terms []string
	seen  map[string]bool
}

func newCandidates(of string) *candidates {
	return &candidates{of: of, seen: map[string]bool{of: true}}
}

// add notes a candidate. The first letter is right, or in the second place.
func (c *candidates) add(s string) {
	if c.seen[s] || len(s) < shortest-1 || s[0] != c.of[0] && s[1] != c.of[0] {
		return
	}
	c.seen[s] = true
	c.list = append(c.list, s)
	c.terms = append(c.terms, stem(s))
}

// best is the candidate that most points hold, likely mistakes before others.
func (c *candidates) best(ctx context.Context, words retrieval.Counter) (string, error) {
	in, _, err := words.Frequencies(ctx, c.terms)
	if err != nil {
		return "", err
	}
	likely := map[string]bool{}
	likelyEdits(c.of, func(s string) { likely[s] = true })
	best, most := "", 0
	for i, s := range c.list {
		n := in[i]
		if isEnglish(c.terms[i]) {
			n *= likelier
		}
		if likely[s] {
			n *= likelier
		}
		if n > most {
			best, most = s, n
		}
	}
	return best, nil
}

// likelier is by how much more texts a word must be in to be preferred to one
// that a likely mistake leads to, or to one that is common English.
const likelier = 8

// divided is s as two words of the collection, each of at least three letters,
// if need be after one likely mistake: "giftcrad" is "gift card".
func divided(ctx context.Context, s string, words retrieval.Counter) (string, error) {
	halves := []string{}
	split := func(s string) {
		for i := 3; i <= len(s)-3; i++ {
			halves = append(halves, s[:i], s[i:])
		}
	}
	split(s)
	eachSwap(s, split)
	terms := make([]string, len(halves))
	for i, h := range halves {
		terms[i] = stem(h)
	}
	in, _, err := words.Frequencies(ctx, terms)
	if err != nil {
		return "", err
	}
	best, most := "", 0
	for i := 0; i < len(halves); i += 2 {
		if n := min(in[i], in[i+1]); n > most && sortOf(terms[i]) == content && sortOf(terms[i+1]) == content {
			best, most = halves[i]+" "+halves[i+1], n
		}
	}
	return best, nil
}
