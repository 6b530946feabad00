// Package embed turns texts into vectors: with a model of its own that needs
// no download, or through any OpenAI-compatible server.
package embed

import (
	"context"
	"math"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// BuiltinModel names the vectors of Builtin.
const BuiltinModel = "builtin-hash-1"

const builtinDimensions = 256

type builtin struct{}

// Builtin is an embedder that needs no model file.
func Builtin() retrieval.Embedder { return builtin{} }

func (builtin) Model() string { return BuiltinModel }

func (builtin) Dimensions(context.Context) (int, error) { return builtinDimensions, nil }

func (b builtin) EmbedDocuments(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	vectors := make([]retrieval.Vector, len(texts))
	for i, s := range texts {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		vectors[i] = hashed(s)
	}
	return vectors, nil
}

func (b builtin) EmbedQuery(_ context.Context, s string) (retrieval.Vector, error) {
	return hashed(s), nil
}

func hashed(s string) retrieval.Vector {
	v := make(retrieval.Vector, builtinDimensions)
	for w := range text.Words(s) {
		h := uint64(14695981039346656037)
		for i := 0; i < len(w.Term); i++ {
			h = (h ^ uint64(w.Term[i])) * 1099511628211
		}
		sign := float32(1)
		if h>>63 == 1 {
			sign = -1
		}
		v[h%builtinDimensions] += sign
	}
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum > 0 {
		scale := float32(1 / math.Sqrt(sum))
		for i := range v {
			v[i] *= scale
		}
	}
	return v
}
