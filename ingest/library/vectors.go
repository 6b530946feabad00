package library

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"

	"footnote/ingest/library/database"
	"footnote/retrieval"
)

// VectorCache keeps the vectors of remote embedders by model and by the SHA-256
// of their text. They belong to no knowledge base: equal texts are embedded
// once.
type VectorCache struct{ db *sql.DB }

// Vectors returns the cache of a database.
func Vectors(db *sql.DB) VectorCache { return VectorCache{db} }

// Vectors returns the stored ones of keys; others are left out of the map.
func (c VectorCache) Vectors(ctx context.Context, model string, keys []string) (map[string]retrieval.Vector, error) {
	type row struct {
		key string
		raw []byte
	}
	scan := func(s scanner) (r row, err error) {
		err = s.Scan(&r.key, &r.raw)
		return r, err
	}
	vectors := make(map[string]retrieval.Vector, len(keys))
	for part := range parts(keys) {
		query := "SELECT key, vector FROM vectors WHERE model = $1 AND key IN (" + database.Placeholders(2, len(part)) + ")"
		for r, err := range stream(ctx, c.db, scan, query, arguments(model, part)...) {
			if err != nil {
				return nil, fmt.Errorf("look up vectors of %s: %w", model, err)
			}
			vectors[r.key] = decodeVector(r.raw)
		}
	}
	return vectors, nil
}

// PutVectors stores vectors; those that are there already stay.
func (c VectorCache) PutVectors(ctx context.Context, model string, vectors map[string]retrieval.Vector) error {
	if len(vectors) == 0 {
		return nil
	}
	err := database.Update(ctx, c.db, func(tx *sql.Tx) error {
		put, err := tx.PrepareContext(ctx, "INSERT INTO vectors (model, key, vector) VALUES ($1, $2, $3) ON CONFLICT (model, key) DO NOTHING")
		if err != nil {
			return err
		}
		defer put.Close() //nolint:errcheck // closed with the transaction
		for _, key := range slices.Sorted(maps.Keys(vectors)) {
			if _, err := put.ExecContext(ctx, model, key, encodeVector(vectors[key])); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store %d vectors of %s: %w", len(vectors), model, err)
	}
	return nil
}

func encodeVector(v retrieval.Vector) []byte {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

func decodeVector(b []byte) retrieval.Vector {
	v := make(retrieval.Vector, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}
