package rank

import (
	"testing"

	"footnote/retrieval"
)

func TestNearPage(t *testing.T) {
	r, ok := newReader("https://Help.example/v2/en/cancel/?from=mail#steps")
	if !ok {
		t.Fatal("no page")
	}
	for address, want := range map[string]float64{
		"https://help.example/v2/en/cancel":     pageWeight,
		"https://help.example/v2/en/refunds":    folderWeight,
		"https://help.example/v2/zh/cancel":     folderWeight / 2,
		"https://help.example/v1/en/cancel":     0,
		"https://other.example/v2/en/cancel":    0,
		"https://help.example/v2/en/cancel/faq": folderWeight,
		"folder/v2/en/cancel":                   0,
		"https://help.example/%zz":              0,
	} {
		if got := r.near(address); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	for _, page := range []string{"", "cancel", "javascript:alert(1)", "https://%zz", "\x00"} {
		if _, ok := newReader(page); ok {
			t.Errorf("%q is a page", page)
		}
	}
}

// Of two texts that say the same, that of the page that is read comes first.
func TestPageThatIsRead(t *testing.T) {
	var chunks []retrieval.Chunk
	var ranked []retrieval.Ranked
	for i, plan := range []string{"basic", "team", "企业"} {
		c := retrieval.Chunk{ID: retrieval.NewID(plan), URL: "https://help.example/plans/" + plan, Title: "Cancel", Text: "Press Cancel in the settings of the plan, and confirm it with your password."}
		chunks = append(chunks, c)
		ranked = append(ranked, retrieval.Ranked{ID: c.ID, Score: 1 - float64(i)/100})
	}
	for _, c := range chunks {
		got := (&Inspector{}).Inspect(retrieval.Reading{Searched: "cancel", Page: c.URL}, ranked, chunks)
		if got[0].ID != c.ID || got[0].Why.Boosts[boostPage] == 0 {
			t.Errorf("reading %s: first is another, %v", c.URL, got[0].Why)
		}
	}
	if got := (&Inspector{}).Inspect(retrieval.Reading{Searched: "cancel"}, ranked, chunks); got[0].ID != chunks[0].ID {
		t.Error("without a page the order has changed")
	}
}
