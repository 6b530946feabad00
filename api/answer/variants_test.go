package answer

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"footnote/retrieval"
	"footnote/retrieval/embed"
)

var (
	//go:embed testdata/variants.txt
	variantList string
	//go:embed testdata/fresh.txt
	freshList string
	//go:embed testdata/worded.txt
	wordedList string
	//go:embed testdata/agents.txt
	agentsList string
	//go:embed testdata/agents_fresh.txt
	agentsFreshList string
)

// judged counts what the check makes of sentences.
type judged struct{ trues, rejected, falses, caught int }

func (j judged) String() string {
	return fmt.Sprintf("%d of %d false caught, %d of %d true rejected", j.caught, j.falses, j.rejected, j.trues)
}

// keeps fails the test when fewer false sentences are caught, or more true ones
// rejected, than these shares.
func (j judged) keeps(t *testing.T, caught, rejected float64) {
	t.Helper()
	if float64(j.caught) < caught*float64(j.falses) || float64(j.rejected) > rejected*float64(j.trues) {
		t.Errorf("%v", j)
	}
}

// judgeClaims checks sentences of one language.
func judgeClaims(t *testing.T, list []claim, han bool) judged {
	t.Helper()
	cover := embed.Builtin().Cover
	var j judged
	for _, c := range list {
		if strings.ContainsFunc(c.source, func(r rune) bool { return unicode.Is(unicode.Han, r) }) == han {
			j.count(t, c, &Evidence{Passages: []retrieval.Passage{passageOf(c.source)}, Cover: cover})
		}
	}
	return j
}

// count checks a claim and logs a wrong verdict.
func (j *judged) count(t *testing.T, c claim, e *Evidence) {
	t.Helper()
	v := Check(Draft{Text: c.text, Cites: []Cite{{Passage: 1}}}, e)
	if c.kind == "" {
		j.trues++
		if !v.Supported {
			j.rejected++
			t.Logf("true, rejected: %s\n\t%s", c.text, v.Why)
		}
		return
	}
	j.falses++
	if !v.Supported {
		j.caught++
		return
	}
	t.Logf("false (%s), not caught: %s", c.kind, c.text)
}

// The shares are a little below what is reached; those of sentences that nobody
// looked at while making rules are the ones to expect in use.
func TestCheckOnVariants(t *testing.T) {
	for _, test := range []struct {
		language         string
		han              bool
		list             string
		caught, rejected float64
	}{
		{"English", false, variantList, .96, .13},
		{"Chinese", true, variantList, .96, .1},
		{"English, fresh", false, freshList, .95, .17},
		{"Chinese, fresh", true, freshList, .95, .22},
		{"English, as models word it", false, wordedList, .95, .24},
		{"Chinese, as models word it", true, wordedList, .95, .2},
		{"English, as agents word it", false, agentsList, .83, .2},
		{"Chinese, as agents word it", true, agentsList, .76, .14},
		{"English, as agents word it, fresh", false, agentsFreshList, .7, .3},
		{"Chinese, as agents word it, fresh", true, agentsFreshList, .8, .27},
	} {
		t.Run(test.language, func(t *testing.T) {
			j := judgeClaims(t, claimsOf(test.list), test.han)
			t.Log(j)
			j.keeps(t, test.caught, test.rejected)
		})
	}
}

// The sources of both languages say the same, in the same order: what a sentence
// of one says is held against the source of the other.
func TestCheckAcrossLanguages(t *testing.T) {
	english, chinese := byHan(claimsOf(variantList))
	for name, pair := range map[string][2][][]claim{"Chinese of English": {english, chinese}, "English of Chinese": {chinese, english}} {
		t.Run(name, func(t *testing.T) {
			sources, said := pair[0], pair[1]
			cover := embed.Builtin().Cover
			var same judged
			unrelated := 0
			for i := 0; i < len(sources); i += everyNth {
				for _, c := range said[i] {
					same.count(t, c, &Evidence{Passages: []retrieval.Passage{passageOf(sources[i][0].source)}, Cover: cover})
					other := passageOf(sources[(i+1)%len(sources)][0].source)
					if c.kind == "" && Check(Draft{Text: c.text, Cites: []Cite{{Passage: 1}}}, &Evidence{Passages: []retrieval.Passage{other}, Cover: cover}).Supported {
						unrelated++
						t.Logf("of another source, accepted: %s", c.text)
					}
				}
			}
			t.Logf("%v; %d of them accepted of another source", same, unrelated)
			same.keeps(t, .88, .8)
			if unrelated > same.trues/100 {
				t.Errorf("%d sentences about something else accepted", unrelated)
			}
		})
	}
}

// everyNth source is enough: vectors take their time.
const everyNth = 3

// byHan are the claims of each source, by language.
func byHan(list []claim) (english, chinese [][]claim) {
	last := ""
	for _, c := range list {
		to := &english
		if strings.ContainsFunc(c.source, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			to = &chinese
		}
		if c.source != last {
			*to = append(*to, nil)
		}
		last = c.source
		(*to)[len(*to)-1] = append((*to)[len(*to)-1], c)
	}
	return english, chinese
}
