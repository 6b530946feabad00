package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func split(t *testing.T, reply string, size int) []unit {
	t.Helper()
	var s splitter
	var all []unit
	for len(reply) > 0 {
		n := min(size, len(reply))
		for n < len(reply) && reply[n]&0xc0 == 0x80 {
			n++
		}
		units, err := s.add(reply[:n])
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, units...)
		reply = reply[n:]
	}
	return append(all, s.end()...)
}

func TestSplit(t *testing.T) {
	one, two := []int{1}, []int{2}
	for name, tt := range map[string]struct {
		reply string
		want  []unit
	}{
		"behind the stop":       {"It takes 5 days.[1] It is free.[2]", []unit{{"It takes 5 days.", "", one}, {"It is free.", "", two}}},
		"with a space":          {"It takes 5 days. [1] It is free. [2]", []unit{{"It takes 5 days.", "", one}, {"It is free.", "", two}}},
		"before the stop":       {"It takes 5 days [1]. It is free [1, 2].", []unit{{"It takes 5 days.", "", one}, {"It is free.", "", []int{1, 2}}}},
		"forms":                 {"A is so 【1】. B is so [^2]. C is so [passage 1]. D is so [1-3]. E is so ［2］. F is so 【1†source】.", []unit{{"A is so.", "", one}, {"B is so.", "", two}, {"C is so.", "", one}, {"D is so.", "", []int{1, 2, 3}}, {"E is so.", "", two}, {"F is so.", "", one}}},
		"linked":                {"It is so [1](https://x.example/a_b).", []unit{{"It is so.", "", one}}},
		"in the middle":         {"It takes [1] 5 days.", []unit{{"It takes 5 days.", "", one}}},
		"in front of a line":    {"[1] It takes 5 days.\n[2] It is free.", []unit{{"It takes 5 days.", "", one}, {"It is free.", "", two}}},
		"on a line of its own":  {"It takes 5 days.\n[1]\nIt is free.\n[2]\n", []unit{{"It takes 5 days.", "", one}, {"It is free.", "", two}}},
		"none":                  {"It takes 5 days. It is free.", []unit{{"It takes 5 days.", "", nil}, {"It is free.", "", nil}}},
		"Chinese":               {"退款需要 5 个工作日[1]。银行转账要多等 2 天。[2]另外免费。", []unit{{"退款需要 5 个工作日。", "", one}, {"银行转账要多等 2 天。", "", two}, {"另外免费。", "", nil}}},
		"steps":                 {"Do this:[1]\n1. Open **Orders**. Then wait. [1]\n2. Choose Return.[2]\n   It is below.\n\nDone.[1]", []unit{{"Do this:", "", one}, {"Open Orders. Then wait.", "step", one}, {"Choose Return. It is below.", "step", two}, {"Done.", "", one}}},
		"Chinese steps":         {"第1步：打开订单[1]\n第2步：选择退货[2]", []unit{{"打开订单", "step", one}, {"选择退货", "step", two}}},
		"list":                  {"- one [1]\n* two [2]", []unit{{"one", "item", one}, {"two", "item", two}}},
		"table":                 {"| Plan | Price |\n|---|---|\n| Basic | 5 [1] |", []unit{{"Plan | Price", "row", nil}, {"Basic | 5", "row", one}}},
		"code":                  {"Run this:[1]\n```sh\nx[1] = 2\n\ny\n```\n[2]\nDone.", []unit{{"Run this:", "", one}, {"x[1] = 2\n\ny", "code", two}, {"Done.", "", nil}}},
		"code in a line":        {"Use `a[1]` here [2].", []unit{{"Use `a[1]` here.", "", two}}},
		"no mark":               {"In [2026] it was [x].", []unit{{"In [2026] it was [x].", "", nil}}},
		"numbers":               {"It is 1.5 GB. 3 of 5 fit [1].", []unit{{"It is 1.5 GB.", "", nil}, {"3 of 5 fit.", "", one}}},
		"number in mid-line":    {"It takes long. 2. is not a step here, whatever it looks like [1].", []unit{{"It takes long.", "", nil}, {"2. is not a step here, whatever it looks like.", "", one}}},
		"heading":               {"## Refunds\n\nIt is so.[1]", []unit{{"Refunds", "", nil}, {"It is so.", "", one}}},
		"abbreviation and name": {"See e.g. Dr. Who at example.com/a.b [1]. Next.", []unit{{"See e.g. Dr. Who at example.com/a.b.", "", one}, {"Next.", "", nil}}},
		"only marks":            {"[1] [2]\n", nil},
		"many marks":            {strings.Repeat("[1]", 50) + " It is so.", []unit{{"It is so.", "", one}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{len(tt.reply), 1, 3, 17} {
				got := split(t, tt.reply, size)
				if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(unit{})); diff != "" {
					t.Errorf("in pieces of %d: %s", size, diff)
				}
			}
		})
	}
}

func TestThought(t *testing.T) {
	for reply, want := range map[string]string{
		"<think>no</think>yes":                "yes",
		"a<Think>no<b>no</THINK>b":            "ab",
		"a < b <thin b</x> <":                 "a < b <thin b</x> <",
		"<reasoning>no":                       "",
		"<<think>no</think>":                  "<",
		"x<thinking>no</thinking><think>n":    "x",
		"5 <think":                            "5 <think",
		"<think>a</think>b<think>c</think>退款": "b退款",
	} {
		for _, size := range []int{1, 2, 5, 100} {
			var f thought
			got := ""
			for i := 0; i < len(reply); i += size {
				got += f.add(reply[i:min(len(reply), i+size)])
			}
			if got += f.end(); got != want {
				t.Errorf("%q in pieces of %d is %q, want %q", reply, size, got, want)
			}
		}
	}
}

func TestReasoningWithoutItsBeginning(t *testing.T) {
	got, err := compose(t, t.Context(), play(t, saying("They ask.</think>\n\nRefunds take 5 days.[1]")).composer(t, nil), refunds)
	if err != nil || len(got) != 1 || got[0].Text != "Refunds take 5 days." {
		t.Errorf("%v, %v", got, err)
	}
}

func TestLocate(t *testing.T) {
	passage := "Refunds do not take 5 days. They take 3.\n2. Open it.\n\n退款要三天。"
	for s, want := range map[string]bool{
		"Refunds do not take 5 days.": true, "Refunds do not take 5 days. They take 3.": true, "Open it.": true, "退款要三天。": true,
		"take 5 days.": false, "Refunds do not take": false, "They take 3": false, "": false,
	} {
		start, end, ok := locate(passage, s)
		if ok != want || ok && passage[start:end] != s {
			t.Errorf("%q: %v [%d,%d)", s, ok, start, end)
		}
	}
}

// However a reply is cut into pieces, its words come out once and in order.
func FuzzSplit(f *testing.F) {
	f.Add("It takes [1] 5 days.[2] `x` **b**\n- a\n```\nc\n```\n| a | b |\n", 3)
	f.Add("退款【1】。[", 1)
	f.Fuzz(func(t *testing.T, reply string, size int) {
		if len(reply) > longestUnit/2 || size < 1 {
			return
		}
		reply = strings.ToValidUTF8(reply, "")
		n := 0
		for _, u := range split(t, reply, size) {
			if u.text == "" {
				t.Error("a unit without text")
			}
			n += len(u.text)
		}
		if n > len(reply) {
			t.Errorf("%d bytes came out of %d", n, len(reply))
		}
	})
}
