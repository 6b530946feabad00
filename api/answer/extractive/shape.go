package extractive

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// shaped says how well a candidate is built for an answer of the form asked:
// instructions for a how-to, "X is a ..." for a definition, "because" for a
// reason, several things for a list.
func shaped(a *asked, c *candidate) float64 {
	switch a.Form {
	case answer.AsksHowTo:
		return truth(c.Kind == retrieval.Step || directs(c.Text))
	case answer.AsksDefinition:
		if c.Kind == retrieval.Define {
			return 1
		}
		return defines(a, c.Text)
	case answer.AsksReason:
		return truth(holdsAny(c.Text, reasons))
	case answer.AsksList:
		return truth(c.Kind == retrieval.Item || enumerates(c.Text) || leadsOn(c.Text))
	}
	return 0
}

func wordsOf(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// directions begin an instruction.
var directions = wordsOf(`open tap click press choose select go enter type run use set add create install enable turn switch scan upload
download log sign call ring send contact visit tick check fill drag swipe hold navigate configure pick find write bring show remove delete scroll
confirm save register submit apply ask start stop make put copy paste give wait report forward print follow`)

var hanDirections = strings.Fields("打开 点 轻点 点击 单击 选择 进入 前往 登录 输入 填写 上传 扫描 拨打 致电 使用 运行 设置 请 按 勾选 添加 在 到 凭 提交 下载 联系")

// hanOrders are directions behind a circumstance: "在右上角的菜单，点击…".
var hanOrders = strings.Fields("，点击 ，选择 ，可以选择 ，打开 ，输入 ，勾选 ，填写 ，单击 ，运行 ，执行 中点击 中选择 后，点 上点击")

// directs: the text tells the reader what to do, or names a path of menus.
func directs(s string) bool {
	if strings.Contains(s, " > ") || strings.Contains(s, " → ") {
		return true
	}
	for _, p := range hanDirections {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	for _, p := range hanOrders {
		if strings.Contains(s, p) {
			return true
		}
	}
	words := strings.FieldsFunc(strings.ToLower(s[:min(len(s), openingBytes)]), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	switch {
	case len(words) == 0:
		return false
	case directions[words[0]]:
		return true
	case words[0] == "you":
		return len(words) > 1 && words[1] == "can"
	case !circumstances[words[0]]:
		return false
	}
	for _, w := range words {
		if directions[w] {
			return true
		}
	}
	return false
}

// openingBytes are looked at for a verb that directs.
const openingBytes = 100

// circumstances stand before an instruction: "In the app, tap Pay."
var circumstances = wordsOf("in on to under from at if when first then on")

// reasons show that a sentence gives one.
var reasons = strings.Split("because|the reason|due to|since |so that|caused by|is why|in order to|因为|由于|原因|所以|以便|为了|导致", "|")

// definitions stand between a thing and what it is.
var definitions = strings.Split(" consists of | comprises | is made up of | is a | is an | is the | are the | are a | means | refers to | stands for | is what | is when | describes | represents | lets | allows | enables | provides | holds | are used to | is used to |是指|指的是|是一|即|意思是|表示|是由|就是|用于|用来|是", "|")

// defines says how surely the text tells what the thing asked for is: 1 when
// that thing alone stands before "is a", less the more else does.
func defines(a *asked, s string) float64 {
	at := definitionAt(s)
	if at < 0 || len(a.subject) == 0 {
		return 0
	}
	theirs, common := 0, 0
	for w := range text.Words(s[:at]) {
		if w.Stop || w.Asking || w.Part && w.Kind != text.Char || w.Kind == text.Pair {
			continue
		}
		theirs++
		if a.subject[w.Term] {
			common++
		}
	}
	if theirs == 0 || common == 0 || common*2 < len(a.subject) {
		return 0
	}
	return float64(common) / float64(theirs)
}

// definitionAt is the byte where the first word of a definition begins, if it
// is near the beginning; -1.
func definitionAt(s string) int {
	lower := strings.ToLower(s)
	if len(lower) != len(s) {
		return -1
	}
	at := -1
	for _, d := range definitions {
		if i := strings.Index(lower, d); i > 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at > longestSubject {
		return -1
	}
	return at
}

// longestSubject in bytes: behind more than that, "is a" is about something else.
const longestSubject = 60

func termSet(s string) map[string]bool {
	set := map[string]bool{}
	for w := range text.Words(s) {
		set[w.Term] = true
	}
	return set
}

// enumerates: at least three things in a row.
func enumerates(s string) bool {
	return strings.Count(s, "、")+strings.Count(s, ", ") > 1 || strings.Count(s, "、") > 0 && strings.ContainsAny(s, "和及与")
}

func holdsAny(s string, list []string) bool {
	lower := strings.ToLower(s)
	for _, x := range list {
		if strings.Contains(lower, x) {
			return true
		}
	}
	return false
}

// A label is what is too short to say something: a link in a list of links, a
// button, a caption. Entries of a list that say something hold a value, end
// like a sentence, or are longer.
const (
	labelWords = 6
	labelHan   = 12
)

// isLabel tells by the kind of block and the shape of its text.
func isLabel(c *candidate) bool {
	return (c.Kind == retrieval.Item || c.Kind == retrieval.Paragraph || c.Kind == retrieval.Note) && names(c)
}

// names: the text is a name, whatever block it stands in.
func names(c *candidate) bool {
	last, _ := utf8.DecodeLastRuneInString(c.Text)
	if strings.ContainsRune(".。!！;；:：…", last) || strings.ContainsFunc(c.Text, unicode.IsDigit) || strings.ContainsAny(c.Text, ">@/") {
		return false
	}
	words, han := 0, 0
	for w := range text.Words(c.Text) {
		switch {
		case w.Kind == text.Char:
			han++
		case w.Kind != text.Pair && !w.Part:
			words++
		}
	}
	return words+han/2 <= labelWords && han <= labelHan
}

// replies: the text begins with the answer to a question that stands before it
// ("Yes, within 60 minutes.", "不可以。") and says nothing without it.
func replies(s string) bool {
	s = strings.TrimLeft(s, " \"'“")
	lower := strings.ToLower(s)
	for _, w := range []string{"yes", "no"} {
		if rest, ok := strings.CutPrefix(lower, w); ok && (rest == "" || strings.ContainsRune(",.;:!", rune(rest[0])) || w == "yes" && rest[0] == ' ') {
			return true
		}
	}
	for _, w := range hanReplies {
		if rest, ok := strings.CutPrefix(s, w); ok && (rest == "" || strings.HasPrefix(rest, "，") || strings.HasPrefix(rest, "。") || strings.HasPrefix(rest, "；") || strings.HasPrefix(rest, "！") || strings.HasPrefix(rest, ",")) {
			return true
		}
	}
	return false
}

var hanReplies = strings.Fields("是的 是 不是 可以 不可以 能 不能 不行 行 有 没有 会 不会 需要 不需要 不用 不必 对 不对 要 不要 支持 不支持")

// reported: speech that the page quotes, such as a customer's comment or an
// interview. Documentation does not say "I".
func reported(s string) bool {
	return strings.Contains(s, "I") && firstPerson.MatchString(s) ||
		strings.HasPrefix(s, "“") && !strings.Contains(s[:min(len(s), 60)], "”") || strings.HasPrefix(s, "\"") && strings.Count(s[:min(len(s), 60)], "\"") == 1
}

// refersOn: the text only says where to read on ("See how to prepare.").
func refersOn(s string) bool {
	return utf8.RuneCountInString(s) < longestReference && (answer.StartsWithAny(s, references) || strings.HasPrefix(s, "见"))
}

const longestReference = 80 // characters

var references = []string{"see ", "see:", "more under", "more about", "more on", "more in", "for more", "for details", "read more", "details are", "learn more", "另见", "详见", "参见", "请参阅", "参阅", "请看", "更多信息", "了解更多", "详情"}

// Questions for a limit, and sentences that set one.
var (
	asksMost  = strings.Split("most|maximum|max |highest|limit|largest|longest|up to what|at most|latest|how late|within how|last day|deadline|最多|最高|最大|最长|上限|最晚|最迟|几天内|天内|以内|限额|多大", "|")
	asksLeast = strings.Split("least|minimum|lowest|smallest|shortest|at least|earliest|至少|最低|最少|最小|最短|起", "|")
	setsMost  = strings.Split("up to|at most|maximum|no more than|not exceed|at the latest|limit|within|until|by |before|under|最多|最高|最大|上限|不超过|以内|之内|最迟|最晚|内|限|之前", "|")
	setsLeast = strings.Split("at least|minimum|from |no less|or more|oldest|lowest|至少|最低|最少|起|不少于|以上", "|")
)

// limits: 1 if the question asks for a limit and the text sets one of that kind.
func (a *asked) limits(s string) float64 {
	return truth(a.most && holdsAny(s, setsMost) || a.least && holdsAny(s, setsLeast))
}

// firstPerson leaves "World War I" and "Elizabeth I was" alone.
var firstPerson = regexp.MustCompile(`(?:^|[.,;!?] |\b(?:and|but|so|that|think) )I(?:['’](?:m|ve|d|ll)| (?:am|have|had|was|think|would|will|do|don|can|work|like|love|mean|guess|know|want)\b)`)

// contrasts show that a sentence sets two things against each other.
var contrasts = strings.Split("while |whereas|unlike |instead of|compared|in contrast|rather than|on the other hand|而|相比", "|")

// differences say that a sentence is about how two things differ.
var differences = strings.Split("differ|区别|不同|差异|差别", "|")
