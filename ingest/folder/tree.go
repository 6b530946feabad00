package folder

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// tree is a folder with all that lies below it.
type tree struct{ path string }

func (t tree) missing() string { return "the file is gone" }

func (t tree) visit(v *visitor) error {
	root, err := os.OpenRoot(t.path)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // only read from
	w := walk{v, t.path, root, root}
	entries, err := w.list()
	if err != nil {
		return err
	}
	return w.all(".", entries)
}

// walk goes through a folder. All access is by root, which no link leaves, or
// by the folder that the walk has come to, which saves opening every folder
// above it again for each file.
type walk struct {
	*visitor
	path       string
	root, here *os.Root
}

// list returns the entries of the folder that the walk has come to, by name.
func (w walk) list() ([]fs.DirEntry, error) {
	f, err := w.here.Open(".")
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read from
	entries, err := f.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

func (w walk) all(dir string, entries []fs.DirEntry) error {
	for _, e := range entries {
		below := path.Join(dir, e.Name())
		if err := w.one(below, e); err != nil {
			return err
		}
	}
	return nil
}

func (w walk) one(below string, e fs.DirEntry) error {
	key := address(w.path, below)
	switch kind := e.Type(); {
	case kind.IsDir():
		return w.folder(below)
	case kind.IsRegular():
		info, err := e.Info()
		if err != nil {
			return w.fail(key, err)
		}
		return w.regular(below, info, func() (io.ReadCloser, error) { return w.here.Open(path.Base(below)) })
	case kind&fs.ModeSymlink != 0:
		return w.link(below)
	default:
		return w.skip(key, "not a regular file")
	}
}

func (w walk) folder(below string) error {
	key := address(w.path, below) + "/"
	if reason := w.rules.refuseFolder(below); reason != "" {
		return w.skip(key, reason)
	}
	inside, err := w.here.OpenRoot(path.Base(below))
	if err != nil {
		return w.closed(key, err)
	}
	defer inside.Close() //nolint:errcheck // only read from
	w.here = inside
	entries, err := w.list()
	if err != nil {
		return w.closed(key, err)
	}
	return w.all(below, entries)
}

// closed yields a folder that cannot be looked into.
func (w walk) closed(key string, cause error) error {
	w.unread = append(w.unread, key)
	return w.fail(key, cause)
}

// link follows a link to a file within the folder. One to a folder there is not
// followed: that folder is read under its own name, and a loop has no end.
func (w walk) link(below string) error {
	key := address(w.path, below)
	info, err := w.root.Stat(below)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return w.fail(key, errors.New("a link to nothing"))
	case err != nil:
		return w.skip(key, "a link that leads out of the source, or in a circle")
	case info.IsDir():
		return w.skip(key, "a link to a folder, which is read under its own name")
	case !info.Mode().IsRegular():
		return w.skip(key, "not a regular file")
	}
	return w.regular(below, info, func() (io.ReadCloser, error) { return w.root.Open(below) })
}

func (w walk) regular(below string, info fs.FileInfo, open func() (io.ReadCloser, error)) error {
	return w.file(file{
		key: address(w.path, below), path: below, foundBy: "folder",
		size: info.Size(), modified: info.ModTime(), validator: validator(info, w.options.Now()), open: open,
	})
}

// settled is how old a file must be before its time says whether it changed:
// one that is written again within the clock's resolution keeps its time (two
// seconds on FAT, the coarsest).
const settled = 2 * time.Second

// validator changes whenever a file is written.
func validator(info fs.FileInfo, now time.Time) string {
	if now.Sub(info.ModTime()) < settled {
		return ""
	}
	return fmt.Sprintf("%s %d", info.ModTime().UTC().Format(time.RFC3339Nano), info.Size())
}

// single is one file.
type single struct{ path string }

func (s single) missing() string { return "the file is gone" }

func (s single) visit(v *visitor) error {
	f, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read from
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return v.content(file{
		key: address(s.path, ""), path: filepath.Base(s.path), foundBy: "given",
		size: info.Size(), modified: info.ModTime(), validator: validator(info, v.options.Now()),
		open: func() (io.ReadCloser, error) { return io.NopCloser(f), nil },
	})
}
