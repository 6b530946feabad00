package extract

import (
	"strings"
	"testing"
)

// TestDeck: the line under the headline is the description and not text; the
// first text stays, even if the page declares it as its description.
func TestDeck(t *testing.T) {
	const first = "The console streams games from a server, so that a phone is enough to play."
	const firstZH = "这台游戏机从服务器串流游戏，因此一部手机就足够玩了，不需要昂贵的硬件，也不需要下载任何文件。"
	for name, c := range map[string]struct{ body, gone, stays, about string }{
		"class": {`<article><h1>So many ways to play</h1><h2 class="sub-head">There are more devices and services than ever before.</h2><p>` + first + `</p></article>`,
			"more devices", first, "There are more devices and services than ever before."},
		"description": {`<head><meta name=description content="选择比以往任何时候都多，本文说明如何找到最适合您的一种。"></head><article><h1>玩法很多</h1><h3>选择比以往任何时候都多，本文说明如何找到最适合您的一种。</h3><p>` + firstZH + `</p></article>`,
			"最适合您", firstZH, "选择比以往任何时候都多，本文说明如何找到最适合您的一种。"},
		"paragraph": {`<head><meta name=description content="` + first + `"></head><article><h1>So many ways to play</h1><p>` + first + `</p><h2>Prices</h2><p>From 10 a month.</p></article>`,
			"nothing", first, first},
	} {
		d := extractPage(t, "deck.html", c.body)
		if strings.Contains(d.Text, c.gone) || !strings.Contains(d.Text, c.stays) || d.Description != c.about {
			t.Errorf("%s: description %q, text\n%s", name, d.Description, d.Text)
		}
	}
}

// TestAroundText: what stands beside the element around the title is the site's,
// text under a picture is its caption, tags are none.
func TestAroundText(t *testing.T) {
	text := strings.Repeat("<p>The bank refunds a payment within ten days if the shop has cancelled it, and says so by mail.</p>", 8)
	d := extractPage(t, "around.html", `<title>Refunds of cancelled payments | Bank</title><div class=content><div class=left><div><h2>Refunds of cancelled payments</h2>
<div class=image><img src=a.png><p>A card on a table, 2019.</p></div>`+text+`<p>Tags<br><a href=/a>refund</a>, <a href=/b>card</a></p></div></div>
<div class=right><div><h3>A book</h3><p>It is a lovely book that everybody should read at least twice, says our reader.</p></div></div></div>`)
	if strings.Contains(d.Text, "lovely") || strings.Contains(d.Text, "Tags") || d.Blocks[0].Level != 1 {
		t.Error(blocks(d))
	}
	if !strings.Contains(blocks(d), "caption| A card on a table") {
		t.Error(blocks(d))
	}
}
