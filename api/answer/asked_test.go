package answer

import (
	"slices"
	"strings"
	"testing"

	"footnote/retrieval"
)

func TestReadQuestion(t *testing.T) {
	for _, test := range []struct {
		question string
		form     Form
		want     Want
	}{
		{"How do I return a parcel?", AsksHowTo, WantsAnything},
		{"Which databases does it support?", AsksList, WantsAnything},
		{"what payment methods do you take", AsksList, WantsAnything},
		{"Which bus does it need?", AsksFact, WantsAnything},
		{"how much is express?", AsksFact, WantsMoney},
		{"How long does a refund take?", AsksFact, WantsDuration},
		{"what does it cost", AsksFact, WantsMoney},
		{"What does the ultrasound cost?", AsksFact, WantsMoney},
		{"when do you close", AsksFact, WantsTime},
		{"by what time do I need to ring", AsksFact, WantsTime},
		{"Who invented it?", AsksFact, WantsPerson},
		{"Why was it turned down?", AsksReason, WantsAnything},
		{"whats the difference between a level 1 and a level 2 account", AsksComparison, WantsAnything},
		{"Can I pay by card?", AsksYesNo, WantsAnything},
		{"What is a deposit?", AsksDefinition, WantsAnything},
		{"What percentage is deducted?", AsksFact, WantsPercent},
		{"express delivery", AsksFact, WantsAnything},
		{"Can I cancel when it is packed?", AsksYesNo, WantsAnything},
		{"What happens when a payment fails?", AsksFact, WantsAnything},
		{"What is the most I can send?", AsksFact, WantsNumber},
		{"Which port does the receiver use?", AsksFact, WantsNumber},
		{"What Node.js version is required?", AsksFact, WantsNumber},
		{"Is bank transfer or card faster?", AsksComparison, WantsAnything},
		{"The item got cheaper after I bought it", AsksFact, WantsAnything},
		{"What phone number do I use abroad?", AsksFact, WantsPhone},
		{"Which environment variable sets the key?", AsksFact, WantsCode},
		{"应用的端口是多少？", AsksFact, WantsNumber},
		{"投诉打什么电话？", AsksFact, WantsPhone},
		{"刷卡还是转账更快？", AsksComparison, WantsAnything},
		{"怎么退货？", AsksHowTo, WantsAnything},
		{"退款几天能到账", AsksFact, WantsDuration},
		{"快递多少钱？", AsksFact, WantsMoney},
		{"最多能存多少？", AsksFact, WantsNumber},
		{"客服几点到几点？", AsksFact, WantsTime},
		{"在哪一年創立？", AsksFact, WantsTime},
		{"由誰發明？", AsksFact, WantsPerson},
		{"電子處方和紙質處方有效期一樣嗎", AsksComparison, WantsAnything},
		{"可以刷卡吗？", AsksYesNo, WantsAnything},
		{"为什么被拒？", AsksReason, WantsAnything},
		{"什么是冷静期？", AsksDefinition, WantsAnything},
		{"需要哪些材料", AsksList, WantsAnything},
		{"express delivery price", AsksFact, WantsMoney},
		{"phone number?", AsksFact, WantsPhone},
		{"change phone number", AsksFact, WantsAnything},
		{"Opening hours", AsksFact, WantsTime},
		{"fee is wrong", AsksFact, WantsAnything},
		{"二区运费", AsksFact, WantsMoney},
		{"怎么免运费", AsksHowTo, WantsAnything},
		{"客服电话", AsksFact, WantsPhone},
		{"上门费用", AsksFact, WantsMoney},
		{"费用不对", AsksFact, WantsAnything},
		{"", AsksFact, WantsAnything},
		{"???", AsksFact, WantsAnything},
	} {
		if got := ReadQuestion(test.question); got.Form != test.form || got.Want != test.want {
			t.Errorf("%s: %s %s, want %s %s", test.question, got.Form, got.Want, test.form, test.want)
		}
	}
}

func TestFollowUpAsksWhatTheTurnBeforeAsked(t *testing.T) {
	task := Task{Question: "And on video?", Searched: "What do you charge for a visit?\nAnd on video?",
		History: []retrieval.Turn{{Role: "user", Text: "What do you charge for a visit?"}, {Role: "assistant", Text: "A visit costs €45."}}}
	if got := task.Asked(); got.Want != WantsMoney {
		t.Errorf("wants %q", got.Want)
	}
	task = Task{Question: "那加急呢？", Searched: "续方多少钱？\n那加急呢？", History: []retrieval.Turn{{Role: "user", Text: "续方多少钱？"}}}
	if got := task.Asked(); got.Want != WantsMoney || !got.Han {
		t.Errorf("wants %+v", got)
	}
}

func TestParts(t *testing.T) {
	for _, test := range []struct {
		question string
		want     []string
	}{
		{"How long does it take?", []string{"How long does it take?"}},
		{"how much is one jab and when are the three appointments", []string{"how much is one jab", "and when are the three appointments"}},
		{"Can I split a bill into parts, and does that cost extra?", []string{"Can I split a bill into parts,", "and does that cost extra?"}},
		{"left my umbrella last week, how long do you hold stuff", []string{"left my umbrella last week, how long do you hold stuff"}},
		{"Which files can I upload and send?", []string{"Which files can I upload and send?"}},
		{"孩子几岁可以有卡？要钱吗？", []string{"孩子几岁可以有卡？", "要钱吗？"}},
		{"续方多少钱，要等几天？", []string{"续方多少钱，", "要等几天？"}},
		{"换了保险公司，在哪里更新？", []string{"换了保险公司，在哪里更新？"}},
	} {
		if got := Parts(test.question); !slices.Equal(got, test.want) {
			t.Errorf("%s\n got %q\nwant %q", test.question, got, test.want)
		}
	}
}

func TestCompared(t *testing.T) {
	for question, want := range map[string]string{
		"whats the difference between a level 1 and a level 2 account":                "a level 1|a level 2",
		"Harbour or Beacon, which is longer?":                                         "Harbour|Beacon",
		"Which is cheaper for leaving my car the whole day, Harbour St or Northgate?": "Harbour St|Northgate",
		"Is bank transfer or card faster for getting a refund?":                       "bank transfer|card faster for",
		"电子处方和纸质处方一样吗":                                                                "电子处方|纸质处方一样",
	} {
		a, b, ok := Compared(question)
		if got := a + "|" + b; !ok || got != want {
			t.Errorf("%s: %s, want %s", question, got, want)
		}
	}
}

func TestPatternsAreReadWhole(t *testing.T) {
	lines := 0
	for line := range strings.Lines(askedPatterns) {
		if line = strings.TrimSpace(line); strings.Contains(line, "|") && line[0] != '#' {
			lines++
		}
	}
	p := questionPatterns()
	if got := len(p.english) + len(p.chinese); got != lines || len(p.english) < 50 || len(p.chinese) < 50 {
		t.Errorf("read %d of %d patterns (%d English, %d Chinese)", got, lines, len(p.english), len(p.chinese))
	}
}

func TestWrittenValuesAreTold(t *testing.T) {
	for _, test := range []struct {
		want Want
		text string
		held bool
	}{
		{WantsPhone, "Call 0808 157 0123 from inside the country.", true},
		{WantsPhone, "境外请拨 +44 1632 960123。", true},
		{WantsPhone, "It takes 10 days.", false},
		{WantsEmail, "Forward it to phishing@bank.example.", true},
		{WantsEmail, "Forward it to us.", false},
		{WantsLink, "See https://help.example/returns.", true},
		{WantsLink, "See the returns page.", false},
		{WantsCode, "Set OTEL_SERVICE_NAME.", true},
		{WantsCode, "Run it with --force.", true},
		{WantsCode, "Set the name of the service.", false},
	} {
		if got := (Asked{Want: test.want}).Holds(test.text, "") == 1; got != test.held {
			t.Errorf("%s in %q: %t", test.want, test.text, got)
		}
	}
}

func TestBands(t *testing.T) {
	for _, test := range []struct {
		cell           string
		amount         float64
		holds, isRange bool
	}{
		{"50–99", 60, true, true},
		{"50–99", 100, false, true},
		{"£25,000 and above", 30000, true, true},
		{"up to 20 kg", 12, true, true},
		{"10 至 49 件", 49, true, true},
		{"100 件以上", 99, false, true},
		{"5,000 英镑以内", 1200, true, true},
		{"€4.90", 4.9, false, false},
		{"Zone 1", 1, false, false},
		{"", 1, false, false},
	} {
		if holds, isRange := Band(test.cell, []float64{test.amount}); holds != test.holds || isRange != test.isRange {
			t.Errorf("%q with %v: %t %t", test.cell, test.amount, holds, isRange)
		}
	}
}

func TestGrammarIsNoSubject(t *testing.T) {
	for question, want := range map[string]int{
		"How much is express?":   1, // express
		"快递多少钱？":                 2, // 快, 递
		"How long does it take?": 1, // take, lightly
		"什么是数据表？":                3,
	} {
		if got := len(newSubject(question).units); got != want {
			t.Errorf("%s: %+v", question, newSubject(question).units)
		}
	}
}
