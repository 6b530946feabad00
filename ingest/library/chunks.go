package library

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"footnote/ingest/library/database"
	"footnote/retrieval"
)

// ChunkIDs yields the ids of all live chunks, by document id and then in the
// order of the text.
func (l *Library) ChunkIDs(ctx context.Context) iter.Seq2[retrieval.ID, error] {
	scan := func(row scanner) (b []byte, err error) {
		err = row.Scan(&b)
		return b, err
	}
	return func(yield func(retrieval.ID, error) bool) {
		for packed, err := range stream(ctx, l.db, scan, "SELECT chunk_ids FROM documents WHERE kb = $1 AND removed = 0 ORDER BY id", l.kb) {
			if err != nil {
				yield(retrieval.ID{}, err)
				return
			}
			for id := range slices.Chunk(packed, len(retrieval.ID{})) {
				if !yield(retrieval.ID(id), nil) {
					return
				}
			}
		}
	}
}

// Chunks returns live chunks by id, in that order, missing ones left out.
func (l *Library) Chunks(ctx context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error) {
	documents, err := l.documentsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	found := make(map[retrieval.ID]retrieval.Chunk, len(ids))
	for part := range parts(documents) {
		if err := l.cut(ctx, part, found); err != nil {
			return nil, err
		}
	}
	chunks := make([]retrieval.Chunk, 0, len(ids))
	for _, id := range ids {
		if c, ok := found[id]; ok {
			chunks = append(chunks, c)
		}
	}
	return chunks, nil
}

// documentsOf returns the documents that chunks belong to.
func (l *Library) documentsOf(ctx context.Context, ids []retrieval.ID) ([]string, error) {
	var documents []string
	for part := range parts(ids) {
		args := []any{l.kb}
		for i := range part {
			args = append(args, part[i][:])
		}
		some, err := column[string](ctx, l.db, "SELECT DISTINCT document FROM chunks WHERE kb = $1 AND id IN ("+database.Placeholders(2, len(part))+")", args...)
		if err != nil {
			return nil, fmt.Errorf("look up chunks: %w", err)
		}
		documents = append(documents, some...)
	}
	slices.Sort(documents)
	return slices.Compact(documents), nil
}

// stored is a row of contents.
type stored struct {
	id              string
	content, chunks []byte
}

// cut adds all chunks of documents to found.
func (l *Library) cut(ctx context.Context, documents []string, found map[retrieval.ID]retrieval.Chunk) error {
	scan := func(row scanner) (s stored, err error) {
		err = row.Scan(&s.id, &s.content, &s.chunks)
		return s, err
	}
	query := "SELECT document, content, chunks FROM contents WHERE kb = $1 AND document IN (" + database.Placeholders(2, len(documents)) + ")"
	for s, err := range stream(ctx, l.db, scan, query, arguments(l.kb, documents)...) {
		if err != nil {
			return err
		}
		chunks, err := l.chunksOf(s)
		if err != nil {
			return fmt.Errorf("cut document %s: %w", s.id, err)
		}
		for _, c := range chunks {
			found[c.ID] = c
		}
	}
	return nil
}

func (l *Library) chunksOf(s stored) ([]retrieval.Chunk, error) {
	d, err := l.document(s.content)
	if err != nil {
		return nil, err
	}
	raw, err := l.unpack(s.chunks)
	if err != nil {
		return nil, err
	}
	return decodeChunks(d, raw)
}

// partSize keeps a list of placeholders well below what databases take (SQLite
// 32,766, PostgreSQL 65,535).
const partSize = 500

func parts[T any](all []T) iter.Seq[[]T] { return slices.Chunk(all, partSize) }

func arguments[T any](first string, rest []T) []any {
	args := make([]any, 0, len(rest)+1)
	args = append(args, first)
	for _, x := range rest {
		args = append(args, x)
	}
	return args
}
