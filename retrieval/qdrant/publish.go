package qdrant

import (
	"context"
	"fmt"

	client "github.com/qdrant/go-client/qdrant"

	"footnote/retrieval"
)

// Publish implements retrieval.Indexes.
func (x *Indexes) Publish(ctx context.Context, kb string) error {
	if err := x.publish(ctx, kb); err != nil {
		return fmt.Errorf("publish index of %q: %w", kb, err)
	}
	return nil
}

func (x *Indexes) publish(ctx context.Context, kb string) error {
	alias, err := x.alias(kb)
	if err != nil {
		return err
	}
	live, err := x.server.target(ctx, alias)
	if err != nil {
		return err
	}
	next, err := x.unpublished(ctx, kb, live)
	if err != nil {
		return err
	}
	// Creating an alias that exists moves it; a deletion before it could be
	// all that happens.
	err = x.server.aliases(ctx, "switch to "+next, client.NewAliasCreate(alias, next))
	if err != nil {
		return err
	}
	x.mu.Lock()
	if idx := x.created[kb]; idx != nil {
		idx.follow()
		delete(x.created, kb)
	}
	x.mu.Unlock()
	// The new index is live: what is left over is removed by the next Create.
	if err := x.discard(ctx, kb); err != nil {
		x.options.Logger.Warn("qdrant: the replaced collection could not be removed", "kb", kb, "cause", err)
	}
	return nil
}

// unpublished finds the collection of the last Create: the one this program
// made, or the only one that a program before it left complete.
func (x *Indexes) unpublished(ctx context.Context, kb, live string) (string, error) {
	x.mu.Lock()
	idx := x.created[kb]
	x.mu.Unlock()
	if idx != nil {
		return idx.collection(), idx.settled()
	}
	alias, err := x.alias(kb)
	if err != nil {
		return "", err
	}
	generations, err := x.server.generations(ctx, alias, kb)
	if err != nil {
		return "", err
	}
	var next []string
	for _, name := range generations {
		if name != live {
			next = append(next, name)
		}
	}
	if len(next) != 1 {
		return "", fmt.Errorf("there is no created index to publish (%d candidates): run `footnote reindex`", len(next))
	}
	s, err := x.server.index(kb, alias, next[0], retrieval.Spec{}).loadState(ctx)
	if err == nil && (s.Epoch == 0 || s.Dirty) {
		err = fmt.Errorf("collection %s was not filled to the end: run `footnote reindex`", next[0])
	}
	return next[0], err
}

// settled refuses an index whose points are partly on the server and not
// committed: published, they would be found without their weights.
func (x *index) settled() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.change != nil {
		return fmt.Errorf("collection %s has points that are not committed", x.collection())
	}
	return nil
}
