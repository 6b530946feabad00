//go:build !unix

package local

import "os"

// mapping is a file's content in memory, read only.
type mapping struct{ bytes []byte }

// mapFile reads a whole file where files cannot be mapped.
func mapFile(path string) (mapping, error) {
	b, err := os.ReadFile(path)
	return mapping{bytes: b}, err
}

func (m mapping) checked() {}

func (m mapping) close() {}
