package text

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed pinyin.txt
var pinyinLines string

// pinyin is how Chinese characters are read, without tones.
type pinyin struct {
	readings map[rune][]string // of a character
	written  map[string][]rune // characters of a reading
}

// spoken is made of pinyin.txt, once; never changed.
var spoken = sync.OnceValue(func() pinyin {
	p := pinyin{map[rune][]string{}, map[string][]rune{}}
	for line := range strings.Lines(pinyinLines) {
		reading, characters, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		p.written[reading] = []rune(characters)
		for _, r := range characters {
			p.readings[r] = append(p.readings[r], reading)
		}
	}
	return p
})

// longestReading is the length of "zhuang".
const longestReading = 6

// isPinyinAfter: is s, behind Chinese characters, what an input method holds that
// has not made characters of it yet? The last reading may have only begun.
func isPinyinAfter(before, s string) bool {
	if r, _ := utf8.DecodeLastRuneInString(before); !isDense(r) {
		return false
	}
	reached := make([]bool, len(s)+1)
	reached[0] = true
	for i := range s {
		if !reached[i] {
			continue
		}
		if beginsReading(s[i:]) {
			return true
		}
		for n := 1; n <= min(longestReading, len(s)-i); n++ {
			if _, ok := spoken().written[s[i:i+n]]; ok {
				reached[i+n] = true
			}
		}
	}
	return false
}

func beginsReading(s string) bool {
	for reading := range spoken().written {
		if strings.HasPrefix(reading, s) {
			return true
		}
	}
	return false
}
