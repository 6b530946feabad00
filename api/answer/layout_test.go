package answer

import "testing"

func TestLayOut(t *testing.T) {
	for _, test := range []struct {
		name, want string
		sentences  []Sentence
	}{
		{"English", "One.[1] Two.[2][1]", []Sentence{{Text: "One.", Citations: []int{1}}, {Text: "Two.", Citations: []int{2, 1}}}},
		{"Chinese", "一。[1]二。[2]3 月 1 日起。[3]", []Sentence{{Text: "一。", Citations: []int{1}}, {Text: "二。", Citations: []int{2}}, {Text: "3 月 1 日起。", Citations: []int{3}}}},
		{"mixed", "一。[1]Two.[2]", []Sentence{{Text: "一。", Citations: []int{1}}, {Text: "Two.", Citations: []int{2}}}},
		{"steps", "Do this:[1]\n1. A.[2]\n- a[3]\n2. B.[4]\nThen wait.[5]\n1. C.[6]", []Sentence{
			{Text: "Do this:", Citations: []int{1}}, {Text: "A.", Block: "step", Citations: []int{2}}, {Text: "a", Block: "item", Citations: []int{3}},
			{Text: "B.", Block: "step", Citations: []int{4}}, {Text: "Then wait.", Citations: []int{5}}, {Text: "C.", Block: "step", Citations: []int{6}}}},
		{"rows and code", "- A — Price: €1[1]\nmake install[2]", []Sentence{{Text: "A — Price: €1", Block: "row", Citations: []int{1}}, {Text: "make install", Block: "code", Citations: []int{2}}}},
		{"nothing", "", nil},
	} {
		if got := layOut(Answer{Sentences: test.sentences}); got != test.want {
			t.Errorf("%s\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}
