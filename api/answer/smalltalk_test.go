package answer_test

import (
	"testing"

	"footnote/api/answer"
	"footnote/retrieval"
)

// "Thanks" behind an answer is no question for it once more.
func TestSmallTalkIsNotAnswered(t *testing.T) {
	said := []retrieval.Turn{{Role: "user", Text: "How long does a refund take?"}, {Role: "assistant", Text: "Refunds take 5 working days."}}
	for _, q := range []string{"Thanks!", "thank you very much", "ok, thanks", "Hello", "谢谢", "你好，谢谢！"} {
		if a := shop().answer(t, answer.Request{Question: q, History: said}); a.Status != answer.Refused || a.Refusal.Reason != answer.NothingRelevant {
			t.Errorf("%s: %s %q", q, a.Status, a.Text)
		}
	}
	for _, q := range []string{"Thanks, and how long does a refund take?", "谢谢，退款需要几个工作日？"} {
		if a := shop().ask(t, q); a.Status != answer.Answered {
			t.Errorf("%s: %s %+v", q, a.Status, a.Refusal)
		}
	}
}
