package library

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"footnote/ingest"
	"footnote/ingest/library/database"
)

const selectEntries = "SELECT " + entryColumns + " FROM entries WHERE kb = $1"

// Entry returns what is known about a page, and whether anything is.
func (l *Library) Entry(ctx context.Context, key string) (ingest.Entry, bool, error) {
	e, err := scanEntry(l.entry.QueryRowContext(ctx, l.kb, text(key)))
	if errors.Is(err, sql.ErrNoRows) {
		return ingest.Entry{}, false, nil
	}
	if err != nil {
		return ingest.Entry{}, false, fmt.Errorf("read ledger of %s: %w", key, database.Explain(err))
	}
	return e, true, nil
}

// Entries yields all pages of a source in the order they became known.
func (l *Library) Entries(ctx context.Context, source string) iter.Seq2[ingest.Entry, error] {
	return l.entries(ctx, selectEntries+" AND source = $2 ORDER BY known", l.kb, text(source))
}

// All yields all pages of all sources in the order they became known.
func (l *Library) All(ctx context.Context) iter.Seq2[ingest.Entry, error] {
	return l.entries(ctx, selectEntries+" ORDER BY known", l.kb)
}

func (l *Library) entries(ctx context.Context, query string, args ...any) iter.Seq2[ingest.Entry, error] {
	return stream(ctx, l.db, scanEntry, query, args...)
}

// scanner is a row, or the current one of several.
type scanner interface{ Scan(into ...any) error }

func scanEntry(row scanner) (ingest.Entry, error) {
	var e ingest.Entry
	var kb, status string
	var known, fetched, visited, next int64
	err := row.Scan(&kb, &e.Key, &known, &e.Source, &e.URL, &status, &e.Reason, &e.HTTPStatus, &e.Document,
		&e.FoundBy, &e.Depth, &e.ETag, &e.LastModified, &e.BodyHash, &e.Given, &e.Fingerprint, &e.SameAs, &e.SameHash,
		&fetched, &visited, &next)
	e.Status = ingest.Status(status)
	e.Fetched, e.Visited, e.Next = database.Time(fetched), database.Time(visited), database.Time(next)
	return e, err
}

// stream yields the rows of a query. After an error it ends.
func stream[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := q.QueryContext(ctx, query, args...)
		if err != nil {
			yield(zero, fmt.Errorf("read library: %w", database.Explain(err)))
			return
		}
		defer rows.Close() //nolint:errcheck // Err below reports what matters
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				yield(zero, fmt.Errorf("read library: %w", database.Explain(err)))
				return
			}
			if !yield(v, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, fmt.Errorf("read library: %w", database.Explain(err)))
		}
	}
}

func scanText(row scanner) (s string, err error) {
	err = row.Scan(&s)
	return s, err
}

// Counts says how many pages have which status.
func (l *Library) Counts(ctx context.Context) (map[ingest.Status]int, error) {
	type count struct {
		status string
		n      int
	}
	scan := func(row scanner) (c count, err error) {
		err = row.Scan(&c.status, &c.n)
		return c, err
	}
	counts := map[ingest.Status]int{}
	for c, err := range stream(ctx, l.db, scan, "SELECT status, COUNT(*) FROM entries WHERE kb = $1 GROUP BY status", l.kb) {
		if err != nil {
			return nil, err
		}
		counts[ingest.Status(c.status)] = c.n
	}
	return counts, nil
}

// Unmatched yields the keys of duplicates whose other page is not live any
// more, or says something else now, and of pages whose document is lost, in the
// order they became known.
func (l *Library) Unmatched(ctx context.Context) iter.Seq2[string, error] {
	return stream(ctx, l.db, scanText, `SELECT key FROM (SELECT e.key, e.known FROM entries e
		LEFT JOIN entries o ON o.kb = e.kb AND o.key = e.same_as
		LEFT JOIN documents d ON d.kb = o.kb AND d.id = o.document AND d.removed = 0
		WHERE e.kb = $1 AND e.same_as <> '' AND (d.id IS NULL OR (e.same_hash <> '' AND d.content_hash <> e.same_hash))
		UNION ALL SELECT e.key, e.known FROM entries e
		LEFT JOIN documents d ON d.kb = e.kb AND d.id = e.document AND d.removed = 0
		WHERE e.kb = $1 AND e.document <> '' AND d.id IS NULL) AS pages
		ORDER BY known`, l.kb)
}

// Kept yields the keys of all pages that have a document, live or aside as a
// duplicate, in the order they became known.
func (l *Library) Kept(ctx context.Context) iter.Seq2[string, error] {
	return stream(ctx, l.db, scanText, "SELECT key FROM entries WHERE kb = $1 AND (document <> '' OR same_as <> '') ORDER BY known", l.kb)
}
