package answer

import (
	"context"
	"log/slog"
	"time"

	"footnote/retrieval"
)

// Service answers questions. All doors share one.
type Service struct {
	// Retriever returns that of a knowledge base; an error that wraps
	// ErrUnknownKB where there is none of that name.
	Retriever func(ctx context.Context, kb string) (*retrieval.Retriever, error)
	// Read returns a stored document.
	Read func(ctx context.Context, kb, document string) (Source, error)
	// Composers are tried in order until one gives an answer; the last one is
	// the extractive one, which cannot be unavailable.
	Composers []Composer
	// Keep stores the record of an answer; nil: nothing is kept.
	Keep func(ctx context.Context, r Record) error

	NewID  func() string
	Now    func() time.Time
	Logger *slog.Logger
}
