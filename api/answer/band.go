package answer

import (
	"math"
	"strconv"
	"strings"
)

// A table of bands ("50–99 | 12%", "£25,000 and above | 3.35%") answers for a
// number that no cell repeats.

// number is a number in a text.
type number struct {
	value      float64
	start, end int
}

// numbers are those of s: digits with separators of thousands and a decimal point.
func numbers(s string) []number {
	var out []number
	for i := 0; i < len(s); {
		if s[i] < '0' || s[i] > '9' {
			i++
			continue
		}
		j := i
		for j < len(s) && (s[j] >= '0' && s[j] <= '9' || (s[j] == ',' || s[j] == '.') && j+1 < len(s) && s[j+1] >= '0' && s[j+1] <= '9') {
			j++
		}
		if v, err := strconv.ParseFloat(strings.ReplaceAll(s[i:j], ",", ""), 64); err == nil {
			out = append(out, number{v, i, j})
		}
		i = j
	}
	return out
}

// Amounts are the values of the numbers in a question.
func Amounts(q string) []float64 {
	var out []float64
	for _, n := range numbers(q) {
		out = append(out, n.value)
	}
	return out
}

// Band says whether a cell is a range of numbers, and whether it holds one of
// the amounts.
func Band(cell string, amounts []float64) (holds, isRange bool) {
	from, to, ok := rangeOf(cell)
	if !ok {
		return false, false
	}
	for _, x := range amounts {
		if from <= x && x <= to {
			return true, true
		}
	}
	return false, true
}

// The words of open ranges. What stands before the number and what stands
// behind it.
var (
	atMost  = strings.Fields("up_to at_most below under less_than no_more_than 不超过 最多 至多 低于 少于 不足 不到 以下 以内 or_less or_fewer and_below")
	atLeast = strings.Fields("from over above more_than at_least and_above or_more and_over and_more 以上 起 及以上 超过 高于 至少 不低于 +")
)

// rangeOf reads a cell as a range: two numbers with a dash or "to" between
// them, or one with a word that opens it to a side.
func rangeOf(cell string) (from, to float64, ok bool) {
	list := numbers(cell)
	lower := strings.ToLower(cell)
	switch {
	case len(lower) != len(cell) || len(cell) > longestCell:
		return 0, 0, false
	case len(list) == 2 && joins(lower[list[0].end:list[1].start]):
		return list[0].value, list[1].value, list[0].value < list[1].value
	case len(list) != 1:
		return 0, 0, false
	case holdsPhrase(lower, atMost):
		return math.Inf(-1), list[0].value, true
	case holdsPhrase(lower, atLeast):
		return list[0].value, math.Inf(1), true
	}
	return 0, 0, false
}

// longestCell in bytes: a longer one is a sentence.
const longestCell = 60

// joins: the text between two numbers makes a range of them: a dash or a word,
// perhaps with a unit or a currency.
func joins(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) > longestJoint {
		return false
	}
	for _, j := range []string{"-", "–", "—", "~", "～", "至", "到"} {
		if strings.Contains(s, j) {
			return true
		}
	}
	return s == "to" || strings.HasPrefix(s, "to ") || strings.HasSuffix(s, " to")
}

// longestJoint in bytes: " 个工作日至 ".
const longestJoint = 20

func holdsPhrase(s string, list []string) bool {
	for _, p := range list {
		if strings.Contains(s, strings.ReplaceAll(p, "_", " ")) {
			return true
		}
	}
	return false
}
