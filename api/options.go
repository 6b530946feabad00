package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"time"

	"footnote/api/answer"
	"footnote/api/assist"
	"footnote/ingest"
	"footnote/retrieval"
)

// Answerer answers questions; *answer.Service is one.
type Answerer interface {
	Answer(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error)
}

// Suggester suggests replies to a customer; *assist.Service is one.
type Suggester interface {
	Suggest(ctx context.Context, r assist.Request) (assist.Replies, error)
}

// Options are what the routes are served from. Answers, Retriever, Document,
// Record and KnowledgeBases are needed; the rest has useful zero values.
// Errors that wrap answer.ErrUnknownKB, ingest.ErrNotFound or
// records.ErrNotFound become 404.
type Options struct {
	Answers   Answerer
	Retriever func(ctx context.Context, kb string) (*retrieval.Retriever, error)
	Document  func(ctx context.Context, kb, id string) (ingest.Document, error)
	Record    func(ctx context.Context, id string) (answer.Record, error)
	// KnowledgeBases names those that there are, for the pages to choose from.
	KnowledgeBases func(ctx context.Context) ([]string, error)

	// Replies suggests replies for agents; nil: made of Answers.
	Replies Suggester
	// Fetched says when documents were last obtained or confirmed; those that
	// are unknown are left out. nil: passages carry no such date.
	Fetched func(ctx context.Context, kb string, documents []string) (map[string]time.Time, error)
	// Ready says why requests cannot be served now; nil: always ready.
	Ready func(ctx context.Context) error

	// Hosts are names under which the server is known, without port, beside IP
	// addresses and localhost. See checkHost for when they matter.
	Hosts []string

	Logger *slog.Logger // nil: nothing is logged
	Now    func() time.Time
	NewID  func() string // of requests; nil: random
	Limits Limits
}

// Limits bound what one request, and all of them together, may use. A zero
// field has its default.
type Limits struct {
	Body int64 // bytes of a request body

	Search time.Duration // for a search, a document, a list
	Answer time.Duration // for an answer or for suggested replies

	Searches int           // searches at the same time
	Answers  int           // answers at the same time
	Queue    int           // requests that may wait for each of the two
	Wait     time.Duration // how long they wait

	Write time.Duration // for a client to take a reply, or one event of a stream
	Ping  time.Duration // between comments that keep a stream open
}

// The defaults. A body of 4 MiB holds a conversation of 200 long messages. A
// search takes milliseconds and an extractive answer little more, but a model
// may write for a minute. Sixty-four of them at once keep two cores busy and
// fit a small model server's queue. Proxies cut idle streams after 30 to 60
// seconds.
const (
	defaultBody     = 4 << 20
	defaultSearch   = 10 * time.Second
	defaultAnswer   = 90 * time.Second
	defaultSearches = 64
	defaultAnswers  = 64
	defaultQueue    = 256
	defaultWait     = 5 * time.Second
	defaultWrite    = 20 * time.Second
	defaultPing     = 15 * time.Second
)

func orElse[T comparable](value *T, fallback T) {
	var zero T
	if *value == zero {
		*value = fallback
	}
}

func (l Limits) withDefaults() Limits {
	orElse(&l.Body, defaultBody)
	orElse(&l.Search, defaultSearch)
	orElse(&l.Answer, defaultAnswer)
	orElse(&l.Searches, defaultSearches)
	orElse(&l.Answers, defaultAnswers)
	orElse(&l.Queue, defaultQueue)
	orElse(&l.Wait, defaultWait)
	orElse(&l.Write, defaultWrite)
	orElse(&l.Ping, defaultPing)
	return l
}

func (o Options) withDefaults() (Options, error) {
	if o.Answers == nil || o.Retriever == nil || o.Document == nil || o.Record == nil || o.KnowledgeBases == nil {
		return o, errors.New("api: Answers, Retriever, Document, Record and KnowledgeBases must be given")
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Replies == nil {
		o.Replies = assist.New(assist.Options{Answer: o.Answers.Answer, Logger: o.Logger})
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = randomID
	}
	o.Limits = o.Limits.withDefaults()
	return o, nil
}

func randomID() string {
	var b [8]byte
	rand.Read(b[:]) //nolint:errcheck // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}
