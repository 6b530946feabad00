package qdrant_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
	"footnote/retrieval/qdrant"
	"footnote/retrieval/qdrant/qdranttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// small makes every change larger than what may wait, so that points are sent
// before Commit, without weights while no average length is known.
var small = qdrant.Options{Hold: 15, Batch: 40}

func TestContract(t *testing.T) {
	for name, options := range map[string]qdrant.Options{"held": {}, "sent early": small, "by tenant": {Tenant: "product"}} {
		t.Run(name, func(t *testing.T) {
			indextest.Run(t, func(t *testing.T) retrieval.Indexes {
				return qdranttest.Start(t).Indexes(t, options)
			})
		})
	}
}

// TestContractOnServer needs a server: FOOTNOTE_QDRANT_ADDR=host:6334.
func TestContractOnServer(t *testing.T) {
	for name, options := range map[string]qdrant.Options{"held": {}, "sent early": small, "by tenant": {Tenant: "product"}} {
		t.Run(name, func(t *testing.T) {
			indextest.Run(t, func(t *testing.T) retrieval.Indexes { return onServer(t, options) })
		})
	}
}

func TestDifferential(t *testing.T) {
	for name, sizes := range map[string]indextest.Sizes{
		"shallow": {Seed: 1},
		"deep":    {Seed: 2, Points: 600, Queries: 30, Depth: 500},
	} {
		t.Run(name, func(t *testing.T) {
			indextest.Differential(t, indextest.NewReference(), qdranttest.New(t), sizes)
		})
	}
}

func TestDifferentialOnServer(t *testing.T) {
	for name, options := range map[string]qdrant.Options{"held": {}, "sent early": {Hold: 500}, "shards": {Shards: 3}} {
		t.Run(name, func(t *testing.T) {
			indextest.Differential(t, indextest.NewReference(), onServer(t, options), indextest.Sizes{Seed: 3, Points: 3000})
		})
	}
}

// onServer connects to the server that the environment names, under a prefix of
// its own, and removes everything of that prefix at the end.
func onServer(t testing.TB, options qdrant.Options) *qdrant.Indexes {
	t.Helper()
	options.Addr = os.Getenv("FOOTNOTE_QDRANT_ADDR")
	if options.Addr == "" {
		t.Skip("FOOTNOTE_QDRANT_ADDR is not set")
	}
	options.APIKey = os.Getenv("FOOTNOTE_QDRANT_API_KEY")
	options.Prefix = cmp.Or(options.Prefix, "footnotetest"+strings.ToLower(rand.Text()[:8]))
	x, err := qdrant.New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, kb := range []string{"suite", "suite-other", kb} {
			_ = x.Drop(context.Background(), kb)
		}
		_ = x.Close()
	})
	return x
}
