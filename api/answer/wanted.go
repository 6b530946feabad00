package answer

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Holds says how surely s holds a value of the kind that is wanted and that the
// question does not name itself: 1 it does, 0 it does not, between: perhaps.
// It is 1 when any kind will do.
func (a Asked) Holds(s, question string) float64 { return a.Holder(question)(&Known{text: s}) }

// Holder is Holds for many texts and one question.
func (a Asked) Holder(question string) func(*Known) float64 {
	switch a.Want {
	case WantsAnything:
		return func(*Known) float64 { return 1 }
	case WantsPerson:
		return func(k *Known) float64 { return names(k.text, question, personal) }
	case WantsPlace:
		return func(k *Known) float64 { return names(k.text, question, local) }
	case WantsPhone, WantsEmail, WantsLink, WantsCode:
		return func(k *Known) float64 { return boolTo(a.Want.written(k.text)) }
	}
	known := facts(question)
	return func(k *Known) float64 {
		if k.hasWanted(a.Want) {
			return 1
		}
		most := 0.0
		for _, f := range k.readFacts() {
			if !named(f, known) {
				most = max(most, a.Want.fits(f))
			}
		}
		return most
	}
}

// The shapes of what is written in one way only.
var (
	phoneShape = regexp.MustCompile(`\+?\d[\d\s().-]{5,}\d`)
	emailShape = regexp.MustCompile(`[\w.+-]+@[\w-]+\.\w`)
	linkShape  = regexp.MustCompile(`https?://|www\.|\b[\w-]+\.(?:com|org|net|io|dev|cn|example)\b`)
	codeShape  = regexp.MustCompile("`|\\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\\b|(?:^|\\s)--?[a-z][\\w-]*|\\b\\w+[._/]\\w+\\b")
)

// written: s holds something of the shape wanted.
func (w Want) written(s string) bool {
	switch w {
	case WantsPhone:
		return phoneShape.MatchString(s)
	case WantsEmail:
		return emailShape.MatchString(s)
	case WantsLink:
		return linkShape.MatchString(s)
	}
	return codeShape.MatchString(s)
}

// named: the question names this value.
func named(f fact, known []fact) bool {
	for _, k := range known {
		if f.same(k) {
			return true
		}
	}
	return false
}

// fits says how well a value is of the kind wanted.
func (w Want) fits(f fact) float64 {
	duration := f.unit == "second" || f.unit == "workday" || f.unit == "month"
	switch {
	case f.kind == coded:
		return 0
	case w == WantsMoney && isCurrency(f.unit), w == WantsDuration && f.kind == quantity && duration, w == WantsPercent && f.unit == "percent":
		return 1
	case w == WantsTime && (f.kind == dated || f.kind == clocked || f.kind == quantity && f.unit == "" && f.value >= firstYear && f.value < lastYear):
		return 1
	case w == WantsTime && duration, w == WantsMoney && f.unit == "percent":
		return 0.7
	case w == WantsNumber && f.kind == quantity:
		return 1
	case w == WantsNumber, w == WantsMoney && f.kind == quantity && f.unit == "", w == WantsPercent && f.kind == quantity && f.unit == "":
		return 0.3
	case w == WantsDuration && (f.kind == clocked || f.kind == dated):
		return 0.5
	}
	return 0
}

// wantedLists are words that are values of a kind without being numbers.
const wantedLists = `money: free|gratis|no fee|no charge|no extra cost|免费|不收费|不收取|无须付费|无年费|免收
duration: immediately|instantly|straight away|at once|立即|马上|即时|永久|indefinitely|forever
time: monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|weekends|weekday|weekdays|noon|midnight|daily|周一|周二|周三|周四|周五|周六|周日|星期|每天|每日|世纪|century|年代|时期|期间|末年|初年
number: none|once|twice|several|一次|两次|没有限制|不限|unlimited|数百|数千|数十|一半|half|dozens|hundreds|thousands
percent: half|quarter|third|一半|分之|成`

// wantedOrder are the kinds that have such words.
var wantedOrder = [...]Want{WantsMoney, WantsDuration, WantsTime, WantsNumber, WantsPercent}

var wantedWords = sync.OnceValue(func() map[Want][]string {
	table := map[Want][]string{}
	for line := range strings.Lines(wantedLists) {
		want, list, _ := strings.Cut(line, ":")
		table[Want(want)] = strings.Split(strings.TrimSpace(list), "|")
	}
	return table
})

// hasWord: s holds one of the words; English ones as whole words that do not
// begin a compound: the "free-delivery amount" is not free.
func hasWord(s string, list []string) bool {
	if len(list) == 0 {
		return false
	}
	lower := strings.ToLower(s)
	for _, w := range list {
		for from := 0; ; {
			k := strings.Index(lower[from:], w)
			if k < 0 {
				break
			}
			at := from + k
			if w[0] >= utf8.RuneSelf || !letterBeside(lower, at, at+len(w)) && !strings.HasPrefix(lower[at+len(w):], "-") {
				return true
			}
			from = at + len(w)
		}
	}
	return false
}

// letterBeside: an ASCII letter stands directly before from or at to.
func letterBeside(s string, from, to int) bool {
	isLetter := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= 'a' && s[i] <= 'z' }
	return isLetter(from-1) || isLetter(to)
}

// nameKind says which names are looked for.
type nameKind uint8

const (
	personal nameKind = iota
	local
)

// names says how surely s names a person or place that the question does not.
// Names are told by their capitals in English; in Chinese by surname, title or
// the dot of foreign names, and by the characters that names of places end
// with.
func names(s, question string, kind nameKind) float64 {
	q := strings.ToLower(question)
	found := englishNames(s, q, kind)
	if found < 1 {
		found = max(found, chineseNames(s, question, kind))
	}
	return found
}

// englishNames: two capitalised words in a row are surely a name, one perhaps.
func englishNames(s, question string, kind nameKind) float64 {
	l := lexemes(s)
	found, run := 0.0, 0
	for i, x := range l {
		r, _ := utf8.DecodeRuneInString(x.raw)
		if x.kind != lexWord || !unicode.IsUpper(r) || strings.Contains(question, x.text) || opens(l, i) && commonWord(x.text) {
			run = 0
			continue
		}
		run++
		switch {
		case kind == local && i > 0 && isText(l, i-1, "in", "at", "from", "near", "to", "of") || kind == local && i > 1 && l[i-1].text == "the" && isText(l, i-2, "in", "at", "from", "near"):
			return 1
		case run > 1 && kind == personal:
			return 1
		}
		found = 0.5
	}
	return found
}

// opens: a sentence begins at l[i], where every word has a capital.
func opens(l []lexeme, i int) bool {
	return i == 0 || isText(l, i-1, ".", "!", "?", "\"", ":")
}

// commonWord: often at the beginning of a sentence and no name.
func commonWord(w string) bool { return openers()[w] }

const sentenceOpeners = `the a an in on at it its he she they this that these those there when while after before as if for from with by of and but or to we you i
his her their our your my although however because since during although all some many most each every both no not one two three other another such more what who how
where why which then also please open click press choose select go enter see yes`

var openers = sync.OnceValue(func() map[string]bool { return wordSet(sentenceOpeners) })

const (
	surnames    = `王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤`
	personWords = `先生 女士 教授 医生 经理 总统 皇帝 国王 女王 主席 总理 作者 学者 将军 诗人 导演 演员 教宗 博士 大帝`
	placeEnds   = `省市县区国州岛路街城镇山河湖海洋洲村港湾寺楼厅馆站`
	placeWords  = `位于 坐落 地处 境内 地区 附近 首都`
)

func chineseNames(s, question string, kind nameKind) float64 {
	if kind == personal {
		if strings.Contains(s, "·") || hasWord(s, strings.Fields(personWords)) {
			return 1
		}
		return 0.5 * boolTo(holdsRune(s, surnames, question))
	}
	if hasWord(s, strings.Fields(placeWords)) {
		return 1
	}
	return 0.7 * boolTo(holdsRune(s, placeEnds, question))
}

// holdsRune: s holds one of the characters where the question does not.
func holdsRune(s, list, question string) bool {
	for _, r := range s {
		if r >= 0x2e80 && strings.ContainsRune(list, r) && !strings.ContainsRune(question, r) {
			return true
		}
	}
	return false
}
