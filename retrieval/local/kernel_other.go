//go:build !amd64 && !arm64

package local

func fastest() kernel { return portable() }
