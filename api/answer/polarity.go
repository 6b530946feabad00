package answer

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed polarity.txt
var polarityList string

// turn is a phrase that turns what a sentence says.
type turn struct {
	kind, pole string
	words      []string // lexemes
}

// turns by their first lexeme, the longest first.
var turns = sync.OnceValue(func() map[string][]turn {
	table := map[string][]turn{}
	for line := range strings.Lines(polarityList) {
		head, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		kind, pole, named := strings.Cut(head, " ")
		if !ok || !named || kind == "#" {
			continue
		}
		for _, phrase := range strings.Split(list, ",") {
			var words []string
			for _, x := range lexemes(strings.TrimSpace(phrase)) {
				words = append(words, x.text)
			}
			if len(words) > 0 {
				table[words[0]] = append(table[words[0]], turn{kind, pole, words})
			}
		}
	}
	for first := range table {
		slices.SortStableFunc(table[first], func(a, b turn) int { return len(b.words) - len(a.words) })
	}
	return table
})

// turnsOfTerm gives the turns that are one word, by its term; a Chinese one by
// its pairs of characters.
var turnsOfTerm = sync.OnceValue(func() map[string][]turn {
	table := map[string][]turn{}
	for _, list := range turns() {
		for _, t := range list {
			if t.kind == "plain" {
				continue
			}
			for _, term := range t.terms() {
				table[term] = append(table[term], t)
			}
		}
	}
	return table
})

func (t turn) terms() []string {
	if len(t.words) == 1 {
		return termsOf(t.words[0])
	}
	var out []string
	for _, term := range termsOf(strings.Join(t.words, "")) {
		if utf8.RuneCountInString(term) == 2 && term[0] >= utf8.RuneSelf && len(t.words) == 2 {
			out = append(out, term)
		}
	}
	return out
}

// mark is a turn at its place.
type mark struct {
	kind, pole string
	from, to   int // lexemes
	clause     int
	soft       bool // says little by itself: "within"
	folded     bool // the pole was turned by a "not"
}

// marksOf finds the turns of a text. Where the longest phrases of several
// kinds are the same ("起": at least, after), all count.
func marksOf(l []lexeme, clauses []int) []mark {
	out := apartMarks(l, clauses)
	for i := 0; i < len(l); {
		n := 0
		for _, t := range turnsAt(l[i].text) {
			if len(t.words) < n {
				break
			}
			if !hasPhrase(l, i, t.words) {
				continue
			}
			n = len(t.words)
			if t.kind == "bound" && beforeNumbers[strings.Join(t.words, "")] && !countsFrom(l, i+n) {
				n = 1
				if denying[l[i].text] {
					out = append(out, mark{"not", "not", i, i + 1, clauses[i], false, false})
				}
				break
			}
			if t.kind != "plain" {
				out = append(out, mark{t.kind, t.pole, i, i + n, clauses[i], softMark(t.words), false})
			}
		}
		i += max(n, 1)
	}
	return out
}

// beforeNumbers are limits only before a number: "不到 3 天", but "看不到".
var (
	beforeNumbers = wordSet(`不到 不足 不够 未满 不满 满 达到 达 未达 未达到 没到 没有达到 年满`)
	denying       = wordSet(`不 未 没`)
)

// countsFrom: a number stands at lexeme i, or one before it.
func countsFrom(l []lexeme, i int) bool {
	for k := i; k < min(i+3, len(l)); k++ {
		if l[k].kind == lexNumber || numerals().digit[l[k].text] > 0 || numerals().ten[l[k].text] > 0 {
			return true
		}
	}
	return i < len(l) && l[i].text == "的"
}

// apartMarks are "turn the gas on", "switch it off".
func apartMarks(l []lexeme, clauses []int) []mark {
	var out []mark
	for i := range l {
		if !isText(l, i, "turn", "turns", "turned", "switch", "switches", "switched") {
			continue
		}
		for k := i + 2; k < len(l) && k <= i+4 && clauses[k] == clauses[i]; k++ {
			if isText(l, k, "on", "off") {
				out = append(out, mark{"state", l[k].text, k, k + 1, clauses[k], false, false})
				break
			}
		}
	}
	return out
}

// turnsAt are the turns that begin with a word; "don't" is a "not".
func turnsAt(word string) []turn {
	if strings.HasSuffix(word, "n't") || strings.HasSuffix(word, "n’t") {
		return turns()["n't"]
	}
	return turns()[word]
}

func hasPhrase(l []lexeme, i int, words []string) bool {
	if i+len(words) > len(l) {
		return false
	}
	for k, w := range words {
		if l[i+k].text != w && !(k == 0 && w == "n't") {
			return false
		}
	}
	return true
}

func softMark(words []string) bool {
	switch strings.Join(words, "") {
	case "within", "内", "之内", "以内", "limit", "限额", "限", "从", "from", "since", "by", "once", "following", "starting", "asof", "开始", "起", "自":
		return true
	}
	return false
}

// foldDenials turns limits that are denied into their opposite and drops the
// "not": "not more than £500", "parcels heavier than 20 kg cannot be sent". Only
// where a clause has one of each can they be told to belong together.
func foldDenials(l []lexeme, list []mark) []mark {
	drop := map[int]bool{}
	for i, m := range list {
		if m.kind != "bound" || m.soft || !isText(l, m.to-1, turnable...) {
			continue
		}
		n, count := -1, 0
		for k, o := range list {
			if o.clause == m.clause && (o.kind == "not" || o.kind == "bound" && k != i) {
				n, count = k, count+1
			}
		}
		if count == 1 && list[n].kind == "not" && (isText(l, list[n].from, negators...) || strings.HasSuffix(l[list[n].from].text, "n't")) {
			list[i].pole, list[i].folded = otherBound(m.pole), true
			drop[n] = true
		}
	}
	var out []mark
	for i, m := range list {
		if !drop[i] {
			out = append(out, m)
		}
	}
	return out
}

// negators are the words that only deny.
var negators = []string{"not", "no", "never", "cannot", "none", "nobody", "nothing", "不", "没", "未", "勿"}

// turnable end the limits that a "not" turns; "at most" is none.
var turnable = []string{"than", "exceed", "exceeds", "exceeding", "over", "above", "below", "under", "beyond", "older", "于", "过", "出", "上", "下", "足", "到", "满"}
