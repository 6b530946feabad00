package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"footnote/api/answer"
	"footnote/ingest"
	"footnote/ingest/library"
	"footnote/retrieval/text"
)

// known refuses a knowledge base that nothing was ever written to.
func (a *app) known(kb string) error {
	names, err := library.KnowledgeBases(a, a.db)
	if err != nil {
		return err
	}
	if !slices.Contains(names, kb) {
		return a.unknownKB(a, kb)
	}
	return nil
}

// document returns a stored document for the API.
func (a *app) document(ctx context.Context, kb, id string) (ingest.Document, error) {
	names, err := library.KnowledgeBases(ctx, a.db)
	if err != nil {
		return ingest.Document{}, err
	}
	switch {
	case slices.Contains(names, kb):
		names = []string{kb}
	case kb != answer.DefaultKB:
		return ingest.Document{}, a.unknownKB(ctx, kb)
	}
	// No knowledge base was named and there is no default one: a document's id
	// is made of its address, so it is the same document wherever it is found.
	for _, name := range names {
		l, err := a.library(ctx, name)
		if err != nil {
			return ingest.Document{}, err
		}
		if d, err := l.Document(ctx, id); !errors.Is(err, ingest.ErrNotFound) {
			return d, err
		}
	}
	return ingest.Document{}, fmt.Errorf("document %q: %w", id, ingest.ErrNotFound)
}

// fetched says when documents were last obtained or confirmed.
func (a *app) fetched(ctx context.Context, kb string, documents []string) (map[string]time.Time, error) {
	l, err := a.library(ctx, kb)
	if err != nil {
		return nil, err
	}
	return l.Freshness(ctx, documents)
}

// lexicon is what the product's team says of the words of a knowledge base: the
// files synonyms/NAME.txt and protected/NAME.txt in the data folder, as far as there are
// any; read when the knowledge base is opened.
func (a *app) lexicon(kb string) (l text.Lexicon, err error) {
	if l.Synonyms, err = readWords(filepath.Join(a.globals.Data, "synonyms", kb+".txt"), text.ReadSynonyms); err != nil {
		return l, err
	}
	l.Protected, err = readWords(filepath.Join(a.globals.Data, "protected", kb+".txt"), text.ReadProtected)
	return l, err
}

// readWords reads a file that need not be there.
func readWords[T any](path string, read func(io.Reader) (*T, error)) (*T, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read a product's words: %w", err)
	}
	defer f.Close()
	words, err := read(f)
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", path, err)}
	}
	return words, nil
}
