package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// termsOf are the terms of s, parts in brackets.
func termsOf(s string) string {
	var list []string
	for w := range Words(s) {
		if w.Part {
			list = append(list, "("+w.Term+")")
		} else {
			list = append(list, w.Term)
		}
	}
	return strings.Join(list, " ")
}

var wordTests = map[string]string{
	"Refunds refunded REFUND":        "refund refund refund",
	"the user's users' don't don’t":  "the user user dont dont",
	"maxRetryCount":                  "maxretrycount (max) (retri) (count)",
	"max_retry_count":                "maxretrycount (max) (retri) (count)",
	"--max-retry-count=3":            "maxretrycount (max) (retri) (count) 3",
	"HTTPServer XMLHttpRequest":      "httpserver (http) (server) xmlhttprequest (xml) (http) (request)",
	"APIs URLs IDs":                  "api url id",
	"e-mail email Wi-Fi wifi":        "email (mail) email wifi (wi) (fi) wifi",
	"v2.3.1 2.3.1 v2":                "v2.3.1 (2.3.1) (2.3) 2.3.1 (2.3) v2 (2)",
	"ERR-1042 ERR1042":               "err1042 (err) (1042) err1042 (err) (1042)",
	"1,000 1000 1,000,000.50 [1,2]":  "1000 1000 1000000.50 1 2",
	"3.14 10:30 2024-01-15 10-20":    "3.14 10:30 (10) (30) 2024-01-15 (2024) (01) (15) 10 20",
	"p53 sha256 10GB H2O x86_64":     "p53 sha256 (sha) (256) 10gb (10) (gb) h2o x8664 (x86) (64)",
	"nginx.conf Node.js":             "nginx.conf (nginx) (conf) node.js (node) (js)",
	"/usr/local/bin and/or":          "usr/local/bin usr local bin and or",
	"a.b@example.com":                "a.b@example.com (exampl) (com)",
	"C# C++ F# c":                    "c# c++ f# c",
	"0S'0 1'000 0's":                 "0s0 (0) (s) (0) 1000 0",
	"AT&T R&D Ctrl+C":                "at&t (at) r&d ctrl+c (ctrl)",
	"café CAFE\u0301 naïve Straße":   "cafe cafe naiv strass",
	"Москва Ёлка":                    "москва ёлка",
	"ＡＰＩ　ｋｅｙ　１２":                     "api key 12",
	"ﬁle so\u00adft zero\u200bwidth": "file soft zerowidth",
	"退款":                             "(退) 退款 (款)",
	"繁體中文":                           "(繁) 繁体 (体) 体中 (中) 中文 (文)",
	"怎么重置API key？":                   "(怎) 怎么 (么) 么重 (重) 重置 (置) api key",
	"3天内":                            "3 (天) 天内 (内)",
	"第1,000号":                        "(第) 1000 (号)",
	"カード ｶｰﾄﾞ":                       "(カ) カー (ー) ード (ド) (カ) カー (ー) ート (ト) ド (゙)",
	"환불":                             "(환) 환불 (불)",
	"คืน":                            "(ค) คื (ื) ืน (น)",
	"⾦ 金 豈":                          "(金) (金) (岂)",
	"👍 — … !!! \ufe0f \u0301":        "",
	"\xff\xfe\xe4\xb8":               "",
	"a\x00b":                         "a b",
}

func TestWords(t *testing.T) {
	for s, want := range wordTests {
		if got := termsOf(s); got != want {
			t.Errorf("words of %q:\n got %s\nwant %s", s, got, want)
		}
	}
}

func TestWordPlaces(t *testing.T) {
	s := "重置 maxRetryCount"
	var got []string
	for w := range Words(s) {
		got = append(got, fmt.Sprintf("%s=%s/%d", w.Term, s[w.Start:w.End], w.Kind))
	}
	want := []string{
		"重=重/3", "重置=重置/4", "置=置/3",
		"maxretrycount=maxRetryCount/2", "max=max/0", "retri=Retry/0", "count=Count/0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStopAndAsking(t *testing.T) {
	var stops, asks []string
	for w := range Words("How do I reset the key? 请问 的 什么") {
		if w.Stop {
			stops = append(stops, w.Term)
		}
		if w.Asking {
			asks = append(asks, w.Term)
		}
	}
	if want := []string{"the", "的"}; !slices.Equal(stops, want) {
		t.Errorf("stop words %q, want %q", stops, want)
	}
	if want := []string{"how", "do", "i", "请问", "什", "什么", "么"}; !slices.Equal(asks, want) {
		t.Errorf("question words %q, want %q", asks, want)
	}
}

// What was learned from one text must not show in another.
func TestWordsDoNotDependOnWhatCameBefore(t *testing.T) {
	for s, want := range wordTests {
		for range 2 {
			if got := termsOf(s); got != want {
				t.Fatalf("words of %q changed to %s", s, got)
			}
		}
	}
	for w := range Words("退款 maxRetryCount") {
		for range Words("another " + w.Term) { // a second analyser
			break
		}
		break
	}
}

func TestLongWords(t *testing.T) {
	for name, s := range map[string]string{
		"letters":  strings.Repeat("a", 1<<20),
		"Cyrillic": strings.Repeat("ж", 1<<19),
		"dotted":   strings.Repeat("a.", 1<<19),
		"camel":    strings.Repeat("aB", 1<<19),
		"slashes":  strings.Repeat("a/", 1<<19),
		"commas":   strings.Repeat("1,", 1<<19),
		"marks":    "a" + strings.Repeat("\u0301", 1<<19),
	} {
		n := 0
		for w := range Words(s) {
			if len(w.Term) > 4*maxToken || w.End-w.Start > 2*maxToken {
				t.Fatalf("%s: term of %d bytes for %d", name, len(w.Term), w.End-w.Start)
			}
			n++
		}
		if n > len(s) {
			t.Errorf("%s: %d words of %d bytes", name, n, len(s))
		}
	}
}

func FuzzWords(f *testing.F) {
	for s := range wordTests {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for w := range Words(s) {
			if w.Start < last || w.End <= w.Start || w.End > len(s) {
				t.Fatalf("%q: word %+v after byte %d", s, w, last)
			}
			if w.Term == "" || !utf8.ValidString(w.Term) {
				t.Fatalf("%q: term %q", s, w.Term)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[w.Start:w.End]) {
				t.Fatalf("%q: word %+v cuts a character", s, w)
			}
			last = w.Start
		}
	})
}
