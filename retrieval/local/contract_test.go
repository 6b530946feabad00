package local

import (
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

func fresh(t *testing.T) retrieval.Indexes { return New(t.TempDir(), Options{}) }

func TestContract(t *testing.T) { indextest.Run(t, fresh) }

func TestAtomic(t *testing.T) { indextest.RunAtomic(t, fresh) }

// A buffer of a few points makes a segment of each handful.
func TestContractWithTinyBuffer(t *testing.T) {
	open := func(t *testing.T) retrieval.Indexes { return New(t.TempDir(), Options{BufferBytes: 4000}) }
	indextest.Run(t, open)
	indextest.RunAtomic(t, open)
}

func TestContractPortable(t *testing.T) {
	indextest.Run(t, func(t *testing.T) retrieval.Indexes { return New(t.TempDir(), Options{kernel: portable()}) })
}

func TestDifferential(t *testing.T) {
	for seed := range uint64(3) {
		sizes := indextest.Sizes{Seed: seed, Points: 1500, Queries: 80, Tolerance: indextest.Tight()}
		indextest.Differential(t, indextest.NewReference(), fresh(t), sizes)
		indextest.Differential(t, fresh(t), New(t.TempDir(), Options{BufferBytes: 50_000, kernel: portable()}), sizes)
	}
}
