package embed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"footnote/retrieval"
)

// VectorStore keeps vectors by model and text: keys are the SHA-256 of the
// text in hexadecimal. Vectors that are not there are left out of the map.
type VectorStore interface {
	Vectors(ctx context.Context, model string, keys []string) (map[string]retrieval.Vector, error)
	PutVectors(ctx context.Context, model string, vectors map[string]retrieval.Vector) error
}

type cached struct {
	retrieval.Embedder
	store VectorStore
}

// Cached embeds each document text once: vectors of texts seen before come
// from the store. The built-in embedder is returned as it is, since computing
// its vectors costs less than reading them.
func Cached(inner retrieval.Embedder, store VectorStore) retrieval.Embedder {
	if inner.Model() == BuiltinModel {
		return inner
	}
	return cached{inner, store}
}

// EmbedDocuments asks the inner embedder for the texts that are not stored.
func (c cached) EmbedDocuments(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	keys := make([]string, len(texts))
	for i, s := range texts {
		keys[i] = keyOf(s)
	}
	known, err := c.store.Vectors(ctx, c.Model(), keys)
	if err != nil {
		return nil, err
	}
	fresh := map[string]retrieval.Vector{}
	var missing, missingKeys []string
	for i, k := range keys {
		if _, ok := known[k]; !ok {
			missing, missingKeys = append(missing, texts[i]), append(missingKeys, k)
		}
	}
	if len(missing) > 0 {
		vectors, err := c.Embedder.EmbedDocuments(ctx, missing)
		if err != nil {
			return nil, err
		}
		for i, k := range missingKeys {
			fresh[k] = vectors[i]
		}
		if err := c.store.PutVectors(ctx, c.Model(), fresh); err != nil {
			return nil, err
		}
	}
	out := make([]retrieval.Vector, len(texts))
	for i, k := range keys {
		if v, ok := known[k]; ok {
			out[i] = v
		} else {
			out[i] = fresh[k]
		}
	}
	return out, nil
}

func keyOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
