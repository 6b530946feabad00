package answer

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// Form is how a question wants to be answered.
type Form string

// The forms of a question.
const (
	AsksFact       Form = "fact"
	AsksHowTo      Form = "howto"
	AsksYesNo      Form = "yes_no"
	AsksList       Form = "list"
	AsksDefinition Form = "definition"
	AsksComparison Form = "comparison"
	AsksReason     Form = "reason"
)

// Want is what kind of value the answer must hold.
type Want string

// The kinds of value.
const (
	WantsAnything Want = ""
	WantsNumber   Want = "number"
	WantsMoney    Want = "money"
	WantsDuration Want = "duration"
	WantsTime     Want = "time" // a date, a year, a time of the day
	WantsPercent  Want = "percent"
	WantsPerson   Want = "person"
	WantsPlace    Want = "place"
	WantsPhone    Want = "phone"
	WantsEmail    Want = "email"
	WantsLink     Want = "link"
	WantsCode     Want = "code" // a command, a flag, the name of a setting
)

// Asked is what a question asks, read from its words alone.
type Asked struct {
	Form Form
	Want Want
	Han  bool // the question is written in Chinese
	Told bool // its words say what it asks
}

// pattern is a phrase that gives a question away. The first that fits counts,
// so the special ones stand before the general.
type pattern struct {
	phrase string // words with single spaces; "*": up to three words; "^": at the start; "$": at the end
	form   Form
	want   Want
}

//go:embed asked.txt
var askedPatterns string

type patterns struct{ english, chinese []pattern }

var questionPatterns = sync.OnceValue(func() patterns {
	english, chinese, _ := strings.Cut(askedPatterns, "[zh]")
	_, english, _ = strings.Cut(english, "[en]")
	return patterns{readPatterns(english), readPatterns(chinese)}
})

func readPatterns(list string) []pattern {
	var out []pattern
	for line := range strings.Lines(list) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		parts := append(strings.Split(line, "|"), "", "")
		out = append(out, pattern{parts[0], Form(parts[1]), Want(parts[2])})
	}
	return out
}

// ReadQuestion reads what a question asks. A question in neither English nor
// Chinese, and one without any sign of what it wants, asks for a fact.
func ReadQuestion(q string) Asked {
	l := lexemes(q)
	han, words := 0, 0
	for _, x := range l {
		switch x.kind {
		case lexHan:
			han++
		case lexWord:
			words++
		}
	}
	if han > words {
		return readChinese(l)
	}
	return readEnglish(l)
}

func readChinese(l []lexeme) Asked {
	var b strings.Builder
	for _, x := range l {
		b.WriteString(x.text)
	}
	s := b.String()
	if strings.Contains(s, "还是") && strings.ContainsAny(s, "更比") {
		return Asked{AsksComparison, WantsAnything, true, true}
	}
	for _, p := range questionPatterns().chinese {
		if phrase, last := strings.CutSuffix(p.phrase, "$"); strings.Contains(s, phrase) && (!last || strings.HasSuffix(s, phrase)) {
			return Asked{p.form, p.want, true, true}
		}
	}
	return Asked{Form: AsksFact, Han: true}
}

func readEnglish(l []lexeme) Asked {
	words := make([]string, 0, len(l))
	for _, x := range l {
		if x.kind == lexWord || x.kind == lexNumber {
			words = append(words, x.text)
		}
	}
	if weighs(words) {
		return Asked{Form: AsksComparison, Told: true}
	}
	for _, p := range questionPatterns().english {
		if fits(words, strings.Fields(p.phrase)) {
			if p.form == AsksFact && p.want == WantsAnything && several(words) {
				break
			}
			return Asked{Form: p.form, Want: p.want, Told: true}
		}
	}
	if several(words) {
		return Asked{Form: AsksList, Told: true}
	}
	return Asked{Form: AsksFact}
}

// several: more than one thing is asked for: "which databases are supported",
// "what payment methods do you take".
func several(words []string) bool {
	for i, w := range words {
		if w != "which" && w != "what" {
			continue
		}
		for j := i + 1; j <= i+mostNamed && j+1 < len(words); j++ {
			if plural(words[j]) && behindPlural()[words[j+1]] {
				return true
			}
		}
	}
	return false
}

// mostNamed is how many words name what is asked for: "supported payment methods".
const mostNamed = 3

func plural(w string) bool {
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is")
}

var behindPlural = sync.OnceValue(func() map[string]bool {
	return wordSet(`are do does can have support supports exist work is you we`)
})

// weighs: the words put two things side by side: "is A or B faster?".
func weighs(words []string) bool {
	or, than := false, false
	for _, w := range words {
		or = or || w == "or"
		than = than || comparatives()[w]
	}
	return or && than
}

var comparatives = sync.OnceValue(func() map[string]bool {
	return wordSet(`cheaper faster better quicker longer shorter bigger larger smaller higher lower easier safer earlier later`)
})

// fits: do the words hold the phrase in a row?
func fits(words, phrase []string) bool {
	if first, ok := strings.CutPrefix(phrase[0], "^"); ok {
		return len(words) > 0 && words[0] == first
	}
	for i := range words {
		if fitsAt(words[i:], phrase) {
			return true
		}
	}
	return false
}

func fitsAt(words, phrase []string) bool {
	if len(phrase) == 0 {
		return true
	}
	if phrase[0] == "*" {
		for skip := 1; skip <= 3 && skip <= len(words); skip++ {
			if fitsAt(words[skip:], phrase[1:]) {
				return true
			}
		}
		return false
	}
	word, last := strings.CutSuffix(phrase[0], "$")
	return len(words) > 0 && words[0] == word && (!last || len(words) == 1) && fitsAt(words[1:], phrase[1:])
}

// Asked reads the task's question. A follow-up that does not say itself what it
// wants ("And on video?", "那加急呢？") asks what the turn before asked.
func (t Task) Asked() Asked {
	a := ReadQuestion(t.Question)
	if t.Searched == "" || t.Searched == t.Question || a.Want != WantsAnything || a.Form != AsksFact {
		return a
	}
	for i := len(t.History) - 1; i >= 0; i-- {
		if t.History[i].Role == "user" {
			before := ReadQuestion(t.History[i].Text)
			before.Han = a.Han
			return before
		}
	}
	return a
}

// Parts are the questions that q asks, two at most times: "how much is it and
// how long does it take?", "要多少钱，等几天？". A clause that asks nothing stays
// with the one behind it. There is always one.
func Parts(q string) []string {
	var parts []string
	start := 0
	for _, cut := range cuts(q) {
		if asksSomething(q[start:cut]) && asksSomething(q[cut:]) {
			parts = append(parts, strings.TrimSpace(q[start:cut]))
			start = cut
		}
	}
	return append(parts, strings.TrimSpace(q[start:]))
}

// cuts are the places in q where another question may begin.
func cuts(q string) []int {
	var out []int
	for i, r := range q {
		switch r {
		case '?', '？', '。', '；', '，', ',', ';', '!', '！':
			if end := i + len(string(r)); end < len(q) {
				out = append(out, end)
			}
		case ' ':
			if strings.HasPrefix(q[i:], " and ") {
				out = append(out, i)
			}
		}
	}
	return out
}

// asksSomething: the words say by themselves what is wanted.
func asksSomething(s string) bool {
	s = strings.TrimPrefix(strings.ToLower(strings.TrimLeft(s, " ,;，；、")), "and ")
	for first, rest, ok := strings.Cut(s, " "); ok && (greetings[plainWords(first)] || first == "also" || first == "also,"); first, rest, ok = strings.Cut(s, " ") {
		s = rest
	}
	a := ReadQuestion(s)
	if !a.Told || a.Han {
		return a.Told
	}
	first, _, _ := strings.Cut(s, " ")
	return a.Form != AsksYesNo && a.Form != AsksComparison && questionOpeners()[first] || a.Form == AsksYesNo && yesNoOpeners()[first]
}

// The words that an English question begins with; "what's" and its kin are
// written without the apostrophe too.
const (
	openingWords = `how what which who whom whose when where why whats what's wheres where's whos who's hows how's by at in from after for to until`
	openingVerbs = `is are was were do does did can could may must should will would has have`
)

var (
	questionOpeners = sync.OnceValue(func() map[string]bool { return wordSet(openingWords) })
	yesNoOpeners    = sync.OnceValue(func() map[string]bool { return wordSet(openingVerbs) })
)

// Compared are the two things that a comparison names: "between A and B", "A
// or B", "A vs B", "A和B". ok is false where they cannot be told.
func Compared(q string) (a, b string, ok bool) {
	lower := strings.ToLower(q)
	if len(lower) != len(q) {
		return "", "", false
	}
	for _, joint := range []string{" versus ", " vs. ", " vs ", " or ", " than ", " and ", "还是", "還是", "相比", "和", "与", "與", "跟", "比"} {
		if i := strings.Index(lower, joint); i > 0 {
			a, b = lastThing(q[:i]), firstThing(q[i+len(joint):])
			return a, b, a != "" && b != ""
		}
	}
	return "", "", false
}

// The longest name of a compared thing, in words and in Chinese characters.
const (
	thingWords = 3
	thingChars = 6
)

// lastThing is the end of s, as far back as a name may reach: to a comma, or to
// "between", "is".
func lastThing(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexAny(s, ",;:?!，；：？！、"); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		s = s[i+n:]
	}
	words := strings.Fields(s)
	for i := len(words) - 1; i >= max(0, len(words)-thingWords-1); i-- {
		switch strings.ToLower(words[i]) {
		case "between", "is", "are", "for", "of", "in", "with":
			return strings.Join(words[i+1:], " ")
		}
	}
	s = strings.Join(words[max(0, len(words)-thingWords):], " ")
	if r := []rune(s); len(words) == 1 && len(r) > thingChars && r[0] >= 0x2e80 {
		s = string(r[len(r)-thingChars:])
	}
	return s
}

// firstThing is the beginning of s, up to a comma or as far as a name may reach.
func firstThing(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, ",;:?!，；：？！、"); i >= 0 {
		s = s[:i]
	}
	words := strings.Fields(s)
	s = strings.Join(words[:min(thingWords, len(words))], " ")
	if r := []rune(s); len(words) == 1 && len(r) > thingChars && r[0] >= 0x2e80 {
		s = string(r[:thingChars])
	}
	return s
}
