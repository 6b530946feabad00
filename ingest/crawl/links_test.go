package crawl

import (
	"strings"
	"testing"
)

func TestLinks(t *testing.T) {
	l := readLinks([]byte(`<!doctype html><head><base href=" /b/ "><base href="/c/"><meta name="viewport" content="noindex">
	<meta name=googlebot content=noindex><link rel="Canonical nofollow" href=/c1><link rel=alternate hreflang=zh href=/zh><link rel=alternate href=/feed>
	<link rel=prev href=/p><link rel=stylesheet href=/s></head><nav><A HREF='/1'>1</A></nav><a>none</a><a href="">self</a><a href="#x">x</a>
	<a href="/2" href="/2b" rel="external NoFollow">2</a><area href=/3><svg><a href="/4"/></svg><template><a href="/5"></a></template>
	<textarea><a href="/no"></textarea><title><a href="/no"></title><style><a href="/no"></style><noscript><a href=/6><meta http-equiv=refresh content="0;/no"></noscript>
	<a href="/7?a=1&amp;b=2">7</a><a href="/8`), "text/html; charset=utf-8")
	var got []string
	for _, to := range l.to {
		got = append(got, to.how+" "+to.href)
	}
	want := "canonical of /c1|translation of /zh|link from /p|link from /1|link from /3|link from /4|link from /5|link from /6|link from /7?a=1&b=2"
	if strings.Join(got, "|") != want || l.noindex || l.nofollow || l.refresh != "" || strings.TrimSpace(l.base) != "/b/" {
		t.Errorf("%q\n%+v", strings.Join(got, "|"), l)
	}
}

func TestLinksInOtherCharsets(t *testing.T) {
	for kind, body := range map[string]string{
		"text/html; charset=gbk": "<a href='/\xcd\xcb\xbf\xee'>x</a>",
		"text/html":              "<meta charset=gb2312><a href='/\xcd\xcb\xbf\xee'>x</a>",
		"text/html; ":            "\xff\xfe<\x00a\x00 \x00h\x00r\x00e\x00f\x00=\x00/\x00\x00\x90>\x6b>\x00",
		"text/html;charset=big5": "<a href='/\xb0\x68\xb4\xda'>x</a>",
	} {
		l := readLinks([]byte(body), kind)
		if len(l.to) != 1 || l.to[0].href != "/退款" && l.to[0].href != "/退\u6b3e" {
			t.Errorf("%s: %q", kind, l.to)
		}
	}
}

func TestDirectives(t *testing.T) {
	for _, c := range []struct {
		header            []string
		noindex, nofollow bool
	}{
		{nil, false, false},
		{[]string{"noindex"}, true, false},
		{[]string{"NOFOLLOW , max-snippet:-1"}, false, true},
		{[]string{"none"}, true, true},
		{[]string{"googlebot: noindex, nofollow"}, false, false},
		{[]string{"googlebot: noindex, footnote: nofollow"}, false, true},
		{[]string{"otherbot: nofollow", "Footnote: noindex"}, true, false},
		{[]string{"unavailable_after: 25 Jun 2030 15:00:00 PST, noindex"}, true, false},
		{[]string{"noindexing, no index, index, follow, all"}, false, false},
	} {
		var l links
		l.header(c.header)
		if l.noindex != c.noindex || l.nofollow != c.nofollow {
			t.Errorf("%q: noindex %v, nofollow %v", c.header, l.noindex, l.nofollow)
		}
	}
	l := readLinks([]byte(`<meta name="ROBOTS" content="index, NoFollow"><meta name=footnote content=noindex>`), "text/html")
	if !l.noindex || !l.nofollow {
		t.Errorf("%+v", l)
	}
}

func TestRefresh(t *testing.T) {
	for content, want := range map[string]string{
		"0; url=/a": "/a", "0;URL='/a'": "/a", `5 , url = "/a"`: "/a", "0; /a": "/a", "0.5;url=https://x.example/a?b=1;c": "https://x.example/a?b=1;c",
		"30; url=/a": "", "5": "", "": "", "x; url=/a": "", "0;": "", "0; urls": "urls",
	} {
		if got := refresh(content); got != want {
			t.Errorf("refresh(%q) = %q, want %q", content, got, want)
		}
	}
}

func FuzzLinks(f *testing.F) {
	f.Add([]byte(`<base href="/b/"><a href="a">x</a><link rel=canonical href=//x><meta http-equiv=refresh content="0;url=/z">`), "text/html")
	f.Add([]byte("<meta charset=gbk><a href='/\xcd\xcb'>"), "text/html; charset=big5")
	f.Add([]byte("<noscript><a href=x></noscript><script><a href=y>"), "")
	base, err := parse("https://x.example/dir/")
	if err != nil {
		f.Fatal(err)
	}
	r := &run{site: site{scheme: "https", host: "x.example", folder: "/"}}
	f.Fuzz(func(t *testing.T, body []byte, kind string) {
		l := readLinks(body, kind)
		if len(l.to) > maxLinks {
			t.Fatal(len(l.to))
		}
		seen := map[address]bool{}
		for _, ref := range r.references(base, l.to) {
			if seen[ref.address] || ref.address.host != "x.example" || ref.address.scheme != "https" {
				t.Fatal(ref.address)
			}
			seen[ref.address] = true
		}
	})
}

func TestPagesThatSayTheyAreMissing(t *testing.T) {
	for body, want := range map[string]bool{
		"<title>Page not found | Larkspur</title><h1>404</h1><p>Sorry.":                                  true,
		"<title>404 Not Found</title><p>nginx":                                                           true,
		"<title>Larkspur</title><h1>This page could not be found</h1>":                                   true,
		"<title>Larkspur</title><h1>The page you are looking for does not exist</h1>":                    false,
		"<title>页面不存在 - 云雀</title><h1>抱歉，页面不存在</h1>":                                                     true,
		"<title>找不到页面</title>":                                                                           true,
		"<title>Not found errors</title><h1>What to do about 404</h1><p>" + strings.Repeat("text ", 100): false,
		"<title>404 errors</title><h1>404 errors</h1><p>" + strings.Repeat("text ", 2000):                false,
		"<title>Refunds</title><h1>Refunds</h1>":                                                         false,
		"<p>Page not found is what we say.":                                                              false,
	} {
		l := readLinks([]byte(body), "text/html; charset=utf-8")
		if got := l.missing(); got != want {
			t.Errorf("%.80s: %v, want %v", body, got, want)
		}
	}
}
