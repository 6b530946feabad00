package text

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"footnote/retrieval"
)

func counts(t retrieval.Terms) map[string]float32 {
	m := map[string]float32{}
	for _, c := range t.Counts {
		if _, twice := m[c.Term]; twice {
			panic("term twice: " + c.Term)
		}
		m[c.Term] = c.Count
	}
	return m
}

func near(a, b float32) bool { return math.Abs(float64(a-b)) < 1e-5 }

func TestDocumentFields(t *testing.T) {
	c := retrieval.Chunk{Title: "Refunds", Section: "Billing > Refunds", Context: "Plan", Text: "A refund for the plan."}
	got := Document(c)
	m := counts(got)
	for term, want := range map[string]float32{
		"refund": 1 + 2*titleWeight, "bill": titleWeight, "plan": 2, "the": 1, "a": 1, "for": 1,
	} {
		if !near(m[term], want) {
			t.Errorf("count of %q = %v, want %v", term, m[term], want)
		}
	}
	if want := float32(6 + 3*titleWeight); !near(got.Length, want) {
		t.Errorf("length %v, want %v", got.Length, want)
	}
	// title field: tf 2 of 3 words, and the length factor of a text of 6 words
	want := float32(2) * lengthFactor(6./usualLength) / lengthFactor(3./usualTitle)
	if !near(m["^refund"], want) {
		t.Errorf("title count %v, want %v", m["^refund"], want)
	}
	if m["^bill"] == 0 || m[faqTerm] != 0 || m[denseTerm] != 0 {
		t.Errorf("marked terms %v", m)
	}
	c.FAQ = true
	if m := counts(Document(c)); m[faqTerm] != 1 {
		t.Errorf("terms of an FAQ entry: %v", m)
	}
}

// A title counts the same above a long text as above a short one.
func TestTitleIgnoresLengthOfText(t *testing.T) {
	score := func(words int) float64 {
		m := counts(Document(retrieval.Chunk{Title: "API keys", Text: strings.Repeat("word ", words)}))
		tf := float64(m["^key"])
		return tf / (tf + retrieval.K1*(1-retrieval.B+retrieval.B*float64(words)/usualLength))
	}
	if short, long := score(20), score(600); math.Abs(short-long) > 1e-6 {
		t.Errorf("title above 20 words scores %v, above 600 words %v", short, long)
	}
}

func TestDocumentChinese(t *testing.T) {
	m := counts(Document(retrieval.Chunk{Title: "退款政策", Text: "退款需要五天。退款免費。"}))
	for term, want := range map[string]float32{"退款": 2 + titleWeight, "退": 2 + titleWeight, "免费": 1} {
		if !near(m[term], want) {
			t.Errorf("count of %q = %v, want %v", term, m[term], want)
		}
	}
	if m["^政策"] == 0 || m[denseTerm] != 1 {
		t.Errorf("marked terms %v", m)
	}
}

func TestDocumentIsRepeatable(t *testing.T) {
	c := retrieval.Chunk{Title: "API 密钥", Text: "Rotate the API key. 轮换密钥。"}
	first := Document(c)
	Document(retrieval.Chunk{Title: "other", Text: "other words"})
	if second := Document(c); !slices.Equal(first.Counts, second.Counts) || first.Length != second.Length {
		t.Errorf("%v, then %v", first, second)
	}
	if empty := Document(retrieval.Chunk{}); len(empty.Counts) != 0 || empty.Length != 0 {
		t.Errorf("terms of nothing: %v", empty)
	}
}

// plain are the unmarked terms of a query, with their weights.
func plain(terms []retrieval.QueryTerm) string {
	var list []string
	for _, x := range terms {
		if Bare(x.Term) == x.Term {
			list = append(list, fmt.Sprintf("%s:%.3g", x.Term, x.Weight))
		}
	}
	return strings.Join(list, " ")
}

func user(s string) retrieval.Turn      { return retrieval.Turn{Role: "user", Text: s} }
func assistant(s string) retrieval.Turn { return retrieval.Turn{Role: "assistant", Text: s} }

func TestQuery(t *testing.T) {
	for _, tt := range []struct {
		name            string
		q               retrieval.Question
		searched, terms string
	}{
		{"plain", retrieval.Question{Text: " How do I get the refund? "},
			"How do I get the refund?", "how:0.25 do:0.25 i:0.25 get:0.25 refund:1"},
		{"repeated", retrieval.Question{Text: "key key KEYS"}, "key key KEYS", "key:1"},
		{"only stop words", retrieval.Question{Text: "to be or not to be"}, "to be or not to be", "to:1 be:1 or:1 not:1"},
		{"nothing", retrieval.Question{Text: "?!"}, "?!", ""},
		{"Chinese", retrieval.Question{Text: "如何退款？"}, "如何退款？", "如:1 如何:0.25 何:1 何退:1 退:1 退款:1 款:1"},
		{"follow-up", retrieval.Question{Text: "What about Hebrew?", History: []retrieval.Turn{
			user("Which Arabic dialects work?"), assistant("All."), user("Which languages are supported?"), assistant("The ten: one pack, one language pack."),
		}}, "Which languages are supported?\nWhat about Hebrew?",
			"what:0.25 about:1 hebrew:1 which:0.075 languag:0.3 support:0.3 arab:0.21 dialect:0.21 work:0.21 pack:0.2 one:0.2 ten:0.2"},
		{"Chinese follow-up", retrieval.Question{Text: "退货呢？", History: []retrieval.Turn{user("退款要几天")}},
			"退款要几天\n退货呢？", "退:1 退货:1 货:1 货呢:1 退款:0.3 款:0.3 款要:0.3 要:0.3 要几:0.3 几:0.075 几天:0.3 天:0.3"},
		{"alone", retrieval.Question{Text: "Does the Pro plan include phone support?", History: []retrieval.Turn{user("Prices?")}},
			"Does the Pro plan include phone support?", "doe:0.25 pro:1 plan:1 includ:1 phone:1 support:1 price:0.3"},
	} {
		searched, terms := Query(tt.q)
		if searched != tt.searched {
			t.Errorf("%s: searched %q, want %q", tt.name, searched, tt.searched)
		}
		if got := plain(terms); got != tt.terms {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.terms)
		}
	}
}

func TestQueryTitleFields(t *testing.T) {
	_, terms := Query(retrieval.Question{Text: "How to refund"})
	want := []retrieval.QueryTerm{
		{Term: "how", Weight: askingWeight}, {Term: "refund", Weight: 1},
		{Term: "^how", Weight: askingWeight * titleFieldWeight}, {Term: "^refund", Weight: titleFieldWeight},
	}
	if !slices.Equal(terms, want) {
		t.Errorf("got %v, want %v", terms, want)
	}
}

func TestQueryIsBounded(t *testing.T) {
	var b strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&b, "word%d ", i)
	}
	history := make([]retrieval.Turn, 10_000)
	for i := range history {
		history[i] = user(fmt.Sprintf("turn number %d", i))
	}
	for _, q := range []retrieval.Question{{Text: b.String()}, {Text: "x", History: history}} {
		if _, terms := Query(q); len(terms) > 2*maxTerms {
			t.Errorf("%d terms", len(terms))
		}
	}
}

func TestBare(t *testing.T) {
	for term, want := range map[string]string{"^key": "key", "key": "key", "": "", "^": "^", "退款": "退款", "^退款": "退款"} {
		if got := Bare(term); got != want {
			t.Errorf("Bare(%q) = %q, want %q", term, got, want)
		}
	}
}

func TestHighlights(t *testing.T) {
	for _, tt := range []struct{ question, text, want string }{
		{"How do I get a refund?", "How to get refunds: ask for a refund.", "refunds|refund"},
		{"retry count", "Set maxRetryCount or retry-count.", "RetryCount|retry|count"},
		{"maxRetryCount", "Set max_retry_count.", "max_retry_count"},
		{"如何申请退款", "申請退款需要申请单。退房不行。", "申請退款|申请"},
		{"退", "退款和退货", "退|退"},
		{"API 密钥", "重置 API 密钥。", "API|密钥"},
		{"nothing", "else", ""},
	} {
		_, terms := Query(retrieval.Question{Text: tt.question})
		var got []string
		for _, m := range Highlights(terms, tt.text) {
			got = append(got, tt.text[m[0]:m[1]])
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.question, tt.text, s, tt.want)
		}
	}
}

func BenchmarkDocument(b *testing.B) {
	en := retrieval.Chunk{Title: "API keys", Section: "Security > API keys", Text: strings.Repeat(
		"To reset an API key, open Settings > Security and choose Rotate; the old key works for 24 hours (see maxKeyAge). ", 10)}
	zh := retrieval.Chunk{Title: "密钥", Section: "安全 > 密钥", Text: strings.Repeat(
		"要重置密钥，请打开“设置 > 安全”，然后选择轮换；旧密钥在二十四小时内仍然有效。", 10)}
	for name, c := range map[string]retrieval.Chunk{"en": en, "zh": zh} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.Text)))
			for b.Loop() {
				Document(c)
			}
		})
	}
}

func BenchmarkSentences(b *testing.B) {
	s := strings.Repeat("To reset a key, open Settings. Version 2.3.1 is needed, e.g. from example.com. 请打开设置。\n", 100)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Sentences(s)
	}
}

func TestFrontName(t *testing.T) {
	for address, want := range map[string]string{
		"https://docs.example.com/handbook/workflow/":           "workflow",
		"https://docs.example.com/handbook/workflow/index.html": "workflow",
		"file:///docs/data-sources/_index.md":                   "data-sources",
		"file:///docs/README.md":                                "docs",
		"https://docs.example.com/a/overview?x=/b/#c/":          "a",
		"https://docs.example.com/":                             "",
		"https://docs.example.com":                              "",
		"https://docs.example.com/handbook/workflow/nodes":      "",
		"notes.txt": "",
		"":          "",
	} {
		if got := FrontName(address); got != want {
			t.Errorf("%q is the front of %q, want %q", address, got, want)
		}
	}
}
