package qdrant

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"sync"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"

	"footnote/retrieval"
)

// Indexes are the indexes on one server. It implements retrieval.Indexes.
type Indexes struct {
	server  *server
	options Options
	random  io.Reader

	mu      sync.Mutex
	created map[string]*index // by knowledge base: not published yet
}

// New returns the indexes of a server. It does not call the server; the first
// use does.
func New(options Options) (*Indexes, error) {
	options = options.withDefaults()
	if err := options.check(); err != nil {
		return nil, err
	}
	consistency, err := options.consistency()
	if err != nil {
		return nil, err
	}
	api, err := options.connect()
	if err != nil {
		return nil, fmt.Errorf("qdrant at %s: %w", options.Addr, err)
	}
	return &Indexes{
		server:  &server{api: api, options: options, consistency: consistency},
		options: options, random: rand.Reader, created: map[string]*index{},
	}, nil
}

// Close ends the connection; indexes that are still open fail from then on.
func (x *Indexes) Close() error { return x.server.api.Close() }

// Open implements retrieval.Indexes.
func (x *Indexes) Open(ctx context.Context, kb string, spec retrieval.Spec) (retrieval.Index, error) {
	alias, err := x.alias(kb)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	ctx = hurry(ctx)
	if err := x.server.check(ctx); err != nil {
		return nil, fmt.Errorf("open index of %q: %w", kb, err)
	}
	idx := x.server.index(kb, alias, alias, spec)
	if err := idx.examine(ctx); err != nil {
		return nil, idx.wrap("open", err)
	}
	return idx, nil
}

// examine refuses a collection that is not what the program expects.
func (x *index) examine(ctx context.Context) error {
	s, err := x.loadState(ctx)
	if err != nil {
		return err
	}
	if s.KB != x.kb {
		return fmt.Errorf("collection %s belongs to knowledge base %q", x.collection(), s.KB)
	}
	if err := x.fits(s); err != nil {
		return err
	}
	info, err := x.server.info(ctx, x.collection())
	if err != nil {
		return err
	}
	return x.shaped(info)
}

// Create implements retrieval.Indexes.
func (x *Indexes) Create(ctx context.Context, kb string, spec retrieval.Spec) (retrieval.Index, error) {
	idx, err := x.create(ctx, kb, spec)
	if err != nil {
		return nil, fmt.Errorf("create index of %q: %w", kb, err)
	}
	return idx, nil
}

func (x *Indexes) create(ctx context.Context, kb string, spec retrieval.Spec) (*index, error) {
	alias, err := x.alias(kb)
	if err != nil {
		return nil, err
	}
	if spec.Dimensions < 0 || spec.Dimensions > maxDimensions {
		return nil, fmt.Errorf("%d dimensions: want 0 (no vectors) to %d", spec.Dimensions, maxDimensions)
	}
	if err := x.server.check(ctx); err != nil {
		return nil, err
	}
	if err := x.discard(ctx, kb); err != nil {
		return nil, err
	}
	generation, err := x.newGeneration()
	if err != nil {
		return nil, err
	}
	idx := x.server.index(kb, alias, alias+"-"+generation, spec)
	if err := idx.make(ctx, state{Format: format, KB: kb, Owner: x.options.Owner, Generation: generation, Spec: spec, Tenant: x.options.Tenant}); err != nil {
		return nil, err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.created[kb] = idx
	return idx, nil
}

// discard removes what an unfinished Create left: all collections of the
// knowledge base but the live one.
func (x *Indexes) discard(ctx context.Context, kb string) error {
	x.mu.Lock()
	delete(x.created, kb)
	x.mu.Unlock()
	alias, err := x.alias(kb)
	if err != nil {
		return err
	}
	live, err := x.server.target(ctx, alias)
	if err != nil {
		return err
	}
	generations, err := x.server.generations(ctx, alias, kb)
	if err != nil {
		return err
	}
	for _, name := range generations {
		if name == live {
			continue
		}
		if err := x.server.drop(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// Drop implements retrieval.Indexes.
func (x *Indexes) Drop(ctx context.Context, kb string) error {
	alias, err := x.alias(kb)
	if err != nil {
		return fmt.Errorf("drop index: %w", err)
	}
	err = x.server.aliases(ctx, "remove alias "+alias, client.NewAliasDelete(alias))
	if err != nil && code(err) != codes.NotFound {
		return fmt.Errorf("drop index of %q: %w", kb, err)
	}
	if err := x.discard(ctx, kb); err != nil {
		return fmt.Errorf("drop index of %q: %w", kb, err)
	}
	return nil
}
