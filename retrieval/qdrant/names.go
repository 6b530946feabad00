package qdrant

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
)

// Names of the vectors and of the payload fields that filters use.
const (
	vectorName = "vector"
	wordsName  = "words"
)

// maxName leaves room for prefix and generation in the 255 bytes that the
// server allows for a collection, which is a folder there.
const maxName = 96

// validName refuses what a server or its file system would: a knowledge base
// and the prefix consist of letters, digits, '.', '_' and '-' of any script.
func validName(what, name string) error {
	if name == "" || len(name) > maxName {
		return fmt.Errorf("%s %q: want 1 to %d bytes", what, name, maxName)
	}
	for i, r := range name {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		if r == unicode.ReplacementChar || !letter && (i == 0 || !strings.ContainsRune("._-", r)) {
			return fmt.Errorf("%s %q: want letters, digits, '.', '_' and '-', a letter or digit first", what, name)
		}
	}
	return nil
}

// generationBytes of randomness tell the generations of a knowledge base apart.
const generationBytes = 6

func (x *Indexes) alias(kb string) (string, error) {
	if err := validName("knowledge base", kb); err != nil {
		return "", err
	}
	return x.options.Prefix + "-" + kb, nil
}

// newGeneration draws the suffix of a collection name.
func (x *Indexes) newGeneration() (string, error) {
	var b [generationBytes]byte
	if _, err := x.random.Read(b[:]); err != nil {
		return "", fmt.Errorf("draw a collection name: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// isGeneration reports whether a collection could be one of alias's. Another
// knowledge base may have a name of the same form ("a" and "a-0123456789ab"),
// so it is only a first sieve; the collection's metadata decides.
func isGeneration(collection, alias string) bool {
	suffix, found := strings.CutPrefix(collection, alias+"-")
	if !found || len(suffix) != 2*generationBytes {
		return false
	}
	_, err := hex.DecodeString(suffix)
	return err == nil
}
