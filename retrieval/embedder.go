package retrieval

import "context"

// Embedder turns texts into vectors of unit length, all of one dimension.
// Safe for concurrent use. A text without any known word has the zero vector.
type Embedder interface {
	// Model names the model and whatever else shapes its vectors, e.g.
	// "builtin-static-1" or "multilingual-e5-small@384". Vectors of different
	// names are not comparable.
	Model() string
	// Dimensions of every vector; it may ask the endpoint once.
	Dimensions(ctx context.Context) (int, error)
	// EmbedDocuments returns one vector for each text, in order, or an error:
	// never fewer vectors, never a vector with NaN.
	EmbedDocuments(ctx context.Context, texts []string) ([]Vector, error)
	// EmbedQuery embeds a question; some models prefix it otherwise.
	EmbedQuery(ctx context.Context, text string) (Vector, error)
}
