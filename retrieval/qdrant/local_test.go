package qdrant_test

import (
	"testing"

	"footnote/retrieval/indextest"
	"footnote/retrieval/local"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/qdrant/qdranttest"
)

// TestLikeLocal is the promise of one ranking: the same points and questions in
// the index inside the process and on the server.
func TestLikeLocal(t *testing.T) {
	for name, options := range map[string]qdrant.Options{"held": {}, "sent early": {Hold: 100}} {
		t.Run(name, func(t *testing.T) {
			indextest.Differential(t, local.New(t.TempDir(), local.Options{}), qdranttest.Start(t).Indexes(t, options), indextest.Sizes{Seed: 4})
		})
	}
}

func TestLikeLocalOnServer(t *testing.T) {
	indextest.Differential(t, local.New(t.TempDir(), local.Options{}), onServer(t, qdrant.Options{}), indextest.Sizes{Seed: 5, Points: 5000, Depth: 1000})
}
