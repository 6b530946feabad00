package answer

import (
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/embed"
)

func TestSlips(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"valid", "vallid", 1}, {"long", "lnog", 1}, {"blood", "blod", 1}, {"payment", "paymnt", 1}, {"agreement", "agrement", 1}, {"principle", "principel", 1}, {"card", "card", 0}, {"card", "cart", 1}, {"delivery", "dilevery", 2}, {"a", "xyz", 2}} {
		if got := slips(test.a, test.b, 1); min(got, 2) != min(test.want, 2) {
			t.Errorf("%s, %s: %d", test.a, test.b, got)
		}
	}
}

func TestTyposAreReadAsThePassagesSpellThem(t *testing.T) {
	passages := []retrieval.Passage{{Title: "Referrals", Text: "A referral is valid for 6 months. The card or the cart."}}
	in := []retrieval.QueryTerm{{Term: "vallid", Weight: 1}, {Term: "month", Weight: 1}, {Term: "carx", Weight: 1}, {Term: "退款", Weight: 1}, {Term: "p502", Weight: 1}, {Term: "zebra", Weight: 1}}
	want := []string{"valid", "month", "carx", "退款", "p502", "zebra"}
	for i, got := range corrected(nil, in, passages) {
		if got.Term != want[i] || got.Weight != 1 {
			t.Errorf("%s: %s, want %s", in[i].Term, got.Term, want[i])
		}
	}
}

func TestRespeltLeavesWordsOfTheLanguage(t *testing.T) {
	terms := []retrieval.QueryTerm{{Term: "vallid"}, {Term: "dark"}}
	right := []retrieval.QueryTerm{{Term: "valid"}, {Term: "card"}}
	if got := respelt("Is the vallid one dark? 有效", embed.Builtin(), terms, right); got != "Is the valid one dark? 有效" {
		t.Error(got)
	}
}
