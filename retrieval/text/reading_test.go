package text

import (
	"errors"
	"math"
	"strings"
	"testing"

	"footnote/retrieval"
)

func read(t *testing.T, question string, words *shelf) retrieval.Reading {
	t.Helper()
	r, err := Read(t.Context(), retrieval.Question{Text: question}, words)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestReadWeighsByKindOfCollection(t *testing.T) {
	documents := shelfOf("refunds", "how to pay")
	if want := "how:0.25 refund:1"; plain(read(t, "How to refund", documents).Terms) != want {
		t.Errorf("documentation: %s", plain(read(t, "How to refund", documents).Terms))
	}
	faq := shelfOf("refunds", "how to pay", "accounts")
	faq.texts[1].FAQ = true
	r := read(t, "How to refund", faq)
	if want := "how:1 refund:1"; plain(r.Terms) != want || math.Abs(r.Signals.FAQ-1./3) > 1e-9 {
		t.Errorf("questions: %s, %+v", plain(r.Terms), r.Signals)
	}
	for _, x := range r.Terms {
		if Bare(x.Term) != x.Term && x.Weight != faqTitleFieldWeight {
			t.Errorf("title term %+v", x)
		}
	}
}

func TestSignals(t *testing.T) {
	mixed := shelfOf("A refund takes five days.", "退款需要五天。", "Accounts and refunds.", "Fees.")
	for _, tt := range []struct {
		question         string
		unknown, foreign float64
	}{
		{"refund days", 0, 0.25},
		{"How are refunds made?", 0.05, 0.25}, // of "how" and "made", at most
		{"kubernetes", 1, 0.25},
		{"退款", 0, 0.75},
		{"API 密钥轮换在哪里", 1, 0.75},
		{"", 0, 0.25},
		{"the of", 0, 0.25},
	} {
		s := read(t, tt.question, mixed).Signals
		if s.Foreign != tt.foreign {
			t.Errorf("%q: foreign %v, want %v", tt.question, s.Foreign, tt.foreign)
		}
		if tt.unknown == 1 && s.Unknown < 0.8 || tt.unknown == 0 && s.Unknown != 0 || s.Unknown > 1 {
			t.Errorf("%q: unknown %v, want about %v", tt.question, s.Unknown, tt.unknown)
		}
	}
	if s := read(t, "refund", shelfOf()).Signals; s != (retrieval.Signals{}) {
		t.Errorf("empty collection: %+v", s)
	}
}

func TestReadKeepsTheOrderOfWords(t *testing.T) {
	r := read(t, "How do I reset the maxRetryCount of 退款 API?", shelfOf("API reset", "API"))
	var got []string
	for _, w := range r.Words {
		got = append(got, w.Term)
		if w.Rarity <= 0 || w.Weight <= 0 {
			t.Errorf("%+v", w)
		}
	}
	if want := "how do i reset maxretrycount api"; strings.Join(got, " ") != want {
		t.Errorf("words %q, want %q", strings.Join(got, " "), want)
	}
}

func TestReadIsBounded(t *testing.T) {
	r := read(t, strings.Repeat("retry count ", 10_000), shelfOf("retry count"))
	if len(r.Words) != maxAsked || len(r.Terms) != 4 {
		t.Errorf("%d words, %d terms", len(r.Words), len(r.Terms))
	}
}

func TestReadPassesOnErrors(t *testing.T) {
	words := shelfOf("x")
	words.err = errors.New("not there")
	if _, err := Read(t.Context(), retrieval.Question{Text: "refund"}, words); !errors.Is(err, words.err) {
		t.Errorf("got %v", err)
	}
}
