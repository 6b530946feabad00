package indextest

import (
	"testing"

	"footnote/retrieval"
)

func TestReference(t *testing.T) {
	open := func(*testing.T) retrieval.Indexes { return NewReference() }
	t.Run("contract", func(t *testing.T) { Run(t, open) })
	t.Run("atomic", func(t *testing.T) { RunAtomic(t, open) })
	t.Run("differential", func(t *testing.T) { Differential(t, NewReference(), NewReference(), Sizes{}) })
}

func TestGeneratorIsDeterministic(t *testing.T) {
	a, b := Generator{Seed: 1}.Points(30), Generator{Seed: 1}.Points(40)
	for i := range a {
		if !sameChunk(a[i].Chunk, b[i].Chunk) || a[i].Vector[0] != b[i].Vector[0] || len(a[i].Terms.Counts) != len(b[i].Terms.Counts) {
			t.Fatalf("point %d differs between two runs", i)
		}
	}
	if c := (Generator{Seed: 2}).Points(1); c[0].Chunk.Text == a[0].Chunk.Text {
		t.Error("another seed gives the same text")
	}
}

// Compare must see what is wrong, or the suite proves nothing.
func TestCompareFindsDifferences(t *testing.T) {
	hit := func(i byte, score float32) retrieval.Hit { return retrieval.Hit{ID: retrieval.ID{i}, Score: score} }
	want := []retrieval.Hit{hit(1, 3), hit(2, 2), hit(3, 2), hit(4, 1)}
	for name, got := range map[string][]retrieval.Hit{
		"short":         want[:3],
		"swapped":       {want[1], want[0], want[2], want[3]},
		"ties by ID":    {want[0], want[2], want[1], want[3]},
		"twice":         {want[0], want[1], want[1], want[3]},
		"score":         {want[0], want[1], want[2], hit(4, 1.01)},
		"foreign":       {want[0], want[1], want[2], hit(9, 1)},
		"cut elsewhere": {want[0], want[1], hit(4, 2), hit(5, 1)},
		"long":          append(want[:4:4], hit(5, 0.5)),
	} {
		if Compare(want, got, 4, Loose()) == nil {
			t.Errorf("%s: no difference found", name)
		}
	}
	if err := Compare(want, []retrieval.Hit{want[0], want[2]}, 2, Loose()); err != nil {
		t.Errorf("hits of one score cut apart by depth: %v", err)
	}
}
