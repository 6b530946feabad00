package answer

import "testing"

func TestACompoundIsNoValue(t *testing.T) {
	for s, want := range map[string]bool{
		"The free-delivery amount is counted after vouchers.": false, "Delivery is free.": true, "Delivery is free of charge.": true, "配送免费。": true,
	} {
		if got := ReadQuestion("How much is delivery?").Holds(s, "How much is delivery?") == 1; got != want {
			t.Errorf("%q holds an amount: %v", s, got)
		}
	}
}

func TestSomethingNamesNothing(t *testing.T) {
	q := "How long do I have to return something?"
	for _, s := range Grammar(q) {
		if q[s.Start:s.End] == "something" {
			return
		}
	}
	t.Errorf("something is taken for what %q is about", q)
}
