package answer_test

import (
	"slices"
	"strings"
	"testing"

	"footnote/api/answer"
	"footnote/retrieval"
)

func TestAnswersEachQuestionOfSeveral(t *testing.T) {
	for _, test := range []struct{ question, want string }{
		{"How long does a refund take and how do I change my password?", "Refunds take 5 working days.[1]\n\n1. Open Settings > Security.[2]\n2. Press Change password.[3]"},
		{"退款需要几个工作日？怎么修改密码？", "退款需要 5 个工作日。[1]\n\n1. 打开设置 > 安全。[2]\n2. 点修改密码。[3]"},
	} {
		a := shop().ask(t, test.question)
		if !strings.HasPrefix(a.Text, test.want) || len(a.Notes) != 0 || a.Sentences[0].Part != 1 || a.Sentences[1].Part != 2 {
			t.Errorf("%s\n got %q, notes %q\nwant %q", test.question, a.Text, a.Notes, test.want)
		}
		for i, p := range a.Passages {
			if p.Rank != i+1 || slices.ContainsFunc(a.Passages[:i], func(x retrieval.Passage) bool { return x.Chunk == p.Chunk }) {
				t.Errorf("passage %d is %d, or there twice", i+1, p.Rank)
			}
		}
	}
}

func TestSaysWhichQuestionOfSeveralHasNoAnswer(t *testing.T) {
	for _, test := range []struct{ question, silent, want string }{
		{"How do I change my password and which football team do you sponsor?", "which football team do you sponsor?", "1. Open Settings"},
		{"你们赞助哪支足球队？怎么修改密码？", "你们赞助哪支足球队？", "1. 打开设置"},
	} {
		a := shop().ask(t, test.question)
		if a.Status != answer.Answered || !strings.HasPrefix(a.Text, test.want) || len(a.Notes) != 1 || !strings.Contains(a.Notes[0], test.silent) {
			t.Errorf("%s: %s %q, notes %q", test.question, a.Status, a.Text, a.Notes)
		}
	}
	a := shop().ask(t, "Which football team do you sponsor? Who painted your office walls?")
	if a.Status != answer.Refused || a.Refusal == nil || len(a.Sentences) != 0 {
		t.Errorf("no part has an answer: %+v", a)
	}
}

// Sentences are told under the numbers that the answer has.
func TestTellsSentencesOfSeveralQuestions(t *testing.T) {
	s := shop()
	var passages, sentences int
	a, err := s.service(nil).Answer(t.Context(), answer.Request{Question: "How long does a refund take and how do I change my password?"}, func(e answer.Event) error {
		switch {
		case e.Passages != nil:
			passages++
		case e.Sentence != nil:
			if e.Sentence.Index != sentences || len(e.Sentence.Citations) == 0 {
				t.Errorf("sentence %d comes as %d with %d citations", sentences, e.Sentence.Index, len(e.Sentence.Citations))
			}
			sentences++
		}
		return nil
	})
	if err != nil || passages != 1 || sentences != len(a.Sentences) {
		t.Errorf("%d lists of passages, %d sentences of %d, %v", passages, sentences, len(a.Sentences), err)
	}
}

// What is asked twice is said once, with no footnote that nothing refers to.
func TestSaysOnceWhatIsAskedTwice(t *testing.T) {
	for _, question := range []string{
		"How do I change my password? How can I change my password?",
		"怎么修改密码？如何修改密码？",
		"How long does a refund take? How many working days does a refund take?",
		"退款需要几个工作日？退款要多少个工作日？",
	} {
		if parts := answer.Separate(question); len(parts) != 2 {
			t.Fatalf("%s asks %q", question, parts)
		}
		a := shop().ask(t, question)
		said, cited := map[string]bool{}, map[int]bool{}
		for _, s := range a.Sentences {
			if said[s.Text] {
				t.Errorf("%s: says twice %q", question, s.Text)
			}
			said[s.Text] = true
			for _, n := range s.Citations {
				cited[n] = true
			}
		}
		if len(cited) != len(a.Citations) || len(said) == 0 {
			t.Errorf("%s: %d sentences, %d footnotes of %d are used", question, len(said), len(cited), len(a.Citations))
		}
	}
}

// A question back for one part does not hide that another has no answer.
func TestAsksBackOfOnePartAndTellsOfAnother(t *testing.T) {
	for _, test := range []struct{ question, silent string }{
		{"Which football team do you sponsor? What is the price of a delivery?", "Which football team do you sponsor?"},
		{"你们赞助哪支足球队？寄送包裹的价格是多少？", "你们赞助哪支足球队？"},
	} {
		s := newShelf("Delivery\n# Delivery prices\nMethod | Price of a delivery\nStandard | €4.90\nExpress | €9.90", "寄送\n# 寄送包裹的价格\n方式 | 寄送包裹的价格\n普通 | 4.90 欧元\n加急 | 9.90 欧元")
		a := s.ask(t, test.question)
		if a.Status != answer.Clarifying || len(a.Notes) != 1 || !strings.Contains(a.Notes[0], test.silent) {
			t.Errorf("%s: %s %q, notes %q", test.question, a.Status, a.Text, a.Notes)
		}
	}
}
