package api_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// scene is a state of a page, with the keys and clicks that lead there.
type scene struct {
	name, path string
	reach      func(p *tab)
}

func scenes() []scene {
	asked := func(question string) func(p *tab) { return func(p *tab) { p.ask(question) } }
	return []scene{
		{"start", "/", func(*tab) {}},
		{"typing", "/", func(p *tab) {
			p.typeText("#q", "refund")
			p.wait("results are shown", `document.querySelectorAll("#results mark").length`)
			p.press(kb.ArrowDown)
		}},
		{"answer", "/", func(p *tab) {
			p.ask("conflict about refunds")
			p.click(".read summary")
		}},
		{"steps", "/", asked("How do I return it?")},
		{"refusal", "/", asked("Where is my order 88213?")},
		{"clarify", "/", asked("Which plan?")},
		{"hostile", "/", asked("hostile " + strings.Repeat("unbreakable", 10))},
		{"trouble", "/", func(p *tab) {
			p.tolerate = []string{"Failed to load resource"}
			p.ask("broken")
		}},
		{"card", "/", func(p *tab) {
			p.ask("How long do refunds take?")
			p.click(".note-mark")
			p.wait("the card is open", `document.querySelector("dialog.card[open]")`)
		}},
		{"agent-start", "/agent", func(*tab) {}},
		{"agent", "/agent", func(p *tab) {
			p.say("How long do refunds take? " + strings.Repeat("unbreakable", 10))
			p.wait("drafts are there", `document.querySelectorAll(".draft").length === 3`)
			p.typeText(".draft textarea", " more")
		}},
	}
}

// Every state of the pages, in every look that matters.
func looks(t *testing.T, browser context.Context) {
	h := handler(t, withReplies())
	looks := []struct {
		name string
		look
	}{
		{"light", look{}},
		{"dark", look{dark: true}},
		{"phone", look{width: 320, height: 640}}, // 1280 pixels at 400 %, WCAG 1.4.10
		{"phone-dark", look{width: 390, height: 844, dark: true}},
		{"half", look{width: 640, height: 400}}, // 1280 pixels at 200 %, WCAG 1.4.4
		{"forced", look{forced: "active"}},
	}
	for _, s := range scenes() {
		t.Run(s.name, func(t *testing.T) {
			p := open(t, browser, h, s.path, look{})
			s.reach(p)
			if shift := p.shifted(); shift > 0.1 {
				t.Errorf("the page moved by %v", shift)
			}
			for _, l := range looks {
				p.run(l.set())
				p.picture("look-" + l.name + "-" + s.name)
				p.checkLook(l.name)
			}
		})
	}
}

func (p *tab) checkLook(look string) {
	p.Helper()
	if over := eval[int](p, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		p.Errorf("%s: the page is %d pixels too wide: %s", look, over, eval[string](p, widest))
	}
	if look != "forced" { // there the reader's colours count
		if poor := eval[[]string](p, poorContrast); len(poor) > 0 {
			p.Errorf("%s: contrast below 4.5:1: %s", look, strings.Join(poor, "; "))
		}
	}
	if small := eval[[]string](p, smallTargets); len(small) > 0 {
		p.Errorf("%s: targets below 24 pixels: %s", look, strings.Join(small, "; "))
	}
	if unnamed := eval[[]string](p, unnamedControls); len(unnamed) > 0 {
		p.Errorf("%s: controls without a name: %s", look, strings.Join(unnamed, "; "))
	}
}

// widest names the elements that stick out.
const widest = `[...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
	.slice(0, 5).map((e) => e.tagName + "." + e.className).join(", ")`

// poorContrast finds visible texts whose contrast to what is behind them is
// below 4.5:1, or 3:1 for large ones (WCAG 2.2, 1.4.3; relative luminance as
// defined there).
const poorContrast = `(() => {
	const rgb = (color) => color.match(/[\d.]+/g).map(Number);
	const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const behind = (element) => {
		for (let e = element; e; e = e.parentElement) {
			const color = rgb(getComputedStyle(e).backgroundColor);
			if (color.length < 4 || color[3] === 1) return color;
		}
		return rgb(getComputedStyle(document.documentElement).backgroundColor);
	};
	const poor = [];
	const check = (element, text, pseudo) => {
		const style = getComputedStyle(element, pseudo);
		const [a, b] = [light(rgb(style.color)), light(behind(element))].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05), size = parseFloat(style.fontSize);
		if (ratio < (size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5)) poor.push(text.trim().slice(0, 30) + " " + ratio.toFixed(2));
	};
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const element = walker.currentNode.parentElement;
		if (walker.currentNode.data.trim() && element.checkVisibility() && !element.closest("script, noscript, .unseen, :disabled")) check(element, walker.currentNode.data);
	}
	for (const field of document.querySelectorAll("input[placeholder], textarea[placeholder]")) check(field, field.placeholder, "::placeholder");
	return poor;
})()`

// smallTargets finds controls that are hard to hit (WCAG 2.2, 2.5.8: 24 by 24
// pixels; links in running text are excepted there).
const smallTargets = `[...document.querySelectorAll("button, select, input, textarea, summary, a")].filter((e) => e.checkVisibility() && !e.matches(".note-mark, [type=radio], p a, li a, li .plain"))
	.map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.width < 24 || box.height < 24)
	.map(([e, box]) => (e.id || e.className || e.textContent) + " " + box.width.toFixed() + "x" + box.height.toFixed())`

// unnamedControls finds controls that a screen reader could not name.
const unnamedControls = `[...document.querySelectorAll("button, select, input, textarea, summary, a[href]")].filter((e) => e.checkVisibility()
	&& !e.textContent.trim() && !e.ariaLabel && !e.labels?.length).map((e) => e.outerHTML.slice(0, 80))`

// A mark is small, but what reacts to a finger around it is not.
func marksAreEasyToHit(t *testing.T, browser context.Context) {
	p := open(t, browser, handler(t, options()), "/", look{width: 390, height: 844})
	p.ask("How long do refunds take?")
	for _, at := range []string{"-11, 0", "11, 0", "0, -11", "0, 11", "0, 0"} {
		p.mustBe("the mark is hit at "+at, fmt.Sprintf(`((dx, dy) => {
			const mark = document.querySelector(".note-mark"), box = mark.getBoundingClientRect();
			return document.elementFromPoint((box.left + box.right) / 2 + dx, (box.top + box.bottom) / 2 + dy) === mark;
		})(%s)`, at))
	}
}
