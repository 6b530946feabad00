package text

import (
	"slices"
	"strings"
	"testing"
)

const productWords = "\ufeff# of a shop\ntv, Television set、电视机 # three\nfob => security key\n\n年卡，VIP => annual membership, 年度会员\n車 => car\n"

func TestSynonyms(t *testing.T) {
	s, err := ReadSynonyms(strings.NewReader(productWords))
	if err != nil {
		t.Fatal(err)
	}
	for question, want := range map[string][]string{
		"Where is my TV?":             {"Television set", "电视机"},
		"two television sets":         {"tv", "电视机"},
		"television":                  nil,
		"我的电视机坏了":                     {"tv", "Television set"},
		"電視機":                         {"tv", "Television set"},
		"I lost my fobs":              {"security key"},
		"security key":                nil,
		"年卡多少钱":                       {"annual membership", "年度会员"},
		"ＶＩＰ and tv":                  {"annual membership", "年度会员", "Television set", "电视机"},
		"车":                           {"car"},
		"":                            nil,
		strings.Repeat("tv ", 10_000): {"Television set", "电视机"},
	} {
		if got := s.Meant(question); !slices.Equal(got, want) {
			t.Errorf("%.40q means %q, want %q", question, got, want)
		}
	}
	if got := (*Synonyms)(nil).Meant("tv"); got != nil {
		t.Errorf("no synonyms: %q", got)
	}
}

func TestSynonymErrors(t *testing.T) {
	for file, want := range map[string]string{
		"a, b\nalone\n":                          "line 2",
		"=> b":                                   "line 1",
		"a =>":                                   "line 1",
		"--, b":                                  "no word",
		"a, " + strings.Repeat("b", maxRuleLine): "line 1",
		strings.Repeat("a,b\n", maxRules+1):      "more than",
	} {
		if _, err := ReadSynonyms(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: error %v does not say %q", file, err, want)
		}
	}
}

func FuzzSynonyms(f *testing.F) {
	f.Add(productWords, "my TV 年卡")
	f.Add("a,b => c", "a")
	f.Fuzz(func(t *testing.T, file, question string) {
		s, err := ReadSynonyms(strings.NewReader(file))
		if err != nil {
			return
		}
		for _, m := range s.Meant(question) {
			if m == "" {
				t.Errorf("%q in %q means nothing", question, file)
			}
		}
	})
}
