package embed

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/tmc/langchaingo/embeddings"
	"github.com/tmc/langchaingo/llms/openai"
	"golang.org/x/sync/errgroup"

	"footnote/retrieval"
	"footnote/retrieval/endpoint"
)

// RemoteOptions say which server embeds, and how.
type RemoteOptions struct {
	Model string // required: the model's name on the server
	URL   string // required: base URL with the version, "http://127.0.0.1:8092/v1"
	Key   string // sent as a bearer token; empty: none is sent

	QueryPrefix   string // put before questions, as some models want: "query: "
	PassagePrefix string // put before documents: "passage: "

	BatchSize   int           // texts a request; 0: 64
	Concurrency int           // requests at a time; 0: 2
	Timeout     time.Duration // of one try for documents; 0: 30 s. Questions: at most questionTimeout
	Dimensions  int           // what to ask of the server and to expect; 0: ask nothing, expect what comes first

	HTTPClient *http.Client // its Transport is used; nil: one of its own
	Logger     *slog.Logger // nil: silent

	limit int64         // of a reply, in bytes; 0: maxReply
	pause time.Duration // before the second try; 0: as package endpoint has it
}

// Usual values. A batch of 64 passages of 250 tokens is a request of 64 kB; two
// at a time keep a server busy while a reply travels.
const (
	usualBatch       = 64
	usualConcurrency = 2
	usualTimeout     = 30 * time.Second
)

// remote embeds on an OpenAI-compatible server.
type remote struct {
	RemoteOptions
	client               embeddings.EmbedderClient
	documents, questions line

	mu         sync.Mutex
	dimensions int // of the first reply, or as configured; 0: not known yet
}

// NewRemote returns an embedder on an OpenAI-compatible server. It asks the
// server nothing yet.
func NewRemote(o RemoteOptions) (retrieval.Embedder, error) {
	u, err := url.Parse(o.URL)
	switch {
	case o.Model == "" || o.URL == "":
		return nil, errors.New("remote embedder: model and URL are both needed")
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return nil, errors.New("remote embedder: the URL must look like http://host:port/v1")
	case u.User != nil:
		return nil, errors.New("remote embedder: no user or password in the URL, give the key by itself")
	}
	o.BatchSize = cmp.Or(max(o.BatchSize, 0), usualBatch)
	o.Concurrency = cmp.Or(max(o.Concurrency, 0), usualConcurrency)
	o.Timeout = cmp.Or(max(o.Timeout, 0), usualTimeout)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.limit = cmp.Or(o.limit, maxReply)
	client, err := newClient(o, doer{u.Host, o.Key})
	if err != nil {
		return nil, fmt.Errorf("remote embedder: %w", err)
	}
	return &remote{
		RemoteOptions: o, client: client, dimensions: max(o.Dimensions, 0),
		documents: documentLine(o), questions: questionLine(o),
	}, nil
}

// newClient makes langchaingo's client. It reads key and organisation from the
// environment unless they are given, which must not reach another server: so
// both are given, and the doer removes the key that stands for none.
func newClient(o RemoteOptions, d doer) (embeddings.EmbedderClient, error) {
	return openai.New(
		openai.WithBaseURL(strings.TrimRight(o.URL, "/")),
		openai.WithToken(cmp.Or(o.Key, "none")),
		openai.WithOrganization(""),
		openai.WithEmbeddingModel(o.Model),
		openai.WithEmbeddingDimensions(max(o.Dimensions, 0)),
		openai.WithHTTPClient(d),
	)
}

// Model is the model's name with what else shapes the vectors: the dimension
// asked for, and a short hash of the prefixes.
func (r *remote) Model() string {
	name := r.RemoteOptions.Model
	if r.RemoteOptions.Dimensions > 0 {
		name = fmt.Sprintf("%s@%d", name, r.RemoteOptions.Dimensions)
	}
	if r.QueryPrefix+r.PassagePrefix != "" {
		h := fnv.New32a()
		fmt.Fprintf(h, "%q %q", r.QueryPrefix, r.PassagePrefix)
		name = fmt.Sprintf("%s+%08x", name, h.Sum32())
	}
	return name
}

// Dimensions asks the server once, unless they are configured or known already.
func (r *remote) Dimensions(ctx context.Context) (int, error) {
	if n := r.known(); n > 0 {
		return n, nil
	}
	if _, err := r.embed(ctx, []string{"dimensions"}, r.questions); err != nil {
		return 0, err
	}
	return r.known(), nil
}

func (r *remote) known() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dimensions
}

// EmbedDocuments embeds in batches, several at a time. Blank texts are not sent
// and have the zero vector.
func (r *remote) EmbedDocuments(ctx context.Context, texts []string) ([]retrieval.Vector, error) {
	vectors := make([]retrieval.Vector, len(texts))
	var places []int // of the texts to send
	for i, s := range texts {
		if strings.TrimSpace(s) != "" {
			places = append(places, i)
		}
	}
	group, ctx2 := errgroup.WithContext(ctx)
	group.SetLimit(r.Concurrency)
	for len(places) > 0 {
		batch := places[:min(r.BatchSize, len(places))]
		places = places[len(batch):]
		group.Go(func() error { return r.embedBatch(ctx2, texts, batch, vectors) })
	}
	if err := group.Wait(); err != nil {
		return nil, cmp.Or(ctx.Err(), err)
	}
	return vectors, r.fillBlank(ctx, vectors)
}

// embedBatch embeds the texts at places into the same places of vectors.
func (r *remote) embedBatch(ctx context.Context, texts []string, places []int, vectors []retrieval.Vector) error {
	batch := make([]string, len(places))
	for i, p := range places {
		batch[i] = r.PassagePrefix + endpoint.Clean(texts[p])
	}
	got, err := r.embed(ctx, batch, r.documents)
	if err != nil {
		return err
	}
	for i, p := range places {
		vectors[p] = got[i]
	}
	return nil
}

func (r *remote) fillBlank(ctx context.Context, vectors []retrieval.Vector) error {
	for i, v := range vectors {
		if v != nil {
			continue
		}
		n, err := r.Dimensions(ctx)
		if err != nil {
			return err
		}
		vectors[i] = make(retrieval.Vector, n)
	}
	return nil
}

// EmbedQuery embeds a question, with less patience than documents.
func (r *remote) EmbedQuery(ctx context.Context, s string) (retrieval.Vector, error) {
	if strings.TrimSpace(s) == "" {
		v := make([]retrieval.Vector, 1)
		err := r.fillBlank(ctx, v)
		return v[0], err
	}
	vectors, err := r.embed(ctx, []string{r.QueryPrefix + endpoint.Clean(s)}, r.questions)
	if err != nil {
		return nil, err
	}
	return vectors[0], nil
}

// embed sends one request and checks what comes back.
func (r *remote) embed(ctx context.Context, texts []string, by line) ([]retrieval.Vector, error) {
	raw, err := r.client.CreateEmbedding(context.WithValue(ctx, call{}, call{len(texts), by}), texts)
	if err != nil {
		return nil, r.failed(ctx, err)
	}
	if len(raw) != len(texts) {
		return nil, r.failed(ctx, fmt.Errorf("%d vectors came back for %d texts", len(raw), len(texts)))
	}
	vectors := make([]retrieval.Vector, len(raw))
	for i := range raw {
		vectors[i] = raw[i]
		if err := r.check(vectors[i]); err != nil {
			return nil, r.failed(ctx, err)
		}
		normalise(vectors[i])
	}
	return vectors, nil
}

// check refuses a vector of another dimension than the ones before, or one that
// cannot be compared.
func (r *remote) check(v retrieval.Vector) error {
	r.mu.Lock()
	if r.dimensions == 0 {
		r.dimensions = len(v)
	}
	want := r.dimensions
	r.mu.Unlock()
	if len(v) != want || len(v) == 0 {
		return fmt.Errorf("a vector has %d dimensions instead of %d: another model answers under this name, or the configured dimension is wrong", len(v), want)
	}
	return checkFinite(v)
}

// failed says which embedder failed, without what langchaingo puts around.
func (r *remote) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var f *failure
	if errors.As(err, &f) {
		err = f
	}
	return fmt.Errorf("embed with %s: %w", r.RemoteOptions.Model, err)
}
