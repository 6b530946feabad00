//go:build !amd64

package local

func fastest() kernel { return portable() }
