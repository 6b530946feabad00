package evals

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"footnote/api/answer"
	"footnote/retrieval"
)

const testGolden = `{"id":"e1","lang":"en","question":"How long do refunds take?","kind":"fact","expect":"answer","nuggets":[{"id":"n1","importance":"vital","any_of":["5 days"],"regex":["five\\s+days"]},{"id":"n2","importance":"okay","any_of":["original card"]}],"evidence":[{"url":"/refunds","quote":"Refunds take 5 days."}],"must_not":["30 days"],"critical":true,"cluster":"/refunds"}
{"id":"z1","lang":"zh","question":"退款要多久？","kind":"fact","expect":"answer","nuggets":[{"id":"n1","importance":"vital","any_of":["5 天"]}],"evidence":[{"url":"/zh/refunds","quote":"退款需要 5 天。"}]}
{"id":"e2","lang":"en","question":"Do you sell boats?","kind":"unanswerable","expect":"refuse","nuggets":[],"evidence":[]}
`

func golden(t *testing.T) []Item {
	t.Helper()
	items, err := ReadGolden(strings.NewReader(testGolden))
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// reply is an answer of one sentence, quoted whole.
func reply(language, url, sentence string) answer.Answer {
	return answer.Answer{
		Status: answer.Answered, Language: language, Text: sentence + "[1]",
		Sentences: []answer.Sentence{{Text: sentence, Citations: []int{1}}},
		Citations: []answer.Citation{{Number: 1, URL: "http://127.0.0.1:9999" + url, Quote: sentence, End: len(sentence), Document: "d"}},
		Passages:  []retrieval.Passage{{Rank: 1, URL: "http://127.0.0.1:9999" + url + "/", Text: "Money\n" + sentence}},
	}
}

func refusal(message string) answer.Answer {
	return answer.Answer{Status: answer.Refused, Refusal: &answer.Refusal{Reason: answer.NothingRelevant, Message: message}}
}

var perfect = map[string]answer.Answer{
	"How long do refunds take?": reply("en", "/refunds", "Refunds take 5 days."),
	"退款要多久？":                    reply("zh", "/zh/refunds", "退款需要 5 天。"),
	"Do you sell boats?":        refusal("The pages do not say anything about this."),
}

func asker(answers map[string]answer.Answer) Asker {
	return func(_ context.Context, r answer.Request) (answer.Answer, error) {
		a, ok := answers[r.Question]
		if !ok {
			return a, errors.New("server is down")
		}
		return a, nil
	}
}

func ask(t *testing.T, items []Item, answers map[string]answer.Answer) Run {
	t.Helper()
	run, err := RunGolden(context.Background(), items, RunOptions{Check: func(_ string, start, end int, quote string) (bool, error) { return end-start == len(quote), nil }}, asker(answers))
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestReadGoldenIsStrict(t *testing.T) {
	for name, c := range map[string]struct{ line, want string }{
		"unknown field":  {`{"id":"a","lang":"en","question":"q","kind":"fact","expect":"answer","nugets":[]}`, "nugets"},
		"unknown expect": {`{"id":"a","lang":"en","question":"q","kind":"fact","expect":"anwser"}`, "anwser"},
		"bad regex":      {`{"id":"a","lang":"en","question":"q","kind":"fact","expect":"answer","nuggets":[{"id":"n","importance":"vital","any_of":[],"regex":["("]}]}`, "regex"},
		"empty nugget":   {`{"id":"a","lang":"en","question":"q","kind":"fact","expect":"answer","nuggets":[{"id":"n","importance":"vital","any_of":[]}]}`, "nothing could ever match"},
		"double id":      {testGolden + testGolden, "used twice"},
		"no id":          {`{"lang":"en","question":"q","kind":"fact","expect":"answer"}`, "id is missing"},
		"not JSON":       {"{", "line 1"},
		"empty":          {"\n", "none"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadGolden(strings.NewReader(c.line))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v does not say %q", err, c.want)
			}
		})
	}
}

func TestExampleGoldenSetsAreReadable(t *testing.T) {
	files, _ := filepath.Glob("../testdata/*/golden.jsonl")
	if len(files) != 3 {
		t.Fatalf("found %q", files)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		items, err := ReadGolden(bytes.NewReader(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		chinese := 0
		for _, item := range items {
			if item.Lang == "zh" {
				chinese++
			}
			for _, n := range item.Nuggets {
				if item.Expect == "answer" && n.Importance == "vital" && !slices.ContainsFunc(item.Evidence, func(e Evidence) bool { return n.in(fold(e.Quote), e.Quote) }) {
					t.Errorf("%s: %s: vital nugget %s is in none of the evidence", name, item.ID, n.ID)
				}
			}
		}
		if len(items) < 40 || chinese*10 < len(items)*4 {
			t.Errorf("%s: %d items, %d of them Chinese", name, len(items), chinese)
		}
	}
}

func TestPerfectAnswersScoreOne(t *testing.T) {
	run := ask(t, golden(t), perfect)
	for name, got := range map[string]*float64{
		"right": run.Totals.Right, "vital": run.Totals.Vital, "found": run.Totals.EvidenceFound, "cited": run.Totals.EvidenceCited,
		"valid": run.Totals.Valid, "supported": run.Totals.Supported, "language": run.Totals.Language, "refused right": run.Totals.RefusedRight,
	} {
		if got == nil || *got != 1 {
			t.Errorf("%s is %s", name, percent(got))
		}
	}
	if *run.Totals.RefusedWrong != 0 || run.Totals.Unmeasured != 0 || len(run.Totals.Blame) != 0 {
		t.Errorf("got %+v", run.Totals)
	}
}

func TestWrongAnswersAreBlamed(t *testing.T) {
	item := golden(t)[0]
	elsewhere := reply("en", "/other", "Refunds take 5 days.")
	unsupported := reply("en", "/refunds", "Refunds take 5 days.")
	unsupported.Sentences[0].Text = "Refunds take 5 days, always to your original card."
	unsupported.Text = unsupported.Sentences[0].Text + "[1]"
	missed := reply("en", "/other", "Shipping is free.")
	unused := reply("en", "/refunds", "Refunds take 5 days.")
	unused.Text = "Money comes back.[1]"
	invalid := reply("en", "/refunds", "Refunds take 5 days.")
	invalid.Citations[0].End++
	for name, c := range map[string]struct {
		answer answer.Answer
		blame  string
		right  bool
	}{
		"right":       {perfect[item.Question], "", true},
		"elsewhere":   {elsewhere, NotCited, true},
		"unsupported": {unsupported, Unsupported, false},
		"missed":      {missed, NotRetrieved, false},
		"unused":      {unused, NotUsed, false},
		"forbidden":   {reply("en", "/refunds", "Refunds take 5 days, not 30 days."), SaidForbidden, false},
		"invalid":     {invalid, Unsupported, false},
	} {
		t.Run(name, func(t *testing.T) {
			got := Judge(item, c.answer, func(_ string, start, end int, quote string) (bool, error) { return end-start == len(quote), nil })
			if got.Blame != c.blame || got.Right != c.right {
				t.Errorf("blame %q, right %v", got.Blame, got.Right)
			}
		})
	}
	if got := Judge(golden(t)[2], reply("en", "/boats", "We sell boats."), nil); got.Right || got.Blame != WrongDecision {
		t.Errorf("an answer to what cannot be answered: %+v", got)
	}
}

func TestWhatWasNotMeasuredIsNotZero(t *testing.T) {
	answers := map[string]answer.Answer{"退款要多久？": perfect["退款要多久？"]}
	run := ask(t, golden(t), answers)
	if run.Totals.Unmeasured != 2 || *run.Totals.Vital != 1 || run.Unmeasured() == nil {
		t.Errorf("got %+v, %v", run.Totals, run.Unmeasured())
	}
	if _, err := Compare(run, run); err == nil {
		t.Error("a run with unmeasured questions was compared")
	}
}

func TestOrderOfQuestionsDoesNotMatter(t *testing.T) {
	items := golden(t)
	forth := ask(t, items, perfect)
	slices.Reverse(items)
	back := ask(t, items, perfect)
	if !reflect.DeepEqual(forth.Totals, back.Totals) {
		t.Errorf("%+v\n%+v", forth.Totals, back.Totals)
	}
}

func TestRunIsRecordedWholeAndTheSameTwice(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	for _, dir := range []string{one, two} {
		if err := ask(t, golden(t), perfect).Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{runFileName, itemsFileName} {
		a, err := os.ReadFile(filepath.Join(one, name))
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := os.ReadFile(filepath.Join(two, name)); !bytes.Equal(a, b) {
			t.Errorf("%s differs from run to run", name)
		}
	}
	read, err := ReadRun(one)
	if err != nil || len(read.Items) != 3 || read.Items[1].Answer != "退款需要 5 天。[1]" {
		t.Errorf("read back %+v, %v", read, err)
	}
}

func TestCompareAndGate(t *testing.T) {
	before := ask(t, golden(t), perfect)
	same, err := Compare(before, before)
	if err != nil || same.Regression() != "" || same.Metrics[0].P != 1 || same.Metrics[0].Mean != 0 {
		t.Fatalf("a run against itself: %+v, %v", same, err)
	}
	worse := map[string]answer.Answer{}
	for q, a := range perfect {
		worse[q] = a
	}
	worse["How long do refunds take?"] = refusal("The pages do not say anything about this.")
	after := ask(t, golden(t), worse)
	c, err := Compare(before, after)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(c.Broken, []string{"e1"}) || !strings.Contains(c.Regression(), "critical") {
		t.Errorf("got %+v: %q", c, c.Regression())
	}
	back, err := Compare(after, before)
	if err != nil || !slices.Equal(back.Fixed, []string{"e1"}) || back.Regression() != "" {
		t.Errorf("got %+v, %v", back, err)
	}
	if _, err := Compare(before, ask(t, golden(t)[:2], perfect)); err == nil {
		t.Error("runs over other questions were compared")
	}
}

func TestBootstrapIntervalHoldsTheMean(t *testing.T) {
	var groups [][]float64
	for i := range 100 {
		groups = append(groups, []float64{float64(i%10) / 10})
	}
	low, high := bootstrap(groups)
	if !(low < .45 && .45 < high && high-low < .15) {
		t.Errorf("95 %% between %v and %v", low, high)
	}
	if p := randomise(groups); p > .001 {
		t.Errorf("a clear difference has p = %v", p)
	}
}

func TestNumbersMatchWhole(t *testing.T) {
	for _, c := range []struct {
		text, part string
		want       bool
	}{
		{"it takes 15 days", "5 days", false},
		{"it takes 5 days", "5 days", true},
		{"up to 300 or 30", "30", true},
		{"up to 300", "30", false},
		{"需要15天", "5天", false},
		{"需要5天", "5天", true},
		{"anything", "", false},
	} {
		if got := holds(c.text, c.part); got != c.want {
			t.Errorf("%q in %q: %v", c.part, c.text, got)
		}
	}
}

func TestSupports(t *testing.T) {
	quotes := map[int]string{1: "Standard | 3–5 days | €4.90", 2: "标准配送　3 至 5 天"}
	for text, want := range map[string]bool{
		"Standard: 3–5 days, €4.90": true,
		"Standard: 3–5 days, €5.90": false,
		"Express: €4.90":            false,
	} {
		if got := supports(answer.Sentence{Text: text, Citations: []int{1}}, quotes); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if !supports(answer.Sentence{Text: "标准配送3至5天", Citations: []int{2}}, quotes) {
		t.Error("white space and width count in Chinese")
	}
	if supports(answer.Sentence{Text: "Standard"}, quotes) || supports(answer.Sentence{Text: "Standard", Citations: []int{3}}, quotes) {
		t.Error("a sentence without a quote is supported")
	}
}

func FuzzReadGolden(f *testing.F) {
	f.Add(testGolden)
	f.Fuzz(func(t *testing.T, s string) {
		items, err := ReadGolden(strings.NewReader(s))
		if (err == nil) != (len(items) > 0) {
			t.Errorf("%d items and error %v", len(items), err)
		}
	})
}
