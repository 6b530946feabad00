package text

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval"
)

// A word that is being typed stands for the collection's words that begin so.
// The most frequent counts as if it were written, the others in proportion to how
// many texts hold them: who has typed "refu" means refunds more likely than
// refusals. With questions cut within a word of their second half, three sets
// rise from .884, .735 and .591 to .930, .858 and .676, more than half of it by
// what is embedded; with Chinese ones nothing changes by more than .002.
const (
	completedWeight = 1
	maxCompletions  = 8
	shortestPrefix  = 3  // letters; fewer begin too many words
	longestPrefix   = 40 // bytes
)

// unfinished is a word at the end of a text that is being typed, and what it may
// become.
type unfinished struct {
	start int  // where it stands; the end of the text if there is none
	known bool // the collection has it as it is
	word  string
	terms []weighted
}

// begun is the unfinished word of a question, without terms if it has none. A text
// that ends with a space or a sign is finished, and so is a word that no other begins with.
func begun(ctx context.Context, q retrieval.Question, words retrieval.Counter) (unfinished, error) {
	none := unfinished{start: len(q.Text)}
	completer, ok := words.(retrieval.Completer)
	if !q.Typing || !ok {
		return none, nil
	}
	u, err := atEnd(ctx, q.Text, completer, words)
	if err != nil || len(u.terms) == 0 {
		return none, err
	}
	return u, nil
}

func atEnd(ctx context.Context, s string, completer retrieval.Completer, words retrieval.Counter) (unfinished, error) {
	last, n := utf8.DecodeLastRuneInString(s)
	switch {
	case isDense(last):
		return lastPair(ctx, s, completer, words)
	case !unicode.IsLetter(last) || last == utf8.RuneError:
		return unfinished{}, nil
	}
	start := len(s) - n
	for start > 0 && len(s)-start <= longestPrefix {
		r, n := utf8.DecodeLastRuneInString(s[:start])
		if !unicode.IsLetter(r) || isDense(r) {
			break
		}
		start -= n
	}
	prefix := fold(s[start:])
	if utf8.RuneCountInString(prefix) < shortestPrefix || len(prefix) > longestPrefix || start > 0 && isPinyinAfter(s[:start], prefix) {
		return unfinished{}, nil
	}
	u := unfinished{start: start, word: s[start:]}
	list, err := completer.Completions(ctx, prefix, maxCompletions+1)
	if err != nil {
		return unfinished{}, err
	}
	if len(list) == 0 {
		list, err = stemOf(ctx, prefix, words)
	}
	u.take(list, stem(prefix), Plain)
	return u, err
}

// lastPair completes the last character of s to pairs, unless the collection has
// the pair that it makes with the one before it: then the word is written.
func lastPair(ctx context.Context, s string, completer retrieval.Completer, words retrieval.Counter) (unfinished, error) {
	last, n := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-n])
	last = foldHan(last)
	if isDense(before) {
		in, _, err := words.Frequencies(ctx, []string{string([]rune{foldHan(before), last})})
		if err != nil || in[0] > 0 {
			return unfinished{}, err
		}
	}
	u := unfinished{start: len(s)}
	list, err := completer.Completions(ctx, string(last), maxCompletions+1)
	u.take(list, string(last), Pair)
	return u, err
}

// take chooses among the words of a collection. Own is what was typed.
func (u *unfinished) take(list []retrieval.Completion, own string, kind Kind) {
	for _, x := range list {
		u.known = u.known || x.Term == own
	}
	list = slices.DeleteFunc(list, func(x retrieval.Completion) bool { return x.Term == own || sortOf(x.Term) != content })
	for _, x := range list[:min(len(list), maxCompletions)] {
		u.terms = append(u.terms, weighted{term: x.Term, weight: completedWeight * float64(x.In) / float64(list[0].In), kind: kind})
	}
}

// finish puts the likeliest word in the place of the one that ends s, unless that
// is a word itself.
func (u *unfinished) finish(s string) string {
	if len(u.terms) == 0 || u.known || u.word == "" {
		return s
	}
	return strings.TrimSuffix(s, u.word) + u.terms[0].term
}

// shortestStem is what is left at least of a word without its ending.
const shortestStem = 4

// stemOf finds the word whose ending is being typed: "cancellati" is "cancel".
func stemOf(ctx context.Context, prefix string, words retrieval.Counter) ([]retrieval.Completion, error) {
	var stems []string
	for n := len(prefix) - 1; n >= max(shortestStem, len(prefix)/2); n-- {
		stems = append(stems, prefix[:n])
	}
	in, _, err := words.Frequencies(ctx, stems)
	if err != nil {
		return nil, err
	}
	for i, s := range stems {
		if in[i] > 0 {
			return []retrieval.Completion{{Term: s, In: in[i]}}, nil
		}
	}
	return nil, nil
}
