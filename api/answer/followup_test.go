package answer_test

import (
	"testing"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/embed"
)

func TestAFollowUpTakesTheQuestionBefore(t *testing.T) {
	for _, c := range []struct{ before, q, want string }{
		{"What does the Upsert rule do?", "What about Insert-ignore?", "What does the Insert-ignore rule do?"},
		{"How much is a ticket for one person?", "And for two people?", "How much is a ticket for two people?"},
		{"Is the manual available in French?", "What about Hebrew?", "Is the manual available in Hebrew?"},
		{"How are numeric fields treated on import?", "And boolean fields?", "How are boolean fields treated on import?"},
		{"How much RAM does the demo need?", "And disk space?", "How much RAM does the demo need (disk space)?"},
		{"What does the mode \"Keep if 'true'\" do?", "What about \"Keep if 'false'\"?", "What does the mode \"Keep if 'false'\" do?"},
		{"How do I enable encryption?", "How long must the key be?", "How long must the key be?"},
		{"How do I enable encryption?", "And how long must it be?", "And how long must it be?"},
		{"什么是审批节点的直通模式？", "那分支模式呢？", "什么是审批节点的分支模式？"},
		{"阿里云 OSS 存储的区域怎么填？", "腾讯云 COS 呢？", "腾讯云 COS 存储的区域怎么填？"},
		{"任务的“失败”状态是什么意思？", "那取消呢？", "任务的“取消”状态是什么意思？"},
		{"海港卡的年费是多少？", "那灯塔卡呢？", "灯塔卡的年费是多少？"},
		{"成人票多少钱？", "那学生呢？", "学生，成人票多少钱？"},
		{"怎么退货？", "那要多久呢？", "那要多久呢？"},
		{"成人票多少钱？", "那个呢？", "那个呢？"},
	} {
		got := answer.Followed(c.q, []retrieval.Turn{{Role: "user", Text: c.before}, {Role: "assistant", Text: "…"}}, embed.Builtin())
		if got != c.want {
			t.Errorf("%q after %q: %q, not %q", c.q, c.before, got, c.want)
		}
	}
}

func TestTheOtherOneOfTwo(t *testing.T) {
	for _, c := range []struct{ said, before, q, want string }{
		{"We issue the Harbour and the Beacon card.", "What does Harbour cost?", "And the other one?", "What does Beacon cost?"},
		{"我们发行海港卡和灯塔卡。", "海港卡的年费是多少？", "另一个呢？", "灯塔卡的年费是多少？"},
		{"我们只发行海港卡。", "海港卡的年费是多少？", "那个呢？", "那个呢？"},
	} {
		history := []retrieval.Turn{{Role: "user", Text: "?"}, {Role: "assistant", Text: c.said}, {Role: "user", Text: c.before}}
		if got := answer.Followed(c.q, history, embed.Builtin()); got != c.want {
			t.Errorf("%q after %q: %q, not %q", c.q, c.before, got, c.want)
		}
	}
}

func TestAChainOfFollowUps(t *testing.T) {
	history := []retrieval.Turn{
		{Role: "user", Text: "How much is parcel delivery to Austria?"}, {Role: "assistant", Text: "€7."},
		{Role: "user", Text: "And to France?"}, {Role: "assistant", Text: "€9."},
	}
	if got := answer.Followed("What about Spain?", history, embed.Builtin()); got != "How much is parcel delivery to Spain?" {
		t.Error(got)
	}
	if got := answer.Followed("What about Spain?", nil, nil); got != "What about Spain?" {
		t.Error(got)
	}
}
