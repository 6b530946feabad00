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
	indextest.Run(t, func(t *testing.T) retrieval.Indexes { return New(t.TempDir(), Options{BufferBytes: 60_000}) })
	indextest.RunAtomic(t, func(t *testing.T) retrieval.Indexes { return New(t.TempDir(), Options{BufferBytes: 4000}) })
}

func TestContractPortable(t *testing.T) {
	indextest.Run(t, func(t *testing.T) retrieval.Indexes { return New(t.TempDir(), Options{kernel: portable()}) })
}

func TestDifferential(t *testing.T) {
	sizes := indextest.Sizes{Seed: 1, Points: 1200, Queries: 50, Tolerance: indextest.Tight()}
	indextest.Differential(t, indextest.NewReference(), fresh(t), sizes)
	sizes.Seed++
	indextest.Differential(t, fresh(t), New(t.TempDir(), Options{BufferBytes: 90_000, kernel: portable()}), sizes)
}
