package extract

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"footnote/ingest"
)

func TestTitle(t *testing.T) {
	const text = "<p>Some text of the page that is long enough to count.</p>"
	for _, c := range []struct{ name, body, want string }{
		{"heading in the title element", "<title>Refund times | Larkspur Help</title><h1>Refund times</h1>" + text, "Refund times"},
		{"no heading", "<title>Refund times | Larkspur Help</title>" + text, "Refund times"},
		{"site first", "<title>Larkspur - Refunds</title><meta property=og:site_name content=Larkspur>" + text, "Refunds"},
		{"Chinese suffix", "<title>退款时间_云雀帮助中心</title>" + text, "退款时间"},
		{"Chinese bar", "<title>退款时间｜云雀</title>" + text, "退款时间"},
		{"only og", "<meta property=og:title content='Refunds &amp; returns'>" + text, "Refunds & returns"},
		{"heading is the site's name", "<title>Refunds | Larkspur</title><header><h1>Larkspur</h1></header><main>" + text + "</main>", "Refunds"},
		{"heading outside the content", "<title>Refunds | L</title><header><h1 id=r>Refunds</h1></header><main>" + text + "</main>", "Refunds"},
		{"underscore in a name", "<title>max_size</title>" + text, "max_size"},
		{"from the address", text, "refund times"},
		{"picture in the heading", "<title>X</title><h1><img alt=Logo>Prices</h1>" + text, "Prices"},
	} {
		d := extractPage(t, "refund-times.html", c.body)
		if d.Title != c.want {
			t.Errorf("%s: title %q, want %q", c.name, d.Title, c.want)
		}
	}
	d, err := Extract(ingest.Page{Key: "k", Title: "Given", Body: []byte("# Own\n\ntext"), URL: "file:///a.md"})
	if err != nil || d.Title != "Given" {
		t.Errorf("given title: %q, %v", d.Title, err)
	}
}

func TestUpdated(t *testing.T) {
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for name, body := range map[string]string{
		"meta":           `<meta property="article:modified_time" content="2026-03-02T00:00:00Z"><p>x`,
		"JSON-LD":        `<script type="application/ld+json">{"dateModified" : "2026-03-02"}</script><p>x`,
		"time":           `<p>Updated <time datetime="2026-03-02">yesterday</time>, by us, after a long discussion</p>`,
		"English line":   `<p>x</p><p>Last updated: 2 March 2026</p>`,
		"US line":        `<p>x</p><p>Updated on March 2, 2026</p>`,
		"short month":    `<p>x</p><p>Last modified Mar 2, 2026 by Ann</p>`,
		"ISO line":       `<p>x</p><p>This page was last updated on 2026-03-02.</p>`,
		"Chinese line":   `<p>x</p><p>最后更新：2026 年 3 月 2 日</p>`,
		"Chinese line 2": `<p>x</p><p>更新于 2026-03-02</p>`,
		"published only": `<meta property="article:published_time" content="2026-03-02"><p>x`,
	} {
		d := extractPage(t, "a.html", body)
		if !d.Updated.Equal(day) {
			t.Errorf("%s: updated %v, want %v", name, d.Updated, day)
		}
		if strings.Contains(d.Text, "ast updated:") || strings.Contains(d.Text, "更新") {
			t.Errorf("%s: the line about the page is in its text: %q", name, d.Text)
		}
	}
	for name, body := range map[string]string{
		"a sentence":  "<p>The price list was updated on 2 March 2026 and is valid for all sites.</p>",
		"no date":     "<p>Updated prices apply.</p>",
		"which month": "<p>x</p><p>Last updated: 02/03/2026</p>",
		"impossible":  "<p>x</p><p>更新于 2026 年 13 月 2 日</p>",
	} {
		d := extractPage(t, "a.html", body)
		if !d.Updated.IsZero() {
			t.Errorf("%s: updated %v, want none", name, d.Updated)
		}
	}
	if d := extractPage(t, "a.html", "<p>The price list was updated on 2 March 2026.</p>"); !strings.Contains(d.Text, "price list") {
		t.Errorf("a sentence with a date is missing: %q", d.Text)
	}
}

func TestLinksOfThePage(t *testing.T) {
	d := extractPage(t, "a.html", `<head><base href="https://cdn.example/docs/"><link rel=canonical href="b#c"><link rel=alternate hreflang=ZH-cn href="/zh">
		<link rel=alternate hreflang=fr href="javascript:alert(1)"><meta name=robots content="NoIndex"></head><p>x`)
	if d.Canonical != "https://cdn.example/docs/b" {
		t.Errorf("canonical %q", d.Canonical)
	}
	if diff := cmp.Diff(map[string]string{"zh-cn": "https://cdn.example/zh"}, d.Alternates); diff != "" {
		t.Error(diff)
	}
	if !d.NoIndex {
		t.Error("noindex is not seen")
	}
	if d := extractPage(t, "a.html", `<link rel=canonical href="https://help.example/en/a.html"><p>x`); d.Canonical != "" {
		t.Errorf("canonical of the page itself is %q, want none", d.Canonical)
	}
}

func TestLanguage(t *testing.T) {
	const english = "<p>You can return most things within thirty days after they have arrived at your home.</p>"
	const chinese = "<p>您可以在收到商品后的三十天内申请退货，退款会在三个工作日内到账。</p>"
	for _, c := range []struct{ name, body, want string }{
		{"declared", "<html lang=en-US>" + english, "en"},
		{"declared other", "<html lang=de>" + english, "de"},
		{"not declared", english, "en"},
		{"not declared, Chinese", chinese, "zh"},
		{"Chinese page of an English template", "<html lang=en>" + chinese, "zh"},
		{"English page of a Chinese template", "<html lang=zh-CN>" + english, "en"},
		{"code does not count", "<p>请先运行下面的命令：</p><pre>docker compose up --detach --build --remove-orphans && docker compose logs --follow</pre>", "zh"},
		{"nonsense", "<html lang='x; drop'>" + english, "en"},
	} {
		if d := extractPage(t, "a.html", c.body); d.Language != c.want {
			t.Errorf("%s: language %q, want %q", c.name, d.Language, c.want)
		}
	}
	d, err := Extract(ingest.Page{Key: "k", Language: "zh-TW", ContentType: "text/html", Body: []byte(english)})
	if err != nil || d.Language != "zh" {
		t.Errorf("given language: %q, %v", d.Language, err)
	}
}

func TestCharset(t *testing.T) {
	const text = "退款会在三个工作日内到账。如有疑问，请联系客服。"
	html := func(head string) string {
		return "<html><head>" + head + "</head><body><p>" + text + "</p></body></html>"
	}
	gbk, _ := simplifiedchinese.GBK.NewEncoder().String(html("<meta charset=gbk>"))
	bare, _ := simplifiedchinese.GB18030.NewEncoder().String(html(""))
	wrong, _ := simplifiedchinese.GB18030.NewEncoder().String(html("<meta charset=utf-8>"))
	big5, _ := traditionalchinese.Big5.NewEncoder().String(strings.ReplaceAll(html(""), text, "退款時間三天"))
	const traditional = "退款會在三個工作天內到帳。如有疑問，請聯絡客服。"
	bare5, _ := traditionalchinese.Big5.NewEncoder().String(strings.ReplaceAll(html(""), text, traditional))
	const japaneseText = "返金は五営業日以内に行われます。ご不明な点はお問い合わせください。"
	sjis, _ := japanese.ShiftJIS.NewEncoder().String(strings.ReplaceAll(html(""), text, japaneseText))
	utf16le, _ := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String("Refunds take 5 days. 退款需要五天。")
	utf16be, _ := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String("Refunds take 5 days. 退款需要五天。")
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(html(""))
	for _, c := range []struct{ name, kind, body, want string }{
		{"meta", "text/html", gbk, text},
		{"header", "text/html; charset=gb18030", bare, text},
		{"content", "text/html", bare, text},
		{"wrong meta", "text/html", wrong, text},
		{"wrong header", "text/html; charset=iso-8859-1", html(""), text},
		{"Big5 by header", "text/html; charset=big5", big5, "退款時間三天"},
		{"UTF-16 with mark", "text/html", utf16, text},
		{"UTF-8 with mark", "text/html", "\ufeff" + html(""), text},
		{"Latin-1", "text/html; charset=iso-8859-1", "<p>Gr\xfc\xdfe", "Grüße"},
		{"late UTF-8", "text/html", "<!--" + strings.Repeat("x", 2000) + "--><p>退款", "退款"},
		{"Big5 by content", "text/html", bare5, traditional},
		{"Big5 behind a server's default", "text/html; charset=iso-8859-1", bare5, traditional},
		{"Shift-JIS by content", "text/html", sjis, japaneseText},
		{"GBK in Markdown", "text/markdown", strings.TrimSuffix(strings.SplitAfter(bare, "<p>")[1], "</p></body></html>"), text},
		{"Latin-1 in Markdown", "text/markdown", "Gr\xfc\xdfe aus K\xf6ln", "Grüße aus Köln"},
		{"UTF-16 without mark", "text/plain", utf16le, "Refunds take 5 days. 退款需要五天。"},
		{"UTF-16 the other way", "text/plain", utf16be, "Refunds take 5 days. 退款需要五天。"},
		{"broken", "text/html; charset=utf-8", "<p>a\xffb\x00c", "a\ufffdbc"},
	} {
		d, err := Extract(ingest.Page{Key: "k", ContentType: c.kind, Body: []byte(c.body)})
		if err != nil || d.Text != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, d.Text, err, c.want)
		}
	}
}

func TestFormat(t *testing.T) {
	for _, c := range []struct{ url, kind, body, want string }{
		{"https://a.example/x", "text/html", "<p>a *b*", "a *b*"},
		{"https://a.example/x.md", "text/plain", "a *b*", "a b"},
		{"https://a.example/x", "text/markdown; charset=utf-8", "a *b*", "a b"},
		{"file:///a/x.MD", "", "a *b*", "a b"},
		{"file:///a/x.txt", "", "a *b*", "a *b*"},
		{"file:///a/x", "", "<!doctype html><p>a", "a"},
		{"file:///a/x", "", "just text", "just text"},
		{"file:///a/x.htm", "application/octet-stream", "<p>a", "a"},
	} {
		d, err := Extract(ingest.Page{Key: c.url, URL: c.url, ContentType: c.kind, Body: []byte(c.body)})
		if err != nil || d.Text != c.want {
			t.Errorf("%s %s: %q, %v", c.url, c.kind, d.Text, err)
		}
	}
	for url, kind := range map[string]string{"https://a.example/x.zip": "application/zip", "https://a.example/x.png": "image/png", "file:///a/x.bin": ""} {
		_, err := Extract(ingest.Page{Key: url, URL: url, ContentType: kind, Body: []byte("\x89PNG\r\n\x1a\n\x00")})
		if !errors.Is(err, ErrType) || !strings.Contains(err.Error(), url) {
			t.Errorf("%s: %v, want ErrType that names the page", url, err)
		}
	}
}

func TestLabelsAndFAQ(t *testing.T) {
	p := page("a.md", "---\nversion: v1\nproduct: \"Nest: club\"\nlocale: en\ntags: [x]\naudience:\n  - a\n---\n# How do I pay?\n\nBy card.")
	p.Labels = map[string]string{"version": "v2", "team": "pay"}
	d, err := Extract(p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"version": "v2", "product": "Nest: club", "locale": "en", "team": "pay"}, d.Labels); diff != "" {
		t.Error(diff)
	}
	if !d.FAQ {
		t.Error("a question with its answer is not marked as FAQ")
	}
	for _, body := range []string{"# Paying\n\nBy card.", "# How do I pay?\n\nBy card.\n\n## More\n\nx", "# How do I pay?\n\n" + strings.Repeat("Much text. ", 200)} {
		if extractPage(t, "a.md", body).FAQ {
			t.Errorf("FAQ: %.30q", body)
		}
	}
	if !extractPage(t, "a.md", "# 怎么付款？\n\n可以刷卡。").FAQ {
		t.Error("Chinese question is not marked as FAQ")
	}
}

func TestParsed(t *testing.T) {
	d, err := Extract(ingest.Page{Key: "k", URL: "https://a.example/k", Parsed: &ingest.Document{Title: " A  title ", Text: "First line\nsecond.\r\n\r\n- one\n- two\n\x00\xff"}})
	if err != nil {
		t.Fatal(err)
	}
	checkDocument(t, d)
	if d.Title != "A title" || d.Text != "First line\nsecond.\n\n- one\n- two\n\n\ufffd" || d.ID != ingest.DocumentID("k") || len(d.Sections) != 1 {
		t.Errorf("parsed: %+v", d)
	}
}

func TestLimits(t *testing.T) {
	var unclosed strings.Builder
	unclosed.WriteString("<p>")
	for i := range 400 {
		unclosed.WriteString("<b id=" + strings.Repeat("x", i+1) + ">")
	}
	for name, p := range map[string]ingest.Page{
		"bytes":             page("a.html", strings.Repeat("a", MaxBytes+1)),
		"depth":             page("a.html", strings.Repeat("<div>", 2000)+"x"),
		"nodes":             page("a.html", strings.Repeat("<i></i>", maxNodes/2)),
		"reopened elements": page("a.html", unclosed.String()+strings.Repeat("<p>x", 5000)),
		"quotations":        page("a.md", strings.Repeat("> ", 10000)+"x"),
		"lists":             page("a.md", strings.Repeat("- ", 10000)+"x"),
		"links":             page("a.md", strings.Repeat("[a](b", 100000)),
		"table":             page("a.md", strings.Repeat("|a", 2000)+"\n"+strings.Repeat("|-", 2000)+"\n"+strings.Repeat("|b\n", 2000)),
		"marks":             page("a.md", strings.Repeat("*a ", maxMarks+1)),
		"emphasis":          page("a.md", strings.Repeat("*a_ ", maxEmphasis)),
		"lines":             page("a.txt", strings.Repeat("a\n", maxLines+1)),
		"parsed":            {Key: "k", Parsed: &ingest.Document{Text: strings.Repeat("a", MaxBytes+1)}},
	} {
		if _, err := Extract(p); !errors.Is(err, ErrSize) {
			t.Errorf("%s: %v, want ErrSize", name, err)
		}
	}
	for name, body := range map[string]string{"nothing": "", "white space": " \n\u200b ", "only furniture": "<nav>a</nav><script>b()</script>", "only hidden": "<p hidden>a"} {
		if _, err := Extract(page("a.html", body)); !errors.Is(err, ingest.ErrNoText) {
			t.Errorf("%s: %v, want ingest.ErrNoText", name, err)
		}
	}
	_, err := Extract(page("a.html", "<div id=root></div><script src=app.js></script>"))
	if err == nil || !strings.Contains(err.Error(), "script in the browser") {
		t.Errorf("page written by a script: %v", err)
	}
}

// Bytes that are no text are never one, whatever their name says.
func TestBinary(t *testing.T) {
	random := make([]byte, 5000)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(random)
	for name, body := range map[string]string{
		"random": string(random), "PNG": "\x89PNG\r\n\x1a\n" + string(random), "PDF": "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "ZIP": "PK\x03\x04\x14\x00\x08\x00",
		"text with a binary tail": strings.Repeat("Refunds take five days. ", 100) + string(random),
	} {
		for _, kind := range []string{"text/plain", "text/markdown", "text/html"} {
			_, err := Extract(ingest.Page{Key: "k", ContentType: kind, Body: []byte(body)})
			if !errors.Is(err, ingest.ErrNoText) || !strings.Contains(err.Error(), "binary") {
				t.Errorf("%s as %s: %v, want binary content", name, kind, err)
			}
		}
	}
	for name, body := range map[string]string{
		"terminal colours": "\x1b[1mRefunds\x1b[0m take \x1b[32mfive\x1b[0m days.", "a stray NUL": "Refunds take\x00 five days" + strings.Repeat(" and nights", 9), "about PDF": "%PDF- is how a PDF begins.",
	} {
		if _, err := Extract(ingest.Page{Key: "k", ContentType: "text/plain", Body: []byte(body)}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
