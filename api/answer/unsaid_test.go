package answer

import "testing"

func TestNothingIsSaidTwice(t *testing.T) {
	m := &making{}
	m.answer.Sentences = []Sentence{{Text: "Refunds take 5 days."}, {Text: "退款需要 5 天。"}}
	for text, want := range map[string]string{
		"Refunds take 5 days.": "",
		"take 5 days":          "",
		"Refunds take 5 days. Bank holidays count too.": "Bank holidays count too.",
		"退款需要 5 天。节假日不算。":                               "节假日不算。",
		"Parcels take 2 days.":                          "Parcels take 2 days.",
	} {
		got := m.unsaid(Draft{Text: text, Cites: []Cite{{Passage: 1, Start: 100, End: 100 + len(text)}}})
		if got.Text != want {
			t.Errorf("%q leaves %q, want %q", text, got.Text, want)
		}
		if want != "" && got.Cites[0].End-got.Cites[0].Start != len(want) {
			t.Errorf("%q: span %+v does not fit %q", text, got.Cites[0], want)
		}
	}
}
