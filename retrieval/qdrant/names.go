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

// Lengths in bytes: together with the generation a collection's name, which is
// a folder on the server, stays under the 255 that it allows.
const (
	maxName   = 200
	maxPrefix = 32
)

// checkName refuses what the server or its file system would. Letters may be of
// any script; the rule is the one of the local index, so that a knowledge base
// can move.
func checkName(what, name string, most int) error {
	bad := name == "" || len(name) > most || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".")
	for _, r := range name {
		bad = bad || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_.", r)
	}
	if bad {
		return fmt.Errorf("%s %q: use letters, digits, '-', '_' and '.' (not first or last), at most %d bytes", what, name, most)
	}
	return nil
}

// generationBytes of randomness tell the generations of a knowledge base apart.
const generationBytes = 6

func (x *Indexes) alias(kb string) (string, error) {
	if err := checkName("knowledge base name", kb, maxName); err != nil {
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
