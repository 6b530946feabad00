package api_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"footnote/api"
	"footnote/api/answer"
	"footnote/api/assist"
)

// suggester makes drafts that tell in which round they were made.
type suggester struct{ rounds atomic.Int64 }

func (s *suggester) Suggest(ctx context.Context, r assist.Request) (assist.Replies, error) {
	found := assist.Replies{Language: "en"}
	if len(r.Conversation) == 0 {
		return found, &answer.InvalidError{Field: "conversation", Message: "is empty"}
	}
	if _, err := shelfRetriever(ctx, r.KB); err != nil {
		return found, err
	}
	c1, c2 := cite(1, 0, "Refunds take 5 days."), cite(2, 0, "Bank transfers take 2 days longer.")
	found.Question = r.Conversation[len(r.Conversation)-1].Text
	found.Replies = []assist.Reply{
		{Kind: assist.KindShort, Text: fmt.Sprintf("Hello,\n\nRefunds take 5 days.[1]\n\nRound %d", s.rounds.Add(1)), Citations: []answer.Citation{c1},
			Sentences: []assist.Sentence{{Text: "Hello,"}, {Text: "Refunds take 5 days.", Citations: []int{1}, Factual: true}}, Confidence: .9},
		{Kind: assist.KindAnswer, Text: "Hello,\n\nRefunds take 5 days.[1] Bank transfers take 2 days longer.[2]\n\nKind regards", Citations: []answer.Citation{c1, c2}},
		{Kind: assist.KindAskBack, Text: "Could you tell me the number of your order? <img src=x onerror=alert(1)>"},
	}
	return found, nil
}

// withReplies are options with a suggester.
func withReplies() api.Options {
	o := options()
	o.Replies = &suggester{}
	return o
}

func agentPage(t *testing.T, browser context.Context) {
	h := handler(t, withReplies())
	run := func(name string, l look, test func(p *tab)) {
		t.Run(name, func(t *testing.T) { test(open(t, browser, h, "/agent", l)) })
	}
	run("suggestions", look{height: 1000}, suggestions)
	run("typed text is kept", look{}, typedTextIsKept)
	run("transcript", look{}, pastedTranscript)
	run("roles", look{}, roles)
	run("Chinese", look{language: "zh-CN", height: 1000}, agentInChinese)
}

func (p *tab) say(text string) {
	p.Helper()
	p.typeText("#message", text)
	p.run(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

func suggestions(p *tab) {
	p.picture("agent-start")
	p.say("How long do refunds take?")
	p.wait("three drafts are there", `document.querySelectorAll(".draft").length === 3`)
	p.mustRead(".understood", "Understood as: How long do refunds take?")
	p.picture("agent")
	p.mustBe("hostile text stays text", `!document.querySelector("main img")`)
	p.allowClipboard()
	p.click(".draft .bar button")
	p.wait("it says that it was copied", `document.querySelector(".draft .bar button").textContent === "Copied"`)
	if got, want := p.clipboard(), "Hello,\n\nRefunds take 5 days. [1]\n\nRound 1\n\n[1] Refunds: https://help.example/en/refunds#refunds:~:text=Refunds"; strings.ReplaceAll(got, " [", "[") != strings.ReplaceAll(want, " [", "[") {
		p.Errorf("with footnotes: %q, want %q", got, want)
	}
	p.click(".draft .bar button:nth-child(2)")
	p.wait("it says that it was copied", `document.querySelector(".draft .bar button:nth-child(2)").textContent === "Copied"`)
	if got, want := p.clipboard(), "Hello,\n\nRefunds take 5 days.\n\nRound 1"; got != want {
		p.Errorf("without footnotes: %q, want %q", got, want)
	}
	p.run(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".draft textarea")[2].setSelectionRange(0, 0)`))
	p.click(".draft:nth-of-type(2) .notes li:nth-child(2) button")
	p.mustBe("a footnote is inserted", `document.querySelectorAll(".draft textarea")[1].value.endsWith("Kind regards [2]")`)
	p.click(".draft .bar .quiet")
	p.mustBe("the reply joins the conversation", `document.querySelector("#turns li.agent p").textContent.startsWith("Hello,") && !document.querySelector(".draft")`)
}

// New suggestions come beside what the agent is at, never in its place.
func typedTextIsKept(p *tab) {
	p.say("How long do refunds take?")
	p.wait("three drafts are there", `document.querySelectorAll(".draft").length === 3`)
	p.typeText(".draft textarea", " my own words")
	p.say("And by bank transfer?")
	p.wait("the new ones are there", `[...document.querySelectorAll(".draft textarea")].some((t) => t.value.includes("Round") && !t.value.includes("my own words"))`)
	p.mustBe("the edited one is kept, the others are replaced", `document.querySelectorAll(".draft").length === 4 && document.querySelector(".draft textarea").value.includes("my own words")`)
	p.mustBe("it is marked", `document.querySelector(".draft .badge").offsetParent !== null`)
}

func pastedTranscript(p *tab) {
	p.run(chromedp.SetValue(chromedp.CSS("#message"), "10:31 Customer: Hello\nare you there?\nAgent (10:32): Yes.\n[10:33] 客户：退款要多久？"))
	p.click("#say [type=submit]")
	p.mustBe("it is taken apart", `[...document.querySelectorAll("#turns li")].map((li) => li.className + ":" + li.querySelector("p").textContent).join("|") === "customer:Hello\nare you there?|agent:Yes.|customer:退款要多久？"`)
	p.wait("a customer's message brings suggestions by itself", `document.querySelectorAll(".draft").length === 3`)
	p.picture("agent-transcript")
}

func roles(p *tab) {
	p.click(".who input[value=agent]")
	p.run(chromedp.SetValue(chromedp.CSS("#message"), "Note: this text is nobody's transcript"))
	p.click("#say [type=submit]")
	p.mustBe("it is the agent's", `document.querySelector("#turns li.agent p").textContent === "Note: this text is nobody's transcript"`)
	p.run(sleep(pauseForTyping))
	if n := p.called("api/replies"); n != 0 {
		p.Errorf("an agent's message asked for %d suggestions", n)
	}
	p.click("#turns li button")
	p.mustBe("it is the customer's", `document.querySelector("#turns li.customer") && document.activeElement.closest("li")`)
	p.click("#turns li .remove")
	p.mustBe("it is gone", `!document.querySelector("#turns li")`)
}

func agentInChinese(p *tab) {
	p.say("退款需要多久？")
	p.wait("three drafts are there", `document.querySelectorAll(".draft").length === 3`)
	p.mustRead(".understood", "理解为：退款需要多久？")
	p.picture("agent-zh")
}
