//go:build unix

package local

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapping is a file's content in memory, read only. A large file stays open beside
// it, for what is better read than mapped.
type mapping struct {
	bytes []byte
	file  *os.File // nil: small
}

// mapFile maps a whole file. The mapping outlives the file's name.
func mapFile(path string) (mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return mapping{}, err
	}
	var m mapping
	defer func() {
		if m.file == nil {
			f.Close()
		}
	}()
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
	m.bytes = b
	if len(b) >= large {
		m.file = f
	}
	return m, nil
}

// large is the size of a mapping from which on what was read of it is given back:
// pages that only the checksum needed would count as memory of the program. Below,
// keeping them spares the first searches the faults, which take a few milliseconds.
const large = 16 << 20

// forget gives back the memory of a part of the mapping, which must begin at a page.
func (m mapping) forget(part []byte) {
	if len(m.bytes) >= large {
		_ = unix.Madvise(part, unix.MADV_DONTNEED) // advice: the content stays what it is
	}
}

// rest gives back the memory of the whole mapping, however large: who writes needs
// it again later or not at all, and many such mappings add up.
func (m mapping) rest() {
	if m.bytes != nil {
		_ = unix.Madvise(m.bytes, unix.MADV_DONTNEED) // advice: the content stays what it is
	}
}

// close unmaps. The bytes must not be used any more.
func (m mapping) close() {
	if m.file != nil {
		_ = m.file.Close() // only read
	}
	if m.bytes != nil {
		_ = unix.Munmap(m.bytes) // fails only for a range that was not mapped
	}
}
