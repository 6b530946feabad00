package text

import (
	"math"
	"strings"

	"footnote/retrieval"
)

// Weights of the terms of a question, measured on conversations about product
// documentation: the last turn counts fully, each earlier turn of the user
// less by its age. A term takes the highest of its weights.
const (
	historyWeight = 0.3
	historyDecay  = 0.7
)

// Question words say little about which text answers (dropping their weight to
// this lifted a manual .677 -> .746 and product documentation .223 -> .251),
// but are half of the match with the title of an FAQ entry, where they count
// fully.
const askingWeight = 0.25

// Weights of the title fields beside the text's 1.
const (
	titleFieldWeight = 0.3
	faqFieldWeight   = 1
)

// A question is searched by its first words only, each once: more of them cost
// time and add noise. The longest question of the tuning sets has 90.
const maxTerms = 256

// A follow-up of fewer content words than this is not understood alone.
const aloneWords = 3

// Query reads a question.
//
// Terms are the words of the last turn, then those of the user's earlier turns
// with less weight, then the same words once more for each title field (see
// Bare). Stop words are left out unless there is nothing else.
//
// Searched is the text to embed: the last turn, and in front of it the user's
// turn before when the last one is too short to be understood alone ("What
// about Hebrew?", "那退货呢？").
func Query(q retrieval.Question) (searched string, terms []retrieval.QueryTerm) {
	w := weights{at: map[string]int{}}
	w.add(q.Text, 1)
	var before []string // the user's earlier turns, newest first
	for i := len(q.History) - 1; i >= 0 && len(w.words) < maxTerms; i-- {
		if t := q.History[i]; t.Role == "user" {
			w.add(t.Text, historyWeight*math.Pow(historyDecay, float64(len(before))))
			before = append(before, t.Text)
		}
	}
	searched = strings.TrimSpace(q.Text)
	if len(before) > 0 && leansBack(searched) {
		searched = strings.TrimSpace(strings.TrimSpace(before[0]) + "\n" + searched)
	}
	return searched, w.terms()
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
}

type weights struct {
	words []weighted
	at    map[string]int // place in words
}

func (w *weights) add(s string, weight float64) {
	w.addWords(s, weight, false)
	if len(w.words) == 0 {
		w.addWords(s, weight, true)
	}
}

func (w *weights) addWords(s string, weight float64, stops bool) {
	for word := range Words(s) {
		if word.Stop && !stops {
			continue
		}
		if i, seen := w.at[word.Term]; seen {
			w.words[i].weight = max(w.words[i].weight, weight)
			continue
		}
		if len(w.words) == maxTerms {
			return
		}
		w.at[word.Term] = len(w.words)
		w.words = append(w.words, weighted{word.Term, weight, word.Asking})
	}
}

// terms are the words as an index is asked for them.
func (w *weights) terms() []retrieval.QueryTerm {
	terms := make([]retrieval.QueryTerm, 0, 3*len(w.words))
	for _, x := range w.words {
		terms = append(terms, retrieval.QueryTerm{Term: x.term, Weight: float32(x.weight * x.damping())})
	}
	for _, x := range w.words {
		terms = append(terms,
			retrieval.QueryTerm{Term: titleMark + x.term, Weight: float32(x.weight * x.damping() * titleFieldWeight)},
			retrieval.QueryTerm{Term: faqMark + x.term, Weight: float32(x.weight * faqFieldWeight)})
	}
	return terms
}

func (x weighted) damping() float64 {
	if x.asking {
		return askingWeight
	}
	return 1
}
