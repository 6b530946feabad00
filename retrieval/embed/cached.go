package embed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"footnote/retrieval"
)

// VectorStore keeps vectors by model and text. Keys are the SHA-256 of the text
// in hexadecimal. Safe for concurrent use.
type VectorStore interface {
	// Vectors returns the vectors that are stored; others are left out.
	Vectors(ctx context.Context, model string, keys []string) (map[string]retrieval.Vector, error)
	// PutVectors stores vectors, replacing those with the same keys.
	PutVectors(ctx context.Context, model string, vectors map[string]retrieval.Vector) error
}

// Cached embeds each document text once for each model: later it comes from the
// store. Questions are not stored. The built-in embedder is returned as it is:
// computing its vectors costs less than reading them.
func Cached(inner retrieval.Embedder, store VectorStore) retrieval.Embedder {
	if inner.Model() == BuiltinModel {
		return inner
	}
	return cached{inner, store}
}

type cached struct {
	retrieval.Embedder
	store VectorStore
}

// EmbedDocuments asks the inner embedder for the texts that are not stored,
// each once, and stores what it answers.
func (c cached) EmbedDocuments(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	keys := make([]string, len(texts))
	for i, s := range texts {
		keys[i] = keyOf(s)
	}
	known, err := c.store.Vectors(ctx, c.Model(), keys)
	if err != nil {
		return nil, fmt.Errorf("read stored vectors of %s: %w", c.Model(), err)
	}
	fresh, err := c.embedMissing(ctx, texts, keys, known)
	if err != nil {
		return nil, err
	}
	vectors := make([]retrieval.Vector, len(texts))
	for i, k := range keys {
		v, ok := fresh[k]
		if !ok {
			v = known[k]
		}
		if len(v) != len(vectors[0]) && i > 0 {
			return nil, fmt.Errorf("embed with %s: vectors of %d and of %d dimensions, stored and new: the model was changed under the same name; give it another name and reindex",
				c.Model(), len(vectors[0]), len(v))
		}
		vectors[i] = v
	}
	return vectors, nil
}

// embedMissing embeds and stores the texts whose keys are not known.
func (c cached) embedMissing(ctx context.Context, texts, keys []string, known map[string]retrieval.Vector) (map[string]retrieval.Vector, error) {
	fresh := map[string]retrieval.Vector{}
	var missing, missingKeys []string
	for i, k := range keys {
		if _, ok := known[k]; ok {
			continue
		}
		if _, twice := fresh[k]; twice {
			continue
		}
		fresh[k] = nil
		missing, missingKeys = append(missing, texts[i]), append(missingKeys, k)
	}
	if len(missing) == 0 {
		return nil, nil
	}
	vectors, err := c.Embedder.EmbedDocuments(ctx, missing)
	if err != nil {
		return nil, err
	}
	for i, k := range missingKeys {
		fresh[k] = vectors[i]
	}
	if err := c.store.PutVectors(ctx, c.Model(), fresh); err != nil {
		return nil, fmt.Errorf("store vectors of %s: %w", c.Model(), err)
	}
	return fresh, nil
}

func keyOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
