package embed

import "testing"

func TestCover(t *testing.T) {
	s := Builtin()
	for _, test := range []struct {
		said, text string
		least      float64
		most       float64
	}{
		{"Refunds take five days.", "Refunds take five days.", .99, 1},
		{"Refunds take five days.", "A refund takes five days, and the money goes back to your card.", .8, 1},
		{"退款需要五天。", "Refunds take five days.", .3, .9},
		{"Refunds take five days.", "", 0, 0},
		{"", "Refunds take five days.", 0, 0},
		{"?!", "?!", 0, 0},
	} {
		if got := s.Cover(test.said, test.text); got < test.least || got > test.most {
			t.Errorf("%q by %q: %.2f, want %.2f to %.2f", test.said, test.text, got, test.least, test.most)
		}
	}
	if near, far := s.Cover("begin", "start"), s.Cover("begin", "carrot"); near <= far {
		t.Errorf("begin is %.2f like start and %.2f like carrot", near, far)
	}
}
