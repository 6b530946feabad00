package text

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"footnote/retrieval"
)

// Weights of the terms of a question, measured on conversations about product
// documentation: the last turn counts fully, each earlier turn of the user
// less by its age, the main words of the last answer least (they lift such
// questions from .251 to .257). A term takes the highest of its weights.
const (
	historyWeight = 0.3
	historyDecay  = 0.7
	answerWeight  = 0.2
	answerWords   = 10
	answerLength  = 8 << 10 // bytes of the answer that are looked at
)

// Question words say little about which text answers (dropping their weight to
// this lifted a manual .677 -> .746 and product documentation .223 -> .251).
const askingWeight = 0.25

// titleFieldWeight is that of the title field beside the text's 1. More of it
// helps abstracts (.397 -> .401 at .6) and harms a manual (.750 -> .726).
const titleFieldWeight = 0.3

// In a collection of questions with answers the title is half of the text, and
// the question words half of the match. Whether a single title is a question
// says little: where only those titles weighed more, one such collection
// fell from .802 to .712. For the title's weight, 2, 3 and 5 have .843, .846 and
// .846 in the mean of two such collections, vectors included.
const (
	faqShare            = 0.3 // of the points: from here on a collection is one of questions
	faqAskingWeight     = 1
	faqTitleFieldWeight = 4
)

// A question is searched by its first words only, each once: more of them cost
// time and add noise. The longest question of the tuning sets has 100 terms.
const maxTerms = 256

// A follow-up of fewer content words than this is not understood alone.
const aloneWords = 3

// Query reads a question.
//
// Terms are the words of the last turn, then with less weight those of the
// user's earlier turns and the main ones of the last answer, then the same words
// once more for the title field (see Bare), with the weights for documentation.
// Stop words are left out unless there is nothing else.
//
// Searched is the text to embed: the last turn, and in front of it the user's
// turn before when the last one is too short to be understood alone ("What
// about Hebrew?", "那退货呢？").
func Query(q retrieval.Question) (searched string, terms []retrieval.QueryTerm) {
	searched, w := gather(q, nil)
	return searched, w.terms(askingWeight, titleFieldWeight)
}

// gather weighs the words of a question and its history.
func gather(q retrieval.Question, p *Protected) (searched string, w *weights) {
	w = &weights{at: map[string]int{}, protected: p}
	w.add(q.Text, 1)
	var before []string // the user's earlier turns, newest first
	for i := len(q.History) - 1; i >= 0 && len(w.words) < maxTerms; i-- {
		if t := q.History[i]; t.Role == "user" {
			w.add(t.Text, historyWeight*math.Pow(historyDecay, float64(len(before))))
			before = append(before, t.Text)
		}
	}
	w.addAnswer(lastAnswer(q.History))
	searched = strings.TrimSpace(q.Text)
	if len(before) > 0 && leansBack(searched) {
		searched = strings.TrimSpace(strings.TrimSpace(before[0]) + "\n" + searched)
	}
	return searched, w
}

// leansBack: has s too few content words to stand alone?
func leansBack(s string) bool {
	n := 0
	for w := range Words(s) {
		if w.Stop || w.Asking || w.Part {
			continue
		}
		if n++; n == aloneWords {
			return false
		}
	}
	return true
}

// weighted is a word of the question and what it weighs.
type weighted struct {
	term   string
	weight float64
	asking bool
	kind   Kind
}

type weights struct {
	words []weighted
	at    map[string]int // place in words

	protected *Protected
}

func (w *weights) add(s string, weight float64) {
	w.addWords(s, weight, false)
	if len(w.words) == 0 {
		w.addWords(s, weight, true)
	}
}

func (w *weights) addWords(s string, weight float64, stops bool) {
	for word := range w.protected.Words(s) {
		if !word.Stop || stops {
			w.addWord(weighted{word.Term, weight, word.Asking, word.Kind})
		}
	}
}

func (w *weights) addWord(x weighted) {
	if i, seen := w.at[x.term]; seen {
		w.words[i].weight = max(w.words[i].weight, x.weight)
		return
	}
	if len(w.words) < maxTerms {
		w.at[x.term] = len(w.words)
		w.words = append(w.words, x)
	}
}

// addAnswer adds the main words of an answer: the most frequent, the longer
// ones first among equals.
func (w *weights) addAnswer(s string) {
	type counted struct {
		term string
		kind Kind
		n    int
	}
	var list []counted
	at := map[string]int{}
	for word := range w.protected.Words(cut(s, answerLength)) {
		if word.Stop || word.Asking || word.Kind == Char {
			continue
		}
		if _, seen := at[word.Term]; !seen {
			at[word.Term] = len(list)
			list = append(list, counted{term: word.Term, kind: word.Kind})
		}
		list[at[word.Term]].n++
	}
	slices.SortStableFunc(list, func(a, b counted) int {
		return cmp.Or(b.n-a.n, len(b.term)-len(a.term))
	})
	for _, x := range list[:min(len(list), answerWords)] {
		w.addWord(weighted{x.term, answerWeight, false, x.kind})
	}
}

// lastAnswer is the newest turn that is not the user's.
func lastAnswer(history []retrieval.Turn) string {
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Role != "user" {
			return history[i].Text
		}
	}
	return ""
}

// terms are the words as an index is asked for them.
func (w *weights) terms(asking, title float64) []retrieval.QueryTerm {
	terms := make([]retrieval.QueryTerm, 0, 2*len(w.words))
	for _, x := range w.words {
		terms = append(terms, retrieval.QueryTerm{Term: x.term, Weight: float32(x.damped(asking))})
	}
	for _, x := range w.words {
		terms = append(terms, retrieval.QueryTerm{Term: titleMark + x.term, Weight: float32(x.damped(asking) * title)})
	}
	return terms
}

func (x weighted) damped(asking float64) float64 {
	if x.asking {
		return x.weight * asking
	}
	return x.weight
}
