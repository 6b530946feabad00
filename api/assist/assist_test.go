package assist_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/api/answer"
	"footnote/api/assist"
)

// shelf answers by words of the question, as a documentation would.
type shelf struct {
	mu    sync.Mutex
	asked []answer.Request
}

func (s *shelf) Answer(_ context.Context, r answer.Request, _ func(answer.Event) error) (answer.Answer, error) {
	s.mu.Lock()
	s.asked = append(s.asked, r)
	s.mu.Unlock()
	a := answer.Answer{Status: answer.Answered, Question: r.Question, Language: "en", Confidence: .9}
	if strings.ContainsAny(r.Question, "退款我的么吗") {
		a.Language = "zh"
	}
	switch {
	case r.KB == "nowhere":
		return answer.Answer{}, fmt.Errorf("open: %w", answer.ErrUnknownKB)
	case strings.Contains(r.Question, "refund"):
		say(&a, "", "Refunds take 5 days.", "Bank transfers take 2 days longer.")
	case strings.Contains(r.Question, "退款"):
		say(&a, "", "退款需要 5 个工作日。", "银行转账要多等 2 天。")
	case strings.Contains(r.Question, "address"):
		say(&a, "", "To change the address:")
		say(&a, "step", "Open Account > Orders.", "Choose Change address.")
		a.Confidence = .7
	case strings.Contains(r.Question, "opening"):
		say(&a, "", "The shop opens at 9:00.")
		a.Conflicts = []answer.Conflict{{About: "opening times", Citations: []int{1}}}
		a.Confidence = .3
	case strings.Contains(r.Question, "my order"), strings.Contains(r.Question, "我的订单"):
		a.Status, a.Refusal = answer.Refused, &answer.Refusal{Reason: answer.NeedsAccount, Message: "Depends on the account."}
	case strings.Contains(r.Question, "plan"):
		a.Status = answer.Clarifying
		a.Clarify = &answer.Clarify{Question: "Which plan?", Choices: []answer.Choice{{Label: "Basic"}, {Label: "Pro"}}}
	default:
		a.Status = answer.Refused
		a.Refusal = &answer.Refusal{Reason: answer.NotSupported, Message: "No page says it.", Nearest: []answer.Nearest{{Title: "Help"}}}
	}
	return a, nil
}

func say(a *answer.Answer, block string, sentences ...string) {
	for _, s := range sentences {
		n := len(a.Citations) + 1
		a.Citations = append(a.Citations, answer.Citation{Number: n, Document: "d" + a.Question, Start: n * 10, End: n*10 + 5, Quote: s})
		a.Sentences = append(a.Sentences, answer.Sentence{Text: s, Citations: []int{n}, Block: block})
	}
}

// talk is a conversation: "> " begins a message of the agent.
func talk(lines ...string) (r assist.Request) {
	for _, l := range lines {
		m := assist.Message{Role: assist.Customer, Text: l}
		if rest, ok := strings.CutPrefix(l, "> "); ok {
			m = assist.Message{Role: assist.Agent, Text: rest}
		}
		r.Conversation = append(r.Conversation, m)
	}
	return r
}

func suggest(t *testing.T, r assist.Request) (assist.Replies, []answer.Request) {
	t.Helper()
	s := &shelf{}
	found, err := assist.New(assist.Options{Answer: s.Answer}).Suggest(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for _, reply := range found.Replies {
		honest(t, reply)
	}
	return found, s.asked
}

// honest: every statement has a footnote that exists, every phrase has none,
// and the text is the sentences.
func honest(t *testing.T, r assist.Reply) {
	t.Helper()
	for i, c := range r.Citations {
		if c.Number != i+1 {
			t.Errorf("citation %d has the number %d", i+1, c.Number)
		}
	}
	rest := r.Text
	for _, s := range r.Sentences {
		if s.Factual != (len(s.Citations) > 0) {
			t.Errorf("%q: factual %v with citations %v", s.Text, s.Factual, s.Citations)
		}
		marks := ""
		for _, n := range s.Citations {
			if n < 1 || n > len(r.Citations) || r.Citations[n-1].Quote != s.Text {
				t.Errorf("%q cites %d of %v", s.Text, n, r.Citations)
			}
			marks += fmt.Sprintf("[%d]", n)
		}
		_, after, ok := strings.Cut(rest, s.Text+marks)
		if !ok {
			t.Errorf("%q is not in the text behind what comes before it:\n%s", s.Text+marks, r.Text)
		}
		rest = after
	}
	if (r.Confidence > 0) != (len(r.Citations) > 0) {
		t.Errorf("confidence %v with %d citations", r.Confidence, len(r.Citations))
	}
}

func kinds(r assist.Replies) (all []assist.Kind) {
	for _, x := range r.Replies {
		all = append(all, x.Kind)
	}
	return all
}

func TestSuggest(t *testing.T) {
	for name, tt := range map[string]struct {
		talk  []string
		kinds []assist.Kind
		texts []string // of the first replies
	}{
		"one question": {
			[]string{"Hi! How long do refunds take?"},
			[]assist.Kind{assist.KindShort, assist.KindAnswer},
			[]string{"Hello,\n\nRefunds take 5 days.[1]\n\nKind regards", "Hello,\n\nRefunds take 5 days.[1] Bank transfers take 2 days longer.[2]\n\nKind regards"},
		},
		"Chinese": {
			[]string{"你好！退款要多久？"},
			[]assist.Kind{assist.KindShort, assist.KindAnswer},
			[]string{"您好！\n\n退款需要 5 个工作日。[1]\n\n祝您生活愉快。", "您好！\n\n退款需要 5 个工作日。[1]银行转账要多等 2 天。[2]\n\n祝您生活愉快。"},
		},
		"steps": {
			[]string{"How can I change the address?"},
			[]assist.Kind{assist.KindSteps, assist.KindAskBack},
			[]string{"Hello,\n\nTo change the address:[1]\n1. Open Account > Orders.[2]\n2. Choose Change address.[3]\n\nKind regards"},
		},
		"two questions in one message": {
			[]string{"How long do refunds take? And how can I change the address?"},
			[]assist.Kind{assist.KindShort, assist.KindSteps},
			[]string{"Hello,\n\nRefunds take 5 days.[1]\n\nTo change the address:[2]\n1. Open Account > Orders.[3]\n2. Choose Change address.[4]\n\nKind regards"},
		},
		"two messages, one without an answer": {
			[]string{"How long do refunds take?", "Where is my order?"},
			[]assist.Kind{assist.KindShort, assist.KindAnswer, assist.KindAskBack},
			[]string{"Hello,\n\nRefunds take 5 days.[1]\n\nOn your question “Where is my order?”: I would rather check this than guess.\n\nKind regards"},
		},
		"unsure":       {[]string{"When is opening time?"}, []assist.Kind{assist.KindAnswer, assist.KindAskBack}, nil},
		"refused":      {[]string{"Do you sell boats?"}, []assist.Kind{assist.KindAskBack, assist.KindHandOver}, nil},
		"account":      {[]string{"我的订单在哪里？"}, []assist.Kind{assist.KindAskBack, assist.KindHandOver}, nil},
		"clarify":      {[]string{"What does the plan cost?"}, []assist.Kind{assist.KindAskBack, assist.KindHandOver}, []string{"Hello,\n\nThank you for your message. Before I answer, may I ask which of these applies to you?\n- Basic\n- Pro\n\nKind regards"}},
		"no question":  {[]string{"My refund is missing."}, []assist.Kind{assist.KindShort, assist.KindAnswer}, nil},
		"only a hello": {[]string{"Hello, can you help me?"}, []assist.Kind{assist.KindAskBack}, []string{"Hello, and thank you for your message. What can I help you with?\n\nKind regards"}},
		"在吗":           {[]string{"你好，在吗？"}, []assist.Kind{assist.KindAskBack}, []string{"您好，感谢您的来信。请问有什么可以帮您？\n\n祝您生活愉快。"}},
	} {
		t.Run(name, func(t *testing.T) {
			found, _ := suggest(t, talk(tt.talk...))
			if diff := cmp.Diff(tt.kinds, kinds(found)); diff != "" {
				t.Error(diff)
			}
			for i, want := range tt.texts {
				if i < len(found.Replies) && found.Replies[i].Text != want {
					t.Errorf("reply %d is\n%s\nwant\n%s", i+1, found.Replies[i].Text, want)
				}
			}
		})
	}
}

func TestWhatIsAsked(t *testing.T) {
	for name, tt := range map[string]struct {
		talk []string
		want []string // question | history texts, joined with " / "
	}{
		"history": {
			[]string{"How long do refunds take?", "> 5 days.", "And by bank transfer?"},
			[]string{"And by bank transfer? | How long do refunds take? / 5 days."},
		},
		"what comes before in the same breath": {
			[]string{"I sent my shoes back. When do I get the refund?"},
			[]string{"When do I get the refund? | I sent my shoes back."},
		},
		"a statement":          {[]string{"The refund is late.", "Thanks!"}, []string{"The refund is late. | "}},
		"quoted mail is left":  {[]string{"> Hello", "Is it late?\n> How much?\n-- \nAnn, does things?"}, []string{"Is it late? | Hello"}},
		"answered already":     {[]string{"How much?", "> 5 euros."}, []string{"How much? | "}},
		"no more than three":   {[]string{"What is A? What is B? What is C? What is D?"}, []string{"What is A? | ", "What is B? | What is A?", "What is C? | What is A? What is B?"}},
		"two in one sentence":  {[]string{"How long do refunds take, and how can I change the address?"}, []string{"How long do refunds take | ", "how can I change the address? | "}},
		"Chinese, two in one":  {[]string{"退款要多少个工作日，怎么修改收货地址？"}, []string{"退款要多少个工作日 | ", "怎么修改收货地址？ | "}},
		"Chinese without mark": {[]string{"你好，请问退款要多久"}, []string{"你好，请问退款要多久 | "}},
		"invisible characters": {[]string{"\u202eIs it\x00 late?\u200b", " \u200b "}, []string{"Is it late? | "}},
	} {
		t.Run(name, func(t *testing.T) {
			_, asked := suggest(t, talk(tt.talk...))
			got := map[string]bool{}
			for _, r := range asked {
				var history []string
				for _, h := range r.History {
					history = append(history, h.Text)
				}
				got[r.Question+" | "+strings.Join(history, " / ")] = true
			}
			want := map[string]bool{}
			for _, w := range tt.want {
				want[w] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestQuestionsAreToldAsOneText(t *testing.T) {
	for _, asked := range []string{
		"How long do refunds take, how can I change the address?", "How long do refunds take? When is opening time?",
		"退款要多少个工作日，怎么修改收货地址？",
	} {
		if found, _ := suggest(t, talk(asked)); found.Question != asked {
			t.Errorf("%q is understood as %q", asked, found.Question)
		}
	}
}

func TestNotesAndNearest(t *testing.T) {
	found, _ := suggest(t, talk("Do you sell boats?", "> Let me see."))
	if len(found.Nearest) != 1 || len(found.Notes) != 2 || found.Notes[1] != "No page says it." {
		t.Errorf("nearest %v, notes %q", found.Nearest, found.Notes)
	}
	if found.Question != "Do you sell boats?" || found.Language != "en" {
		t.Errorf("understood %q in %q", found.Question, found.Language)
	}
}

func TestConflictsAreNoted(t *testing.T) {
	found, _ := suggest(t, talk("When is opening time?"))
	if len(found.Notes) != 1 || !strings.Contains(found.Notes[0], "opening times") {
		t.Errorf("notes %q", found.Notes)
	}
}

// A customer's words come back in a phrase at most, and cannot pass for a
// footnote or for a statement of ours.
func TestWordsOfTheCustomerAreQuoted(t *testing.T) {
	found, _ := suggest(t, talk("How long do refunds take? Will you say \"I have paid you [1]\"?\n"+strings.Repeat("Why? ", 3000)))
	text := found.Replies[0].Text
	if strings.Count(text, "[1]") != 1 || !strings.Contains(text, `“Will you say "I have paid you (1)"?”`) || len(text) > 2000 {
		t.Errorf("reply is %q", text)
	}
}

func TestInvalid(t *testing.T) {
	long := strings.Repeat("字", answer.MaxTurn+1)
	for name, tt := range map[string]struct {
		request assist.Request
		field   string
	}{
		"nothing":        {assist.Request{}, "conversation"},
		"agent only":     {talk("> Hello"), "conversation"},
		"blank":          {talk(" \n\u200b", "\x00"), "conversation"},
		"unknown role":   {assist.Request{Conversation: []assist.Message{{Role: "system", Text: "x"}}}, "conversation.0.role"},
		"long message":   {talk("x", long), "conversation.1.text"},
		"many messages":  {talk(strings.Split(strings.Repeat("x,", answer.MaxTurns), ",")...), "conversation"},
		"only a quote":   {talk("\n> > hi\n"), "conversation"},
		"only signature": {talk("-- \nAnn"), "conversation"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := assist.New(assist.Options{Answer: (&shelf{}).Answer}).Suggest(t.Context(), tt.request)
			var invalid *answer.InvalidError
			if !errors.As(err, &invalid) || invalid.Field != tt.field {
				t.Errorf("error %v, want one of field %s", err, tt.field)
			}
		})
	}
}

func TestErrorsOfAnswering(t *testing.T) {
	r := talk("Is it late?")
	r.KB = "nowhere"
	if _, err := assist.New(assist.Options{Answer: (&shelf{}).Answer}).Suggest(t.Context(), r); !errors.Is(err, answer.ErrUnknownKB) {
		t.Errorf("error %v", err)
	}
}

// Lists are lists on the wire, never null.
func TestWireForm(t *testing.T) {
	found, _ := suggest(t, talk("When is opening time?"))
	raw, err := json.Marshal(found)
	if err != nil || strings.Contains(string(raw), "null") {
		t.Errorf("%v: %s", err, raw)
	}
}
