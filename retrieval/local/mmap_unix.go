//go:build unix

package local

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapping is a file's content in memory, read only.
type mapping struct{ bytes []byte }

// mapFile maps a whole file. The mapping outlives the file's name.
func mapFile(path string) (mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return mapping{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return mapping{}, err
	}
	if info.Size() == 0 {
		return mapping{}, nil // an empty range cannot be mapped
	}
	b, err := unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return mapping{}, &os.PathError{Op: "mmap", Path: path, Err: err}
	}
	return mapping{bytes: b}, nil
}

// large is the size of a mapping from which on what was read of it is given back:
// pages that only the checksum needed would count as memory of the program. Below,
// keeping them spares the first searches the faults.
const large = 128 << 20

// checked tells the system that the mapping was read once from end to end.
func (m mapping) checked() {
	if len(m.bytes) >= large {
		_ = unix.Madvise(m.bytes, unix.MADV_DONTNEED) // advice: the content stays what it is
	}
}

// close unmaps. The bytes must not be used any more.
func (m mapping) close() {
	if m.bytes != nil {
		_ = unix.Munmap(m.bytes) // fails only for a range that was not mapped
	}
}
