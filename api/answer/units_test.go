package answer

import (
	"strings"
	"testing"

	"footnote/retrieval"
)

func TestTablesAreReadWhole(t *testing.T) {
	entries := 0
	for _, list := range []string{englishUnits, chineseUnits, currencySigns} {
		for _, e := range strings.Fields(list) {
			entries++
			parts := strings.Split(e, ":")
			u, ok := units()[parts[0]]
			if len(parts) != 3 || !ok || u.base == "" || u.factor <= 0 {
				t.Errorf("unit %q is read as %+v", e, u)
			}
			if n := len([]rune(parts[0])); parts[0][0] >= 0x80 && n > longestUnit {
				t.Errorf("unit %q is longer than %d characters", parts[0], longestUnit)
			}
		}
	}
	if entries != len(units()) {
		t.Errorf("%d units, %d in the table: one is there twice", entries, len(units()))
	}
	for _, list := range []string{englishNumbers, englishScales, chineseDigits, chineseTens, chineseScales, weekdayNames, rateWords} {
		if got, want := len(readNumbers(list)), len(strings.Fields(list)); got != want {
			t.Errorf("read %d of %d numbers: %.40s", got, want, list)
		}
	}
	if len(months()) < 23 {
		t.Errorf("%d names of months", len(months()))
	}
}

func TestPolarityIsReadWhole(t *testing.T) {
	phrases, read := 0, 0
	for line := range strings.Lines(polarityList) {
		if head, list, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(head, "#") {
			phrases += len(strings.Split(list, ","))
		}
	}
	for _, list := range turns() {
		read += len(list)
	}
	if phrases == 0 || read != phrases {
		t.Errorf("read %d of %d phrases", read, phrases)
	}
}

func TestSynonymsAreReadWhole(t *testing.T) {
	for _, pair := range [][2]string{{"refund", "reimburs"}, {"退款", "返还"}, {"寄出", "发货"}} {
		if !means(map[string]bool{pair[0]: true}, pair[1]) {
			t.Errorf("%s and %s are no synonyms", pair[0], pair[1])
		}
	}
	if means(map[string]bool{"refund": true}, "delivery") || means(map[string]bool{"退款": true}, "发货") {
		t.Error("everything is a synonym")
	}
}

func TestMessagesAreThereInBothLanguages(t *testing.T) {
	for m := message(0); m <= sayWordsAlone; m++ {
		for _, language := range []string{"en", "zh", "fr"} {
			if say(m, language) == "" {
				t.Errorf("message %d is missing in %s", m, language)
			}
		}
		if say(m, "en") == say(m, "zh") || say(m, "fr") != say(m, "en") {
			t.Errorf("message %d: %q, %q", m, say(m, "en"), say(m, "zh"))
		}
	}
	for _, r := range []Reason{NothingRelevant, NotSupported, Conflicting, NeedsAccount, Unsafe, Unavailable} {
		if _, ok := refusals[r]; !ok {
			t.Errorf("no message for %s", r)
		}
	}
}

// Whatever the texts are, the check ends without a panic, and what it calls
// supported lies in the passage.
func FuzzCheck(f *testing.F) {
	f.Add("Refunds take 5 days.", "# A\nRefunds take 5 working days. Not on Sunday.")
	f.Add("退款需要三天，不含周末。", "退款需要 3 天。\n- 甲 | 乙")
	f.Add("100百万千 ½ 24/7 10:30 2026-13-99 v1..2", "a\x00b\xffc")
	f.Fuzz(func(t *testing.T, claim, source string) {
		p := passageOf(strings.ToValidUTF8(source, ""))
		for _, text := range []string{claim, strings.ToValidUTF8(claim, "")} {
			v := Check(Draft{Text: text, Cites: []Cite{{Passage: 1}}}, &Evidence{Passages: []retrieval.Passage{p}, Question: source})
			if v.Supported != (v.Why == "") {
				t.Fatalf("%+v", v)
			}
			for _, s := range v.Spans {
				if s.Start < p.Start || s.End > p.End || s.Start >= s.End {
					t.Fatalf("span %+v outside of %d-%d", s, p.Start, p.End)
				}
			}
		}
	})
}
