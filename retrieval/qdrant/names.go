package qdrant

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"footnote/retrieval"
)

// Names of the vectors and of the payload fields that filters use.
const (
	vectorName = "vector"
	wordsName  = "words"
)

// maxPrefix leaves room for the knowledge base and the generation in a
// collection's name, which is a folder on the server: 255 bytes at most.
const maxPrefix = 32

// plainPrefix is what a prefix may consist of.
var plainPrefix = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

func checkPrefix(prefix string) error {
	if len(prefix) > maxPrefix || !plainPrefix.MatchString(prefix) {
		return fmt.Errorf("qdrant prefix %q: use ASCII letters, digits, '-' and '_' (a letter or digit first), at most %d bytes", prefix, maxPrefix)
	}
	return nil
}

// generationBytes of randomness tell the generations of a knowledge base apart.
const generationBytes = 6

func (x *Indexes) alias(kb string) (string, error) {
	if err := retrieval.CheckKB(kb); err != nil {
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
