package answer

import "strings"

// Discounts of words that are found in other ways.
const (
	kindredShare = 0.9
	synonymShare = 0.8
	charShare    = 0.5 // a Chinese character without its neighbours
)

// coverage is the share of the statement's content words and values that the
// window or what stands over it has, and some words that are missing.
func coverage(st *statement, w *window) (float64, []string) {
	said, values := statedShare(st, w)
	share, missing := wordCoverage(st, w)
	n := float64(len(st.words))
	if n+values == 0 {
		return 1, nil
	}
	return (said + share*n) / (n + values), missing
}

// nearWord is the cosine of two words' vectors from which on they count as
// synonyms. Fitted on the sources of variants.txt.
const nearWord = 0.55

// near: the window has a word of about the same meaning as one of the
// statement's; of Chinese, as a pair of characters with this one.
func (w *window) near(st *statement, x word) bool {
	if w.cover == nil {
		return false
	}
	if len(x.pairs) == 0 {
		return w.cover(st.lex[x.lex].text, w.said.text) >= nearWord
	}
	for _, p := range x.pairs {
		if !strings.ContainsAny(p, particles) && w.cover(p, w.said.text) >= nearWord {
			return true
		}
	}
	return false
}

// ownShare is coverage by the window's own text, rates and articles counted too:
// which of two sentences the statement was made from.
func ownShare(st *statement, w *window) float64 {
	alone := &window{said: w.said, context: &statement{}}
	found, _ := wordCoverage(st, alone)
	found *= float64(len(st.words))
	all := float64(len(st.words))
	for _, f := range st.facts {
		all += valueShare
		found += valueShare * boolTo(alone.states(f))
	}
	if all == 0 {
		return 1
	}
	return found / all
}

// A statement whose values are all in a single sentence is about that sentence:
// fewer of its words have to be there. Fitted like minCoverage.
const (
	anchoredCoverage = 0.4
	anchoredWords    = 0.3
)

// anchored: the statement has values, and the window is one stretch that states
// each of them itself.
func (st *statement) anchored(w *window) bool {
	values := 0
	for _, f := range st.facts {
		if f.loose() || f.rate() {
			continue
		}
		if !stated(f, w.said.facts) {
			return false
		}
		values++
	}
	return values > 0 && len(w.parts) == 1 && st.strayed(w) == ""
}

// strayed is a word of the statement that the window lacks and another sentence
// of the passage has: then the statement may speak of what that one does.
func (st *statement) strayed(w *window) string {
	for _, x := range st.words {
		if has(w, x) > 0 {
			continue
		}
		if len(x.pairs) == 0 && w.page[x.term] {
			return x.term
		}
		for _, p := range x.pairs {
			if w.page[p] && !strings.ContainsAny(p, particles) {
				return p
			}
		}
	}
	return ""
}

// minWords is the share of the words alone: values that fit make no sentence
// of other words true.
const minWords = 0.5

// wordCoverage is coverage of the words alone.
func wordCoverage(st *statement, w *window) (float64, []string) {
	if len(st.words) == 0 {
		return 1, nil
	}
	found := 0.0
	var missing []string
	for _, x := range st.words {
		f := has(w, x)
		if f == 0 && st.poleOf(x, w.said) {
			f = synonymShare
		}
		if f == 0 && w.near(st, x) {
			f = synonymShare
		}
		found += f
		if f == 0 && len(missing) < 5 {
			missing = append(missing, x.term)
		}
	}
	return found / float64(len(st.words)), missing
}

// valueShare is how much of a content word a value counts: it says much, but
// the same value may be said of several things.
const valueShare = 0.75

// statedShare are the values of the statement that the window states, and all
// that could count.
func statedShare(st *statement, w *window) (found, all float64) {
	for _, f := range st.facts {
		if f.loose() || f.rate() {
			continue
		}
		all += valueShare
		if w.states(f) {
			found += valueShare
		}
	}
	return found, all
}

func has(w *window, x word) float64 {
	for _, p := range x.pairs {
		if w.has(p) {
			return 1
		}
	}
	for _, p := range x.pairs {
		if means(w.said.terms, p) {
			return synonymShare
		}
	}
	switch {
	case w.has(x.term) && len(x.pairs) == 0:
		return 1
	case w.has(x.term):
		return charShare
	case w.said.holdsKindred(x.term):
		return kindredShare
	case means(w.said.terms, x.term) || w.said.samePole(x.term), means(w.context.terms, x.term):
		return synonymShare
	}
	return 0
}

func (st *statement) holdsKindred(term string) bool {
	for t := range st.terms {
		if kindred(t, term) {
			return true
		}
	}
	return false
}

// poleOf: the word stands in a phrase ("not accepted") of whose pole said has
// another ("refused").
func (st *statement) poleOf(x word, said *statement) bool {
	for _, m := range st.marks {
		if x.lex >= m.from && x.lex < m.to && (hasPole(said, m.kind, m.pole) || m.kind == "gift" && m.pole == "free" && hasPole(said, "part", "in")) {
			return true
		}
	}
	return false
}

// samePole: the statement has another phrase of the pole that term belongs to:
// "take out" for "withdraw".
func (st *statement) samePole(term string) bool {
	for _, t := range turnsOfTerm()[term] {
		for _, m := range st.marks {
			if m.kind == t.kind && m.pole == t.pole {
				return true
			}
		}
	}
	return false
}
