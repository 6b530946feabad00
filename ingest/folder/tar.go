package folder

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// tarArchive is a .tar.gz.
type tarArchive struct{ path string }

func (t tarArchive) missing() string { return "the archive does not hold it any more" }

func (t tarArchive) visit(v *visitor) error {
	f, err := os.Open(t.path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read from
	return t.read(v, f)
}

func (t tarArchive) read(v *visitor, f io.Reader) error {
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("not a readable .tar.gz: %w", damaged(err))
	}
	left := int64(maxTotal)
	all := limited{unzipped, &left}
	r := tar.NewReader(all)
	a := &archive{visitor: v, path: t.path, names: map[string]bool{}}
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			_, err = io.Copy(io.Discard, all) // to the checksum, which tells whether this was all
			return damaged(err)
		}
		if err != nil {
			return fmt.Errorf("not a readable .tar.gz: %w", damaged(err))
		}
		if err := a.packed(h, r); err != nil {
			return err
		}
	}
}

// packed yields one entry. Its time is not trusted to tell whether it changed:
// many programs write the same one into every entry, and the content has been
// unpacked anyway.
func (a *archive) packed(h *tar.Header, r io.Reader) error {
	if err := a.count(); err != nil {
		return err
	}
	if h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	name, reason := a.name(h.Name)
	switch {
	case reason != "":
		return a.unsafe(reason)
	case h.Typeflag == tar.TypeLink:
		return a.skip(address(a.path, name), "a link")
	case h.Typeflag != tar.TypeReg:
		return a.special(name, h.FileInfo().Mode())
	}
	return a.entry(file{path: name, size: h.Size, modified: h.ModTime, open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }})
}
