package answer

import (
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/embed"
)

func TestCoveringTellsWhatADocumentLacks(t *testing.T) {
	texts := NewTexts(embed.Builtin())
	all := func(*retrieval.Passage) bool { return true }
	page := func(s string) []retrieval.Passage { return []retrieval.Passage{{Text: s}} }
	clinic := page("The physician calls you back within an hour. Purchases are paid by card. Parking in Denmark is free.")
	clinicZH := page("医生会在一小时内回电。在丹麦停车免费。")
	for question, full := range map[string]bool{
		"When does the doctor call me back?":            true,
		"How do I pay for what I buy?":                  true,
		"When does the veterinarian call me back?":      false,
		"Do you refund taxi rides?":                     false,
		"医生多久回电？":                                       true,
		"When does the doctor call about fingerprints?": false,
		"医生多久寄化验报告？":                                    false,
	} {
		passages := clinic
		if ReadQuestion(question).Han {
			passages = clinicZH
		}
		share, worst, name := newCovering(texts, question).of(passages, all)
		if (worst > 0.5) != full || full && share < 0.8 || name != 1 {
			t.Errorf("%s: share %.2f, worst %.2f, name %.2f; want all found: %v", question, share, worst, name, full)
		}
	}
	for question, want := range map[string]bool{
		"Is parking free in Denmark?":         true,
		"Is parking free in Norway?":          false,
		"Norway: is parking free in Denmark?": true, // a capital at the start tells nothing
		"在 Denmark 停车免费吗？":                    true,
		"Kann ich mit PX-12 zahlen?":          false,
	} {
		if _, _, name := newCovering(texts, question).of(clinic, all); (name > 0.8) != want {
			t.Errorf("%s: name found %.2f, want %v", question, name, want)
		}
	}
	if newCovering(texts, "how is it?") != nil || newCovering(nil, "refund") != nil {
		t.Error("something is covered of nothing")
	}
}

func TestKindless(t *testing.T) {
	for _, test := range []struct {
		question, text string
		want           bool
	}{
		{"do you deliver to norway", "We deliver to Denmark and Sweden.", true},
		{"do you deliver to denmark", "We deliver to Denmark and Sweden.", false},
		{"寄到挪威多少钱？", "寄到丹麦 9 欧元。", true},
		{"寄到丹麦多少钱？", "Delivery to Denmark costs 9 euros.", false},
		{"Is there a student discount?", "Vouchers give a discount.", true},
		{"有学生优惠吗？", "学生凭证件享九折。", false},
		{"Can I pay by card?", "We take transfers.", false},
	} {
		if got := kindless(test.question, []string{test.text}); got != test.want {
			t.Errorf("%s / %s: %v", test.question, test.text, got)
		}
	}
}

func TestConfidenceTable(t *testing.T) {
	f := readConfidence(confidenceTable)
	if f.own.bias == 0 || f.other.bias == 0 || len(f.own.terms) < 5 || len(f.other.terms) < 3 || f.answerAt <= 0 || f.answerAt >= sureAt {
		t.Fatalf("confidence.txt does not say what is needed: %+v", f)
	}
	last := risk{}
	for _, r := range f.curve {
		if r.at <= last.at || r.answerable < last.answerable || r.unanswerable < last.unanswerable || r.unanswerable > 1 {
			t.Errorf("the curve does not rise: %+v behind %+v", r, last)
		}
		last = r
	}
	if len(f.curve) < 10 {
		t.Errorf("the curve has %d points", len(f.curve))
	}
	base := map[string]float64{signalOdds: 0.7, signalLength: 0.5, signalReached: 0.9, signalNamed: 1}
	for _, against := range []string{signalKindless, signalPriceless, signalUnwritten, signalUnmet, signalLacks} {
		x := map[string]float64{against: 1}
		for k, v := range base {
			x[k] = v
		}
		if confidence(x) >= confidence(base) {
			t.Errorf("%s does not speak against an answer", against)
		}
	}
	if got := readConfidence("own\nown odds much\nanswer at"); len(got.own.terms) != 0 || got.answerAt != 0 {
		t.Errorf("broken lines were read as %+v", got)
	}
}
