package answer

import (
	"slices"
	"strings"
)

// idiomAt reads the words that are values as they stand: "twice", "half an
// hour", "全天".
func idiomAt(l []lexeme, i int) (fact, int) {
	const wholeDay = 24 * 60 * 60
	switch {
	case l[i].text == "twice":
		return fact{kind: quantity, value: 2, unit: "times"}, 1
	case l[i].text == "once" && countsOnce(l, i):
		return fact{kind: quantity, value: 1, unit: "times"}, 1
	case hasPhrase(l, i, []string{"around", "the", "clock"}), hasPhrase(l, i, []string{"24", "/", "7"}):
		return fact{kind: quantity, value: wholeDay, unit: "second"}, 3
	case hasPhrase(l, i, []string{"全", "天"}), hasPhrase(l, i, []string{"整", "天"}):
		return fact{kind: quantity, value: wholeDay, unit: "second"}, 2
	case hasPhrase(l, i, []string{"一", "整", "天"}):
		return fact{kind: quantity, value: wholeDay, unit: "second"}, 3
	case hasPhrase(l, i, []string{"一", "刻", "钟"}):
		return fact{kind: quantity, value: 15 * 60, unit: "second"}, 3
	}
	if f, n := partOfUnit(l, i); n > 0 {
		return f, n
	}
	if f, n := pastHour(l, i); n > 0 {
		return f, n
	}
	if f, n := andAHalf(l, i); n > 0 {
		return f, n
	}
	if f, n := halfOf(l, i); n > 0 {
		return f, n
	}
	return articleAt(l, i)
}

// countsOnce: "once" that is no conjunction: it ends a clause, or says in what
// time.
func countsOnce(l []lexeme, i int) bool {
	if i == 0 || opens(l, i) || isText(l, i-1, "at") {
		return false
	}
	return i+1 == len(l) || l[i+1].kind == lexSign || isText(l, i+1, "a", "an", "per", "every", "each", "in", "only", "and", "or", "for", "within") || rateTable()[l[i+1].text] != 0
}

// partsOfUnit are written before their unit.
var partsOfUnit = map[string]float64{"half a": .5, "half an": .5, "quarter of a": .25, "quarter of an": .25, "quarters of a": .75, "quarters of an": .75, "half": .5, "half -": .5}

// partOfUnit reads "half an hour", "a quarter of an hour", "半小时".
func partOfUnit(l []lexeme, i int) (fact, int) {
	if l[i].text == "半" {
		u, n, counted := chineseUnitAtOrNone(l, i+1)
		if counted && period(u) != 0 {
			return fact{kind: quantity, value: u.factor / 2, unit: u.base}, n + 1
		}
		return fact{}, 0
	}
	if !isText(l, i, "half", "quarter", "quarters", "a", "three") {
		return fact{}, 0
	}
	first := i
	if isText(l, i, "a", "three") && isText(l, i+1, "quarter", "quarters") {
		i++
	}
	for n := 1; n <= 3 && i+n < len(l); n++ {
		share := partsOfUnit[spelled(l[i:i+n])]
		u := units()[singular(l[i+n].text)]
		if share > 0 && (n > 1 && u.base != "" || period(u) != 0) {
			return fact{kind: quantity, value: share * u.factor, unit: u.base}, i + n + 1 - first
		}
	}
	return fact{}, 0
}

// halfOf reads "half the price", "half of the fare", "半价", "一半" as 50 %.
func halfOf(l []lexeme, i int) (fact, int) {
	half := fact{kind: quantity, value: 50, unit: "percent"}
	switch {
	case l[i].text == "half" && isText(l, i+1, "of", "the", "price", "your", "our"):
		return half, 1
	case hasPhrase(l, i, []string{"一", "半"}):
		return half, 2
	case l[i].text == "半" && isText(l, i+1, "价", "票", "费"):
		return half, 1
	}
	return fact{}, 0
}

// andAHalf reads "a year and a half", "two and a half hours".
func andAHalf(l []lexeme, i int) (fact, int) {
	if !slices.ContainsFunc(l[i:min(i+7, len(l))], func(x lexeme) bool { return x.text == "half" }) {
		return fact{}, 0
	}
	value, n := 1.0, 1
	if !isText(l, i, "a", "an", "one") {
		if value, n, _ = numeral(l, i); n == 0 {
			return fact{}, 0
		}
	}
	for _, before := range []int{0, 1} { // of the unit: "a year and a half", "two and a half hours"
		at := i + n
		u, taken := unit{}, 0
		if before == 0 {
			u, taken, _ = unitAt(l, at)
			at += taken
		}
		if !hasPhrase(l, at, []string{"and", "a", "half"}) {
			continue
		}
		at += 3
		if before == 1 {
			u, taken, _ = unitAt(l, at)
			at += taken
		}
		if taken > 0 && period(u) != 0 {
			return fact{kind: quantity, value: (value + .5) * u.factor, unit: u.base}, at - i
		}
	}
	return fact{}, 0
}

// pastHour reads "half past four", "quarter to six", "noon", "midnight". Which
// half of the day it is stays open.
func pastHour(l []lexeme, i int) (fact, int) {
	minutes := 0
	switch l[i].text {
	case "half":
		minutes = 30
	case "quarter":
		minutes = 15
	}
	switch {
	case l[i].text == "noon":
		return fact{kind: clocked, value: 12 * 60}, 1
	case l[i].text == "midnight":
		return fact{kind: clocked, value: 0}, 1
	case minutes == 0 || !isText(l, i+1, "past", "to") || i+2 >= len(l):
		return fact{}, 0
	}
	hour, n, _ := numeral(l, i+2)
	if n == 0 || hour < 1 || hour > 12 {
		return fact{}, 0
	}
	at := int(hour)*60 + minutes
	if l[i+1].text == "to" {
		at = int(hour)*60 - minutes
	}
	half, k := meridiem(l, i+2+n)
	return fact{kind: clocked, value: float64(halfDay(at, half)), one: half == 0}, 2 + n + k
}

func chineseUnitAtOrNone(l []lexeme, i int) (unit, int, bool) {
	if i >= len(l) || l[i].kind != lexHan {
		return unit{}, 0, false
	}
	return chineseUnitAt(l, i, 0)
}

func spelled(l []lexeme) string {
	words := make([]string, len(l))
	for i, x := range l {
		words[i] = x.text
	}
	return strings.Join(words, " ")
}

// articleAt reads "a week", "an hour" as one, unless it says how often
// ("£5 a week").
func articleAt(l []lexeme, i int) (fact, int) {
	if l[i].text != "a" && l[i].text != "an" || i+1 >= len(l) || l[i+1].kind != lexWord || countedBefore(l, i) {
		return fact{}, 0
	}
	n := 1
	if isText(l, i+1, "whole", "full", "single", "entire") && i+2 < len(l) {
		n = 2
	}
	u, ok := units()[l[i+n].text]
	if !ok || period(u) == 0 || len(l[i+n].text) < 3 {
		return fact{}, 0
	}
	// Behind these it is a length of time that matters; elsewhere it may be no
	// more than a manner of speaking.
	counts := isText(l, i-1, "within", "after", "for", "than", "least", "most", "lasts", "takes", "is")
	return fact{kind: quantity, value: u.factor, unit: u.base, one: true, an: !counts}, n + 1
}

// compound: the number is half of a word: "two-factor".
func compound(l []lexeme, i, n int, u unit) bool {
	next := i + n
	return u.base == "" && next+1 < len(l) && l[next].text == "-" && l[next].start == l[next-1].end &&
		l[next+1].kind == lexWord && l[next+1].start == l[next].end && l[i].kind == lexWord
}

// remainder reads what a value has in a smaller unit: "1 hour 30 minutes", "6 角
// 2 分", "一块五": how much it adds, in the base of u, and its lexemes.
func remainder(l []lexeme, i int, u unit) (float64, int) {
	if u.base != "second" && u.base != "cny" && u.base != "month" || i >= len(l) {
		return 0, 0
	}
	skip := 0
	if l[i].text == "and" {
		skip = 1
	}
	if i+skip >= len(l) || l[i+skip].kind == lexSign {
		return 0, 0
	}
	value, n, _ := numeral(l, i+skip)
	if n == 0 || value <= 0 {
		return 0, 0
	}
	at := i + skip + n
	if u.base == "cny" {
		return change(l, i, at, value, u)
	}
	small, taken, _ := unitAt(l, at)
	if small.base == u.base && small.factor < u.factor && value*small.factor < u.factor {
		return value * small.factor, at + taken - i
	}
	return 0, 0
}

// change is the small money behind yuan and jiao.
func change(l []lexeme, i, at int, value float64, u unit) (float64, int) {
	switch {
	case isText(l, at, "角", "毛") && u.factor == 1 && value < 10:
		fen, n := change(l, at+1, at+1, 0, unit{u.base, .1})
		if f, k, _ := numeralAt(l, at+1); k > 0 {
			fen, n = change(l, at+1, at+1+k, f, unit{u.base, .1})
		}
		return value*.1 + fen, at + 1 + n - i
	case isText(l, at, "分") && value < 100 && value > 0:
		return value * .01, at + 1 - i
	case i > 0 && l[i-1].text == "块" && value < 10 && value > 0 && (at == len(l) || l[at].kind == lexSign):
		return value * .1, at - i
	}
	return 0, 0
}

func numeralAt(l []lexeme, i int) (float64, int, bool) {
	if i >= len(l) {
		return 0, 0, false
	}
	return numeral(l, i)
}
