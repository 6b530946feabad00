package text

import (
	"strings"
	"unicode"
)

// Language is the language of a text as a BCP 47 code: "zh" for Chinese in both
// of its scripts, "en", or another one when its script or its commonest words
// leave no doubt; "" if unknown. Technical names do not count against Chinese:
// "怎么重置 API key" is Chinese, "Translate 退款 into English" is not.
func Language(s string) string {
	t := takeCensus(cut(s, censusSize))
	switch {
	case t.kana > 0 && t.kana*5 >= t.han:
		return "ja"
	case t.hangul > t.han && t.hangul*2 > t.latinWords:
		return "ko"
	case t.han*hanWeight+t.hanGrammar*grammarWeight > t.latinWords:
		return "zh"
	case t.latinWords >= t.others:
		return latinLanguage(t)
	}
	return t.script
}

// So much of a text is looked at, in bytes.
const censusSize = 4 << 10

// A Chinese character weighs against Latin words like this; one that only a
// sentence in Chinese contains ("的", "吗") outweighs a row of product names.
const (
	hanWeight     = 2
	grammarWeight = 4
)

const hanGrammar = "的了是在吗呢么嗎麼怎如何请請什哪谁誰為为這这那就也都能会會要"

// census counts what a text is written in.
type census struct {
	han, hanGrammar, kana, hangul int
	latinWords                    int            // of at least two letters
	plain                         int            // of these, words of a to z only
	words                         map[string]int // hits in the lists of common words, by language
	others                        int            // letters of other scripts
	script                        string         // the language that they give away, or ""
}

func takeCensus(s string) *census {
	t := &census{words: map[string]int{}}
	start := -1
	for i, r := range s {
		latin := r < unicode.MaxASCII && unicode.IsLetter(r) || r > unicode.MaxASCII && unicode.Is(unicode.Latin, r)
		switch {
		case latin && start < 0:
			start = i
		case !latin && start >= 0:
			t.addWord(s[start:i])
			start = -1
		}
		if !latin {
			t.addRune(r)
		}
	}
	if start >= 0 {
		t.addWord(s[start:])
	}
	return t
}

func (t *census) addWord(w string) {
	if len(w) > 1 {
		t.latinWords++
		if isASCII(w) {
			t.plain++
		}
	}
	if len(w) > longestWord {
		return
	}
	for _, language := range commonWords()[strings.ToLower(w)] {
		t.words[language]++
	}
}

func (t *census) addRune(r rune) {
	switch {
	case r < 0x370:
	case unicode.Is(unicode.Han, r):
		t.han++
		if strings.ContainsRune(hanGrammar, r) {
			t.hanGrammar++
		}
	case unicode.In(r, unicode.Hiragana, unicode.Katakana):
		t.kana++
	case unicode.Is(unicode.Hangul, r):
		t.hangul++
	case unicode.IsLetter(r):
		t.others++
		t.addLetter(r)
	}
}

// letters that give a language away; scripts that serve many are left open
// unless one of these occurs.
func (t *census) addLetter(r rune) {
	switch {
	case strings.ContainsRune("їєґЇЄҐ", r):
		t.script = "uk"
	case strings.ContainsRune("ыэёЫЭЁ", r) && t.script == "":
		t.script = "ru"
	case strings.ContainsRune("پچگژ", r):
		t.script = "fa"
	case t.script != "":
	case unicode.Is(unicode.Thai, r):
		t.script = "th"
	case unicode.Is(unicode.Greek, r):
		t.script = "el"
	case unicode.Is(unicode.Hebrew, r):
		t.script = "he"
	case unicode.Is(unicode.Arabic, r):
		t.script = "ar"
	}
}

// latinLanguage decides between languages in Latin letters. English is the
// usual one of technical text, so words that no list knows count for it, unless
// they carry accents; another language needs two of its common words, and more
// of them than of English ones.
func latinLanguage(t *census) string {
	best, hits := "", 0
	for _, language := range latinLanguages {
		if n := t.words[language]; n > hits {
			best, hits = language, n
		} else if n == hits {
			best = "" // undecided
		}
	}
	switch {
	case hits >= 2 && hits > t.words["en"]:
		return best
	case t.latinWords == 0:
		return ""
	case t.words["en"] > 0 || t.plain == t.latinWords && hits == 0:
		return "en"
	}
	return ""
}
