package answer

import (
	"strings"
	"sync"
)

// accountThings are what only the asker's own account tells about, accountStates
// what one wants to know of them. A question that names one of its own things
// by possession, number or date, and asks for its state, needs the account.
const (
	accountThings = `order orders parcel package delivery shipment refund return payment transfer balance account application claim ticket case invoice bill
booking appointment visit result results prescription subscription points card loan limit points mortgage password pin statement test
订单 包裹 快递 货 退款 退货 付款 汇款 转账 余额 账户 帐户 账号 申请 工单 发票 账单 预约 挂号 化验 化验单 结果 处方 积分 额度 约 卡 贷款 房贷 密码 流水 病历`
	english = `where is my|where's my|wheres my|where are my|when will my|when does my|when is my|has my|have you received my|did you get my|did my|was my|is my|are my|why was my|why is my|why has my|why did my|why hasn't my|why hasnt my|what is my|what's my|whats my|what does my|how much is my|how much do i owe|how much is still open|how many points do i have|how much money do i have|do i have right now|do i have now|do i have left|have i got left|what did i|did i|have i|do i have any|track my|status of my|check my|look up my|tell me my|my current|my last|my latest`
	chinese = `我的订单|我的包裹|我的快递|我的退款|我的余额|我账户|我的账户|我帐户|我卡里|我卡上|我的申请|我申请的|我昨天|我前天|我上周|我上个月|我今天|我刚|我那|我这|我还有多少|还剩多少|来着|我有多少|我现在有|我欠|帮我查|查一下我|查查我|我的结果|我的化验|我的密码是|我的积分|我的贷款|我的账单|我的发票`
)

type accountWords struct {
	things           map[string]bool
	han              []string
	english, chinese []string
}

var accounts = sync.OnceValue(func() accountWords {
	w := accountWords{things: map[string]bool{}, english: strings.Split(english, "|"), chinese: strings.Split(chinese, "|")}
	for _, t := range strings.Fields(accountThings) {
		if t[0] < 0x80 {
			w.things[t] = true
		} else {
			w.han = append(w.han, t)
		}
	}
	return w
})

// AsksAccount says how surely a question can be answered only from the asker's
// own account: 1 when it names a thing of its own by number, less when it may
// also be meant in general ("where is my refund?").
func AsksAccount(q string) float64 {
	l := lexemes(q)
	words := make([]string, 0, len(l))
	var han strings.Builder
	for _, x := range l {
		switch x.kind {
		case lexWord, lexNumber:
			words = append(words, x.text)
		case lexHan:
			han.WriteString(x.text)
		}
	}
	sentence := " " + strings.Join(words, " ") + " "
	own := ownPhrase(sentence, accounts().english, " ") || ownPhrase(han.String(), accounts().chinese, "")
	thing := namesThing(words, han.String())
	switch {
	case thing && len(references(q)) > 0:
		return 1
	case own && thing && momentary(sentence, han.String()):
		return 0.9
	case own && thing:
		return 0.6
	}
	return 0
}

func ownPhrase(s string, phrases []string, around string) bool {
	for _, p := range phrases {
		if strings.Contains(s, around+p+around) {
			return true
		}
	}
	return false
}

func namesThing(words []string, han string) bool {
	for _, w := range words {
		if accounts().things[w] {
			return true
		}
	}
	for _, t := range accounts().han {
		if strings.Contains(han, t) {
			return true
		}
	}
	return false
}

// leastReference is the length of a number that only names one thing: "order
// 88213".
const leastReference = 5

// references are the numbers of orders, cases and accounts in a question:
// letters and digits together ("MBX0045123"), or digits right behind what they
// number ("invoice no. 40213").
func references(q string) []string {
	var out []string
	l := lexemes(q)
	for i, x := range l {
		if x.kind != lexNumber || len(x.text) < leastReference || strings.ContainsAny(x.text, ".,") {
			continue
		}
		switch {
		case i > 0 && l[i-1].kind == lexWord && l[i-1].end == x.start:
			out = append(out, l[i-1].raw+x.raw)
		case numbered(l, i):
			out = append(out, x.raw)
		}
	}
	return out
}

// numbered: a thing stands before the number at l[i], "number", "no." or "#"
// perhaps between them.
func numbered(l []lexeme, i int) bool {
	for i--; i >= 0; i-- {
		switch l[i].text {
		case "number", "no", "nr", "id", "ref", "reference", "#", ".", ":", "号", "编", "是", "码", "-":
			continue
		}
		if l[i].kind == lexHan {
			return i > 0 && namesThing(nil, l[i-1].text+l[i].text)
		}
		return accounts().things[l[i].text]
	}
	return false
}

// namedInPassages: a number of the question stands in the passages, so it is
// one that documents speak of.
func (m *making) namedInPassages() bool {
	for _, r := range references(m.request.Question) {
		for _, p := range m.task.Passages {
			if strings.Contains(p.Text, r) {
				return true
			}
		}
	}
	return false
}

// moments are times that make a question one about a single case.
const moments = `yesterday|today|last week|last night|last month|this morning|monday|tuesday|wednesday|thursday|friday|saturday|sunday|still|yet|already|now|right now|currently|arrived|昨天|今天|前天|上周|上个月|上月|刚才|刚刚|现在|还没|到哪|到了没|批了没|批了吗|周一|周二|周三|周四|周五`

func momentary(sentence, han string) bool {
	for _, m := range strings.Split(moments, "|") {
		if m[0] < 0x80 && strings.Contains(sentence, " "+m+" ") || m[0] >= 0x80 && strings.Contains(han, m) {
			return true
		}
	}
	return false
}
