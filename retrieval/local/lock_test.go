//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package local

import (
	"errors"
	"path/filepath"
	"testing"

	"footnote/retrieval/indextest"
)

func TestSecondWriterIsRefused(t *testing.T) {
	dir := t.TempDir()
	g := smallGenerator()
	indexes := New(dir, Options{})
	left := smallIndex(t, indexes)
	first, err := indexes.Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer first.Close()
	second, err := New(dir, Options{}).Open(t.Context(), testKB, g.Spec())
	ok(t, err)
	defer second.Close()
	more := g.Points(60)[50:]
	ok(t, first.Upsert(t.Context(), more[:5]))
	if err := second.Upsert(t.Context(), more[5:]); !errors.Is(err, errLocked) {
		t.Fatalf("second writer: %v, want %v", err, errLocked)
	}
	all := append(left, more[:5]...)
	ok(t, first.Commit(t.Context(), indextest.StatisticsOf(all)))
	ok(t, second.Upsert(t.Context(), more[5:])) // builds on the commit of the first
	all = append(all, more[5:]...)
	ok(t, second.Commit(t.Context(), indextest.StatisticsOf(all)))
	same(t, dir, all)
}

func TestSwitchingIsLocked(t *testing.T) {
	dir := t.TempDir()
	left := smallIndex(t, New(dir, Options{}))
	unlock, err := lockFile(filepath.Join(dir, testKB, lockName))
	ok(t, err)
	other := New(dir, Options{})
	if _, err := other.Create(t.Context(), testKB, smallGenerator().Spec()); !errors.Is(err, errLocked) {
		t.Errorf("create: %v, want %v", err, errLocked)
	}
	for _, err := range []error{other.Publish(t.Context(), testKB), other.Drop(t.Context(), testKB)} {
		if !errors.Is(err, errLocked) {
			t.Errorf("publish or drop: %v, want %v", err, errLocked)
		}
	}
	unlock()
	same(t, dir, left)
	ok(t, other.Drop(t.Context(), testKB))
}
