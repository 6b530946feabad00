//go:build unix

package local

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

// Someone cuts an open file short: reading past its end is a fault that would end
// the program.
func TestFileIsCutWhileOpen(t *testing.T) {
	dir := t.TempDir()
	indexes := New(dir, Options{})
	g := indextest.Generator{Dimensions: 256, Words: 100}
	x, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	points := g.Points(200)
	ok(t, x.Upsert(t.Context(), points))
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(points)))
	legs, err := x.Search(t.Context(), g.Queries(1)[0])
	ok(t, err)
	segment, err := filepath.Glob(filepath.Join(dir, testKB, "*", "*.segment"))
	ok(t, err)
	ok(t, os.Truncate(segment[0], 4096))
	if _, err := x.Search(t.Context(), g.Queries(1)[0]); !errors.Is(err, retrieval.ErrCorrupt) {
		t.Errorf("search: %v, want ErrCorrupt", err)
	}
	if _, err := x.Chunks(context.Background(), []retrieval.ID{legs.Vectors[0].ID}); !errors.Is(err, retrieval.ErrCorrupt) {
		t.Errorf("chunks: %v, want ErrCorrupt", err)
	}
	if err := x.Delete(t.Context(), []retrieval.ID{points[3].Chunk.ID}); err == nil {
		if err = x.Commit(t.Context(), retrieval.Statistics{}); err == nil {
			_, err = x.Search(t.Context(), g.Queries(1)[0])
		}
		if !errors.Is(err, retrieval.ErrCorrupt) {
			t.Errorf("delete, commit and search: %v, want ErrCorrupt", err)
		}
	}
}
