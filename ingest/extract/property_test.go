package extract

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"footnote/ingest"
	"footnote/retrieval"
)

// checkDocument checks what ingest.Document promises of text, blocks and sections.
func checkDocument(t *testing.T, d ingest.Document) {
	t.Helper()
	if !utf8.ValidString(d.Text) || strings.ContainsRune(d.Text, 0) || strings.ContainsRune(d.Text, '\r') {
		t.Errorf("text is not clean UTF-8: %q", d.Text)
	}
	if !norm.NFC.IsNormalString(d.Text) {
		t.Errorf("text is not in normal form C: %q", d.Text)
	}
	end := 0
	for i, b := range d.Blocks {
		if b.Start < end || b.Start >= b.End || b.End > len(d.Text) {
			t.Fatalf("block %d [%d,%d) after %d of %d", i, b.Start, b.End, end, len(d.Text))
		}
		if between := d.Text[end:b.Start]; strings.TrimLeft(between, " \n") != "" {
			t.Errorf("text %q between blocks", between)
		}
		if !boundary(d.Text, b.Start) || !boundary(d.Text, b.End) {
			t.Errorf("block %d [%d,%d) cuts a character", i, b.Start, b.End)
		}
		if s := d.Text[b.Start:b.End]; b.Kind != retrieval.Code && strings.Contains(s, "\n\n") {
			t.Errorf("%s %q holds an empty line", b.Kind, s)
		}
		end = b.End
	}
	if strings.TrimFunc(d.Text[end:], unicode.IsSpace) != "" {
		t.Errorf("text %q after the last block", d.Text[end:])
	}
	checkSections(t, d)
}

func boundary(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

func checkSections(t *testing.T, d ingest.Document) {
	t.Helper()
	at := 0
	for _, s := range d.Sections {
		if s.Start != at || s.End < s.Start {
			t.Errorf("section %v [%d,%d) begins after %d", s.Path, s.Start, s.End, at)
		}
		if s.Level > 0 && (len(s.Path) == 0 || !strings.HasPrefix(d.Text[s.Start:], s.Path[len(s.Path)-1])) {
			t.Errorf("section %v does not begin with its heading: %q", s.Path, d.Text[s.Start:s.End])
		}
		at = s.End
	}
	if at != len(d.Text) {
		t.Errorf("sections end at %d of %d", at, len(d.Text))
	}
}

// extractAny reads whatever it gets; errors must be of the named kinds.
func extractAny(t *testing.T, p ingest.Page) {
	d, err := Extract(p)
	if err != nil {
		if !errors.Is(err, ingest.ErrNoText) && !errors.Is(err, ErrSize) {
			t.Errorf("unexpected error: %v", err)
		}
		return
	}
	checkDocument(t, d)
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"<h1 id=a>T</h1><p>One. <b>Two</b>.</p><ul><li>a<ol start=3><li>b</ol></ul>",
		"<table><caption>C</caption><tr><th>A<th>B<tr><td rowspan=2>1<td>2<tr><td colspan=3>3</table>",
		"<div role=tablist><a role=tab>X</a></div><div role=tabpanel hidden><pre>a\n\n b</pre></div>",
		"<dl><dt>退款<dd>三天。</dl><details><summary>问</summary>答</details><p style='display:none'>隐藏",
		"<p>a\u0301\u00ad\u200b\u3000中\n文</p><img alt='图 一'><figure><figcaption>图</figure>",
		"<meta charset=gbk><p>\xcd\xcb\xbf\xee", "\xff\xfe<\x00p\x00>\x00a\x00", "<p>\x00\xff\xfe", "<b><b a=1><p><b a=2><p>x", "<svg><p>x<![CDATA[y]]></svg>",
		"<select><template><table><a><p>", "<p>Last updated 2026 年 3 月 2 日</p><main></main><nav>x</nav>",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		extractAny(t, ingest.Page{Key: "https://a.example/x", URL: "https://a.example/x", ContentType: "text/html", Body: body})
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, s := range []string{
		"---\ntitle: \"A: b\"\ndate: 2026-03-02\nversion: [1]\n---\n# H {#id}\n\ntext *a* `b`\n\n1. x\n   - y\n\n2. z",
		"+++\ntitle = \"A\"\n+++\n| a | b |\n|---|:-:|\n| 1 \\| 2 | 3\n", "> [!TIP]\n> 提示\n\n> **注意：** 三天",
		"{{< tabpane >}}{{% tab \"Go\" %}}\n```go\na\n```\n{{% /tab %}}{{< /tabpane >}} {{</* x */>}}", ":::tip[标题]\n内容\n:::\n",
		"import A from 'b'\n\n<Tabs><TabItem label=\"x\" v={a}>\n\ny\n\n</TabItem></Tabs>\n{/* c */}", "!!! note \"T\"\n    a\n\n    b\n=== \"X\"\n    y\n",
		"<details>\n<summary>S</summary>\n\n- a\n\n</details>", "- [x] done ~~old~~\n\nTerm\n: Definition\n", "a<br>b <!-- c --> <kbd>d</kbd>", "{%}0{% ", "{% hint style=\"info\" %}\nx\n{% endhint %}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		extractAny(t, ingest.Page{Key: "file:///a/x.md", URL: "file:///a/x.md", Body: body})
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Title\n\nA line\nand another.\n\n- a\n* b\n\n1. c\n2) d\n", "标题\r\n\r\n第一段。\r\n", "\ufeff\x00\xff", "1. \n- \n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		extractAny(t, ingest.Page{Key: "file:///a/x.txt", URL: "file:///a/x.txt", Body: body})
		extractAny(t, ingest.Page{Key: "x", Parsed: &ingest.Document{Title: "T", Text: string(body)}})
	})
}
