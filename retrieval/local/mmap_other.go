//go:build !unix

package local

import "os"

// mapping is a file's content in memory, read only.
type mapping struct {
	bytes []byte
	file  *os.File // nil: everything is in bytes
}

// mapFile reads a whole file where files cannot be mapped.
func mapFile(path string) (mapping, error) {
	b, err := os.ReadFile(path)
	return mapping{bytes: b}, err
}

func (m mapping) forget([]byte) {}

func (m mapping) rest() {}

func (m mapping) close() {}
