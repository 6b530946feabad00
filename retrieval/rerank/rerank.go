package rerank

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"footnote/retrieval"
	"footnote/retrieval/endpoint"
)

// Options say which server reranks.
type Options struct {
	URL   string // required: the whole address, "https://api.jina.ai/v1/rerank"
	Model string // the model's name on the server; empty: see the package comment
	Key   string // sent as a bearer token; empty: none is sent

	Timeout time.Duration     // of one try; 0: usualTimeout
	Base    http.RoundTripper // nil: one of its own
	Logger  *slog.Logger      // nil: silent
}

// A person waits for the answer: a cross-encoder on a processor reads 50
// passages in about a second, and without it the order is still a good one.
const (
	usualTimeout = 2 * time.Second
	tries        = 2
	longestPause = 200 * time.Millisecond
	maxReply     = 1 << 20
)

// maxText is how much of a passage is sent, in bytes: cross-encoders read 512
// tokens, which are less than this in any language.
const maxText = 4 << 10

// Remote is a reranker on a server. Safe for concurrent use.
type Remote struct {
	Options
	host   string
	client *http.Client
}

// New returns a reranker. It asks the server nothing yet.
func New(o Options) (*Remote, error) {
	u, err := url.Parse(o.URL)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return nil, errors.New("reranker: the URL must be the whole address of the rerank call, like http://host:port/rerank")
	case u.User != nil:
		return nil, errors.New("reranker: no user or password in the URL, give the key by itself")
	}
	o.Timeout = cmp.Or(o.Timeout, usualTimeout)
	return &Remote{Options: o, host: u.Host, client: endpoint.New(endpoint.Options{
		Name: "reranker", Tries: tries, Header: o.Timeout, Idle: o.Timeout, MaxBytes: maxReply,
		MaxWait: longestPause, FirstPause: longestPause / 2, Base: o.Base, Logger: o.Logger,
	})}, nil
}

// request is both conventions in one: fields that are empty are not sent.
type request struct {
	Model     string   `json:"model,omitempty"`
	Query     string   `json:"query"`
	Documents []string `json:"documents,omitempty"`
	TopN      int      `json:"top_n,omitempty"`
	Texts     []string `json:"texts,omitempty"`
	Truncate  bool     `json:"truncate,omitempty"`
}

func (r *Remote) request(question string, passages []retrieval.Passage) request {
	texts := make([]string, len(passages))
	for i, p := range passages {
		texts[i] = reads(p)
	}
	if r.Model == "" {
		return request{Query: endpoint.Clean(question), Texts: texts, Truncate: true}
	}
	return request{Model: r.Model, Query: endpoint.Clean(question), Documents: texts, TopN: len(texts)}
}

// reads is a passage as the model reads it: where it stands, then what it says.
func reads(p retrieval.Passage) string {
	s := strings.Join([]string{p.Title, p.Section, p.Text}, "\n")
	if len(s) > maxText {
		cut := maxText
		for cut > maxText-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut]
	}
	return endpoint.Clean(s)
}

// Rerank implements retrieval.Reranker: one finite score for each passage, in
// their order.
func (r *Remote) Rerank(ctx context.Context, question string, passages []retrieval.Passage) ([]float64, error) {
	if len(passages) == 0 {
		return nil, nil
	}
	body, err := r.send(ctx, r.request(question, passages))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("rerank with %s: %w", cmp.Or(r.Model, r.host), err)
	}
	scores, err := scores(body, len(passages))
	if err != nil {
		return nil, fmt.Errorf("rerank with %s: its reply cannot be used: %w", cmp.Or(r.Model, r.host), err)
	}
	return scores, nil
}

func (r *Remote) send(ctx context.Context, q request) ([]byte, error) {
	body, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	post.Header.Set("Content-Type", "application/json")
	if r.Key != "" {
		post.Header.Set("Authorization", "Bearer "+r.Key)
	}
	reply, err := r.client.Do(post)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return nil, fmt.Errorf("%s did not answer: %w", r.host, err)
	}
	defer reply.Body.Close()
	got, err := io.ReadAll(reply.Body)
	if reply.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s%s", r.host, reply.Status, hint(reply.StatusCode))
	}
	return got, err
}

// hint says what to check.
func hint(status int) string {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return ": check the key"
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return ": check the URL, it usually ends with /rerank, and the model's name"
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return ": servers of one model (Text Embeddings Inference) want none to be named, others want one"
	case http.StatusRequestEntityTooLarge:
		return ": let the server take at least 50 texts in one request"
	}
	return ""
}
