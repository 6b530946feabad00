package text

import (
	"slices"
	"strings"
	"testing"

	"footnote/retrieval"
)

const productNames = "\ufeff# of a shop\nWindows # not a window\nApple Pay\nWi-Fi 6\n退货宝\n小米\n小米手机\nValld\n"

func names(t testing.TB) *Protected {
	p, err := ReadProtected(strings.NewReader(productNames))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestProtectedWords(t *testing.T) {
	p := names(t)
	for s, want := range map[string]string{
		"windows and WINDOWS, window":                 "windows and windows window",
		"Apple  pay, apples pay":                      "apple pay appl pay",
		"APPLE\nPAY":                                  "apple pay",
		"apple" + strings.Repeat(" ", 70_000) + "pay": "appl pay",
		"a Wi-Fi 6 router, wi-fi 7":                   "a wi-fi 6 router wifi wi fi 7",
		"用退貨寶退货":                                      "用 退货宝 退 退货 货",
		"小米手机":                                        "小米手机",
		"小米手表":                                        "小米 手 手表 表",
		"小 米":                                         "小 米",
		"\xff":                                        "",
	} {
		var got []string
		for w := range p.Words(s) {
			got = append(got, w.Term)
			if w.End <= w.Start || w.End > len(s) {
				t.Errorf("%.40q: %+v", s, w)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%.40q has the words %q, want %q", s, got, want)
		}
	}
	if got := p.Document(retrieval.Chunk{Text: "Apple Pay"}).Counts; len(got) != 1 || got[0].Term != "apple pay" {
		t.Errorf("a chunk has the terms %v", got)
	}
	if slices.Collect((*Protected)(nil).Words("Windows"))[0].Term != "window" || slices.Collect(Words("Windows"))[0].Term != "window" {
		t.Error("what one product protects is protected everywhere")
	}
}

func TestProtectedWordsAreNotCorrected(t *testing.T) {
	shelf := shelfOf("The next valid thing.")
	for lexicon, want := range map[Lexicon]string{{}: "the valid thing", {Protected: names(t)}: "the valld thing"} {
		r, err := lexicon.Read(t.Context(), retrieval.Question{Text: "the valld thing"}, shelf)
		if err != nil || r.Searched != want {
			t.Errorf("%q is searched, want %q, %v", r.Searched, want, err)
		}
	}
}

func TestProtectedVersions(t *testing.T) {
	p := names(t)
	other, err := ReadProtected(strings.NewReader("小米手机\nvalld\nＷindows\nApple pay\n小米\n退货宝\n\nwi-fi 6"))
	if err != nil || other.Version() != p.Version() || p.Version() == Version {
		t.Errorf("the same words: %s and %s, %v", p.Version(), other.Version(), err)
	}
	none, err := ReadProtected(strings.NewReader("# nothing\n"))
	if err != nil || none.Version() != Version || (*Protected)(nil).Version() != Version {
		t.Errorf("no words: %s, %v", none.Version(), err)
	}
	for file, want := range map[string]string{
		"a1\n--\n":                          "line 2",
		"the":                               "sentences",
		"什么":                                "sentences",
		strings.Repeat("b", maxToken+1):     "longer",
		strings.Repeat("b", maxRuleLine):    "line 1",
		strings.Repeat("x\n", 3) + "\x00\n": "line 4",
	} {
		if _, err := ReadProtected(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: error %v does not say %q", file, err, want)
		}
	}
}

func FuzzProtected(f *testing.F) {
	f.Add(productNames, "my Apple Pay 退货宝")
	f.Fuzz(func(t *testing.T, file, s string) {
		p, err := ReadProtected(strings.NewReader(file))
		if err != nil {
			return
		}
		last := 0
		for w := range p.Words(s) {
			if w.Start < last || w.End <= w.Start || w.End > len(s) {
				t.Fatalf("%q: %+v after %d", s, w, last)
			}
			last = w.Start
		}
	})
}
