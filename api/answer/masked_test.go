package answer_test

import (
	"context"
	"encoding/json"
	"iter"
	"strings"
	"testing"

	"footnote/api/answer"
	"footnote/api/privacy"
	"footnote/retrieval"
)

// listening is a composer that notes what it was told.
type listening struct {
	scripted
	task *answer.Task
}

func (c listening) Compose(ctx context.Context, t answer.Task) iter.Seq2[answer.Draft, error] {
	*c.task = t
	return c.scripted.Compose(ctx, t)
}

func TestWhoAsksIsKeptToTheHouse(t *testing.T) {
	for _, test := range []struct{ question, said, secret string }{
		{"How long does a refund take for ann@example.org?", "My card is 4111 1111 1111 1111.", "ann@example.org|4111 1111"},
		{"退款要多久？我的手机是13812345678", "我的密码是abc12345。", "13812345678|abc12345"},
		{"How long does a refund take and which football team does ann@example.org sponsor?", "Hello.", "ann@example.org"},
		{"退款需要几个工作日？ann@example.org赞助哪支足球队？", "你好。", "ann@example.org"},
	} {
		var kept []answer.Record
		var task answer.Task
		s := shop()
		service := s.service(&kept, listening{scripted{drafts: []answer.Draft{citing("A refund takes five business days.", 1)}}, &task})
		service.Mask = privacy.Mask
		a, err := service.Answer(t.Context(), answer.Request{
			Question: test.question, History: []retrieval.Turn{{Role: "user", Text: test.said}}, Page: "https://x.example/?mail=bob@example.org",
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		told, _ := json.Marshal([]any{task.Question, task.Searched, task.History})
		stored, _ := json.Marshal(kept)
		for _, secret := range append(strings.Split(test.secret, "|"), "bob@example.org") {
			if strings.Contains(string(told), secret) {
				t.Errorf("the composer was told %s: %s", secret, told)
			}
			if strings.Contains(string(stored), secret) {
				t.Errorf("%s was kept", secret)
			}
		}
		if a.Question != test.question || len(kept) != 1 {
			t.Errorf("the asker reads %q; %d kept", a.Question, len(kept))
		}
	}
}
