package answer

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed kinds.txt
var kindsList string

// things are the lists of names by which things of a kind are called.
var things = sync.OnceValue(func() [][]string {
	var all [][]string
	for line := range strings.Lines(kindsList) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			_, names, _ := strings.Cut(line, "|")
			all = append(all, strings.Split(names, ","))
		}
	}
	return all
})

// kindless: the question names a country, an audience, a way of paying, a system
// or a day that none of the texts names.
func kindless(question string, texts []string) bool {
	for _, names := range things() {
		if hasWord(question, names) && !anyHasWord(texts, names) {
			return true
		}
	}
	return false
}

func anyHasWord(texts, names []string) bool {
	for _, t := range texts {
		if hasWord(t, names) {
			return true
		}
	}
	return false
}
