package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"footnote/ingest"
	"footnote/ingest/library/database"
)

// Corrections returns what people have said about pages, by the page's key.
func (l *Library) Corrections(ctx context.Context) (map[string]ingest.Correction, error) {
	scan := func(row scanner) (c ingest.Correction, err error) {
		var raw string
		if err := row.Scan(&c.Key, &raw); err != nil {
			return c, err
		}
		if err := json.Unmarshal([]byte(raw), &c); err != nil {
			return c, fmt.Errorf("%w: correction of %s: %w", errFormat, c.Key, err)
		}
		return c, nil
	}
	all := map[string]ingest.Correction{}
	for c, err := range stream(ctx, l.db, scan, "SELECT key, correction FROM corrections WHERE kb = $1", l.kb) {
		if err != nil {
			return nil, err
		}
		all[c.Key] = c
	}
	return all, nil
}

// Correct keeps a correction in place of the one that the page had; an empty one
// takes it away.
func (l *Library) Correct(ctx context.Context, c ingest.Correction) error {
	var err error
	if c.Empty() {
		_, err = l.db.ExecContext(ctx, "DELETE FROM corrections WHERE kb = $1 AND key = $2", l.kb, text(c.Key))
	} else {
		var raw []byte
		if raw, err = json.Marshal(c); err == nil {
			_, err = l.db.ExecContext(ctx, putCorrection(), l.kb, text(c.Key), text(string(raw)))
		}
	}
	if err != nil {
		return fmt.Errorf("keep the correction of %s: %w", c.Key, database.Explain(err))
	}
	return nil
}

func putCorrection() string { return upsert("corrections", "kb, key", "kb, key, correction", "") }

func (s *statements) putCorrection(c ingest.Correction) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.exec("correction", s.kb, text(c.Key), text(string(raw)))
}

// removedDocuments are those that nobody is shown and no other page stands for.
const removedDocuments = ` FROM documents d JOIN entries e ON e.kb = d.kb AND e.key = d.key
	WHERE d.kb = $1 AND d.removed > 1 AND e.document = '' AND e.same_as = ''`

// Removed returns since when documents have been taken out of the knowledge base
// that are still stored, by their page's key.
func (l *Library) Removed(ctx context.Context) (map[string]time.Time, error) {
	type removed struct {
		key string
		at  int64
	}
	scan := func(row scanner) (r removed, err error) {
		err = row.Scan(&r.key, &r.at)
		return r, err
	}
	all := map[string]time.Time{}
	for r, err := range stream(ctx, l.db, scan, "SELECT d.key, d.removed"+removedDocuments, l.kb) {
		if err != nil {
			return nil, err
		}
		all[r.key] = database.Time(r.at)
	}
	return all, nil
}

// Purge deletes what is stored of documents that were removed before a time, and
// that nobody has corrected; their rows in the ledger stay. It returns how many.
func (l *Library) Purge(ctx context.Context, before time.Time) (int, error) {
	keys, err := column[string](ctx, l.db, "SELECT d.key"+removedDocuments+
		" AND d.removed < $2 AND NOT EXISTS (SELECT 1 FROM corrections c WHERE c.kb = d.kb AND c.key = d.key)", l.kb, database.Micros(before))
	for part := range parts(keys) {
		if err == nil {
			err = l.purge(ctx, part)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("delete old documents of knowledge base %q: %w", l.kb, database.Explain(err))
	}
	return len(keys), nil
}

func (l *Library) purge(ctx context.Context, keys []string) error {
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = ingest.DocumentID(key)
	}
	return database.Update(ctx, l.db, func(tx *sql.Tx) error {
		for _, d := range []struct {
			table, column string
			values        []string
		}{{"bodies", "key", keys}, {"contents", "document", ids}, {"documents", "id", ids}} {
			query := "DELETE FROM " + d.table + " WHERE kb = $1 AND " + d.column + " IN (" + database.Placeholders(2, len(keys)) + ")"
			if _, err := tx.ExecContext(ctx, query, arguments(l.kb, d.values)...); err != nil {
				return err
			}
		}
		return nil
	})
}
