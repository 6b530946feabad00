package extractive

import (
	"strings"
	"testing"

	"footnote/api/answer"
	"footnote/retrieval/embed"
)

func TestWhatIsOnlyNearAnAnswerIsNotShown(t *testing.T) {
	for _, c := range []struct {
		question     string
		answer, near sheet
	}{
		{"Can I send a parcel back?", newSheet("A", "You can send a parcel back within 60 days."), newSheet("B", "You can send a parcel from a shop.")},
		{"包裹可以寄回吗？", newSheet("A", "包裹可以在 60 天内寄回。"), newSheet("B", "包裹不可以寄到国外。")},
	} {
		task := taskOf(c.question, c.answer, c.near)
		if got := said(t, task); got != c.answer.Text {
			t.Errorf("%q", got)
		}
		if n := len(compose(t.Context(), task)); n != 2 {
			t.Errorf("%d drafts weighed for %q, not 2", n, c.question)
		}
	}
}

func TestWhatIsAnnouncedIsGiven(t *testing.T) {
	for _, c := range []struct{ question, body, want string }{
		{"How do I add the chart repository?", "# Charts\nAdd the chart repository with:\n> chart repo add x\n# Other\nNothing.", "Add the chart repository with:\ncode: chart repo add x"},
		{"怎么添加图表仓库？", "# 图表\n用以下命令添加图表仓库：\n> chart repo add x\n# 其他\n没有。", "用以下命令添加图表仓库：\ncode: chart repo add x"},
		{"How many characters must the key have?", "# Keys\nThe key must have 32 characters, for example:\n> abc", "The key must have 32 characters, for example:"},
	} {
		if got := said(t, taskOf(c.question, newSheet("Manual", c.body))); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: %q", c.question, got)
		}
	}
}

func TestAHowToGoesOnThroughWhatDirects(t *testing.T) {
	for _, c := range []struct{ question, body, want string }{
		{"How do I create a new version?", "# Versions\nTo create a new version, open the menu of versions.\nChoose Copy to a new version.\nVersions are kept for a year.",
			"To create a new version, open the menu of versions.\nChoose Copy to a new version."},
		{"怎么创建新版本？", "# 版本\n创建新版本时，点击右上角的版本菜单。\n选择“复制到新版本”。\n版本保留一年。", "创建新版本时，点击右上角的版本菜单。\n选择“复制到新版本”。"},
	} {
		if got := said(t, taskOf(c.question, newSheet("Manual", c.body))); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: %q", c.question, got)
		}
	}
}

func TestOneOfSeveralNumberedThings(t *testing.T) {
	s := newSheet("Migration", `
# Rules
There are three rules:
1. Overwrite: deletes all records of the table first.
2. Upsert: checks whether each record exists.
3. Skip: does nothing for the table.`)
	if got := said(t, taskOf("What does the Skip rule do?", s)); got != "Skip: does nothing for the table." {
		t.Errorf("%q", got)
	}
	if got := said(t, taskOf("What rules are there?", s)); strings.Count(got, "\n") != 3 {
		t.Errorf("%q", got)
	}
}

func TestATextInAnotherLanguageIsChosenByMeaning(t *testing.T) {
	for _, c := range []struct{ question, language, body, want string }{
		{"退款要多久？", "en", "# Payment\nYou can pay by card or bank transfer.\nA refund takes five working days.\nReturns are free of charge.", "A refund takes five working days."},
		{"How long does a refund take?", "zh", "# 付款\n可以用银行卡或转账付款。\n退款需要五个工作日。\n退货免运费。", "退款需要五个工作日。"},
	} {
		task := taskOf(c.question, newSheet("", c.body))
		task.Texts = answer.NewTexts(embed.Builtin())
		for i := range task.Passages {
			task.Passages[i].Language = c.language
		}
		if got := said(t, task); !strings.HasPrefix(got, c.want) {
			t.Errorf("%q: %q", c.question, got)
		}
	}
}

func TestWhatAFollowUpNamesComesFirst(t *testing.T) {
	for _, c := range []struct{ question, named, body, want string }{
		{"What does the annual ticket cost (students)?", "students", "# Prices\nThe annual ticket costs €90.\nFor students it costs €40.", "For students it costs €40."},
		{"学生，年票多少钱？", "学生", "# 价格\n年票价格为 90 欧元。\n学生价格为 40 欧元。", "学生价格为 40 欧元。"},
	} {
		task := taskOf(c.question, newSheet("", c.body))
		if task.Named = c.named; !strings.HasPrefix(said(t, task), c.want) {
			t.Errorf("%q: %q", c.question, said(t, task))
		}
	}
}
