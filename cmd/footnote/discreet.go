package main

import (
	"context"
	"log/slog"

	"footnote/api/privacy"
	"footnote/retrieval"
)

// discreetEmbedder and discreetReranker tell a server elsewhere the question
// without what tells who asks.
type discreetEmbedder struct{ retrieval.Embedder }

func (d discreetEmbedder) EmbedQuery(ctx context.Context, text string) (retrieval.Vector, error) {
	return d.Embedder.EmbedQuery(ctx, privacy.Mask(text))
}

type discreetReranker struct{ retrieval.Reranker }

func (d discreetReranker) Rerank(ctx context.Context, question string, passages []retrieval.Passage) ([]float64, error) {
	return d.Reranker.Rerank(ctx, privacy.Mask(question), passages)
}

// loggedAsIs are attributes of a log line that are needed as they are.
var loggedAsIs = map[string]bool{"remote": true, "request_id": true, "id": true, "addr": true, slog.TimeKey: true, slog.LevelKey: true}

// maskAttr keeps personal data and secrets that an error or a text may carry
// out of the log.
func maskAttr(_ []string, a slog.Attr) slog.Attr {
	if loggedAsIs[a.Key] {
		return a
	}
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(privacy.Mask(a.Value.String()))
	case slog.KindAny:
		if err, ok := a.Value.Any().(error); ok {
			a.Value = slog.StringValue(privacy.Mask(err.Error()))
		}
	}
	return a
}
