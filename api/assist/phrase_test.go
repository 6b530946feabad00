package assist

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Both files have the same phrases.
func TestPhrasesAreComplete(t *testing.T) {
	all, err := phrases()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range phraseLanguages {
		for _, d := range all[a].Templates() {
			for _, b := range phraseLanguages {
				if all[b].Lookup(d.Name()) == nil && !strings.HasSuffix(d.Name(), ".tmpl") {
					t.Errorf("%s has %q, %s has not", a, d.Name(), b)
				}
			}
		}
	}
}

// promises and claims that no phrase may make.
var promises = regexp.MustCompile(`(?i)\b(?:I|we)(?:'ve| have| will|'ll| am going to)\b|\b(?:has|have) been\b|\bwill (?:be|get|receive)\b|\bguarantee|\brefund|已经|已为|会为您|将为您|保证|一定会|承诺您|退款|尽快`)

func TestPhrasesPromiseNothing(t *testing.T) {
	for _, l := range phraseLanguages {
		raw, err := os.ReadFile("phrases/" + l + ".tmpl")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if strings.HasPrefix(line, "{{define") && promises.MatchString(line) {
				t.Errorf("%s: %q", l, line)
			}
		}
	}
	for _, s := range []string{"I have refunded you.", "We'll send it.", "已经为您退款"} {
		if !promises.MatchString(s) {
			t.Errorf("%q passes for no promise", s)
		}
	}
}

func TestPhraserKeepsItsFirstError(t *testing.T) {
	p, err := newPhraser("fr") // reads English
	if err != nil || p.say("greeting", nil) != "Hello," {
		t.Fatal(err)
	}
	if p.say("nonsense", nil) != "" || p.err == nil {
		t.Error("a phrase that does not exist gives no error")
	}
}

func FuzzReadConversation(f *testing.F) {
	f.Add("How long do refunds take?", "你好，在吗？")
	f.Add("> quoted\n-- \nx", "\xff\u202e???")
	f.Fuzz(func(t *testing.T, a, b string) {
		c, err := readConversation([]Message{{Role: Customer, Text: a}, {Role: Agent, Text: b}, {Role: Customer, Text: b}})
		if err != nil {
			return
		}
		if len(c.questions) > maxQuestions || c.language == "" {
			t.Errorf("%d questions, language %q", len(c.questions), c.language)
		}
		for _, q := range c.questions {
			if strings.TrimSpace(q.text) == "" {
				t.Error("an empty question")
			}
		}
	})
}
