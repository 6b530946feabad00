package text

import (
	"context"
	"strings"
	"testing"

	"footnote/retrieval"
)

// Completions makes a shelf a retrieval.Completer.
func (s *shelf) Completions(_ context.Context, prefix string, limit int) ([]retrieval.Completion, error) {
	in := map[string]int{}
	for _, c := range s.texts {
		for _, n := range Document(c).Counts {
			if retrieval.Completable(prefix) && strings.HasPrefix(n.Term, prefix) {
				in[n.Term]++
			}
		}
	}
	var list []retrieval.Completion
	for term, n := range in {
		list = append(list, retrieval.Completion{Term: term, In: n})
	}
	return retrieval.SortCompletions(list, limit), s.err
}

func TestReadCompletes(t *testing.T) {
	words := shelfOf("Refunds take five days.", "A refund of a gift card.", "We refuse cash.", "The cancellation of a subscription, subscribers.",
		"退款需要五天", "退款和退货", "请登录", "The resetPassword call.", "Tuition fees.", "iPhone 可以登录")
	for typed, want := range map[string]string{
		"how long does a refu":  "how:0.25 long:1 doe:0.25 refu:1 refund:1 refus:0.5 | how long does a refund",
		"how long does a refu ": "how:0.25 long:1 doe:0.25 refus:0.7 | how long does a refus", // finished, and so a mistake
		"a refu?":               "refus:0.7 | a refus?",
		"my re":                 "my:0.25 re:1 | my re",           // too short
		"cancellati":            "cancellati:1 cancel:1 | cancel", // past the stem
		"refunn subscri":        "refund:0.7 subscri:1 subscrib:1 subscript:1 | refund subscrib",
		"resetPassw":            "resetpassw:1 reset:1 passw:1 resetpassword:1 | resetpassword",
		"refund":                "refund:1 | refund", // nothing else begins so
		"如何退":                   "如:1 如何:0.25 何:1 何退:1 退:1 退款:1 退货:0.5 | 如何退",
		"如何退款":                  "如:1 如何:0.25 何:1 何退:1 退:1 退款:1 款:1 | 如何退款", // a word as it is
		"如何登":                   "如:1 如何:0.25 何:1 何登:1 登:1 登录:1 | 如何登",
		"如何退 ":                  "如:1 如何:0.25 何:1 何退:1 退:1 | 如何退",
		"如何tui":                 "如:1 如何:0.25 何:1 tui:1 | 如何tui", // an input method's letters
		"如何tuikua":              "如:1 如何:0.25 何:1 tuikua:1 | 如何tuikua",
		"如何ipho":                "如:1 如何:0.25 何:1 ipho:1 iphon:1 | 如何iphon",
		"":                      " | ",
		"\xff":                  " | \xff",
	} {
		r, err := Read(t.Context(), retrieval.Question{Text: typed, Typing: true}, words)
		if err != nil {
			t.Fatal(err)
		}
		if got := plain(r.Terms) + " | " + r.Searched; got != want {
			t.Errorf("%q is read as\n%s, want\n%s", typed, got, want)
		}
	}
	r, err := Read(t.Context(), retrieval.Question{Text: "how long does a refu"}, words)
	if want := "how:0.25 long:1 doe:0.25 refus:0.7"; err != nil || plain(r.Terms) != want {
		t.Errorf("what nobody is typing any more is read as %s, %v", plain(r.Terms), err)
	}
}

func FuzzReadWhileTyping(f *testing.F) {
	words := shelfOf("Refunds take five days.", "退款需要五天")
	for _, s := range []string{"a refu", "如何退", "a\xff", "é", "refu退", strings.Repeat("a", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := Read(t.Context(), retrieval.Question{Text: s, Typing: true}, words); err != nil {
			t.Fatal(err)
		}
	})
}
