package local

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"footnote/retrieval"
	"footnote/retrieval/indextest"
)

const testKB = "kb"

// smallGenerator makes points that fill few bytes.
func smallGenerator() indextest.Generator {
	return indextest.Generator{Dimensions: 8, Words: 6, Vocabulary: 50}
}

// smallIndex publishes an index of several segments, one of them with deletes,
// and returns its points.
func smallIndex(t *testing.T, indexes *Indexes) []retrieval.Point {
	t.Helper()
	g := smallGenerator()
	points := g.Points(40)
	x, err := indexes.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	ok(t, x.Upsert(t.Context(), points[:30]))
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(points[:30])))
	ok(t, x.Upsert(t.Context(), points[30:]))
	ok(t, x.Delete(t.Context(), []retrieval.ID{points[0].Chunk.ID, points[7].Chunk.ID}))
	left := append(append([]retrieval.Point{}, points[1:7]...), points[8:]...)
	ok(t, x.Commit(t.Context(), indextest.StatisticsOf(left)))
	ok(t, indexes.Publish(t.Context(), testKB))
	return left
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// files lists the files of an index that hold data.
func files(t *testing.T, dir string) (paths []string) {
	t.Helper()
	ok(t, filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != lockName {
			paths = append(paths, path)
		}
		return err
	}))
	return paths
}

// tryOpen opens the index anew and searches it if that works.
func tryOpen(t *testing.T, dir string) error {
	t.Helper()
	g := smallGenerator()
	x, err := New(dir, Options{}).Open(t.Context(), testKB, g.Spec())
	if err != nil {
		return err
	}
	defer x.Close()
	_, err = x.Search(t.Context(), g.Queries(1)[0])
	return err
}

// Every bit of every file is covered by a checksum.
func TestDamageIsFoundAtOpen(t *testing.T) {
	dir := t.TempDir()
	smallIndex(t, New(dir, Options{}))
	paths := files(t, dir)
	if len(paths) != 5 {
		t.Fatalf("files %v, want CURRENT, a manifest, two segments and a deletes file", paths)
	}
	for _, path := range paths {
		whole, err := os.ReadFile(path)
		ok(t, err)
		for at := 0; at < len(whole); at += 1 + len(whole)/150 {
			flipped := append([]byte{}, whole...)
			flipped[at] ^= 1 << (at % 8)
			isFound(t, dir, path, flipped, fmt.Sprintf("bit %d of byte %d flipped", at%8, at))
			isFound(t, dir, path, whole[:at], fmt.Sprintf("cut to %d bytes", at))
		}
		isFound(t, dir, path, append(append([]byte{}, whole...), 0), "a byte longer")
		isFound(t, dir, path, make([]byte, len(whole)), "zeroed")
		ok(t, os.WriteFile(path, whole, 0o600))
	}
	ok(t, tryOpen(t, dir))
}

// isFound opens the index with other content in one of its files.
func isFound(t *testing.T, dir, path string, content []byte, what string) {
	t.Helper()
	ok(t, os.WriteFile(path, content, 0o600))
	err := tryOpen(t, dir)
	if !errors.Is(err, retrieval.ErrCorrupt) {
		t.Fatalf("%s, %s: %v, want ErrCorrupt", filepath.Base(path), what, err)
	}
	if !strings.Contains(err.Error(), "footnote reindex --kb "+testKB) || !strings.Contains(err.Error(), filepath.Base(path)) {
		t.Fatalf("%s, %s: the error names no file or no remedy: %v", filepath.Base(path), what, err)
	}
}

func TestMissingFileIsFoundAtOpen(t *testing.T) {
	dir := t.TempDir()
	smallIndex(t, New(dir, Options{}))
	for _, path := range files(t, dir) {
		ok(t, os.Rename(path, path+".away"))
		want := retrieval.ErrCorrupt
		if filepath.Base(path) == currentName {
			want = retrieval.ErrNoIndex
		}
		if err := tryOpen(t, dir); !errors.Is(err, want) {
			t.Errorf("without %s: %v, want %v", filepath.Base(path), err, want)
		}
		ok(t, os.Rename(path+".away", path))
	}
	ok(t, tryOpen(t, dir))
}

// A damaged index can be built again: Create, Publish and Drop do not need it.
func TestDamagedIndexCanBeReplaced(t *testing.T) {
	for _, name := range []string{currentName, manifestName} {
		dir := t.TempDir()
		indexes := New(dir, Options{})
		smallIndex(t, indexes)
		for _, path := range files(t, dir) {
			if filepath.Base(path) == name {
				ok(t, os.WriteFile(path, []byte("damaged"), 0o600))
			}
		}
		if err := tryOpen(t, dir); !errors.Is(err, retrieval.ErrCorrupt) {
			t.Fatalf("damaged %s: %v", name, err)
		}
		left := smallIndex(t, indexes)
		ok(t, tryOpen(t, dir))
		same(t, dir, left)
		if generations, err := indexes.base(testKB).generations(); err != nil || len(generations) != 1 {
			t.Errorf("damaged %s: generations %v are left, want one", name, generations)
		}
		ok(t, indexes.Drop(t.Context(), testKB))
	}
}

// same checks that an index opened anew holds exactly these points.
func same(t *testing.T, dir string, points []retrieval.Point) {
	t.Helper()
	g := smallGenerator()
	x, err := New(dir, Options{}).Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	sameIn(t, x, points)
}

// sameIn compares with the reference, holding the same points.
func sameIn(t *testing.T, x retrieval.Index, points []retrieval.Point) {
	t.Helper()
	g := smallGenerator()
	reference := indextest.NewReference()
	want, err := reference.Create(t.Context(), testKB, g.Spec())
	ok(t, err)
	ok(t, want.Upsert(t.Context(), points))
	ok(t, want.Commit(t.Context(), indextest.StatisticsOf(points)))
	n := 0
	for _, err := range x.IDs(t.Context()) {
		ok(t, err)
		n++
	}
	if n != len(points) {
		t.Fatalf("%d points, want %d", n, len(points))
	}
	for _, q := range g.Queries(6) {
		q.Depth = 1000
		a, err := want.Search(t.Context(), q)
		ok(t, err)
		b, err := x.Search(t.Context(), q)
		ok(t, err)
		ok(t, indextest.CompareLegs(a, b, q.Depth, indextest.Tight()))
	}
}

// Nothing may be left behind that no manifest names.
func TestFilesDoNotPileUp(t *testing.T) {
	dir := t.TempDir()
	indexes := New(dir, Options{})
	points := smallIndex(t, indexes)
	g := smallGenerator()
	x, err := indexes.Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer x.Close()
	for i := range 60 {
		ok(t, x.Upsert(t.Context(), points[i%30:i%30+3]))
		ok(t, x.Commit(t.Context(), indextest.StatisticsOf(points)))
		ok(t, x.Upsert(t.Context(), points[:1]))
		if i%20 == 0 {
			ok(t, x.Close())
			x, err = indexes.Open(t.Context(), testKB, g.Spec())
			ok(t, err)
		}
	}
	ok(t, x.Close())
	same(t, dir, points)
	if n := len(files(t, dir)); n > 2+2*7 { // log2(38)+1 segments, each with deletes
		t.Errorf("%d files are left: %v", n, files(t, dir))
	}
}

func TestNames(t *testing.T) {
	indexes := New(t.TempDir(), Options{})
	spec := smallGenerator().Spec()
	for _, kb := range []string{"", ".", "..", "a/b", "/etc", "../a", "a\\b", ".hidden", "a.", "a b", "a\x00", "a\nb", "c:", "\xff", strings.Repeat("a", 300), "a*"} {
		if _, err := indexes.Create(t.Context(), kb, spec); err == nil {
			t.Errorf("create %q: no error", kb)
		}
		if _, err := indexes.Open(t.Context(), kb, spec); err == nil || errors.Is(err, retrieval.ErrNoIndex) {
			t.Errorf("open %q: %v, want an error about the name", kb, err)
		}
		if indexes.Publish(t.Context(), kb) == nil || indexes.Drop(t.Context(), kb) == nil {
			t.Errorf("publish or drop %q: no error", kb)
		}
	}
	for _, kb := range []string{"default", "shop-zh", "a_b.c", "商店", "Ünï", "0"} {
		x, err := indexes.Create(t.Context(), kb, spec)
		ok(t, err)
		ok(t, x.Close())
		ok(t, indexes.Publish(t.Context(), kb))
		ok(t, indexes.Drop(t.Context(), kb))
	}
}

func TestFolderNamesDifferByMoreThanCase(t *testing.T) {
	seen := map[string]string{}
	for _, kb := range []string{"shop", "Shop", "SHOP", "sHop", "店", "Ünï", "ünï"} {
		low := strings.ToLower(folderOf(kb))
		if other, ok := seen[low]; ok || low != folderOf(kb) {
			t.Errorf("%q and %q are both in %q", kb, other, folderOf(kb))
		}
		seen[low] = kb
	}
}

func TestOpenLeavesNothingBehind(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	if _, err := New(dir, Options{}).Open(t.Context(), testKB, smallGenerator().Spec()); !errors.Is(err, retrieval.ErrNoIndex) {
		t.Fatalf("open: %v, want ErrNoIndex", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder was made by looking for an index: %v", err)
	}
}

func TestFolderThatCannotBeUsed(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "file")
	ok(t, os.WriteFile(dir, nil, 0o600))
	indexes := New(dir, Options{})
	_, err := indexes.Create(t.Context(), testKB, smallGenerator().Spec())
	if err == nil || !strings.Contains(err.Error(), dir) || !strings.Contains(err.Error(), testKB) {
		t.Errorf("create in a file: %v, want an error that names folder and knowledge base", err)
	}
	if _, err := indexes.Open(t.Context(), testKB, smallGenerator().Spec()); err == nil {
		t.Error("open in a file: no error")
	}
}

// without returns the ids that no point has.
func without(ids []retrieval.ID, points []retrieval.Point) (rest []retrieval.ID) {
	kept := map[retrieval.ID]bool{}
	for _, p := range points {
		kept[p.Chunk.ID] = true
	}
	for _, id := range ids {
		if !kept[id] {
			rest = append(rest, id)
		}
	}
	return rest
}
