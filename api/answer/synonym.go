package answer

import (
	_ "embed"
	"strings"
	"sync"

	"footnote/retrieval/text"
)

//go:embed synonyms.txt
var synonymList string

// synonyms gives the groups that a term belongs to.
var synonyms = sync.OnceValue(func() map[string][]int {
	table := map[string][]int{}
	n := 0
	for line := range strings.Lines(synonymList) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		for _, w := range strings.Fields(line) {
			for _, term := range termsOf(w) {
				table[term] = append(table[term], n)
			}
		}
		n++
	}
	return table
})

// Synonyms are the terms that say the same as a term in a help page.
func Synonyms(term string) (list []string) {
	for _, g := range synonyms()[term] {
		list = append(list, members()[g]...)
	}
	return list
}

// members are the terms of each group.
var members = sync.OnceValue(func() map[int][]string {
	table := map[int][]string{}
	for term, groups := range synonyms() {
		for _, g := range groups {
			table[g] = append(table[g], term)
		}
	}
	return table
})

// termsOf are the terms that a word is compared by: itself, or its pairs of
// Chinese characters.
func termsOf(s string) []string {
	var out []string
	for w := range text.Words(s) {
		if !w.Part {
			out = append(out, w.Term)
		}
	}
	return out
}

// means: terms hold one that says the same as term.
func means(terms map[string]bool, term string) bool {
	groups := synonyms()[term]
	if len(groups) == 0 {
		return false
	}
	for t := range terms {
		for _, g := range synonyms()[t] {
			for _, own := range groups {
				if g == own {
					return true
				}
			}
		}
	}
	return false
}

// kindred: two words of one origin, which the stemmer keeps apart ("refundable",
// "refunded"; "delivery", "deliveries"): a common beginning of four letters
// that is most of the shorter one.
func kindred(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= shortestRoot && n*4 >= min(len(a), len(b))*3 && a[0] < 0x80
}

const shortestRoot = 4
