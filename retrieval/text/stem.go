package text

import "github.com/kljensen/snowball/english"

// stem is the English (Porter 2) stem of a folded word of the letters a to z;
// other words stay: an identifier with digits or dots has no ending, and
// another language's endings are not English ones.
func stem(word string) string {
	if len(word) < 3 {
		return word
	}
	for i := 0; i < len(word); i++ {
		if word[i] < 'a' || word[i] > 'z' {
			return word
		}
	}
	return english.Stem(word, true)
}
