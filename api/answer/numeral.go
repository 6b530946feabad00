package answer

import (
	"strconv"
	"strings"
	"sync"
)

// The words for numbers. "One" and "一" are numbers only before a unit: they
// are pronouns and particles otherwise.
const (
	englishNumbers = `zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14
fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90`
	englishScales = `hundred:100 thousand:1000 million:1000000 billion:1000000000`
	chineseDigits = `零:0 〇:0 一:1 二:2 两:2 三:3 四:4 五:5 六:6 七:7 八:8 九:9`
	chineseTens   = `十:10 百:100 千:1000`
	chineseScales = `万:10000 亿:100000000`
)

type numberWords struct{ english, englishScale, digit, ten, scale map[string]float64 }

var numerals = sync.OnceValue(func() numberWords {
	return numberWords{readNumbers(englishNumbers), readNumbers(englishScales), readNumbers(chineseDigits), readNumbers(chineseTens), readNumbers(chineseScales)}
})

func readNumbers(list string) map[string]float64 {
	table := map[string]float64{}
	for _, entry := range strings.Fields(list) {
		word, value, _ := strings.Cut(entry, ":")
		x, err := strconv.ParseFloat(value, 64)
		if err != nil {
			continue // a test reads the whole table
		}
		table[word] = x
	}
	return table
}

// numeral reads a number at l[i] and returns its value and the lexemes that it
// takes; n == 0: there is none. weak: one word that is often no number.
func numeral(l []lexeme, i int) (value float64, n int, weak bool) {
	switch l[i].kind {
	case lexNumber:
		value, n = digits(l, i)
	case lexWord:
		return englishNumeral(l, i)
	case lexHan:
		value, n, weak = chineseNumeral(l, i)
	}
	if n > 0 {
		value, n = scaled(l, i, value, n)
	}
	return value, n, weak
}

// digits reads written digits; groups of three behind a narrow space belong
// together ("1 000").
func digits(l []lexeme, i int) (float64, int) {
	s, n := l[i].text, 1
	if strings.Count(s, ".") > 1 {
		return 0, 0 // a version
	}
	s = strings.ReplaceAll(s, ",", "")
	for len(l[i].text) <= 3 && i+n < len(l) && l[i+n].kind == lexNumber && len(l[i+n].text) == 3 && spaced(l[i+n-1], l[i+n]) {
		s += l[i+n].text
		n++
	}
	value, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, 0
	}
	return value, n
}

// spaced: exactly one space lies between a and b (two or three bytes when it is
// a narrow or unbreakable one).
func spaced(a, b lexeme) bool { return b.start-a.end >= 1 && b.start-a.end <= 3 }

// scaled multiplies by what follows a number: "3 万", "1.5 million".
func scaled(l []lexeme, i int, value float64, n int) (float64, int) {
	words := numerals()
	for i+n < len(l) {
		next := l[i+n]
		factor := words.scale[next.text] + words.ten[next.text]*boolTo(next.kind == lexHan && l[i].kind == lexNumber) + words.englishScale[next.text]
		if factor == 0 || next.text == "十" {
			break
		}
		value *= factor
		n++
	}
	return value, n
}

func boolTo(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// englishNumeral reads "twenty-five", "one hundred and twenty".
func englishNumeral(l []lexeme, i int) (float64, int, bool) {
	words := numerals()
	total, part, n := 0.0, 0.0, 0
	for i+n < len(l) {
		word := l[i+n].text
		if x, ok := words.english[word]; ok && (n == 0 || part == 0 || part >= 20 && x < 10 || part >= 100) {
			part += x
		} else if x, ok := words.englishScale[word]; ok && n > 0 {
			if x == 100 {
				part *= x
			} else {
				total, part = total+part*x, 0
			}
		} else if joined := n > 0 && i+n+1 < len(l) && (word == "-" || word == "and" && part >= 100); joined && words.english[l[i+n+1].text] > 0 {
			n++
			continue
		} else {
			break
		}
		n++
	}
	return total + part, n, n == 1 && l[i].text == "one"
}

// chineseNumeral reads "三", "二十五", "一百零五", and a year's "二〇二六".
func chineseNumeral(l []lexeme, i int) (float64, int, bool) {
	words := numerals()
	total, part, digit, n, run := 0.0, 0.0, 0.0, 0, 0
	for i+n < len(l) && l[i+n].kind == lexHan {
		c := l[i+n].text
		if x, ok := words.digit[c]; ok {
			digit, run = digit*10*boolTo(run > 0)+x, run+1
		} else if x, ok := words.ten[c]; ok {
			if run == 0 {
				if n > 0 && x != 10 || n == 0 && x != 10 {
					break
				}
				digit = 1
			}
			part, digit, run = part+digit*x, 0, 0
		} else if x, ok := words.scale[c]; ok && n > 0 {
			total, part, digit, run = (total+part+digit)*x, 0, 0, 0
		} else {
			break
		}
		n++
	}
	return total + part + digit, n, n == 1
}
