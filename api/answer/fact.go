package answer

import (
	"fmt"
	"math"
	"strings"
)

// factKind says what a fact is.
type factKind uint8

const (
	quantity factKind = iota // a number, perhaps with a unit
	dated                    // a day, month or year of the calendar
	clocked                  // a time of the day
	coded                    // a version, address, path, identifier: as written
)

// fact is a value that a sentence states: what a paraphrase must not change.
type fact struct {
	kind  factKind
	value float64 // quantity: in the unit's base; clocked: minutes since midnight
	unit  string  // base of the unit; "" without one
	day   day
	code  string
	one   bool // written as "one", "一": may be an article
	an    bool // written as "a", "an"
	start int  // bytes of the text
	end   int
}

// day is a date as far as it is given; zero: not given.
type day struct{ year, month, day int }

// facts reads the values of s.
func facts(s string) []fact { return factsOf(s, lexemes(s)) }

func factsOf(s string, l []lexeme) []fact {
	out := codesOf(s)
	for i := 0; i < len(l); {
		f, n := factAt(l, i)
		if n == 0 {
			i++
			continue
		}
		f.start, f.end = l[i].start, l[i+n-1].end
		if !within(out, f) {
			out = append(out, f)
		}
		i += n
	}
	return rangesOf(l, out)
}

// within: f lies inside a code, which is compared as a whole.
func within(codes []fact, f fact) bool {
	for _, c := range codes {
		if c.kind == coded && f.start >= c.start && f.end <= c.end {
			return true
		}
	}
	return false
}

// factAt reads the fact that begins at l[i] and how many lexemes it takes.
func factAt(l []lexeme, i int) (fact, int) {
	if l[i].kind == lexSign && currencyAt(l, i) == "" {
		return fact{}, 0
	}
	if namesWeekday(l, i) {
		return fact{}, 0
	}
	if f, n := idiomAt(l, i); n > 0 {
		return f, n
	}
	if d, n := dateAt(l, i); n > 0 {
		return fact{kind: dated, day: d}, n
	}
	if minutes, n := clockAt(l, i); n > 0 {
		return fact{kind: clocked, value: minutes}, n
	}
	return quantityAt(l, i)
}

// currencyAt is the currency that is written before the number at l[i+1]: "€",
// "EUR".
func currencyAt(l []lexeme, i int) string {
	if i+1 >= len(l) || l[i+1].kind != lexNumber {
		return ""
	}
	u := units()[l[i].text]
	if isCurrency(u.base) && (l[i].kind == lexSign || l[i].kind == lexWord && len(l[i].text) == 3) {
		return u.base
	}
	return ""
}

// isCurrency says whether a unit's base is money.
func isCurrency(base string) bool {
	switch base {
	case "eur", "usd", "gbp", "cny", "jpy", "hkd", "twd", "chf", "krw", "inr":
		return true
	}
	return false
}

// quantityAt reads a number with its unit before or behind it.
func quantityAt(l []lexeme, i int) (fact, int) {
	first := i
	currency := currencyAt(l, i)
	if currency != "" {
		i++
	}
	if f, n := percentAt(l, i); n > 0 {
		return f, n + i - first
	}
	value, n, weak := numeral(l, i)
	if n == 0 {
		return fact{}, 0
	}
	if l[i].kind == lexNumber && followsNumber(l, i) {
		return fact{}, 0
	}
	u, taken, counted := unitAt(l, i+n)
	if weak && !counted && !ordinal(l, i) {
		return fact{}, 0
	}
	if half := i + n + taken; counted && half < len(l) && l[half].text == "半" && u.base != "" {
		value, taken = value+0.5, taken+1
	}
	if compound(l, i, n, u) || ordinal(l, i) && period(u) != 0 {
		return fact{}, 0
	}
	more, extra := remainder(l, i+n+taken, u)
	f := fact{kind: quantity, value: value, unit: currency, one: weak && value == 1}
	if currency == "" && u.base != "" {
		f.value, f.unit = value*u.factor+more, u.base
	}
	return f, i - first + n + taken + extra
}

// loose: an article, which may be left out or put in without a change; "one
// month" is none.
func (f fact) loose() bool {
	return f.an || f.one && f.unit != "second" && f.unit != "workday" && f.unit != "month"
}

// ordinal: "第三".
func ordinal(l []lexeme, i int) bool { return i > 0 && l[i-1].text == "第" }

// followsNumber: the digits belong to a word before them ("B12", "H2O").
func followsNumber(l []lexeme, i int) bool {
	return i > 0 && l[i-1].kind == lexWord && l[i-1].end == l[i].start && l[i-1].text != "v"
}

// percentAt reads "百分之五".
func percentAt(l []lexeme, i int) (fact, int) {
	if i+3 >= len(l) || l[i].text != "百" || l[i+1].text != "分" || l[i+2].text != "之" {
		return fact{}, 0
	}
	value, n, _ := numeral(l, i+3)
	if n == 0 {
		return fact{}, 0
	}
	return fact{kind: quantity, value: value, unit: "percent"}, n + 3
}

// unitAt reads the unit at l[i], behind a number, and how many lexemes it
// takes. counted: something there says that the number counts.
func unitAt(l []lexeme, i int) (u unit, n int, counted bool) {
	for i+n < len(l) && n < 2 && (l[i+n].text == "-" || l[i+n].text == "+" || l[i+n].text == "多" || l[i+n].text == "余") {
		n++
	}
	if i+n >= len(l) {
		return unit{}, 0, false
	}
	switch l[i+n].kind {
	case lexHan:
		return chineseUnitAt(l, i, n)
	case lexWord, lexSign:
		return englishUnitAt(l, i, n)
	}
	return unit{}, 0, false
}

func chineseUnitAt(l []lexeme, i, n int) (unit, int, bool) {
	for size := longestUnit; size > 0; size-- {
		if i+n+size > len(l) {
			continue
		}
		if u, ok := units()[joined(l[i+n:i+n+size])]; ok {
			return u, n + size, true
		}
	}
	if measures()[l[i+n].text] {
		return unit{}, n + 1, true
	}
	return unit{}, 0, false
}

func joined(l []lexeme) string {
	var b strings.Builder
	for _, x := range l {
		if x.kind != lexHan {
			return ""
		}
		b.WriteString(x.text)
	}
	return b.String()
}

func englishUnitAt(l []lexeme, i, n int) (unit, int, bool) {
	word := l[i+n].text
	next := ""
	if i+n+1 < len(l) {
		next = l[i+n+1].text
	}
	switch {
	case (word == "working" || word == "business" || word == "banking") && singular(next) == "day":
		return units()["workday"], n + 2, true
	case (word == "calendar" || word == "full" || word == "consecutive" || word == "more" || word == "whole") && units()[singular(next)].base != "":
		return units()[singular(next)], n + 2, true
	case word == "per" && next == "cent":
		return units()["percent"], n + 2, true
	}
	if len(word) == 1 && l[i+n].kind == lexWord && l[i+n].raw != word && word != "g" && word != "l" && word != "m" && word != "h" && word != "w" && word != "v" {
		return unit{}, 0, false
	}
	if word == "p" && i > 0 && l[i+n].start == l[i+n-1].end && l[i+n-1].kind == lexNumber {
		return unit{"gbp", .01}, n + 1, true
	}
	u, ok := units()[singular(word)]
	if !ok {
		return unit{}, 0, l[i+n].kind == lexWord && n == 0 && len(word) > 2
	}
	return u, n + 1, true
}

// singular drops a plural s: "days", "kilos".
func singular(word string) string {
	if len(word) > 3 && strings.HasSuffix(word, "s") {
		if _, ok := units()[word]; !ok {
			return word[:len(word)-1]
		}
	}
	return word
}

// rangesOf gives the first number of a range the unit of the second: "3–5
// days", "3 至 5 天".
func rangesOf(l []lexeme, list []fact) []fact {
	for k := 0; k+1 < len(list); k++ {
		a, b := &list[k], list[k+1]
		if a.kind != quantity || b.kind != quantity || a.unit != "" || b.unit == "" {
			continue
		}
		if between := lexemesBetween(l, a.end, b.start); between == "-" || between == "to" || between == "至" || between == "到" || between == "or" || between == "或" {
			if u, ok := unitOfText(l, b); ok {
				a.value, a.unit = a.value*u.factor, u.base
			}
		}
	}
	return list
}

// unitOfText is the unit that f is written with.
func unitOfText(l []lexeme, f fact) (unit, bool) {
	for i := range l {
		if l[i].start == f.start {
			if currencyAt(l, i) != "" {
				return unit{f.unit, 1}, true
			}
			_, n, _ := numeral(l, i)
			u, _, _ := unitAt(l, i+n)
			return u, u.base != ""
		}
	}
	return unit{}, false
}

func lexemesBetween(l []lexeme, from, to int) string {
	found := ""
	for _, x := range l {
		if x.start >= from && x.end <= to {
			found += x.text
		}
	}
	return found
}

// sameNumber allows for rounding in the last digits of a float.
func sameNumber(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b)) }

// key is the same for values that are written differently.
func (f fact) key() string {
	return fmt.Sprint(f.kind, f.value, f.unit, f.day, f.code)
}

// same: does evidence e state the fact f? A unit that e leaves out may stand
// elsewhere (in a table's header), so it is no contradiction.
func (f fact) same(e fact) bool {
	switch {
	case f.kind == coded || e.kind == coded:
		return f.kind == e.kind && f.code == e.code
	case f.kind == dated && e.kind == dated:
		return f.day.in(e.day)
	case f.kind == quantity && e.kind == dated:
		return e.day.is(f)
	case f.kind == dated && e.kind == quantity:
		return f.day.is(e)
	case f.kind != e.kind:
		return false
	case f.kind == clocked:
		const halfDay = 12 * 60
		return sameNumber(f.value, e.value) || (f.one || e.one) && math.Mod(f.value, halfDay) == math.Mod(e.value, halfDay)
	}
	return sameNumber(f.value, e.value) && (f.unit == e.unit || f.unit == "" || e.unit == "") || f.sameMoney(e) || e.sameMoney(f)
}

// sameMoney: cents of whatever money it is.
func (f fact) sameMoney(e fact) bool {
	return f.unit == "cent" && (e.unit == "eur" || e.unit == "usd") && sameNumber(f.value, e.value*100)
}

// is: a year or a day alone ("the 25th") that is this number; "25 日" may be a
// day or as many days.
func (d day) is(n fact) bool {
	if d.year != 0 {
		return n.unit == "" && float64(d.year) == n.value
	}
	const seconds = 24 * 60 * 60
	return d.month == 0 && (n.unit == "" && float64(d.day) == n.value || n.unit == "second" && float64(d.day*seconds) == n.value)
}

// in: is every part of d that is given the same in e?
func (d day) in(e day) bool {
	return (d.year == 0 || d.year == e.year) && (d.month == 0 || d.month == e.month) && (d.day == 0 || d.day == e.day)
}
