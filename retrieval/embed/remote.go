package embed

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"footnote/retrieval"

	"github.com/tmc/langchaingo/llms/openai"
)

// RemoteOptions say which server embeds, and how.
type RemoteOptions struct {
	Model string // required: the model's name on the server
	URL   string // required: base URL with the version, "http://127.0.0.1:8092/v1"
	Key   string // sent as a bearer token; empty: none is sent

	QueryPrefix   string // put before questions, e.g. "query: "
	PassagePrefix string // put before documents, e.g. "passage: "

	BatchSize   int           // texts a request; 0: 64
	Concurrency int           // requests at a time; 0: 2
	Timeout     time.Duration // of one try; 0: 30 s
	Dimensions  int           // expected, also asked of the server; 0: whatever the first reply has

	HTTPClient *http.Client // nil: one of its own
	Logger     *slog.Logger // nil: silent
}

type remote struct {
	o   RemoteOptions
	llm *openai.LLM
}

// NewRemote returns an embedder on an OpenAI-compatible server. It does not
// ask the server yet.
func NewRemote(o RemoteOptions) (retrieval.Embedder, error) {
	if o.Model == "" || o.URL == "" {
		return nil, errors.New("remote embedder: model and URL are needed")
	}
	key := o.Key
	if key == "" {
		key = "none"
	}
	llm, err := openai.New(openai.WithBaseURL(o.URL), openai.WithToken(key), openai.WithEmbeddingModel(o.Model))
	if err != nil {
		return nil, fmt.Errorf("remote embedder: %w", err)
	}
	return &remote{o: o, llm: llm}, nil
}

func (r *remote) Model() string { return r.o.Model }

func (r *remote) Dimensions(ctx context.Context) (int, error) {
	if r.o.Dimensions > 0 {
		return r.o.Dimensions, nil
	}
	v, err := r.EmbedQuery(ctx, "dimensions")
	return len(v), err
}

func (r *remote) EmbedDocuments(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	prefixed := make([]string, len(texts))
	for i, s := range texts {
		prefixed[i] = r.o.PassagePrefix + s
	}
	return r.embed(ctx, prefixed)
}

func (r *remote) EmbedQuery(ctx context.Context, s string) (retrieval.Vector, error) {
	v, err := r.embed(ctx, []string{r.o.QueryPrefix + s})
	if err != nil {
		return nil, err
	}
	return v[0], nil
}

func (r *remote) embed(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	raw, err := r.llm.CreateEmbedding(ctx, texts)
	if err != nil {
		return nil, fmt.Errorf("embed with %s: %w", r.o.Model, err)
	}
	vectors := make([]retrieval.Vector, len(raw))
	for i := range raw {
		vectors[i] = raw[i]
	}
	return vectors, nil
}
