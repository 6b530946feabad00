package answer

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// linkTo is the link to the first place of quote in the passage of lines s.
func linkTo(t *testing.T, s, quote string) string {
	t.Helper()
	p := passageOf(s)
	p.URL, p.Anchor = "https://help.example/en/a?x=1&y=2#old", "top"
	start := strings.Index(p.Text, quote)
	if start < 0 {
		t.Fatalf("%q is not in the passage", quote)
	}
	return link(p, Citation{Start: start, End: start + len(quote)}, newVisible(p.Text, 0, p.Source.Blocks))
}

func TestLink(t *testing.T) {
	const long = "You can return items within 60 days after delivery if they are unused, complete and in the original box, and if you register the return first."
	for _, test := range []struct{ name, text, quote, want string }{
		{"short quote whole", "# Returns\nRefunds take 5 days.", "Refunds take 5 days.", "Refunds%20take%205%20days"},
		{"signs with a meaning", "A well-known fact, R&D costs 5%.", "A well-known fact, R&D costs 5%.", "A%20well%2Dknown%20fact%2C%20R%26D%20costs%205%25"},
		{"long quote by its ends", "# Returns\n" + long, long, "You%20can%20return%20items,register%20the%20return%20first"},
		{"several times: prefix", "# Plus\nThe fee is €5.\n# Basic\nThe fee is €5.\n", "The fee is €5.", "The%20fee%20is%20%E2%82%AC5"},
		{"table row across cells", "Code | Meaning\nP-502 | Laboratory system not available\n", "P-502 | Laboratory system not available", "P%2D502,Laboratory%20system%20not%20available"},
		{"list entry without its mark", "- first thing\n- second thing\n", "second thing", "second%20thing"},
		{"word boundaries", "The cart is full. The art is free.", "art is free.", "art%20is%20free"},
		{"Chinese short", "# 退款\n退款需要 5 个工作日。", "退款需要 5 个工作日。", "%E9%80%80%E6%AC%BE%E9%9C%80%E8%A6%81%205%20%E4%B8%AA%E5%B7%A5%E4%BD%9C%E6%97%A5"},
		{"quotation marks and brackets", "Press “Save” (twice).", "Press “Save” (twice).", "Press%20%E2%80%9CSave%E2%80%9D%20%28twice%29"},
	} {
		want := "https://help.example/en/a?x=1&y=2#top:~:text=" + test.want
		if got := linkTo(t, test.text, test.quote); got != want {
			t.Errorf("%s\n got %s\nwant %s", test.name, got, want)
		}
	}
}

func TestLinkToARepeatedQuoteSelectsThatOne(t *testing.T) {
	p := passageOf("# Plus\nThe fee is €5.\n# Basic\nThe fee is €5.\nMore text.")
	p.URL = "https://help.example/"
	v := newVisible(p.Text, 0, p.Source.Blocks)
	second := strings.LastIndex(p.Text, "The fee")
	got := link(p, Citation{Start: second, End: second + len("The fee is €5.")}, v)
	if want := "https://help.example/#:~:text=Basic-,The%20fee%20is%20%E2%82%AC5"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	p = passageOf("同样的话。\n同样的话。\n同样的话。")
	p.URL, p.Anchor = "https://help.example/", "h"
	if got := link(p, Citation{Start: 32, End: 47}, newVisible(p.Text, 0, p.Source.Blocks)); got != "https://help.example/#h" {
		t.Errorf("a quote that nothing tells from the one before it: got %s, want the anchor alone", got)
	}
}

func TestLinkInChineseIsCutAtPunctuation(t *testing.T) {
	const quote = "电子处方 60 天内有效，纸质处方 30 天内有效，遗失或过期重开收费 4 欧元，别人可以代取纸质处方，须带您的书面授权和本人证件。"
	got := linkTo(t, "# 有效期\n"+quote, quote)
	f, err := url.PathUnescape(got[strings.Index(got, "text=")+len("text="):])
	if err != nil {
		t.Fatal(err)
	}
	if want := "电子处方 60 天内有效,须带您的书面授权和本人证件"; f != want {
		t.Errorf("got %s, want %s", f, want)
	}
	const long = "平板应用当前版本为 6.2 而手机应用的当前版本为 8.4 请在应用商店更新到最新版本后再试一次并重新登录"
	got = linkTo(t, long, long)
	if f, _ = url.PathUnescape(got[strings.Index(got, "text=")+len("text="):]); f != "平板应用当前版本为,请在应用商店更新到最新版本后再试一次并重新登录" {
		t.Errorf("cut inside a number or word: %s", f)
	}
}

func TestLinkRefusesOtherSchemes(t *testing.T) {
	for _, address := range []string{"", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "//host/x", "http://[::1", "ftp://h/x", " https://h/"} {
		p := passageOf("Refunds take 5 days.")
		p.URL = address
		if got := link(p, Citation{Start: 0, End: 7}, newVisible(p.Text, 0, p.Source.Blocks)); got != "" {
			t.Errorf("%q gives %q", address, got)
		}
	}
}

func TestLinkWithoutAnchorOrPlace(t *testing.T) {
	p := passageOf("Refunds take 5 days.")
	p.URL = "https://help.example/a#b"
	v := newVisible(p.Text, 0, p.Source.Blocks)
	for c, want := range map[Citation]string{
		{Start: 0, End: 20}:    "https://help.example/a#:~:text=Refunds%20take%205%20days",
		{Start: 500, End: 600}: "https://help.example/a",
		{Start: 0, End: 0}:     "https://help.example/a",
	} {
		if got := link(p, c, v); got != want {
			t.Errorf("%d-%d: got %s, want %s", c.Start, c.End, got, want)
		}
	}
	p.Anchor = "a b:~:text=c\"<"
	if got := link(p, Citation{}, v); got != "https://help.example/a#a%20b%3A~%3Atext=c%22%3C" {
		t.Errorf("anchor is not escaped: %s", got)
	}
}

// A link is a valid address whose directive, decoded, selects exactly the quote
// but for punctuation at its end.
func FuzzLink(f *testing.F) {
	f.Add("# Returns\nYou can return items within 60 days.\n- a, b & c-d\n", 10, 20)
	f.Add("# 退款\n退款需要 5 个工作日，款项原路退回。\nA | B | C\n", 10, 40)
	f.Add("a\na\na", 2, 1)
	f.Add("ﬀ İ ß\u200b | \u00a0x", 0, 9)
	f.Fuzz(func(t *testing.T, s string, start, size int) {
		p := passageOf(strings.ToValidUTF8(s, ""))
		p.URL = "https://help.example/p"
		v := newVisible(p.Text, 0, p.Source.Blocks)
		got := link(p, Citation{Start: start, End: start + size}, v)
		if _, err := url.Parse(got); err != nil {
			t.Fatalf("%q: %v", got, err)
		}
		for i := 0; i < len(got); i++ {
			if got[i] <= ' ' || got[i] >= 0x7f {
				t.Fatalf("%q is not escaped", got)
			}
		}
		_, directive, found := strings.Cut(got, ":~:text=")
		if !found {
			return
		}
		parts := strings.Split(directive, ",")
		var fr fragment
		for i, part := range parts {
			text, err := url.PathUnescape(strings.TrimSuffix(strings.TrimPrefix(part, "-"), "-"))
			if err != nil || !utf8.ValidString(text) {
				t.Fatalf("%q: %v", part, err)
			}
			switch {
			case strings.HasSuffix(part, "-"):
				fr.prefix = text
			case strings.HasPrefix(part, "-"):
				fr.suffix = text
			case fr.start == "" && i < 2:
				fr.start = text
			default:
				fr.end = text
			}
		}
		from, to, ok := v.selects(fr)
		a, b, there := v.span(start, start+size)
		if !ok || !there || from != a || to > b || strings.Trim(v.text[to:b], " \n.。；;,，:：") != "" {
			t.Fatalf("%q selects %d-%d %v, the quote is at %d-%d", directive, from, to, ok, a, b)
		}
	})
}
