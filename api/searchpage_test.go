package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"footnote/api/answer"
)

func searchPage(t *testing.T, browser context.Context) {
	h := handler(t, options())
	run := func(name, path string, l look, test func(p *tab)) {
		t.Run(name, func(t *testing.T) { test(open(t, browser, h, path, l)) })
	}
	run("typing shows pages", "/", look{}, typing)
	run("Enter streams an answer", "/", look{}, answering)
	run("footnotes by keyboard", "/", look{}, footnotesByKeyboard)
	run("footnotes by mouse", "/", look{}, footnotesByMouse)
	run("hostile texts stay texts", "/", look{}, hostileTexts)
	run("input methods", "/", look{}, inputMethods)
	run("steps", "/", look{}, steps)
	run("rows and code", "/", look{}, rowsAndCode)
	run("refusal", "/", look{}, refusal)
	run("clarify", "/", look{}, clarify)
	run("conflict", "/", look{}, conflict)
	run("Chinese", "/?kb=商店", look{language: "zh-CN"}, chinese)
	run("language switch", "/", look{}, languageSwitch)
	run("a link with a question", "/?q=How+long+do+refunds+take%3F&kb=shop", look{}, linkWithQuestion)
	run("copy", "/", look{}, copyAnswer)
}

func typing(p *tab) {
	p.picture("start")
	p.typeText("#q", "refund")
	p.wait("results are shown", `document.querySelectorAll("#results [role=option] mark").length`)
	p.mustBe("the box says that its list is open", `document.querySelector("#q").getAttribute("aria-expanded") === "true"`)
	p.wait("how many is said", `document.querySelector("#live").textContent === "2 pages found"`)
	p.mustBe("matches are marked", `document.querySelector("#results mark").textContent === "Refunds"`)
	p.mustBe("a result leads to its heading", `document.querySelector("#result-0").href === "https://help.example/en/refunds#refunds"`)
	p.picture("typing")
	active := func(id string) string {
		return fmt.Sprintf(`document.querySelector("#q").getAttribute("aria-activedescendant") === %q && document.getElementById(%q).ariaSelected === "true"`, id, id)
	}
	p.press(kb.ArrowDown)
	p.mustBe("down: the first", active("result-0"))
	p.press(kb.ArrowDown)
	p.mustBe("down: the second", active("result-1"))
	p.press(kb.ArrowDown)
	p.mustBe("down: back in the box", `!document.querySelector("#q").hasAttribute("aria-activedescendant")`)
	p.press(kb.ArrowUp)
	p.mustBe("up: the last", active("result-1"))
	p.press(kb.Home)
	p.mustBe("Home: back in the text", `!document.querySelector("#q").hasAttribute("aria-activedescendant") && document.querySelector("#q").selectionStart === 0`)
	p.press(kb.Escape)
	p.mustBe("Esc closes", `document.querySelector("#popup").hidden && document.querySelector("#q").value === "refund"`)
	p.press(kb.Escape)
	p.mustBe("Esc again empties", `document.querySelector("#q").value === ""`)
	if n := p.called("api/answers"); n != 0 {
		p.Errorf("%d questions were asked by typing", n)
	}
	if shift := p.shifted(); shift > 0.01 {
		p.Errorf("the page moved by %v while typing", shift)
	}
}

func answering(p *tab) {
	p.ask("How long do refunds take?")
	p.mustBe("both sentences are there", `document.querySelectorAll(".text .sentence").length === 2`)
	p.mustRead(".answer h2", "How long do refunds take?")
	p.mustBe("notes quote the page", `document.querySelector(".notes q").textContent === "Refunds take 5 days."`)
	p.mustBe("notes link to the place", `document.querySelector(".notes a").href === "https://help.example/en/refunds#refunds:~:text=Refunds"`)
	p.mustBe("links open beside the page, without telling from where", `[...document.querySelectorAll(".answer a")].every((a) => a.target === "_blank" && a.rel === "noopener noreferrer")`)
	p.wait("that it is ready is said once", `document.querySelector("#live").textContent === "The answer is ready, with 2 footnotes."`)
	p.picture("answer")
	p.ask("And by bank transfer?")
	p.wait("the newest is on top", `document.querySelector("#now h2").textContent === "And by bank transfer?" && document.querySelector("#before h2").textContent === "How long do refunds take?"`)
	p.picture("follow-up")
	p.click("#again")
	p.mustBe("starting over empties the page", `!document.querySelector(".answer") && document.activeElement.id === "q"`)
}

func footnotesByKeyboard(p *tab) {
	p.ask("How long do refunds take?")
	p.press(kb.Tab) // to the button
	for range 9 {
		if eval[bool](p, `document.activeElement.className === "note-mark"`) {
			break
		}
		p.press(kb.Tab)
	}
	p.mustBe("the mark is reached", `document.activeElement.className === "note-mark" && document.activeElement.ariaLabel === "Footnote 1, open"`)
	p.press(kb.Enter)
	p.wait("the card is open", `document.querySelector("dialog.card[open]")`)
	p.mustRead(".card blockquote", "Refunds take 5 days.")
	for _, want := range []string{"Footnote 1", "Refunds", "2 January 2026", "4 March 2026", "mentions refunds", "no. 1 by words", "no. 1 by meaning"} {
		if got := p.text(".card"); !strings.Contains(got, want) {
			p.Errorf("the card lacks %q: %s", want, got)
		}
	}
	p.mustBe("the focus is in the card", `document.querySelector(".card").contains(document.activeElement)`)
	for range 4 {
		p.press(kb.Tab)
		p.mustBe("the focus stays in the card or leaves the page", `document.querySelector(".card").contains(document.activeElement) || document.activeElement === document.body`)
	}
	p.picture("card")
	p.press(kb.Escape)
	p.wait("Esc closes and gives the focus back", `!document.querySelector("dialog.card[open]") && document.activeElement.ariaLabel === "Footnote 1, open"`)
}

func footnotesByMouse(p *tab) {
	p.ask("How long do refunds take?")
	p.click(".sentence:nth-of-type(2) .note-mark")
	p.wait("the card is open", `document.querySelector("dialog.card[open]")`)
	p.mustRead(".card blockquote", "Bank transfers take 2 days longer.")
	p.mustBe("it is inside the window", `(({left, right, top, bottom}) => left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight)(document.querySelector(".card").getBoundingClientRect())`)
	p.mustBe("it is at its mark", `document.querySelector(".card").getBoundingClientRect().top >= document.querySelector(".sentence:nth-of-type(2) .note-mark").getBoundingClientRect().bottom`)
	p.click("body")
	p.wait("a click beside it closes it", `!document.querySelector("dialog.card[open]")`)
}

// Whatever a document or an answer holds is shown as it is written: no script
// runs, no element appears, no address but of the web can be followed.
func hostileTexts(p *tab) {
	p.typeText("#q", "hostile")
	p.wait("results are shown", `document.querySelectorAll("#results [role=option]").length`)
	p.mustBe("the title is text", `document.querySelector(".result-title").textContent.startsWith("<img src=x onerror=alert(1)>")`)
	p.mustBe("the bad address is gone", `!document.querySelector("#result-0").hasAttribute("href")`)
	p.press(kb.ArrowDown)
	p.press(kb.Enter) // a click on the result
	p.press(kb.Escape)
	p.run(clear("#q"))
	p.ask("hostile <b>question</b>")
	p.mustBe("sentence, note and question are text", `document.querySelector(".text").textContent.includes("<script>window.broken = true</script>") &&
		document.querySelector(".aside").textContent.startsWith("<script>") && document.querySelector("#now h2").textContent === "hostile <b>question</b>"`)
	p.mustBe("no element came of a text", `!document.querySelector("main img, main script, main b, main iframe, main svg")`)
	p.mustBe("no bad address", `[...document.querySelectorAll("a")].every((a) => /^https?:/.test(a.href))`)
	p.click(".note-mark")
	p.wait("the card is open", `document.querySelector("dialog.card[open]")`)
	p.mustBe("the card is text too", `document.querySelector(".card blockquote").textContent.includes("onerror=") && !document.querySelector(".card img, .card script, .card a")`)
	p.mustBe("nothing ran", `!("broken" in window)`)
}

// While a text is being composed, its keys belong to the input method.
func inputMethods(p *tab) {
	p.typeText("#q", "x")
	p.press(kb.Backspace)
	compose := func(s string) {
		n := int64(len(s))
		p.run(command(input.ImeSetComposition, input.ImeSetCompositionParams{Text: s, SelectionStart: n, SelectionEnd: n}))
	}
	before := p.called("api/search")
	for _, s := range []string{"t", "tu", "tui", "tui'k", "tuikuan"} {
		compose(s)
	}
	p.mustBe("the text is being composed", `document.querySelector("#q").value === "tuikuan"`)
	p.run(command(input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "Process", Code: "Enter", WindowsVirtualKeyCode: 229}))
	p.run(sleep(pauseForTyping))
	if n := p.called("api/search") - before; n != 0 {
		p.Errorf("%d searches while composing", n)
	}
	if n := p.called("api/answers"); n != 0 {
		p.Errorf("%d questions while composing", n)
	}
	p.run(command(input.InsertText, input.InsertTextParams{Text: "退款"}))
	p.wait("the composed word is searched", `document.querySelector("#results mark")?.textContent === "退款"`)
	p.press(kb.Enter)
	p.wait("and asked", `document.querySelector("#now .answer:not([aria-busy])")`)
	p.mustRead("#now h2", "退款")
}

func steps(p *tab) {
	p.ask("How do I return it?")
	p.mustBe("the steps are a numbered list", `document.querySelector(".text").innerText.replace(/\s+/g, " ") === "Open Account > Orders.1 Choose Return items.2 The receipt is in the parcel.3 Print the label.4"`)
	p.mustBe("an entry between steps does not interrupt them", `document.querySelectorAll(".text > *").length === 1 && document.querySelectorAll(".text ol.steps > li").length === 3 && document.querySelector(".steps > li:nth-child(2) > ul.items > li")`)
	p.picture("steps")
}

func rowsAndCode(p *tab) {
	p.ask("the table")
	p.mustBe("the rows are there, with their names", `[...document.querySelectorAll(".rows li")].map((li) => li.textContent).join("|") === "Refund — Time: 5 days12|退款——时间：5 个工作日2" &&
		[...document.querySelectorAll(".rows strong")].map((name) => name.textContent).join() === "Refund,退款"`)
	p.mustBe("the code is there", `document.querySelector(".text pre").textContent.trim() === "refund --days 51"`)
	p.picture("rows")
}

func refusal(p *tab) {
	p.ask("Where is my order 88213?")
	p.mustRead(".refusal", "This depends on your own order.")
	p.mustBe("the nearest page is linked", `document.querySelector(".pages a").href === "https://help.example/en/refunds"`)
	p.picture("refusal")
}

func clarify(p *tab) {
	p.ask("Which plan?")
	p.mustBe("the choices are buttons", `[...document.querySelectorAll(".choices button")].map((b) => b.textContent).join() === "Basic,Plus"`)
	p.picture("clarify")
	p.click(".choices button:nth-child(2)")
	p.wait("the choice is asked", `document.querySelector("#now h2").textContent === "How long do refunds take on Plus?"`)
	p.wait("its answer is there", `document.querySelector("#now .answer:not([aria-busy])")`)
	p.mustBe("the old choices are closed", `[...document.querySelectorAll("#before .choices button")].every((b) => b.disabled)`)
}

func conflict(p *tab) {
	p.ask("conflict about refunds")
	p.mustBe("it is said, with its marks", `document.querySelector(".conflict").textContent.startsWith("The pages do not agree on this: days of a refund") && document.querySelectorAll(".conflict .note-mark").length === 2`)
	p.picture("conflict")
}

func chinese(p *tab) {
	p.mustRead("h1", "您想了解什么？")
	p.mustBe("the page's language is Chinese", `document.documentElement.lang === "zh-Hans" && document.title.includes("搜索")`)
	p.mustBe("the knowledge base of the address is chosen", `document.querySelector("#kb").value === "商店"`)
	p.typeText("#q", "退款")
	p.wait("results are shown", `document.querySelector("#results mark")?.textContent === "退款"`)
	p.picture("typing-zh")
	p.press(kb.Enter)
	p.wait("the answer is there", `document.querySelector("#now .answer:not([aria-busy])")`)
	p.mustBe("no space between Chinese sentences", `!/。 /.test([...document.querySelectorAll(".text p")].map((el) => el.textContent).join(""))`)
	p.picture("answer-zh")
	p.click(".note-mark")
	p.wait("the card is open", `document.querySelector("dialog.card[open]")`)
	for _, want := range []string{"脚注 1", "2026年1月2日", "最近核对"} {
		if got := p.text(".card"); !strings.Contains(got, want) {
			p.Errorf("the card lacks %q: %s", want, got)
		}
	}
	p.picture("card-zh")
}

func languageSwitch(p *tab) {
	p.mustRead("h1", "What would you like to know?")
	p.click("#language")
	p.wait("the page is Chinese", `document.querySelector("h1")?.innerText === "您想了解什么？"`)
	p.click("#language")
	p.wait("and English again", `document.querySelector("h1")?.innerText === "What would you like to know?"`)
}

func linkWithQuestion(p *tab) {
	p.wait("its answer is there", `document.querySelector("#now .answer:not([aria-busy])")`)
	p.mustRead("#now h2", "How long do refunds take?")
}

func copyAnswer(p *tab) {
	p.ask("How long do refunds take?")
	p.allowClipboard()
	p.click(".rest > button.quiet")
	p.wait("it says so", `document.querySelector(".rest > button.quiet").textContent === "Copied"`)
	want := "Refunds take 5 days.[1] Bank transfers take 2 days longer.[2]\n\n" +
		"[1] Refunds: “Refunds take 5 days.”\n    https://help.example/en/refunds#refunds:~:text=Refunds\n" +
		"[2] Refunds: “Bank transfers take 2 days longer.”\n    https://help.example/en/refunds#refunds:~:text=Bank"
	if got := p.clipboard(); got != want {
		p.Errorf("copied %q, want %q", got, want)
	}
}

// What is sent along: earlier turns, without marks, in the roles of the API.
func historyIsSent(t *testing.T, browser context.Context) {
	var mu sync.Mutex
	var asked []answer.Request
	o := options()
	o.Answers = answererFunc(func(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
		mu.Lock()
		asked = append(asked, r)
		mu.Unlock()
		return script(ctx, r, emit)
	})
	p := open(t, browser, handler(t, o), "/", look{})
	p.ask("How long do refunds take?")
	p.ask("And in Chinese?")
	p.wait("both are there", `document.querySelectorAll(".answer:not([aria-busy])").length === 2`)
	mu.Lock()
	defer mu.Unlock()
	raw, err := json.Marshal(asked[1].History)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"role":"user","text":"How long do refunds take?"},{"role":"assistant","text":"Refunds take 5 days. Bank transfers take 2 days longer."}]`
	if string(raw) != want || asked[1].KB != "shop" || len(asked[0].History) != 0 {
		t.Errorf("sent %s to %q", raw, asked[1].KB)
	}
}
