package answer

import (
	"strconv"
	"strings"
	"sync"
)

// monthNames in full and as they are cut.
const monthNames = `january february march april may june july august september october november december`

var months = sync.OnceValue(func() map[string]int {
	table := map[string]int{"sept": 9}
	for i, name := range strings.Fields(monthNames) {
		table[name] = i + 1
		table[name[:3]] = i + 1
	}
	return table
})

// The years that a number without a unit may mean.
const (
	firstYear = 1000
	lastYear  = 2200
)

// dateAt reads a date at l[i] and how many lexemes it takes.
func dateAt(l []lexeme, i int) (day, int) {
	switch l[i].kind {
	case lexNumber, lexHan:
		if d, n := chineseDate(l, i); n > 0 {
			return d, n
		}
		if d, n := numericDate(l, i); n > 0 {
			return d, n
		}
		return dayFirst(l, i)
	case lexWord:
		return monthFirst(l, i)
	}
	return day{}, 0
}

// whole is the whole number at l[i] within bounds, and its lexemes.
func whole(l []lexeme, i, low, high int) (int, int) {
	if i >= len(l) || l[i].kind != lexNumber && l[i].kind != lexHan {
		return 0, 0
	}
	value, n := 0.0, 0
	if l[i].kind == lexNumber {
		x, err := strconv.Atoi(l[i].text)
		if err != nil {
			return 0, 0
		}
		value, n = float64(x), 1
	} else {
		value, n, _ = chineseNumeral(l, i)
	}
	if n == 0 || value != float64(int(value)) || int(value) < low || int(value) > high {
		return 0, 0
	}
	return int(value), n
}

func isText(l []lexeme, i int, words ...string) bool {
	if i < 0 || i >= len(l) {
		return false
	}
	for _, w := range words {
		if l[i].text == w {
			return true
		}
	}
	return false
}

// chineseDate reads "2026年3月1日", "3 月 1 日", "2026 年 3 月", "2026年".
func chineseDate(l []lexeme, i int) (day, int) {
	var d day
	n := 0
	if y, k := whole(l, i, firstYear, lastYear); k > 0 && isText(l, i+k, "年") {
		d.year, n = y, k+1
	}
	m, k := whole(l, i+n, 1, 12)
	if k == 0 || !isText(l, i+n+k, "月") {
		return dayAlone(l, i, d, n)
	}
	d.month, n = m, n+k+1
	if isText(l, i+n, "份") {
		n++
	}
	if x, k := whole(l, i+n, 1, 31); k > 0 && isText(l, i+n+k, "日", "号") {
		d.day, n = x, n+k+1
	}
	return d, n
}

// dayAlone reads "25 号", and "25 日" where it is no length of time; else it is
// the year that was read before.
func dayAlone(l []lexeme, i int, d day, n int) (day, int) {
	if n > 0 {
		return d, n
	}
	x, k := whole(l, i, 1, 31)
	date := isText(l, i+k, "号") && !isText(l, i+k+1, "线", "楼", "码") || isText(l, i+k, "日") && (isText(l, i-1, "月") || isText(l, i+k+1, "前", "起", "是", "为", "发", "至"))
	if k == 0 || !date {
		return d, 0
	}
	return day{day: x}, k + 1
}

// numericDate reads "2026-03-01", "2026/3/1", "01.03.2026".
func numericDate(l []lexeme, i int) (day, int) {
	if parts := strings.Split(l[i].text, "."); l[i].kind == lexNumber && len(parts) == 3 && len(parts[2]) == 4 {
		d, err1 := strconv.Atoi(parts[0])
		m, err2 := strconv.Atoi(parts[1])
		y, err3 := strconv.Atoi(parts[2])
		if err1 == nil && err2 == nil && err3 == nil && d >= 1 && d <= 31 && m >= 1 && m <= 12 {
			return day{y, m, d}, 1
		}
	}
	if i+4 >= len(l) || !isText(l, i+1, "-", "/") || l[i+3].text != l[i+1].text || l[i].end != l[i+1].start {
		return day{}, 0
	}
	y, a := whole(l, i, firstYear, lastYear)
	m, b := whole(l, i+2, 1, 12)
	d, c := whole(l, i+4, 1, 31)
	if a != 1 || b != 1 || c != 1 {
		return day{}, 0
	}
	return day{y, m, d}, 5
}

// dayFirst reads "1 March 2026", "1st of March".
func dayFirst(l []lexeme, i int) (day, int) {
	d, n := whole(l, i, 1, 31)
	if n != 1 || l[i].kind != lexNumber {
		return day{}, 0
	}
	if isText(l, i+n, "st", "nd", "rd", "th") {
		n++
	}
	if isText(l, i+n, "of") {
		n++
	}
	if i+n >= len(l) || !isMonth(l[i+n]) {
		return day{}, 0
	}
	m := months()[l[i+n].text]
	n++
	y, k := yearAt(l, i+n)
	return day{y, m, d}, n + k
}

// monthFirst reads "March 1, 2026", "March 2026".
func monthFirst(l []lexeme, i int) (day, int) {
	if !isMonth(l[i]) {
		return day{}, 0
	}
	m := months()[l[i].text]
	if y, k := whole(l, i+1, firstYear, lastYear); k == 1 {
		return day{year: y, month: m}, 2
	}
	d, k := whole(l, i+1, 1, 31)
	if k != 1 || l[i+1].kind != lexNumber {
		if l[i].text == "may" && !isText(l, i-1, "in", "by", "of", "until", "since", "from", "before", "after", "during", "to") {
			return day{}, 0
		}
		return day{month: m}, 1
	}
	n := 2
	if isText(l, i+n, "st", "nd", "rd", "th") {
		n++
	}
	y, k := yearAt(l, i+n)
	return day{y, m, d}, n + k
}

// isMonth: the name of a month, which is written with a capital.
func isMonth(x lexeme) bool {
	return x.kind == lexWord && months()[x.text] > 0 && x.raw != x.text
}

func yearAt(l []lexeme, i int) (int, int) {
	skip := 0
	if isText(l, i, ",") {
		skip = 1
	}
	if y, k := whole(l, i+skip, firstYear, lastYear); k == 1 && l[i+skip].kind == lexNumber {
		return y, k + skip
	}
	return 0, 0
}

// clockAt reads "17:00", "5 pm", "下午5点半": minutes since midnight.
func clockAt(l []lexeme, i int) (float64, int) {
	part, n := partOfDay(l, i)
	h, k := whole(l, i+n, 0, 24)
	if k == 0 {
		return 0, 0
	}
	n += k
	minutes := h * 60
	switch {
	case isText(l, i+n, ":") && i+n+1 < len(l) && l[i+n].start == l[i+n-1].end && len(l[i+n+1].text) == 2:
		m, k := whole(l, i+n+1, 0, 59)
		if k != 1 {
			return 0, 0
		}
		minutes, n = minutes+m, n+2
	case isText(l, i+n, "点", "时") && !isText(l, i+n+1, "间", "候"):
		m, k := chineseMinutes(l, i+n+1)
		minutes, n = minutes+m, n+1+k
	case !isText(l, i+n, "am", "pm", "a", "p"):
		return 0, 0
	}
	after, k := meridiem(l, i+n)
	if k == 0 && part == 0 && !isText(l, i+n-1, "点", "时", "半", "分") && !hasColon(l, i, n) {
		return 0, 0
	}
	return float64(halfDay(minutes, max(part, after))), n + k
}

func hasColon(l []lexeme, i, n int) bool {
	for _, x := range l[i : i+n] {
		if x.text == ":" {
			return true
		}
	}
	return false
}

// Halves of the day.
const (
	forenoon  = 1
	afternoon = 2
)

func partOfDay(l []lexeme, i int) (int, int) {
	if i+1 >= len(l) || l[i].kind != lexHan {
		return 0, 0
	}
	switch l[i].text + l[i+1].text {
	case "上午", "早上", "凌晨", "清晨":
		return forenoon, 2
	case "下午", "晚上", "中午", "傍晚":
		return afternoon, 2
	}
	return 0, 0
}

func chineseMinutes(l []lexeme, i int) (int, int) {
	if isText(l, i, "半") {
		return 30, 1
	}
	if m, k := whole(l, i, 0, 59); k > 0 && isText(l, i+k, "分") {
		return m, k + 1
	}
	return 0, 0
}

// meridiem reads "am", "p.m.".
func meridiem(l []lexeme, i int) (int, int) {
	half := map[string]int{"am": forenoon, "pm": afternoon}
	if i < len(l) && half[l[i].text] > 0 {
		return half[l[i].text], 1
	}
	if isText(l, i, "a", "p") && isText(l, i+1, ".") && isText(l, i+2, "m") {
		n := 3
		if isText(l, i+3, ".") {
			n = 4
		}
		return half[l[i].text+"m"], n
	}
	return 0, 0
}

func halfDay(minutes, half int) int {
	const noon = 12 * 60
	switch {
	case half == afternoon && minutes < noon:
		return minutes + noon
	case half == forenoon && minutes >= noon && minutes < noon+60:
		return minutes - noon
	}
	return minutes
}
