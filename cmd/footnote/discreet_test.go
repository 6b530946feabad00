package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"footnote/retrieval"
)

type hearing struct {
	retrieval.Embedder
	heard *string
}

func (h hearing) EmbedQuery(_ context.Context, text string) (retrieval.Vector, error) {
	*h.heard = text
	return nil, nil
}

func (h hearing) Rerank(_ context.Context, question string, _ []retrieval.Passage) ([]float64, error) {
	*h.heard = question
	return nil, nil
}

func TestServersElsewhereDoNotLearnWhoAsks(t *testing.T) {
	var heard string
	question := "Why is ann@example.org locked?"
	if _, err := (discreetEmbedder{hearing{heard: &heard}}).EmbedQuery(t.Context(), question); err != nil || heard != "Why is [email] locked?" {
		t.Errorf("embedder: %q, %v", heard, err)
	}
	if _, err := (discreetReranker{hearing{heard: &heard}}).Rerank(t.Context(), question, nil); err != nil || heard != "Why is [email] locked?" {
		t.Errorf("reranker: %q, %v", heard, err)
	}
}

func TestLogIsMasked(t *testing.T) {
	var out strings.Builder
	log, err := newLogger(&out, Globals{LogLevel: "info", LogFormat: "json"})
	if err != nil {
		t.Fatal(err)
	}
	log.Warn("x", "error", errors.New("no answer to ann@example.org"), "text", "card 4111 1111 1111 1111", slog.Group("g", "mail", "bob@example.org"), "n", 5, "remote", "41.173.96.26")
	got := out.String()
	for _, secret := range []string{"ann@", "4111", "bob@"} {
		if strings.Contains(got, secret) {
			t.Errorf("%s is in the log: %s", secret, got)
		}
	}
	if !strings.Contains(got, "41.173.96.26") || !strings.Contains(got, `"n":5`) {
		t.Errorf("log: %s", got)
	}
}
