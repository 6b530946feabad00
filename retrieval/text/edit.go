package text

// Misspelt words are found by trying: each likely mistake is undone, and what
// results is looked up. So nothing is needed of an index but how often a word
// occurs in it, and every kind of index finds the same.

// anyEdits calls f with each word that one mistake can turn into s: a letter too
// many, too few, or wrong, or two in the wrong order. A wrong letter is tried in
// long words only: of short ones too many are one letter apart.
func anyEdits(s string, f func(string)) {
	eachSwap(s, f)
	for i := 1; i <= len(s); i++ { // the first letter is seldom missing
		for c := 'a'; c <= 'z'; c++ {
			f(s[:i] + string(c) + s[i:])
		}
	}
	for i := range s {
		f(s[:i] + s[i+1:])
	}
	for i := 1; i < len(s) && len(s) >= longWord; i++ {
		for c := 'a'; c <= 'z'; c++ {
			f(s[:i] + string(c) + s[i+1:])
		}
	}
}

// likelyEdits calls f with the words that one of the mistakes of people who
// write by ear turns into s: letters doubled or not, another vowel, letters that
// sound alike, a silent h, two letters in the wrong order.
func likelyEdits(s string, f func(string)) {
	eachSwap(s, f)
	for i := range s {
		c := s[i]
		switch {
		case i > 0 && c == s[i-1]:
			f(s[:i] + s[i+1:])
		case i > 0:
			f(s[:i+1] + string(c) + s[i+1:])
		}
		for _, other := range alike(c) {
			f(s[:i] + other + s[i+1:])
		}
		if i > 0 && isVowel(c) {
			f(s[:i] + s[i+1:])
		}
		if c == 'c' || c == 'g' || c == 'r' || c == 't' || c == 'w' {
			f(s[:i+1] + "h" + s[i+1:])
		}
	}
}

func eachSwap(s string, f func(string)) {
	for i := 1; i < len(s); i++ {
		if s[i-1] != s[i] {
			f(s[:i-1] + string(s[i]) + string(s[i-1]) + s[i+1:])
		}
	}
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'
}

// alike are the letters that c is taken for.
func alike(c byte) []string {
	switch c {
	case 'a':
		return []string{"e", "i", "o", "u", "ai", "ea", "ei"}
	case 'e':
		return []string{"a", "i", "o", "u", "ea", "ee", "ei", "ie"}
	case 'i':
		return []string{"a", "e", "o", "u", "y", "ei", "ie"}
	case 'o':
		return []string{"a", "e", "i", "u", "oa", "ou"}
	case 'u':
		return []string{"a", "e", "i", "o", "ou"}
	case 'y':
		return []string{"i", "ie"}
	case 'c':
		return []string{"k", "s", "ck"}
	case 'k':
		return []string{"c", "ck", "ch", "q"}
	case 's':
		return []string{"c", "z", "sc"}
	case 'z':
		return []string{"s"}
	case 'f':
		return []string{"ph", "gh"}
	case 'j':
		return []string{"g"}
	case 'g':
		return []string{"j"}
	case 'm', 'n':
		return []string{"m", "n"}
	}
	return nil
}
