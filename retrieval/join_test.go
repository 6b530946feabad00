package retrieval

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// cutAt makes passages of one section of a document, one for each stretch between marks.
func cutAt(document, section, body string) (string, []Passage) {
	var list []Passage
	text := ""
	for i, part := range strings.Split(body, "|") {
		said := strings.TrimSpace(part)
		start := len(text) + strings.Index(part, said)
		text += part
		p := Passage{
			Rank: i + 1, Chunk: NewID(document, said), Document: document, Section: section,
			Text: said, Start: start, End: start + len(said), Highlights: [][2]int{{0, 2}},
			Why: Why{Terms: []string{said[:2]}},
		}
		p.Source = Chunk{ID: p.Chunk, Document: document, Section: section, Text: said, Start: start, End: p.End, Blocks: []Block{{Kind: Paragraph, Start: start, End: p.End}}}
		list = append(list, p)
	}
	return text, list
}

func TestJoin(t *testing.T) {
	for _, body := range []string{"Send it back.\n\n|We pay the postage.  |Refunds take a week.", "七天内可退货。|运费由我们承担。\n|退款需三天。"} {
		text, cut := cutAt("d", "s", body)
		_, other := cutAt("e", "s", "Elsewhere it is said again.")
		between := func(_ context.Context, document string, start, end int) (string, error) {
			if document != "d" {
				return "", errors.New("unknown")
			}
			return text[start:end], nil
		}
		r := &Retriever{Between: between}
		joined := r.join(t.Context(), []Passage{cut[2], other[0], cut[0], cut[1]})
		if len(joined) != 2 || joined[0].Rank != 1 || joined[1].Rank != 2 || joined[1].Document != "e" {
			t.Fatalf("joined: %+v", joined)
		}
		p := joined[0]
		if p.Text != text[p.Start:p.End] || p.Text != strings.TrimSpace(text) || p.Source.Text != p.Text {
			t.Errorf("joined text is %q of %q", p.Text, text)
		}
		if p.Chunk != cut[2].Chunk || len(p.Why.Terms) != 3 || len(p.Source.Blocks) != 3 {
			t.Errorf("the better one is %v with words %q and %d blocks", p.Chunk, p.Why.Terms, len(p.Source.Blocks))
		}
		for i, h := range p.Highlights {
			if p.Start+h[0] != cut[i].Start || h[1] != h[0]+2 {
				t.Errorf("highlight %d is %v, not at the start of part %d", i, h, i)
			}
		}
		if len(cut[0].Highlights) != 1 {
			t.Error("a joined passage's highlights were changed")
		}
	}
}

func TestStaysApart(t *testing.T) {
	_, cut := cutAt("d", "s", "One thing.\n|Two things.")
	said := func(gap string, err error) func(context.Context, string, int, int) (string, error) {
		return func(context.Context, string, int, int) (string, error) { return gap, err }
	}
	elsewhere := cut[1]
	elsewhere.Section = "another"
	further := cut[1]
	further.Start, further.End = further.Start+widestGap, further.End+widestGap
	long := cut[1]
	long.Text, long.End = strings.Repeat("x", longestJoint), long.Start+longestJoint
	overlaps := cut[1]
	overlaps.Start = cut[0].End - 1
	for name, x := range map[string]struct {
		list    []Passage
		between func(context.Context, string, int, int) (string, error)
	}{
		"nothing known":           {cut, nil},
		"document gone":           {cut, said("", errors.New("gone"))},
		"another length by now":   {cut, said("\n\n\n", nil)},
		"words between them":      {cut, said("x", nil)},
		"another section":         {[]Passage{cut[0], elsewhere}, said("\n", nil)},
		"far apart":               {[]Passage{cut[0], further}, said(strings.Repeat("\n", widestGap+1), nil)},
		"as long as a page":       {[]Passage{cut[0], long}, said("\n", nil)},
		"one begins in the other": {[]Passage{cut[0], overlaps}, said("\n", nil)},
	} {
		if got := (&Retriever{Between: x.between}).join(t.Context(), x.list); len(got) != 2 {
			t.Errorf("%s: joined", name)
		}
	}
}

// Where passages were joined, others take the places that are free.
func TestListIsFullAfterJoining(t *testing.T) {
	text, cut := cutAt("d", "s", "One thing.\n|Two things.")
	_, others := cutAt("e", "s", "Elsewhere.")
	all := append(cut, others...)
	r := &Retriever{
		Index: wordIndex{},
		Read:  func(context.Context, Question, Counter) (Reading, error) { return Reading{}, nil },
		Fuse:  func(Reading, Legs) []Ranked { return nil },
		Finish: func(_ Reading, _ []Ranked, _ []Chunk, limit int) []Passage {
			return all[:min(limit, len(all))]
		},
		Between: func(_ context.Context, _ string, start, end int) (string, error) { return text[start:end], nil },
	}
	found, err := r.Search(t.Context(), Question{Text: "things", Limit: 2})
	if err != nil || len(found.Passages) != 2 || found.Passages[0].Text != text || found.Passages[1].Document != "e" {
		t.Errorf("%+v, %v", found.Passages, err)
	}
}
