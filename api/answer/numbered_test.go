package answer

import "testing"

func TestNumberedThingsAreToldApart(t *testing.T) {
	about := Numbered("delivery fee zone 2")
	for s, other := range map[string]bool{
		"Standard | Zone 1 | €4.90 | 2–4 working days": true,
		"Standard | Zone 2 | €7.90 | 4–6 working days": false,
		"Large item (Zone 1 and 2)":                    false,
		"Zone 1 and Zone 2 countries":                  false,
		"Zones 3, 4 and 5 take 2 days":                 true,
		"Zones 1–3 cost the same":                      false,
		"Zones 1 to 3 cost the same":                   false,
		"Delivery takes 2 days.":                       false,
	} {
		if about(&Known{text: s}) != other {
			t.Errorf("%s: %v", s, !other)
		}
	}
	if Numbered("How long do 2 parcels take?") != nil {
		t.Error("a number of things is no name")
	}
}
