package answer

import (
	"testing"

	"footnote/retrieval"
)

// Whatever a model says of whatever a page says: a verdict, and spans that lie
// in the passage.
func FuzzVerdict(f *testing.F) {
	for _, seed := range [][2]string{
		{"Half a half past an a year and a half 6 角 2 块五", "一块五 half past quarter to 半半 三刻钟 25 号 Zone A and B"},
		{"not more than not over 不到 不满 未满 以上不能", "Zone Zones A, B and C, D-E (F) G"},
		{"with without unless 加 不加 no only", "first then 先，后 再 only 只有"},
		{"every 每 per per per 每两 5 p 20p £p", "May in May the 25th 10 日后"},
		{"\xff\xfe 「\x00 5 %", "a\u202e b | c | d\n- x\n# y"},
		{"", "x"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, said, source string) {
		if len(said) > 400 || len(source) > 800 {
			t.Skip()
		}
		for _, pair := range [][2]string{{said, source}, {source, said}, {said, said}} {
			p := passageOf(pair[1])
			v := Check(Draft{Text: pair[0], Cites: []Cite{{Passage: 1}}}, &Evidence{Passages: []retrieval.Passage{p}})
			if v.Supported == (v.Why != "") || v.Supported && len(v.Spans) == 0 {
				t.Fatalf("%+v", v)
			}
			for _, c := range v.Spans {
				if c.Start < 0 || c.End > len(p.Text) || c.Start >= c.End {
					t.Fatalf("span %+v of %d bytes", c, len(p.Text))
				}
			}
		}
	})
}
