package local

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"footnote/retrieval"
)

// base is a knowledge base's folder.
type base struct {
	folder
	logger *slog.Logger
}

// create makes the next generation's folder with an empty index in it, and
// removes what was created before and not published.
func (b base) create(spec retrieval.Spec) (generation int, err error) {
	if err := b.make(); err != nil {
		return 0, err
	}
	unlock, err := b.lock()
	if err != nil {
		return 0, err
	}
	defer unlock()
	live, err := b.current()
	if err != nil && !missing(err) && !errors.Is(err, retrieval.ErrCorrupt) {
		return 0, err
	}
	damaged := errors.Is(err, retrieval.ErrCorrupt) // then any generation may be the live one: keep all
	all, err := b.generations()
	if err != nil {
		return 0, err
	}
	generation = slices.Max(append(all, live)) + 1
	if !damaged {
		b.clear(all, func(g int) bool { return g > live })
	}
	return generation, b.start(generation, spec)
}

// make makes the folder, durably if the file system can do that for folders.
func (b base) make() error {
	if _, err := os.Stat(b.path); err == nil {
		return nil
	}
	if err := os.MkdirAll(b.path, folderMode); err != nil {
		return err
	}
	parent := filepath.Dir(b.path)
	_ = folder{path: filepath.Dir(parent)}.sync() // may be one that this user cannot open
	return folder{path: parent}.sync()
}

func (b base) start(generation int, spec retrieval.Spec) error {
	d := b.generation(generation)
	if err := os.Mkdir(d.path, folderMode); err != nil {
		return err
	}
	raw, err := manifest{Format: manifestFormat, Spec: spec}.encode()
	if err != nil {
		return err
	}
	if err := d.replace(manifestName, raw); err != nil {
		return err
	}
	return b.sync()
}

// publish points CURRENT at the newest generation.
func (b base) publish() error {
	nothing := errors.New("nothing was created since the last publish")
	unlock, err := b.lock()
	if missing(err) {
		return nothing
	}
	if err != nil {
		return err
	}
	defer unlock()
	live, err := b.current()
	if err != nil && !missing(err) && !errors.Is(err, retrieval.ErrCorrupt) {
		return err
	}
	all, err := b.generations()
	if err != nil {
		return err
	}
	next := slices.Max(append(all, 0))
	if next <= live {
		return nothing
	}
	if _, err := b.readManifest(next); missing(err) {
		return nothing // a crash while it was being created
	} else if err != nil {
		return err
	}
	var before []byte
	if live > 0 {
		before = encodeCurrent(live)
	}
	if err := b.swap(currentName, encodeCurrent(next), before); err != nil {
		return err
	}
	b.clear(all, func(g int) bool { return g != next })
	return nil
}

// drop removes everything, the pointer first.
func (b base) drop() error {
	unlock, err := b.lock()
	if missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	if err := b.remove(currentName); err != nil {
		return err
	}
	if err := b.sync(); err != nil {
		return err
	}
	return os.RemoveAll(b.path)
}

// clear removes generations that nobody can come to any more. What cannot be
// removed now is removed the next time.
func (b base) clear(all []int, unwanted func(int) bool) {
	for _, g := range all {
		if !unwanted(g) {
			continue
		}
		if err := os.RemoveAll(b.generation(g).path); err != nil {
			b.logger.Warn("an index that is no longer used could not be removed", "folder", b.generation(g).path, "error", err)
		}
	}
}

func (b base) lock() (func(), error) {
	unlock, err := lockFile(b.at(lockName))
	if errors.Is(err, errLocked) {
		return nil, fmt.Errorf("%s: %w", b.path, err)
	}
	return unlock, err
}
