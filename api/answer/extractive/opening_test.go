package extractive

import (
	"testing"

	"footnote/api/answer"
	"footnote/retrieval/embed"
)

func TestTheFirstHasWhatFewOthersHave(t *testing.T) {
	for _, foreign := range []bool{false, true} {
		r := &reading{pages: []page{{foreign: foreign}}, all: []candidate{{score: 5, odds: 5}, {score: 4.9, odds: 4.9}, {score: 4, odds: 4}}}
		r.all[2].features[scarce] = 0.8
		first := r.ranked()[0]
		if moved := first == &r.all[2]; moved == foreign {
			t.Errorf("foreign %v: the scarce one is first: %v", foreign, moved)
		}
		if first.odds != 5 {
			t.Errorf("foreign %v: the odds of the first are %v", foreign, first.odds)
		}
	}
}

func TestScarceWordsTell(t *testing.T) {
	for _, c := range []struct {
		question string
		texts    []string // the first has what the others lack
	}{
		{"When does the mortgage account close?", []string{"The mortgage ends.", "The account is free.", "An account has a number.", "Your account is safe."}},
		{"房贷账户什么时候关闭？", []string{"房贷到期。", "账户免费。", "账户有号码。", "账户安全。"}},
	} {
		texts := answer.NewTexts(embed.Builtin())
		sense := texts.Sense(c.question)
		var read []answer.Meant
		for _, s := range c.texts {
			read = append(read, sense.Read(texts.Know(s).Spelt()))
		}
		telling := sense.Telling(read)
		for i := 1; i < len(read); i++ {
			if read[0].Share(telling) <= read[i].Share(telling) {
				t.Errorf("%q tells no more than %q", c.texts[0], c.texts[i])
			}
		}
	}
}

func TestPartsThatNameTheirOwnThing(t *testing.T) {
	for part, want := range map[string]float64{
		"how do I book": otherThings, "and can I cancel?": otherThings, "and how much is it?": otherParts, "how do I open it?": otherParts,
		"怎么预约，": otherThings, "多少钱？": otherParts, "它怎么打开？": otherParts,
	} {
		if got := ofOthers(part); got != want {
			t.Errorf("%q: %v, not %v", part, got, want)
		}
	}
}
