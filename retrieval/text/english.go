package text

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed english.txt
var englishStems string

// commonEnglish are the stems of english.txt, sorted. Read at the first unknown word,
// never changed.
var commonEnglish = sync.OnceValue(func() []string {
	var list []string
	for line := range strings.Lines(englishStems) {
		if !strings.HasPrefix(line, "#") {
			list = append(list, strings.TrimSuffix(line, "\n"))
		}
	}
	return list
})

// isEnglish reports whether a stem is that of a common English word.
func isEnglish(stem string) bool {
	_, found := slices.BinarySearch(commonEnglish(), stem)
	return found
}
