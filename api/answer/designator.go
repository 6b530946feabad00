package answer

import (
	"strings"
	"unicode"
)

// designators are single letters that tell things of a kind apart: "Zone B",
// "an A record", "A 区". They are facts, coded with the word beside them.
func designators(l []lexeme) []fact {
	var out []fact
	for i, x := range l {
		if !letter(l, i) {
			continue
		}
		switch {
		case i+1 < len(l) && l[i+1].kind == lexHan:
			out = append(out, designator(x.text+" "+l[i+1].text, x))
		case i > 0 && l[i-1].kind == lexHan:
			out = append(out, designator(x.text+" "+l[i-1].text, x))
		case i > 0 && isText(l, i-1, "a", "an", "the", "your", "this", "each") && i+1 < len(l) && l[i+1].kind == lexWord:
			out = append(out, designator(x.text+" "+singularWord(l[i+1].text), x))
		case i > 0 && l[i-1].kind == lexWord && !opens(l, i):
			out = append(out, designator(x.text+" "+singularWord(l[i-1].text), x))
			out = append(out, alsoDesignated(l, i)...)
		}
	}
	return out
}

// alsoDesignated are the letters behind "Zones A": "and B".
func alsoDesignated(l []lexeme, i int) []fact {
	var out []fact
	word := singularWord(l[i-1].text)
	for k := i + 2; k < len(l) && letter(l, k) && isText(l, k-1, "and", "or", ",", "-", "to"); k += 2 {
		out = append(out, designator(l[k].text+" "+word, l[k]))
	}
	return out
}

// letter: a capital alone that is no pronoun and no abbreviation.
func letter(l []lexeme, i int) bool {
	x := l[i]
	if x.kind != lexWord || len(x.raw) != 1 || !unicode.IsUpper(rune(x.raw[0])) || x.raw == "I" {
		return false
	}
	attached := i+1 < len(l) && l[i+1].start == x.end && (l[i+1].kind != lexSign || isText(l, i+1, ".", "-", "/", "&", "'")) && l[i+1].kind != lexHan
	before := i > 0 && l[i-1].end == x.start && l[i-1].kind != lexHan && !isText(l, i-1, "(", "\"")
	last := attached && isText(l, i+1, ".") && i+2 == len(l)
	return (!attached || last) && !before
}

// designated begins the code of a designator.
const designated = "letter "

func designator(code string, x lexeme) fact {
	return fact{kind: coded, code: designated + code, start: x.start, end: x.end}
}

func singularWord(s string) string {
	if len(s) > 3 {
		return strings.TrimSuffix(s, "s")
	}
	return s
}
