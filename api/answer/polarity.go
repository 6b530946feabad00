package answer

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
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

// turnsOfTerm gives the turns that are one word, by its term.
var turnsOfTerm = sync.OnceValue(func() map[string][]turn {
	table := map[string][]turn{}
	for _, list := range turns() {
		for _, t := range list {
			if len(t.words) == 1 && t.kind != "plain" {
				for _, term := range termsOf(t.words[0]) {
					table[term] = append(table[term], t)
				}
			}
		}
	}
	return table
})

// mark is a turn at its place.
type mark struct {
	kind, pole string
	from, to   int // lexemes
	clause     int
	soft       bool // says little by itself: "within"
}

// marksOf finds the turns of a text. Where the longest phrases of several
// kinds are the same ("起": at least, after), all count.
func marksOf(l []lexeme, clauses []int) []mark {
	var out []mark
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
			if t.kind != "plain" {
				out = append(out, mark{t.kind, t.pole, i, i + n, clauses[i], softMark(t.words)})
			}
		}
		i += max(n, 1)
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
