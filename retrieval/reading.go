package retrieval

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reading is a question as a collection lets it be understood.
type Reading struct {
	Searched string      // the text that is embedded, history considered
	Terms    []QueryTerm // what the word leg is asked for
	// Words are those of the last turn that have spaces between them, in its
	// order, stop words left out.
	Words []AskedWord
	// Corrections are the words that were taken for others.
	Corrections []Correction
	// Page is the address of the page that the asker is reading; "": unknown.
	Page string
	// Signals are what is known before anything is found.
	Signals Signals
}

// AskedWord is a word of the question: what it weighs there, and how rare it is
// in the collection (the idf of BM25).
type AskedWord struct {
	Term   string
	Weight float32
	Rarity float32
}

// Correction is a word of the question that no text of the collection holds,
// and the one that was searched instead.
type Correction struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Signals say how far words and vectors can be trusted for a question. All are
// shares, 0..1; the zero value says that nothing is known.
type Signals struct {
	// Unknown is how much of the question, by weight, no text holds.
	Unknown float64
	// Foreign is how many of the texts are in another script than the question.
	Foreign float64
	// FAQ is how many of the texts are a question with its answer.
	FAQ float64
}

// Completion is a term that goes on from what was typed, and how many points
// hold it.
type Completion struct {
	Term string
	In   int
}

// Completer says how what is being typed can go on. An index that is no
// Completer leaves unfinished words as they are.
type Completer interface {
	// Completions returns terms that begin with prefix and that points hold, those
	// in most points first, equal ones in the order of their bytes, at most limit,
	// as of the last commit. There are none for a prefix of less than two bytes
	// and for one that does not begin with a letter (marks of fields do not).
	Completions(ctx context.Context, prefix string, limit int) ([]Completion, error)
}

// Completable says whether Completions knows anything of a prefix or term.
func Completable(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	return len(s) > 1 && unicode.IsLetter(first) && (first != utf8.RuneError || n > 1)
}

// SortCompletions puts them in their order and cuts them to limit.
func SortCompletions(list []Completion, limit int) []Completion {
	slices.SortFunc(list, func(a, b Completion) int { return cmp.Or(b.In-a.In, strings.Compare(a.Term, b.Term)) })
	return list[:min(len(list), max(0, limit))]
}

// Counter says how common words are in a collection.
type Counter interface {
	// Frequencies returns in how many points each of terms occurs, in their
	// order, and how many points there are, as of the last commit. Filters of a
	// search do not change it.
	Frequencies(ctx context.Context, terms []string) (in []int, points int, err error)
}
