package answer

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// rateWords say how often by themselves; the values are seconds, or months with
// a minus.
const rateWords = `hourly:3600 daily:86400 weekly:604800 fortnightly:1209600 monthly:-1 quarterly:-3 yearly:-12 annually:-12 annual:-12`

var rateTable = sync.OnceValue(func() map[string]float64 { return readNumbers(rateWords) })

// rates are facts too: "daily", "per hour", "each month", "£500 a day", "每月"
// are coded by the length of the period.
func rates(l []lexeme) []fact {
	var out []fact
	for i, x := range l {
		switch {
		case rateTable()[x.text] != 0:
			out = append(out, rateFact(rateTable()[x.text], x, x))
		case x.text == "per" || (x.text == "each" || x.text == "every") && !isText(l, i-1, "of") || x.text == "每" || (x.text == "a" || x.text == "an") && countedBefore(l, i):
			if f, ok := everySome(l, i); ok {
				out = append(out, f)
				continue
			}
			named := i + 1 // "each calendar month", "每个自然月"
			if isText(l, named, "个") && isText(l, named+1, "自") && isText(l, named+2, "然") {
				named += 3
			} else if isText(l, named, "calendar") {
				named++
			}
			u, n, _ := unitAt(l, named)
			if n == 0 {
				continue
			}
			n += named - i - 1
			if u.base != "" && period(u) == 0 && (x.text == "per" || x.text == "每" && l[i+1].kind == lexWord) {
				out = append(out, fact{kind: coded, code: ratePrefix + u.base + fmt.Sprint(u.factor), start: x.start, end: l[i+n].end})
			}
			if quarter := u.base == "month" && u.factor == 3; period(u) != 0 && !(quarter && len(x.text) < 3) {
				out = append(out, rateFact(period(u), x, l[i+n]))
			}
		}
	}
	return out
}

// everySome reads "every two weeks", "每两周".
func everySome(l []lexeme, i int) (fact, bool) {
	if !isText(l, i, "every", "每") || i+1 >= len(l) {
		return fact{}, false
	}
	value, n, _ := numeral(l, i+1)
	if n == 0 || value <= 0 {
		return fact{}, false
	}
	u, taken, _ := unitAt(l, i+1+n)
	if taken == 0 || period(u) == 0 {
		return fact{}, false
	}
	return rateFact(value*period(u), l[i], l[i+n+taken]), true
}

func rateFact(length float64, from, to lexeme) fact {
	return fact{kind: coded, code: fmt.Sprint(ratePrefix, length), start: from.start, end: to.end}
}

const ratePrefix = "every "

// once says that a rate is once in the time f: "每年" for "一年".
func (f fact) once(rate fact) bool {
	if !rate.rate() || !f.one {
		return false
	}
	length := f.value
	if f.unit == "month" {
		length = -length
	}
	return (f.unit == "second" || f.unit == "month") && rate.code == fmt.Sprint(ratePrefix, length)
}

func (f fact) rate() bool { return strings.HasPrefix(f.code, ratePrefix) }

// hasRate: the window says of something how often it is.
func (w *window) hasRate() bool {
	return slices.ContainsFunc(w.said.facts, fact.rate) || slices.ContainsFunc(w.context.facts, fact.rate)
}

// period is the length of a time unit as in rateWords; 0: it is none.
func period(u unit) float64 {
	switch u.base {
	case "second":
		return u.factor
	case "month":
		return -u.factor
	}
	return 0
}

// countedBefore: a number stands at most two words before l[i].
func countedBefore(l []lexeme, i int) bool {
	for k := i - 1; k >= max(0, i-3); k-- {
		if l[k].kind == lexNumber || l[k].text == "twice" || l[k].text == "once" || numerals().english[l[k].text] > 0 {
			return true
		}
	}
	return false
}
