package folder

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// zipArchive is a .zip.
type zipArchive struct{ path string }

func (z zipArchive) missing() string { return "the archive does not hold it any more" }

func (z zipArchive) visit(v *visitor) error {
	f, err := os.Open(z.path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read from
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return z.read(v, f, info.Size())
}

func (z zipArchive) read(v *visitor, f io.ReaderAt, size int64) error {
	directory := &metered{r: f, left: maxDirectory}
	r, err := zip.NewReader(directory, size)
	if err != nil {
		return fmt.Errorf("not a readable .zip: %w", damaged(err))
	}
	directory.left = -1
	a := &archive{visitor: v, path: z.path, names: map[string]bool{}}
	left := int64(maxTotal)
	for _, e := range r.File {
		if err := a.zipped(e, &left); err != nil {
			return err
		}
	}
	return nil
}

// zipped yields one entry. The checksum and size of the directory tell whether
// an entry has changed without unpacking it.
func (a *archive) zipped(e *zip.File, left *int64) error {
	if err := a.count(); err != nil {
		return err
	}
	if strings.HasSuffix(e.Name, "/") {
		return nil
	}
	name, reason := a.name(e.Name)
	switch {
	case reason != "":
		return a.unsafe(reason)
	case !e.Mode().IsRegular():
		return a.special(name, e.Mode())
	}
	return a.entry(file{
		path: name, size: int64(min(e.UncompressedSize64, 1<<62)), modified: e.Modified,
		validator: fmt.Sprintf("crc32 %08x %d", e.CRC32, e.UncompressedSize64),
		open: func() (io.ReadCloser, error) {
			if e.Flags&encrypted != 0 {
				return nil, errors.New("encrypted")
			}
			r, err := e.Open()
			return limited{r, left}, err
		},
	})
}

// encrypted is bit 0 of an entry's flags (APPNOTE.TXT 4.4.4).
const encrypted = 1

// maxDirectory bounds the list of entries, which is read into memory at once:
// maxEntries with names of a hundred bytes.
const maxDirectory = 16 << 20

var errDirectory = errors.New("its list of entries is too long")

// metered reads at most left bytes in all; -1: no limit.
type metered struct {
	r    io.ReaderAt
	left int64
}

func (m *metered) ReadAt(b []byte, at int64) (int, error) {
	n, err := m.r.ReadAt(b, at)
	if m.left < 0 {
		return n, err
	}
	if m.left -= int64(n); m.left < 0 {
		m.left = 0
		return 0, errDirectory
	}
	return n, err
}
