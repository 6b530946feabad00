package library

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	"github.com/klauspost/compress/zstd"

	"footnote/ingest"
	"footnote/ingest/library/database"
	"footnote/retrieval"
	"footnote/retrieval/memory"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the library's tables up to date.
func Migrate(ctx context.Context, db *sql.DB) error {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	return database.Migrate(ctx, db, "library", folder)
}

// Library is one knowledge base; it implements ingest.Library. Safe for
// concurrent use.
type Library struct {
	db   *sql.DB
	kb   string
	zip  *zstd.Encoder
	open *zstd.Decoder

	// What is asked once a page or several times a question; prepared, it costs a
	// third. The database closes them.
	entry, same, stands, content *sql.Stmt

	read memory.Memory[version, ingest.Document]

	// at is called at named points of Record; tests end the process there.
	at func(point string)
}

// maxUnpacked bounds what a stored blob may unpack to: far above the size
// limit of any page, so that only a damaged or forged one meets it.
const maxUnpacked = 256 << 20

// Open returns the library of a knowledge base, whether or not anything has
// been written to it yet. Migrate must have run on db.
func Open(ctx context.Context, db *sql.DB, kb string) (*Library, error) {
	if err := retrieval.CheckKB(kb); err != nil {
		return nil, err
	}
	l := &Library{db: db, kb: kb, at: func(string) {}}
	l.read.Size = documentsRemembered
	var err error
	// The fastest level: text shrinks to about a third at several hundred MB/s;
	// the next one gains a tenth and costs half of the speed.
	l.zip, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)))
	if err == nil {
		l.open, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxUnpacked))
	}
	if err == nil {
		l.entry, err = db.PrepareContext(ctx, selectEntries+" AND key = $2")
	}
	if err == nil {
		l.stands, err = db.PrepareContext(ctx, selectVersion)
	}
	if err == nil {
		l.content, err = db.PrepareContext(ctx, "SELECT content FROM contents WHERE kb = $1 AND document = $2")
	}
	if err == nil {
		l.same, err = db.PrepareContext(ctx, "SELECT key FROM documents WHERE kb = $1 AND content_hash = $2 AND removed = 0 AND key <> $3 ORDER BY id LIMIT 1")
	}
	if err != nil {
		return nil, fmt.Errorf("open library %q: %w", kb, database.Explain(err))
	}
	return l, nil
}

// KnowledgeBases are the names of all that were ever written to, sorted.
func KnowledgeBases(ctx context.Context, db *sql.DB) ([]string, error) {
	names, err := column[string](ctx, db, "SELECT kb FROM knowledge_bases ORDER BY kb")
	if err != nil {
		return nil, fmt.Errorf("list knowledge bases: %w", err)
	}
	return names, nil
}

// Remove deletes a knowledge base for good. One that is not there is no error.
// Vectors stay: others may share them.
func Remove(ctx context.Context, db *sql.DB, kb string) error {
	err := database.Update(ctx, db, func(tx *sql.Tx) error {
		for _, table := range []string{"chunks", "contents", "documents", "bodies", "entries", "sources", "corrections", "knowledge_bases"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE kb = $1", kb); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("remove knowledge base %q: %w", kb, err)
	}
	return nil
}

// querier is a database or a transaction on it.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// column reads a query's only column.
func column[T any](ctx context.Context, q querier, query string, args ...any) (values []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, database.Explain(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			return nil, database.Explain(err)
		}
		values = append(values, v)
	}
	return values, database.Explain(rows.Err())
}
