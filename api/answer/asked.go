package answer

import (
	"strings"
	"sync"
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
)

// Asked is what a question asks, read from its words alone.
type Asked struct {
	Form Form
	Want Want
	Han  bool // the question is written in Chinese
}

// pattern is a phrase that gives a question away. The first that fits counts,
// so the special ones stand before the general.
type pattern struct {
	phrase string // words with single spaces; "*": up to three words; "^": at the start
	form   Form
	want   Want
}

// englishPatterns, in the order in which they are tried.
const englishPatterns = `what percent|fact|percent
what percentage|fact|percent
which percentage|fact|percent
difference between|comparison|
differ from|comparison|
compared to|comparison|
compared with|comparison|
versus|comparison|
vs|comparison|
better than|comparison|
cheaper|comparison|
how much time|fact|duration
how much longer|fact|duration
how many days|fact|duration
how many hours|fact|duration
how many weeks|fact|duration
how many months|fact|duration
how many minutes|fact|duration
how many years|fact|duration
how much|fact|number
how many|fact|number
how long|fact|duration
how quickly|fact|duration
how soon|fact|duration
how fast|fact|number
how often|fact|number
how late|fact|time
how early|fact|time
how old|fact|number
how big|fact|number
how large|fact|number
how high|fact|number
how far|fact|number
how tall|fact|number
how deep|fact|number
how heavy|fact|number
how do|howto|
how to|howto|
how can|howto|
how could|howto|
how should|howto|
how would|howto|
how did|reason|
how does|fact|
how is|fact|
how are|fact|
how come|reason|
how|fact|
steps to|howto|
what do i have to do|howto|
what do i need to do|howto|
what should i do|howto|
why|reason|
what is the reason|reason|
what caused|reason|
what * cost|fact|money
what * price|fact|money
what * fee|fact|money
what * charge|fact|money
what do i pay|fact|money
what do you charge|fact|money
the price|fact|money
price of|fact|money
cost of|fact|money
fee for|fact|money
what time|fact|time
what year|fact|time
which year|fact|time
what date|fact|time
what day|fact|time
which day|fact|time
which days|fact|time
what month|fact|time
what century|fact|time
what decade|fact|time
when|fact|time
by when|fact|time
who|fact|person
whom|fact|person
whose|fact|person
where|fact|place
which country|fact|place
what country|fact|place
which city|fact|place
what city|fact|place
which state|fact|place
what state|fact|place
what does * mean|definition|
what is meant by|definition|
meaning of|definition|
definition of|definition|
which|fact|
what are|list|
list|list|
name the|list|
what kinds of|list|
what types of|list|
what is|definition|
whats|definition|
what's|definition|
what|fact|
^is|yes_no|
^are|yes_no|
^was|yes_no|
^were|yes_no|
^do|yes_no|
^does|yes_no|
^did|yes_no|
^can|yes_no|
^could|yes_no|
^may|yes_no|
^must|yes_no|
^should|yes_no|
^will|yes_no|
^would|yes_no|
^has|yes_no|
^have|yes_no
can i|yes_no|
do i|yes_no|`

// chinesePatterns: phrases in simplified characters, tried in this order.
const chinesePatterns = `百分之几|fact|percent
百分比|fact|percent
比例|fact|percent
多少比例|fact|percent
区别|comparison|
有什么不同|comparison|
有何不同|comparison|
有啥不同|comparison|
不一样|comparison|
一样吗|comparison|
差别|comparison|
相比|comparison|
哪个更|comparison|
哪个好|comparison|
哪个便宜|comparison|
多少钱|fact|money
价格|fact|money
费用是|fact|money
收费|fact|money
几块钱|fact|money
手续费|fact|money
月费|fact|money
年费|fact|money
要钱吗|fact|money
多久|fact|duration
多长时间|fact|duration
多少天|fact|duration
多少小时|fact|duration
几天|fact|duration
几个月|fact|duration
几个工作日|fact|duration
几小时|fact|duration
几分钟|fact|duration
几周|fact|duration
几年|fact|duration
几点|fact|time
什么时候|fact|time
什么时间|fact|time
什么时侯|fact|time
甚么时候|fact|time
啥时候|fact|time
何时|fact|time
哪一年|fact|time
哪年|fact|time
哪一天|fact|time
哪天|fact|time
哪个月|fact|time
几月|fact|time
几号|fact|time
哪个世纪|fact|time
哪一世纪|fact|time
哪个年代|fact|time
何年|fact|time
什么年代|fact|time
多少|fact|number
多小|fact|number
几个|fact|number
几次|fact|number
几种|fact|number
几位|fact|number
几人|fact|number
几岁|fact|number
几倍|fact|number
几成|fact|number
几|fact|number
多大|fact|number
多高|fact|number
多远|fact|number
多长|fact|number
多快|fact|number
多重|fact|number
为什么|reason|
为甚么|reason|
为何|reason|
什么原因|reason|
怎么回事|reason|
为啥|reason|
怎么|howto|
怎样|howto|
如何|howto|
怎办|howto|
咋|howto|
什么步骤|howto|
谁|fact|person
哪位|fact|person
何人|fact|person
哪一位|fact|person
哪个人|fact|person
哪里|fact|place
哪裏|fact|place
哪儿|fact|place
何处|fact|place
什么地方|fact|place
哪个国家|fact|place
哪一个国家|fact|place
哪国|fact|place
哪个城市|fact|place
哪座城市|fact|place
哪个地方|fact|place
哪个地区|fact|place
哪些|list|
有什么|list|
包括什么|list|
是什么意思|definition|
什么意思|definition|
什么是|definition|
是什么|definition|
指的是|definition|
哪|fact|
什么|fact|
甚么|fact|
何|fact|
吗|yes_no|
是否|yes_no|
能不能|yes_no|
可不可以|yes_no|
是不是|yes_no|
有没有|yes_no|
要不要|yes_no|
可以|yes_no|`

type patterns struct{ english, chinese []pattern }

var questionPatterns = sync.OnceValue(func() patterns {
	return patterns{readPatterns(englishPatterns), readPatterns(chinesePatterns)}
})

func readPatterns(list string) []pattern {
	var out []pattern
	for line := range strings.Lines(list) {
		parts := append(strings.Split(strings.TrimSpace(line), "|"), "", "")
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
	for _, p := range questionPatterns().chinese {
		if strings.Contains(s, p.phrase) {
			return Asked{p.form, p.want, true}
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
	for _, p := range questionPatterns().english {
		if fits(words, strings.Fields(p.phrase)) {
			return Asked{Form: p.form, Want: p.want}
		}
	}
	return Asked{Form: AsksFact}
}

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
	return len(words) > 0 && words[0] == phrase[0] && fitsAt(words[1:], phrase[1:])
}
