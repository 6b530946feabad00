package answer_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/api/answer"
	"footnote/retrieval"
)

// shop is a small help site in both languages.
func shop() *shelf {
	return newShelf(`
Refunds
# Refund times
Refunds take 5 working days. The money goes back to the card you paid with.
# Refund fees
There is no fee for a refund.`, `
Delivery
# Delivery prices
Method | Price | Time
Standard | €4.90 | 2–4 working days
Express | €9.90 | next working day
# Order deadline
Orders placed before 14:00 are dispatched on the same day, except at weekends.`, `
Password
# Change your password
1. Open Settings > Security.
2. Press Change password.
3. Enter the code from the e-mail.
The code is valid for 20 minutes.`, `
退款
# 退款时间
退款需要 5 个工作日。款项退回付款时使用的银行卡。
# 退款手续费
退款不收取任何手续费。`, `
修改密码
# 如何修改密码
1. 打开设置 > 安全。
2. 点修改密码。
3. 输入邮件中的验证码。`, `
Gift cards
# Validity
A gift card is valid for 5 years from the day of purchase.`)
}

func TestAnswerFromTheDocumentsWords(t *testing.T) {
	for _, test := range []struct {
		question, want, language string
	}{
		{"How long does a refund take?", "Refunds take 5 working days.[1]", "en"},
		{"What does express delivery cost?", "- Express — Price: €9.90; Time: next working day[1][2]", "en"},
		{"How do I change my password?", "1. Open Settings > Security.[1]\n2. Press Change password.[2]\n3. Enter the code from the e-mail.[3]\n   The code is valid for 20 minutes.[4]", "en"},
		{"退款需要几个工作日？", "退款需要 5 个工作日。[1]", "zh"},
		{"怎么修改密码？", "1. 打开设置 > 安全。[1]\n2. 点修改密码。[2]\n3. 输入邮件中的验证码。[3]", "zh"},
	} {
		a := shop().ask(t, test.question)
		if !strings.HasPrefix(a.Text, test.want) || a.Language != test.language || a.Composer != "extractive" {
			t.Errorf("%s\n got %q (%s, %s, %s, %.2f)\nwant %q", test.question, a.Text, a.Status, a.Language, a.Composer, a.Confidence, test.want)
		}
	}
}

func TestCitationsPointToThePlace(t *testing.T) {
	a := shop().ask(t, "How long does a refund take?")
	c := a.Citations[0]
	want := answer.Citation{
		Number: 1, Document: "d1", Chunk: c.Chunk, URL: "https://help.example/d1", Title: "Refunds", Section: "Refund times",
		Quote: "Refunds take 5 working days.", Start: 13, End: 41, Link: "https://help.example/d1#refund-times:~:text=Refunds%20take%205%20working%20days",
		Updated: c.Updated, Fetched: c.Fetched,
	}
	if c != want {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
	if c.Updated == nil || c.Fetched == nil || !c.Fetched.Equal(time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("dates %v, %v", c.Updated, c.Fetched)
	}
}

func TestEventsComeInOrder(t *testing.T) {
	var kinds []string
	var done *answer.Answer
	_, err := shop().service(nil).Answer(t.Context(), answer.Request{Question: "How do I change my password?"}, func(e answer.Event) error {
		switch {
		case e.Passages != nil:
			kinds = append(kinds, "passages")
		case e.Sentence != nil:
			kinds = append(kinds, fmt.Sprintf("sentence %d", e.Sentence.Index))
			if len(e.Sentence.Citations) == 0 {
				t.Errorf("sentence without citation: %+v", e.Sentence)
			}
		case e.Done != nil:
			kinds, done = append(kinds, "done"), e.Done
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(kinds, ", "); got != "passages, sentence 0, sentence 1, sentence 2, sentence 3, done" {
		t.Error(got)
	}
	if done == nil || len(done.Sentences) != 4 || done.Text == "" {
		t.Errorf("done %+v", done)
	}
}

func TestRecordIsKeptWithItsTrace(t *testing.T) {
	var kept []answer.Record
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	s := shop().service(&kept)
	s.Now = func() time.Time { now = now.Add(time.Millisecond); return now }
	a, err := s.Answer(t.Context(), answer.Request{Question: "How long does a refund take?", Page: "https://help.example/d1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) != 1 {
		t.Fatalf("kept %d records", len(kept))
	}
	r := kept[0]
	if r.Answer.ID != "a1" || a.ID != "a1" || r.KB != answer.DefaultKB || r.Asked.IsZero() || r.Answer.Text != a.Text {
		t.Errorf("record %+v", r)
	}
	if r.Trace.Searched == "" || len(r.Trace.Ranks) == 0 || len(r.Trace.Drafts) == 0 || len(r.Trace.Signals) == 0 || r.Trace.Request.Page == "" {
		t.Errorf("trace %+v", r.Trace)
	}
	for _, stage := range []string{"retrieve", "weigh", "compose.extractive", "total"} {
		if r.Trace.TimingsMS[stage] <= 0 {
			t.Errorf("no time for %s in %v", stage, slices.Sorted(maps.Keys(r.Trace.TimingsMS)))
		}
	}
	if a.TookMS <= 0 {
		t.Errorf("took %v ms", a.TookMS)
	}
}

func TestRecordThatCannotBeKeptIsNotFatal(t *testing.T) {
	s := shop().service(nil)
	s.Keep = func(context.Context, answer.Record) error { return errors.New("disk full") }
	for question, want := range map[string]string{"How long does a refund take?": "could not be stored", "退款需要几个工作日？": "未能保存"} {
		a, err := s.Answer(t.Context(), answer.Request{Question: question}, nil)
		if err != nil || a.Status != answer.Answered || len(a.Notes) != 1 || !strings.Contains(a.Notes[0], want) {
			t.Errorf("%v, %s, notes %q", err, a.Status, a.Notes)
		}
	}
}

func TestInvalidRequests(t *testing.T) {
	s := shop().service(nil)
	for _, test := range []struct {
		field   string
		request answer.Request
	}{
		{"question", answer.Request{}},
		{"question", answer.Request{Question: " \t\n\u3000\u200b"}},
		{"question", answer.Request{Question: "\x00\x01\u202e"}},
		{"question", answer.Request{Question: strings.Repeat("x", answer.MaxQuestion+1)}},
		{"question", answer.Request{Question: strings.Repeat("问", answer.MaxQuestion+1)}},
		{"history", answer.Request{Question: "x", History: []retrieval.Turn{{Role: "system", Text: "obey"}}}},
		{"history", answer.Request{Question: "x", History: []retrieval.Turn{{Text: "x"}}}},
		{"language", answer.Request{Question: "x", Language: "klingon!"}},
		{"language", answer.Request{Question: "x", Language: "xx-yy-zz-123456789"}},
		{"labels", answer.Request{Question: "x", Labels: map[string][]string{"plan": nil}}},
		{"labels", answer.Request{Question: "x", Labels: map[string][]string{"": {"a"}}}},
		{"page", answer.Request{Question: "x", Page: strings.Repeat("x", 3000)}},
	} {
		_, err := s.Answer(t.Context(), test.request, nil)
		var invalid *answer.InvalidError
		if !errors.As(err, &invalid) || invalid.Field != test.field || invalid.Message == "" {
			t.Errorf("%.60v: %v, want a complaint about %s", test.request, err, test.field)
		}
	}
	if _, err := s.Answer(t.Context(), answer.Request{Question: "x", KB: "none"}, nil); !errors.Is(err, answer.ErrUnknownKB) {
		t.Errorf("unknown knowledge base: %v", err)
	}
}

func TestQuestionsThatAreOddButValid(t *testing.T) {
	long := make([]retrieval.Turn, 10_000)
	for i := range long {
		long[i] = retrieval.Turn{Role: "user", Text: "How long does a refund take?"}
	}
	for _, r := range []answer.Request{
		{Question: "😀"}, {Question: "???"}, {Question: "。。。"}, {Question: "the"}, {Question: "的"}, {Question: "a"},
		{Question: "¿Cuánto tarda el reembolso?"}, {Question: "返金は何日かかりますか"}, {Question: "كم يستغرق"}, {Question: "How long 退款 take 几天"},
		{Question: "How\u202e long does\u0000 a refund\xff take?"},
		{Question: strings.Repeat("refund ", 500)}, {Question: strings.Repeat("退款", 2000)}, {Question: "<script>alert(1)</script>"},
		{Question: "How long does a refund take?", History: long},
		{Question: "How long does a refund take?", Language: "fr"},
		{Question: "And the fee?", History: []retrieval.Turn{{Role: "user", Text: strings.Repeat("退款 refund ", 10_000)}}},
	} {
		shop().answer(t, r)
	}
	a := shop().answer(t, answer.Request{Question: "How\u202e long does\u0000 a refund\xff take?"})
	if a.Question != "How long does a refund  take?" || a.Status != answer.Answered {
		t.Errorf("question %q is %s", a.Question, a.Status)
	}
}

func TestRefusesWhatNoPageSays(t *testing.T) {
	for question, message := range map[string]string{
		"Do you sell submarines with torpedo tubes?": "documentation",
		"你们卖潜水艇和鱼雷吗？":                                "文档",
	} {
		a := shop().ask(t, question)
		if a.Status != answer.Refused || !strings.Contains(a.Refusal.Message, message) || (a.Refusal.Reason != answer.NothingRelevant && a.Refusal.Reason != answer.NotSupported) {
			t.Errorf("%s: %s %+v %q", question, a.Status, a.Refusal, a.Text)
		}
	}
	for _, question := range []string{"a", "的", "what", "how is it"} {
		if a := shop().ask(t, question); a.Status != answer.Refused || a.Refusal.Reason != answer.NothingRelevant {
			t.Errorf("%q: %s %q", question, a.Status, a.Text)
		}
	}
	a := newShelf().ask(t, "How long does a refund take?")
	if a.Status != answer.Refused || a.Refusal.Reason != answer.NothingRelevant || len(a.Refusal.Nearest) != 0 {
		t.Errorf("empty knowledge base: %+v", a.Refusal)
	}
}

func TestRefusesWhatOnlyTheAccountTells(t *testing.T) {
	for _, question := range []string{"Where is my order 88213?", "where's my refund for order no. 40213", "What is my balance right now?", "我的订单到哪了？现在还没收到", "订单 88213 的退款到账了吗"} {
		a := shop().ask(t, question)
		if a.Status != answer.Refused || a.Refusal.Reason != answer.NeedsAccount {
			t.Errorf("%s: %s %+v %q", question, a.Status, a.Refusal, a.Text)
		}
	}
	for _, question := range []string{"How long does a refund take?", "Is my card refunded within 5 working days?", "退款手续费多少？"} {
		if a := shop().ask(t, question); a.Refusal != nil && a.Refusal.Reason == answer.NeedsAccount {
			t.Errorf("%s: taken for a question about the account", question)
		}
	}
}

func TestSearchThatFailsIsARefusal(t *testing.T) {
	s := shop()
	s.err = errors.New("connection refused")
	for question, want := range map[string]string{"How long does a refund take?": "not available", "退款要多久？": "暂时不可用"} {
		a := s.ask(t, question)
		if a.Status != answer.Refused || a.Refusal.Reason != answer.Unavailable || !strings.Contains(a.Refusal.Message, want) {
			t.Errorf("%s %+v", a.Status, a.Refusal)
		}
		if strings.Contains(a.Refusal.Message, "connection refused") {
			t.Error("the message tells internals")
		}
	}
}

func TestLabelsNarrowTheSearch(t *testing.T) {
	s := shop()
	s.answer(t, answer.Request{Question: "How long does a refund take?", Labels: map[string][]string{"plan": {"plus"}}})
	if got := s.filter.Labels["plan"]; len(got) != 1 || got[0] != "plus" {
		t.Errorf("filter %v", s.filter)
	}
}

func TestDocumentThatChangedIsNotCited(t *testing.T) {
	s := shop()
	for id, d := range s.documents {
		d.Text = "Something else now. " + d.Text
		s.documents[id] = d
	}
	a := s.ask(t, "How long does a refund take?")
	if a.Status != answer.Refused || len(a.Citations) != 0 {
		t.Errorf("%s with %d citations: %s", a.Status, len(a.Citations), a.Text)
	}
}

func TestUnreadableStoreFallsBackToThePassages(t *testing.T) {
	s := shop()
	service := s.service(nil)
	service.Read = func(context.Context, string, string) (answer.Source, error) {
		return answer.Source{}, errors.New("gone")
	}
	a, err := service.Answer(t.Context(), answer.Request{Question: "How long does a refund take?"}, nil)
	if err != nil || !strings.HasPrefix(a.Text, "Refunds take 5 working days.[1]") {
		t.Errorf("%v %q", err, a.Text)
	}
	s.keepsPromises(t, a)
}
