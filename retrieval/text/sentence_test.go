package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// Sentences are written one a line, and joined by sep.
var sentenceTests = []struct {
	name, sep, want string
}{
	{"plain", " ", "Refunds take 5 days.\nYou can ask for one in Settings.\nIs it free?\nYes!"},
	{"titles", " ", "Dr. Smith met Mr. Jones and Mrs. Brown.\nThey talked."},
	{"numbers", " ", "It costs 3.50 USD.\nThe fee is 1,000.00.\nVersion 2.3.1 fixed it.\nUse v2.\nThen go."},
	{"No.", " ", "See No. 5 and Fig. 3 on p. 12.\nNo.\nThat is wrong."},
	{"a.m.", " ", "We open at 9 a.m. and close at 5 p.m.\nCall us before.\nWe open at 9 a.m. Monday to Friday."},
	{"U.S.", " ", "The U.S. Government said so.\nIt ships to the U.S.\nThe fee is low."},
	{"e.g.", " ", "Use a tool, e.g. Make, i.e. a builder, etc. for that.\nDone."},
	{"company", " ", "Acme Inc. sells tools.\nIt belongs to Acme Inc.\nThe shop is closed."},
	{"initials", " ", "J. R. R. Tolkien wrote it.\nJ. Smith did not."},
	{"URL", " ", "See https://example.com/a.b?c=d.e!f for more.\nMail a.b@example.com.\nOpen example.com."},
	{"files", " ", "Edit nginx.conf and main.go.\nRun ./build.sh now.\nThe .env file is read."},
	{"quotes", " ", "He said \"Stop.\"\nThen he left.\n\"Stop!\" he said.\n(It works.)\nIt works (see below)."},
	{"curly quotes", " ", "“It works.”\nShe nodded.\n‘Why?’\nBecause."},
	{"ellipsis", " ", "Wait... it loads.\nWait...\nThen click.\nSo… it goes on."},
	{"marks", " ", "Really?!\nYes!!!\nWhat?\nNo."},
	{"list", "\n", "1. Open Settings.\n2. Choose Security.\n- Rotate the key\n- Save\n• Done"},
	{"numbering", " ", "1. Open it.\nThen close it."},
	{"lines", "\n", "Billing\nRefunds take 5 days.\nPlan | Price\nPro | $5"},
	{"small letters", " ", "Run the installer.\nnpm then starts.\nWait approx. five minutes, min. 3 min.\niPhone users skip this."},
	{"Cranfield", " ", "what is flow .\nit is measured ."},
	{"Chinese", "", "退款需要五天。\n可以在设置中申请吗？\n可以！\n请注意；\n费用为 3.5 元。"},
	{"Chinese quotes", "", "他说：“请稍候。”\n然后离开了。\n「完成了！」\n（见下文。）\n好。"},
	{"Chinese ellipsis", "", "请等待……\n完成后继续。\n真的吗？！\n是的。"},
	{"traditional", "", "請在「設定」中重設密碼。\n需要多久？\n大約三天。"},
	{"mixed", "", "请使用 v2.3.1。\n打开 nginx.conf 并修改。\n什么是API?\n它是接口。\nAPI 密钥见 https://example.com/a?b=c 页面。"},
	{"mixed spaces", " ", "请运行 npm install。\nThen restart it.\n完成！\nIt works."},
	{"Chinese numbering", "", "1.打开设置。\n选择安全。"},
	{"Chinese dots", "", "打开设置.\n选择安全."},
}

func TestSentences(t *testing.T) {
	for _, tt := range sentenceTests {
		want := strings.Split(tt.want, "\n")
		s := strings.Join(want, tt.sep)
		var got []string
		for _, x := range Sentences(s) {
			got = append(got, s[x.Start:x.End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, want)
		}
	}
}

func TestSentencesWhole(t *testing.T) {
	for _, s := range []string{
		"The quick brown fox jumps over the lazy dog and\nthen goes on to the next line.",
		"Version 2.3.1 of the tool, from example.com, costs $3.50",
		"See RFC 9110, sec. 4.2, and cf. the note",
		"1.", "a.", "...", "?!", "。", "Hello", "你好",
	} {
		got := Sentences(s)
		if len(got) != 1 || got[0] != (Span{0, len(s)}) {
			t.Errorf("Sentences(%q) = %v, want one", s, got)
		}
	}
	for _, s := range []string{"", " ", "\n\n \t\u3000"} {
		if got := Sentences(s); len(got) != 0 {
			t.Errorf("Sentences(%q) = %v, want none", s, got)
		}
	}
}

func FuzzSentences(f *testing.F) {
	for _, tt := range sentenceTests {
		f.Add(strings.ReplaceAll(tt.want, "\n", tt.sep))
	}
	f.Add("\xff.\n\xe3\x80 a.\u2028b")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, x := range Sentences(s) {
			if x.Start < last || x.End <= x.Start || x.End > len(s) {
				t.Fatalf("span %v after byte %d of %q", x, last, s)
			}
			if between := s[last:x.Start]; strings.TrimSpace(between) != "" {
				t.Fatalf("%q lies between sentences of %q", between, s)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[x.Start:x.End]) {
				t.Fatalf("span %v cuts a character of %q", x, s)
			}
			if inner := s[x.Start:x.End]; strings.TrimSpace(inner) != inner {
				t.Fatalf("white space around %q", inner)
			}
			last = x.End
		}
		if rest := s[last:]; strings.TrimSpace(rest) != "" {
			t.Fatalf("%q is in no sentence of %q", rest, s)
		}
	})
}
