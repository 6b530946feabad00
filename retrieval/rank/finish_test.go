package rank

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

func ask(s string) retrieval.Reading {
	searched, terms := text.Query(retrieval.Question{Text: s})
	return retrieval.Reading{Searched: searched, Terms: terms}
}

// chunk with an ID made of its content.
func chunk(title, body string) retrieval.Chunk {
	return retrieval.Chunk{ID: retrieval.NewID(title, body), Title: title, Text: body}
}

func rankedAs(chunks []retrieval.Chunk) []retrieval.Ranked {
	var list []retrieval.Ranked
	for i, c := range chunks {
		list = append(list, retrieval.Ranked{ID: c.ID, Score: 1 / float64(i+1), Why: retrieval.Why{WordRank: i + 1}})
	}
	return list
}

func TestFinish(t *testing.T) {
	updated := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	c := retrieval.Chunk{
		ID: id(7), Document: "d", URL: "https://example.com/refunds", Title: "Refunds", Section: "Billing", Anchor: "refunds",
		Language: "en", Text: "You get a refund within 5 days.", Start: 10, End: 41, Context: "Plan",
		Updated: updated, Labels: map[string]string{"plan": "pro"},
	}
	other := chunk("", "Nothing of that.")
	got := Finish(ask("How do I get refunds by plan?"), []retrieval.Ranked{
		{ID: id(9), Score: .9}, // gone
		{ID: id(7), Score: .8, Why: retrieval.Why{WordRank: 2, WordScore: 3}},
		{ID: other.ID, Score: .1},
	}, []retrieval.Chunk{other, c}, 10)
	if len(got) != 2 {
		t.Fatalf("%d passages", len(got))
	}
	p := got[0]
	if p.Rank != 1 || p.Score != .8 || p.Chunk != c.ID || p.Document != "d" || p.URL != c.URL || p.Title != c.Title || p.Section != c.Section ||
		p.Anchor != c.Anchor || p.Language != "en" || p.Text != c.Text || p.Start != 10 || p.End != 41 || p.Labels["plan"] != "pro" ||
		!p.Updated.Equal(updated) || p.Source.Context != "Plan" || p.Why.WordRank != 2 {
		t.Errorf("passage %+v", p)
	}
	if !slices.Equal(p.Highlights, [][2]int{{10, 16}}) || !slices.Equal(p.Why.Terms, []string{"refund", "plan"}) {
		t.Errorf("highlights %v, terms %q", p.Highlights, p.Why.Terms)
	}
	raw, err := json.Marshal(got[1])
	if err != nil || !strings.Contains(string(raw), `"highlights":[]`) || strings.Contains(string(raw), "updated") {
		t.Errorf("%s, %v", raw, err)
	}
}

func TestFinishChinese(t *testing.T) {
	c := chunk("退款", "申請退款需要五天，請登入。")
	got := Finish(ask("如何申请退款？"), rankedAs([]retrieval.Chunk{c}), []retrieval.Chunk{c}, 1)
	if len(got) != 1 || !slices.Equal(got[0].Highlights, [][2]int{{0, 12}}) || !slices.Equal(got[0].Why.Terms, []string{"申请", "请退", "退款"}) {
		t.Errorf("got %+v", got)
	}
}

func TestFinishTitleIsText(t *testing.T) {
	c := chunk("refund", "refund")
	got := Finish(ask("refund"), rankedAs([]retrieval.Chunk{c}), []retrieval.Chunk{c}, 1)
	if !slices.Equal(got[0].Highlights, [][2]int{{0, 6}}) {
		t.Errorf("highlights %v", got[0].Highlights)
	}
}

func TestFinishLimits(t *testing.T) {
	var chunks []retrieval.Chunk
	for i := range 30 {
		chunks = append(chunks, chunk("", fmt.Sprintf("text number %d", i)))
	}
	for limit, want := range map[int]int{-1: 0, 0: 0, 1: 1, 10: 10, 100: 30} {
		got := Finish(ask("text"), rankedAs(chunks), chunks, limit)
		if len(got) != want {
			t.Errorf("limit %d: %d passages, want %d", limit, len(got), want)
		}
		for i, p := range got {
			if p.Rank != i+1 || p.Text != chunks[i].Text {
				t.Errorf("limit %d: passage %d is %q of rank %d", limit, i, p.Text, p.Rank)
			}
		}
	}
	if got := Finish(retrieval.Reading{}, nil, nil, 5); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

const (
	policy = "Orders can be returned within 30 days of delivery. Items must be unused and in their original packaging. " +
		"Shipping costs for the return are paid by the customer unless the item was damaged when it arrived. Contact support to get a label."
	policyZh = "订单可在收货后三十天内退回。商品必须未经使用，并保留原包装。退货运费由客户承担，商品到货时已损坏的除外。请联系客服获取退货标签。"
)

func TestCopies(t *testing.T) {
	for _, tt := range []struct {
		name   string
		a, b   retrieval.Chunk
		copies bool
	}{
		{"the same", chunk("Returns", policy), chunk("Returns", policy), true},
		{"layout", chunk("Returns", policy), chunk("Returns", strings.ToUpper(strings.ReplaceAll(policy, " ", "\n "))), true},
		{"a word", chunk("Returns", policy), chunk("Returns", strings.Replace(policy, "Contact", "Ask", 1)), true},
		{"a title", chunk("Returns", policy), chunk("Returning", policy), true},
		{"a number", chunk("Returns", policy), chunk("Returns", strings.Replace(policy, "30", "14", 1)), false},
		{"a negation", chunk("Returns", policy), chunk("Returns", strings.Replace(policy, "are paid", "are not paid", 1)), false},
		{"a version in the title", chunk("Returns v1", policy), chunk("Returns v2", policy), false},
		{"half of it", chunk("Returns", policy), chunk("Returns", policy[:len(policy)/2]), false},
		{"other text", chunk("Returns", policy), chunk("Returns", "Refunds take five days and go to the card that was charged."), false},
		{"short answers", chunk("Can I cancel?", "Yes."), chunk("Is it free?", "Yes."), false},
		{"no words", chunk("", "👍"), chunk("", "👎 !"), true},
		{"Chinese", chunk("退货", policyZh), chunk("退貨", strings.Replace(policyZh, "订单", "訂單", 1)), true},
		{"Chinese word", chunk("退货", policyZh), chunk("退货", strings.Replace(policyZh, "请联系", "联系", 1)), true},
		{"Chinese negation", chunk("退货", policyZh), chunk("退货", strings.Replace(policyZh, "由客户", "不由客户", 1)), false},
		{"both languages", chunk("Returns", policy), chunk("退货", policyZh), false},
	} {
		a, b := tt.a, tt.b
		a.ID, b.ID = id(1), id(2)
		got := Finish(ask("returns 退货"), rankedAs([]retrieval.Chunk{a, b}), []retrieval.Chunk{a, b}, 10)
		if copies := len(got) == 1; copies != tt.copies {
			t.Errorf("%s: copies %v, want %v", tt.name, copies, tt.copies)
		}
		if len(got) == 0 || got[0].Chunk != a.ID {
			t.Errorf("%s: the better one was dropped", tt.name)
		}
	}
}

func FuzzFinish(f *testing.F) {
	f.Add("refund 退款", policy, policyZh)
	f.Add("\xff", "\xe4\xb8 a\x00", "")
	f.Fuzz(func(t *testing.T, question, a, b string) {
		chunks := []retrieval.Chunk{{ID: id(1), Text: a}, {ID: id(2), Title: a, Text: b}}
		got := Finish(ask(question), rankedAs(chunks), chunks, 2)
		if len(got) == 0 {
			t.Fatal("no passage")
		}
		for _, p := range got {
			last := -1
			for _, m := range p.Highlights {
				if m[0] <= last || m[1] <= m[0] || m[1] > len(p.Text) {
					t.Fatalf("highlights %v of %q", p.Highlights, p.Text)
				}
				last = m[1]
			}
		}
	})
}

func BenchmarkFinish(b *testing.B) {
	var chunks []retrieval.Chunk
	for i := range 50 {
		chunks = append(chunks, chunk(fmt.Sprintf("Page %d", i), strings.Repeat(fmt.Sprintf("%s %d ", policy, i), 4)))
	}
	ranked, terms := rankedAs(chunks), ask("How long do I have to return an item that was damaged?")
	b.ReportAllocs()
	for b.Loop() {
		Finish(terms, ranked, chunks, 10)
	}
}

// What is remembered of a chunk is the same as what is read.
func TestFinisherRemembers(t *testing.T) {
	var x Finisher
	chunks := []retrieval.Chunk{chunk("How refunds work", "A refund takes 5 days."), chunk("退款", "退款需要五天，怎么退？"), chunk("Other", "Nothing.")}
	for _, question := range []string{"how do refunds work", "怎么退款", "days", "how do refunds work"} {
		want, got := Finish(ask(question), rankedAs(chunks), chunks, 3), x.Finish(ask(question), rankedAs(chunks), chunks, 3)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", question, got, want)
		}
		for _, p := range got {
			if !slices.EqualFunc(p.Highlights, text.Highlights(ask(question).Terms, p.Text), func(a, b [2]int) bool { return a == b }) {
				t.Errorf("%s: %v of %q are marked", question, p.Highlights, p.Text)
			}
			if slices.Contains(p.Why.Terms, "how") {
				t.Errorf("%s: a question word is found", question)
			}
		}
	}
}
