package main

import (
	"context"
	"fmt"
	"strings"

	"footnote/retrieval/memory"
)

// between reads what stands between two chunks of a document. It is kept while the
// knowledge base stays the same: the same neighbours are found again and again.
func (a *app) between(kb string) func(context.Context, string, int, int) (string, error) {
	type stretch struct {
		version, document string
		start, end        int
	}
	var known memory.Memory[stretch, string]
	return func(ctx context.Context, document string, start, end int) (string, error) {
		l, err := a.library(ctx, kb)
		if err != nil {
			return "", err
		}
		version, err := a.version(ctx, kb)
		if err != nil {
			return "", err
		}
		at := stretch{version, document, start, end}
		if text, ok := known.Find(at); ok {
			return text, nil
		}
		d, err := l.Document(ctx, document)
		if err != nil {
			return "", err
		}
		if start < 0 || end < start || end > len(d.Text) {
			return "", fmt.Errorf("document %s has no bytes from %d to %d", document, start, end)
		}
		return known.Get(at, func() string { return strings.Clone(d.Text[start:end]) }), nil
	}
}
