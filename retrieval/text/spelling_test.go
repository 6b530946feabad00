package text

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"footnote/retrieval"
)

// shelf counts the words of some texts.
type shelf struct {
	texts []retrieval.Chunk
	err   error
	asked int
}

func shelfOf(texts ...string) *shelf {
	s := &shelf{}
	for _, t := range texts {
		s.texts = append(s.texts, retrieval.Chunk{Text: t})
	}
	return s
}

func (s *shelf) Frequencies(_ context.Context, terms []string) ([]int, int, error) {
	s.asked += len(terms)
	in := make([]int, len(terms))
	for _, c := range s.texts {
		for _, n := range Document(c).Counts {
			for i, term := range terms {
				if term == n.Term {
					in[i]++
				}
			}
		}
	}
	return in, len(s.texts), s.err
}

func TestCorrect(t *testing.T) {
	words := shelfOf("A referral is valid for 6 months.", "How long is a gift card valid?", "Clean the lens when error W-412 is shown while scanning.",
		"Contactless payments have a limit.", "The agreement in principle and the mortgage.", "An IBAN number has 24 characters.",
		"Drink no coffee before fasting.", "A blood test.", "Kubelet kubelet.", "The kubelet restarts.", "退款需要五天")
	for question, want := range map[string]string{
		"how long is a refferal vallid for":      "how long is a referral valid for",      // doubled letters
		"eror W-412 wen scaning":                 "error W-412 wen scanning",              // missing letters
		"contactles limt per paymnt":             "contactless limit per payment",         //
		"mortage agrement in principel":          "mortgage agreement in principle",       // swapped letters
		"IBAN nummber, how many carakters":       "IBAN number, how many characters",      // by ear
		"can i drnk cofee befor fastin":          "can i drink coffee befor fasting",      // "befor" has the stem of "before"
		"how lnog is a giftcrad vaild":           "how long is a gift card valid",         // written as one
		"is the kublet restarting":               "is the kubelet restarting",             // no English word
		"a valid referral":                       "a valid referral",                      // right
		"teeth cleaning, dying, surrender":       "teeth cleaning, dying, surrender",      // right, though no text has them
		"W-413 eror_code v2.2 IBAM MaxLimt":      "W-413 eror_code v2.2 IBAM MaxLimt",     // names and codes
		"xqzjw vbnkl":                            "xqzjw vbnkl",                           // nothing near
		"bloood tezt refferal limt eror paymnt":  "bloood tezt refferal limt eror paymnt", // too many: no question of this collection
		"退欵要多久":                                  "退欵要多久",                                 // by characters, not by letters
		"":                                       "",                                      //
		strings.Repeat("a", 500) + " vallid":     strings.Repeat("a", 500) + " valid",     // too long for a word
		"\xff vallid \x00":                       "\xff valid \x00",                       // bad bytes stay
		"vallid" + strings.Repeat(" pad", 1<<16): "valid" + strings.Repeat(" pad", 1<<16), // a long text
		"Vallid from the strart?":                "valid from the strart?",                // no text has "start"
	} {
		got, fixes, err := correct(t.Context(), question, nil, words)
		if err != nil || got != want {
			t.Errorf("%.60q: %.60q, %v; want %.60q", question, got, err, want)
		}
		if len(fixes) == 0 && got != question || len(fixes) > 0 && got == question {
			t.Errorf("%.60q: fixes %v", question, fixes)
		}
	}
}

func TestCorrectChinese(t *testing.T) {
	words := shelfOf("退货需要五天", "退货和退款", "请先登录账号", "登录后修改账号", "未到期取出要扣利息", "利息每月支付", "已经支付", "仓库检查后退款", "送到仓库",
		"一定要先登记", "学校的中学部", "学校", "学校一", "学校二", "学校由市政府建立", "中学", "二维码付款", "扫二维码")
	for question, want := range map[string]string{
		"退获要多久":         "退货要多久",         // the same sound
		"退穫要多久":         "退货要多久",         // of another script
		"怎么登陆":          "怎么登录",          //
		"帐号怎么登陆":        "账号怎么登录",        //
		"苍库多久检查":        "仓库多久检查",        // a similar sound
		"二维玛怎么扫":        "二维码怎么扫",        // of a longer word
		"中学叫什么":         "中学叫什么",         // 学校 is no part of it
		"退货、退款、登录":      "退货、退款、登录",      // right
		"黄金和石油":         "黄金和石油",         // nothing near
		"如何":            "如何",            //
		"退获登陆苍库帐号利西":    "退获登陆苍库帐号利西",    // too many: no question of this collection
		"refund 退获 定单？": "refund 退货 定单？", //
	} {
		got, _, err := correct(t.Context(), question, nil, words)
		if err != nil || got != want {
			t.Errorf("%q became %q, want %q, %v", question, got, want, err)
		}
	}
	protected, err := ReadProtected(strings.NewReader("退获"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _, err := correct(t.Context(), "退获要多久", protected, words); err != nil || got != "退获要多久" {
		t.Errorf("a protected word became %q, %v", got, err)
	}
}

func TestCorrectAsksLittle(t *testing.T) {
	words := shelfOf("A referral is valid.")
	if _, _, err := correct(t.Context(), "is a referral valid", nil, words); err != nil || words.asked > 2 {
		t.Errorf("%d words counted for a question without mistakes", words.asked)
	}
	words.asked = 0
	if _, _, err := correct(t.Context(), strings.Repeat("w", maxToken)+" zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", nil, words); err != nil || words.asked > 100_000 {
		t.Errorf("%d words counted, %v", words.asked, err)
	}
	words.err = errors.New("not there")
	if _, _, err := correct(t.Context(), "vallid", nil, words); !errors.Is(err, words.err) {
		t.Errorf("got %v", err)
	}
}

func TestReadCorrects(t *testing.T) {
	r, err := Read(t.Context(), retrieval.Question{Text: "how long is a refferal vallid"}, shelfOf("A referral is valid for 6 months.", "else"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "how:0.25 long:1 referr:0.7 valid:0.7"; plain(r.Terms) != want {
		t.Errorf("terms %s, want %s", plain(r.Terms), want)
	}
	if want := "how long is a referral valid"; r.Searched != want {
		t.Errorf("searched %q, want %q", r.Searched, want)
	}
	want := []retrieval.Correction{{From: "refferal", To: "referral"}, {From: "vallid", To: "valid"}}
	if !slices.Equal(r.Corrections, want) {
		t.Errorf("corrections %v, want %v", r.Corrections, want)
	}
}

func FuzzCorrect(f *testing.F) {
	words := shelfOf("A referral is valid for 6 months.", "How long is a gift card valid?")
	for _, s := range []string{"refferal vallid", "giftcrad", "a\xffb vallid", "ABCD efgh", "vallid退款limt", "退获登陆"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, fixes, err := correct(t.Context(), s, nil, words)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, x := range fixes {
			if x.start < at || x.end > len(s) || s[x.start:x.end] != x.From || x.To == "" {
				t.Fatalf("%q: fix %+v", s, x)
			}
			at = x.end
		}
		if len(fixes) == 0 && got != s {
			t.Fatalf("%q became %q", s, got)
		}
	})
}

func BenchmarkCorrect(b *testing.B) {
	words := fixed(0)
	for b.Loop() {
		if _, _, err := correct(b.Context(), "the managment of subscribtions", nil, words); err != nil {
			b.Fatal(err)
		}
	}
}

// fixed is a collection that holds every word as often.
type fixed int

func (n fixed) Frequencies(_ context.Context, terms []string) ([]int, int, error) {
	return slices.Repeat([]int{int(n)}, len(terms)), 1000, nil
}
