package answer

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval/text"
)

// statement is a text, taken apart for comparing what it says.
type statement struct {
	text    string
	lex     []lexeme
	clauses []int // of each lexeme
	facts   []fact
	marks   []mark
	words   []word // content, in order
	heard   []word // with those of little content
	terms   map[string]bool
	names   []string // terms of names: words with a capital inside a sentence
	labels  []string // quoted or interface text
	tokens  []token  // everything, for alignment
	han     bool     // mostly Chinese
}

// word is a content word: a stem, or a Chinese character with the pairs that
// it is part of.
type word struct {
	term   string
	pairs  []string
	lex    int // lexeme where it begins
	clause int
}

// token is a unit of alignment: a word, one Chinese character, or a value as a
// whole.
type token struct {
	term    string
	content bool
	han     bool
	pairs   []string // of a Chinese character
	clause  int
}

// newStatement reads a text.
func newStatement(s string) *statement {
	st := &statement{text: s, lex: lexemes(s), terms: map[string]bool{}}
	st.clauses = clausesOf(st.lex)
	st.facts = slices.Concat(factsOf(s, st.lex), weekdays(st.lex), rates(st.lex), designators(st.lex))
	st.marks = foldDenials(st.lex, marksOf(st.lex, st.clauses))
	st.readWithValues()
	st.readWords()
	st.names, st.labels = append(namesOf(st.lex), perWhat(st.lex)...), labelsOf(s)
	return st
}

// readWithValues mends the marks that a value behind them gives another sense:
// "up to 24 hours before" is at least 24 hours, and "需要 5 天" no duty.
func (st *statement) readWithValues() {
	for _, f := range st.facts {
		from, to := st.place(f)
		for i, m := range st.marks {
			switch {
			case m.to != from || f.kind != quantity:
			case m.kind == "bound" && isText(st.lex, m.from, "up") && dimension(f.unit) == "time" && isText(st.lex, to, "before"):
				st.marks[i].pole = "least"
			case m.kind == "must" && isText(st.lex, m.from, "需"):
				st.marks[i].soft, st.marks[i].kind = true, "plain"
			}
		}
	}
}

// clauseSigns and clauseWords begin a new clause.
const clauseSigns = ",;:.!?、，；：。！？()（）|—"

var clauseWords = sync.OnceValue(func() map[string]bool {
	return wordSet(`but while whereas unless although though if when and 但 而 如 若`)
})

// clausesOf numbers the clauses that the lexemes stand in.
func clausesOf(l []lexeme) []int {
	out := make([]int, len(l))
	n := 0
	for i, x := range l {
		switch {
		case x.kind == lexSign && strings.Contains(clauseSigns, x.raw) && !insideNumber(l, i):
			n++
		case clauseWords()[x.text] && i > 0:
			n++
		}
		out[i] = n
	}
	return out
}

// insideNumber: the colon of 10:30.
func insideNumber(l []lexeme, i int) bool {
	return i > 0 && i+1 < len(l) && l[i-1].kind == lexNumber && l[i+1].kind == lexNumber && l[i-1].end == l[i].start && l[i].end == l[i+1].start
}

// functionChars carry no content; lightWords and lightPairs hardly any: what a
// paraphrase adds or leaves out freely.
const (
	functionChars = `的了是在和与及或也就都而被把吗呢吧着过地得之其这那您你我他她它们请会将从到对为以于由并且则等里中时后前内上下所有每可能要需须应即如果若能掉完个然`
	lightWords    = `get take make have give go come use let put need want also then just per each ani it one thing way done would will be is are been there here you your our we us i my them their they he she his her its so please
goe back yes yeah no well sure ok okay absolut realli actual inde anyway oh ah know mean think even some say said around mani much lot veri quit still simpli onc were did been being anyth someth noth everyth singl date between dure through`
)

var lights = sync.OnceValue(func() map[string]bool { return wordSet(lightWords) })

// readWords fills in words, terms and tokens. The lexemes of values, and of
// marks that are compared as such, are no content.
func (st *statement) readWords() {
	skip := st.compared()
	plain, pairs := st.readPairs()
	han, at := 0, 0
	for _, w := range plain {
		for at+1 < len(st.lex) && st.lex[at+1].start <= w.Start {
			at++
		}
		isHan := w.Kind == text.Char
		if !w.Stop && !w.Asking {
			st.terms[w.Term] = true
		}
		if w.Part && !isHan {
			continue
		}
		han += int(boolTo(isHan))
		if !w.Stop && !w.Asking {
			st.heard = append(st.heard, word{w.Term, pairs[w.Start], at, st.clauses[at]})
		}
		t := token{term: w.Term, content: !light(w, pairs[w.Start]), han: isHan, pairs: pairs[w.Start], clause: st.clauses[at]}
		if kind := skip[at]; kind != "" {
			t.content = false
			if kind != markLexeme {
				t.term, t.pairs = kind, nil
			}
		}
		st.add(t, at)
	}
	st.han = 2*han > len(st.tokens)
}

// readPairs notes the pairs of Chinese characters as terms, and returns the
// other words and the pairs of each character by its byte.
func (st *statement) readPairs() (plain []text.Word, pairs map[int][]string) {
	pairs = map[int][]string{}
	for w := range text.Words(st.text) {
		if w.Kind != text.Pair {
			plain = append(plain, w)
			continue
		}
		st.terms[w.Term] = true
		_, n := utf8.DecodeRuneInString(st.text[w.Start:])
		pairs[w.Start] = append(pairs[w.Start], w.Term)
		pairs[w.Start+n] = append(pairs[w.Start+n], w.Term)
	}
	return plain, pairs
}

// add appends a token, a value only once, and a word if it is content.
func (st *statement) add(t token, lex int) {
	if n := len(st.tokens); n == 0 || t.term[0] != '#' || st.tokens[n-1].term != t.term {
		st.tokens = append(st.tokens, t)
	}
	if t.content {
		st.words = append(st.words, word{t.term, t.pairs, lex, st.clauses[lex]})
	}
}

// lightPairs are Chinese words that say hardly anything.
const lightPairs = `比较 之间 还有 进行 一下 已经 正在 时候 比如 例如 其中 以及 关于 对于 由于 因此 所以 但是 不过 而且 并且 或者 还是
这个 那个 这些 那些 这里 那里 自己 大家 情况 方面 目前 现在 然后 接着 根据 按照 有关 具体 一般 之后 之前 以后 以前 的话 只需`

var lightWordsOfTwo = sync.OnceValue(func() map[string]bool { return wordSet(lightPairs) })

// light: the word has hardly any content.
func light(w text.Word, pairs []string) bool {
	if w.Kind == text.Char {
		return strings.Contains(functionChars, w.Term) || slices.ContainsFunc(pairs, func(p string) bool { return lightWordsOfTwo()[p] })
	}
	return w.Stop || w.Asking || lights()[w.Term]
}

// markLexeme is what compared says of a lexeme that belongs to a mark.
const markLexeme = "mark"

// compared gives the lexemes that are not compared as words: "#" and the value
// they belong to, or markLexeme.
func (st *statement) compared() map[int]string {
	out := map[int]string{}
	for _, m := range st.marks {
		switch m.kind {
		case "not", "may", "must", "only", "always", "bound", "time":
			for i := m.from; i < m.to; i++ {
				out[i] = markLexeme
			}
		default: // a phrase counts as one word, its last
			for i := m.from; i < m.to-1 && st.lex[i].kind != lexHan; i++ {
				out[i] = markLexeme
			}
		}
	}
	for _, f := range st.facts {
		from, to := st.place(f)
		for i := from; i < to; i++ {
			out[i] = "#" + f.key()
		}
	}
	return out
}

// weekdayNames in both languages; the numbers are theirs alone.
const weekdayNames = `monday:1 mon:1 tuesday:2 tue:2 wednesday:3 wed:3 thursday:4 thu:4 friday:5 fri:5 saturday:6 sat:6 sunday:7 sun:7`

var weekdayNumbers = sync.OnceValue(func() map[string]float64 { return readNumbers(weekdayNames) })

const chineseWeekdays = `一二三四五六日天`

// weekdays are facts too: coded "weekday 1". "Monday to Wednesday" holds Tuesday
// as well, and "on weekdays" five of them.
func weekdays(l []lexeme) []fact {
	names := weekdayNumbers()
	var out []fact
	last, lastAt := 0, -1 // the weekday before, and the lexeme behind it
	for i, x := range l {
		n, from, behind := 0, x.start, i+1
		switch {
		case x.kind == lexWord && x.raw != x.text:
			n = int(names[strings.TrimSuffix(x.text, "s")])
		case i > 0 && namesWeekday(l, i):
			n, from = min(strings.Index(chineseWeekdays, x.text)/3+1, 7), l[i-1].start
			if l[i-1].text != "周" {
				from = l[i-2].start
			}
		case x.text == "weekdays", x.text == "weekday", hasPhrase(l, i, []string{"工", "作", "日"}) && !followsCount(l, i):
			for k := 1; k <= 5; k++ {
				out = append(out, weekday(k, x.start, x.end))
			}
		case x.text == "weekends", x.text == "weekend", hasPhrase(l, i, []string{"周", "末"}):
			out = append(out, fact{kind: coded, code: weekendCode, start: x.start, end: x.end})
		}
		if n == 0 {
			continue
		}
		if isText(l, lastAt, "to", "-", "through", "until", "till", "至", "到") && namesWeekdayAt(l, lastAt+1, i) {
			for k := last + 1; k < n; k++ {
				out = append(out, weekday(k, from, from))
			}
		}
		out = append(out, weekday(n, from, x.end))
		last, lastAt = n, behind
	}
	return out
}

// weekendCode is the code of Saturday and Sunday together.
const weekendCode = "weekend"

func weekday(n, start, end int) fact {
	return fact{kind: coded, code: "weekday " + string(rune('0'+n)), start: start, end: end}
}

// namesWeekday: the character at l[i] is the number of a weekday: "周三", "星期三".
func namesWeekday(l []lexeme, i int) bool {
	if i < 1 || l[i].kind != lexHan || !strings.Contains(chineseWeekdays, l[i].text) {
		return false
	}
	return l[i-1].text == "周" || i > 1 && (l[i-1].text == "期" && l[i-2].text == "星" || l[i-1].text == "拜" && l[i-2].text == "礼")
}

// namesWeekdayAt: between the lexemes from and to there is nothing but the name of
// a weekday, which ends at to.
func namesWeekdayAt(l []lexeme, from, to int) bool {
	return to-from <= 2 && (from == to || isText(l, from, "周", "星", "礼"))
}

// followsCount: a number, perhaps with a classifier, stands before l[i].
func followsCount(l []lexeme, i int) bool {
	if i > 0 && l[i-1].text == "个" {
		i--
	}
	return i > 0 && (l[i-1].kind == lexNumber || strings.ContainsAny(l[i-1].text, "一二两三四五六七八九十几数"))
}

// namesOf are words with a capital where none is due, and abbreviations in
// capitals anywhere. A text in title case has none.
func namesOf(l []lexeme) []string {
	var out []string
	words, capitals := 0, 0
	for i, x := range l {
		if x.kind != lexWord {
			continue
		}
		words++
		r, n := utf8.DecodeRuneInString(x.raw)
		if !unicode.IsUpper(r) {
			continue
		}
		capitals++
		abbreviation := len(x.raw) > 1 && strings.ToUpper(x.raw) == x.raw
		if (i == 0 || opens(l, i)) && !abbreviation || n == len(x.raw) || months()[x.text] > 0 || readWeekday(x.text) || x.text == "i'm" || x.text == "i'll" {
			continue
		}
		out = append(out, x.text)
	}
	if words > 3 && capitals*3 > words*2 {
		return nil
	}
	return out
}

func readWeekday(w string) bool { return weekdayNumbers()[strings.TrimSuffix(w, "s")] > 0 }

// labelsOf are the quoted stretches of s and the parts of "A > B" in scripts
// without capitals.
func labelsOf(s string) []string {
	var out []string
	for _, pair := range [][2]string{{"“", "”"}, {"「", "」"}, {"『", "』"}, {"《", "》"}, {"\"", "\""}, {"`", "`"}, {"**", "**"}} {
		for rest := s; ; {
			_, after, ok := strings.Cut(rest, pair[0])
			inner, next, closed := strings.Cut(after, pair[1])
			if !ok || !closed {
				break
			}
			if inner = strings.TrimSpace(inner); inner != "" && utf8.RuneCountInString(inner) <= longestLabel {
				out = append(out, inner)
			}
			rest = next
		}
	}
	return out
}

// longestLabel is the length in characters above which a quotation is a
// sentence: its words are compared like any others.
const longestLabel = 40

// perWhat are the words behind "per" that are no units: "per family".
func perWhat(l []lexeme) []string {
	var out []string
	for i := 1; i < len(l); i++ {
		if l[i-1].text == "per" && l[i].kind == lexWord && units()[singular(l[i].text)].base == "" && l[i].text != "cent" {
			out = append(out, l[i].text)
		}
	}
	return out
}
