package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	"footnote/api/answer"
	"footnote/api/answer/extractive"
	"footnote/api/answer/model"
	"footnote/api/privacy"
	"footnote/api/records"
	"footnote/ingest"
	"footnote/ingest/chunk"
	"footnote/ingest/crawl"
	"footnote/ingest/extract"
	"footnote/ingest/library"
	"footnote/ingest/media"
	"footnote/retrieval"
	"footnote/retrieval/embed"
	"footnote/retrieval/local"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/rank"
	"footnote/retrieval/rerank"
	"footnote/retrieval/text"
	"footnote/retrieval/tokens"
)

// app is the parts of the program, connected.
type app struct {
	*session
	db       *sql.DB
	indexes  retrieval.Indexes
	embedder retrieval.Embedder
	reranker retrieval.Reranker // nil: none
	spec     retrieval.Spec
	records  *records.Records
	tokens   *tokens.Counter
	hosts    []string // that the server is known by
	readOnly bool     // the data folder may not be written

	mu         sync.Mutex
	retrievers map[string]*retrieval.Retriever
	libraries  map[string]*library.Library
	closers    []func() error
}

func (a *app) close() error {
	var errs []error
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = append(errs, a.closers[i]())
	}
	a.closers = nil
	return errors.Join(errs...)
}

func (a *app) openEmbedder() error {
	g := a.globals
	if g.EmbedModel == "" && g.EmbedURL == "" {
		a.embedder = embed.Builtin()
	} else {
		remote, err := embed.NewRemote(embed.RemoteOptions{
			Model: g.EmbedModel, URL: g.EmbedURL, Key: a.secret("embed-key"), Dimensions: g.EmbedDimensions,
			QueryPrefix: g.EmbedQueryPrefix, PassagePrefix: g.EmbedPassagePrefix, Logger: a.log,
		})
		if err != nil {
			return usageError{err}
		}
		a.embedder = discreetEmbedder{embed.Cached(remote, library.Vectors(a.db))}
	}
	a.spec = retrieval.Spec{Embedder: a.embedder.Model(), Analyser: text.Version, Chunker: extract.Version + " " + chunk.Version}
	return nil
}

func (a *app) openReranker() error {
	if a.globals.RerankURL == "" {
		return nil
	}
	r, err := rerank.New(rerank.Options{URL: a.globals.RerankURL, Model: a.globals.RerankModel, Key: a.secret("rerank-key"), Logger: a.log})
	if err != nil {
		return usageError{err}
	}
	a.reranker = discreetReranker{r}
	return nil
}

func (a *app) openIndexes() error {
	g := a.globals
	if g.QdrantAddr == "" {
		a.indexes = local.New(filepath.Join(g.Data, "index"), local.Options{Logger: a.log})
		return nil
	}
	owner, err := library.Identity(a, a.db)
	if err != nil {
		return err
	}
	q, err := qdrant.New(qdrant.Options{
		Addr: g.QdrantAddr, APIKey: a.secret("qdrant-api-key"), TLS: g.QdrantTLS, Owner: owner, Logger: a.log,
		Shards: g.QdrantShards, Replicas: g.QdrantReplicas, WriteConsistency: g.QdrantWriteConsistency, ReadConsistency: g.QdrantReadConsistency, Tenant: g.QdrantTenant,
	})
	if err != nil {
		return usageError{err}
	}
	a.indexes = q
	a.closers = append(a.closers, q.Close)
	return nil
}

// fullSpec completes the spec with the dimensions, and with the words of a
// knowledge base that are protected. A remote embedder is asked
// for them; if it does not answer, what it said last time counts, so that
// questions can still be answered by words alone.
func (a *app) fullSpec(ctx context.Context, kb string) (retrieval.Spec, error) {
	spec := a.spec
	lexicon, err := a.lexicon(kb)
	if err != nil {
		return spec, err
	}
	spec.Analyser = lexicon.Protected.Version()
	path := filepath.Join(a.globals.Data, "embedder.json")
	known := map[string]int{}
	if raw, err := os.ReadFile(path); err == nil {
		json.Unmarshal(raw, &known) //nolint:errcheck // damaged: as if it were not there
	}
	d, err := a.embedder.Dimensions(ctx)
	if err != nil && known[spec.Embedder] > 0 {
		a.log.Warn("the embedder does not answer: searching by words alone", "error", err)
		spec.Dimensions = known[spec.Embedder]
		return spec, nil
	}
	spec.Dimensions = d
	if err != nil || known[spec.Embedder] == d {
		return spec, err
	}
	if known[spec.Embedder] = d; a.readOnly {
		return spec, nil
	}
	raw, err := json.Marshal(known)
	if err == nil {
		err = os.WriteFile(path, raw, 0o600)
	}
	if err != nil {
		a.log.Warn("the embedder's dimensions could not be noted", "error", err)
	}
	return spec, nil
}

// library returns that of a knowledge base; it is made if it is not there.
func (a *app) library(ctx context.Context, kb string) (*library.Library, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if l, ok := a.libraries[kb]; ok {
		return l, nil
	}
	l, err := library.Open(ctx, a.db, kb)
	if err != nil {
		return nil, err
	}
	a.libraries[kb] = l
	return l, nil
}

// retriever returns that of a knowledge base.
func (a *app) retriever(ctx context.Context, kb string) (*retrieval.Retriever, error) {
	a.mu.Lock()
	r, ok := a.retrievers[kb]
	a.mu.Unlock()
	if ok {
		return r, nil
	}
	if err := a.known(kb); err != nil {
		return nil, err
	}
	spec, err := a.fullSpec(ctx, kb)
	if err != nil {
		return nil, err
	}
	lexicon, err := a.lexicon(kb)
	if err != nil {
		return nil, err
	}
	index, err := a.indexes.Open(ctx, kb, spec)
	if errors.Is(err, retrieval.ErrNoIndex) {
		return nil, a.unknownKB(ctx, kb)
	}
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if other, ok := a.retrievers[kb]; ok {
		return other, index.Close()
	}
	a.closers = append(a.closers, index.Close)
	a.retrievers[kb] = a.newRetriever(index, lexicon)
	a.retrievers[kb].Between = a.between(kb)
	return a.retrievers[kb], nil
}

// newRetriever is the one retrieval path, for every door and for evaluation.
func (a *app) newRetriever(index retrieval.Searcher, lexicon text.Lexicon) *retrieval.Retriever {
	model := a.embedder.Model()
	return &retrieval.Retriever{
		Index: index, Embedder: a.embedder, Reranker: a.reranker,
		Parts: answer.Separate,
		Read:  lexicon.Read, Fuse: rank.For(model).Fuse, Inspect: rank.NewInspector(embed.Builtin(), model).Inspect, Finish: (&rank.Finisher{Protected: lexicon.Protected}).Finish,
	}
}

func (a *app) unknownKB(ctx context.Context, kb string) error {
	names, err := library.KnowledgeBases(ctx, a.db)
	if err != nil {
		return err
	}
	if slices.Contains(names, kb) {
		return fmt.Errorf("knowledge base %q has no index: run `footnote reindex --kb %s` to build it from what is stored", kb, kb)
	}
	hint := "run `footnote ingest URL` first, or `footnote demo` to see it work"
	if len(names) > 0 {
		hint = fmt.Sprintf("there are %q; choose one with --kb, or fill this one with `footnote ingest --kb %s URL`", names, kb)
	}
	return usageError{fmt.Errorf("%w: %q has nothing in it: %s", answer.ErrUnknownKB, kb, hint)}
}

// service is the one answering path.
func (a *app) service() (*answer.Service, error) {
	s := &answer.Service{
		Retriever: a.retriever,
		Read:      a.readDocument,
		Keep:      a.records.Keep,
		Mask:      privacy.Mask,
		Pieces:    embed.Builtin(),
		Cover:     a.cover(),
		Version:   a.version,
		NewID:     newID,
		Now:       a.now,
		Logger:    a.log,
	}
	if a.globals.Model != "" || a.globals.ModelURL != "" {
		m, err := model.New(model.Options{Model: a.globals.Model, URL: a.globals.ModelURL, Key: a.secret("model-key"), ContextTokens: a.globals.ModelContext, Tokens: a.tokens, Logger: a.log})
		if err != nil {
			return nil, usageError{err}
		}
		s.Composers, s.Rephrase = append(s.Composers, m), m
	}
	s.Composers = append(s.Composers, extractive.New())
	if a.readOnly {
		s.Keep = nil
	}
	return s, nil
}

// cover compares meanings by the built-in table, whatever embedder searches.
func (a *app) cover() func(said, text string) float64 {
	if s, ok := a.embedder.(*embed.Static); ok {
		return s.Cover
	}
	return embed.Builtin().Cover
}

func (a *app) readDocument(ctx context.Context, kb, document string) (answer.Source, error) {
	l, err := a.library(ctx, kb)
	if err != nil {
		return answer.Source{}, err
	}
	d, err := l.Document(ctx, document)
	source := answer.Source{Text: d.Text, Blocks: d.Blocks, Fetched: d.Fetched}
	for _, s := range d.Sections {
		source.Places = append(source.Places, answer.Place{Section: chunk.Breadcrumb(d.Title, s.Path), Anchor: s.Anchor, Start: s.Start, End: s.End})
	}
	return source, err
}

// version of what a knowledge base holds; "" while there is nothing.
func (a *app) version(ctx context.Context, kb string) (string, error) {
	l, err := a.library(ctx, kb)
	if err != nil {
		return "", err
	}
	v, err := l.Version(ctx)
	if err != nil || v == 0 {
		return "", err
	}
	return strconv.FormatInt(v, 10), nil
}

// newID is the name of an answer: 80 random bits, so that nobody guesses one.
func newID() string {
	var b [10]byte
	rand.Read(b[:]) //nolint:errcheck // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// pipeline writes into one knowledge base and its live index.
func (a *app) pipeline(ctx context.Context, kb string) (*ingest.Pipeline, error) {
	p, closeIndex, err := a.openPipeline(ctx, kb)
	if err == nil {
		a.closers = append(a.closers, closeIndex)
	}
	return p, err
}

// openPipeline is pipeline for a while: the caller closes its index.
func (a *app) openPipeline(ctx context.Context, kb string) (p *ingest.Pipeline, closeIndex func() error, err error) {
	spec, err := a.fullSpec(ctx, kb)
	if err != nil {
		return nil, nil, err
	}
	index, err := a.indexes.Open(ctx, kb, spec)
	if errors.Is(err, retrieval.ErrNoIndex) {
		index, err = a.firstIndex(ctx, kb, spec)
	}
	if err != nil {
		return nil, nil, err
	}
	if p, err = a.pipelineOver(ctx, kb, index); err != nil {
		return nil, nil, errors.Join(err, index.Close())
	}
	return p, index.Close, nil
}

// pipelineOver writes into one knowledge base and the index given; with nil it
// can only rebuild.
func (a *app) pipelineOver(ctx context.Context, kb string, index retrieval.Index) (*ingest.Pipeline, error) {
	lib, err := a.library(ctx, kb)
	if err != nil {
		return nil, err
	}
	lexicon, err := a.lexicon(kb)
	if err != nil {
		return nil, err
	}
	reading, err := a.media()
	if err != nil {
		return nil, err
	}
	return &ingest.Pipeline{
		Library:  lib,
		Index:    index,
		Embedder: a.embedder,
		Extract:  func(p ingest.Page) (ingest.Document, error) { return reading.Extract(ctx, p) },
		Split:    chunk.Splitter{Count: a.tokens.Count}.Split,
		Terms:    lexicon.Protected.Document,
		KeyOf:    crawl.Key,
		Logger:   a.log,
		Now:      a.now,
		Workers:  runtime.GOMAXPROCS(0),

		KeepRemoved: a.globals.KeepRemoved,
		WorkLimit:   a.workLimit(),
	}, nil
}

// workLimit leaves the tools for pictures and recordings the time that they may
// take; without one it is the pipeline's own.
func (s *session) workLimit() time.Duration {
	if s.globals.OCR == "" && s.globals.Transcribe == "" {
		return 0
	}
	return media.DefaultTimeout + time.Minute
}

// media are the tools for pictures and recordings.
func (s *session) media() (m extract.Media, err error) {
	if m.Picture, err = media.Parse(s.globals.OCR); err == nil {
		m.Recording, err = media.Parse(s.globals.Transcribe)
	}
	if err != nil {
		return m, usageError{err}
	}
	return m, nil
}

func (a *app) firstIndex(ctx context.Context, kb string, spec retrieval.Spec) (retrieval.Index, error) {
	index, err := a.indexes.Create(ctx, kb, spec)
	if err != nil {
		return nil, err
	}
	if err := index.Commit(ctx, retrieval.Statistics{}); err != nil {
		return nil, errors.Join(err, index.Close())
	}
	if err := index.Close(); err != nil {
		return nil, err
	}
	if err := a.indexes.Publish(ctx, kb); err != nil {
		return nil, err
	}
	return a.indexes.Open(ctx, kb, spec)
}
