// Package records keeps what users did: the questions that were asked and the
// answers they got, each with its trace, so that any answer can be read back,
// explained and measured later.
//
// One table:
//
//	answers
//	  id          name of the answer, hard to guess
//	  kb          knowledge base
//	  asked       when, microseconds since 1970, UTC
//	  status      answered | refused | clarify
//	  reason      of a refusal, else empty
//	  language, question, composer, confidence
//	  took        milliseconds
//	  record      the whole answer.Record as JSON, compressed (see codec.go)
//
// The columns beside record repeat parts of it, for lists and reports.
package records

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"footnote/api/answer"
	"footnote/ingest/library/database"
)

// ErrNotFound is returned (wrapped) for an answer that is not kept.
var ErrNotFound = errors.New("answer not found")

//go:embed migrations
var migrations embed.FS

// Records keeps answers. Safe for concurrent use, also by several processes on
// one database.
type Records struct {
	db    *sql.DB
	queue queue
}

// Open brings the tables up to date. The database stays the caller's to close.
func Open(ctx context.Context, db *sql.DB) (*Records, error) {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, fmt.Errorf("open records: %w", err)
	}
	if err := database.Migrate(ctx, db, "records", folder); err != nil {
		return nil, fmt.Errorf("open records: %w", err)
	}
	return &Records{db: db}, nil
}

// Get returns the record of an answer, ErrNotFound if there is none.
func (r *Records) Get(ctx context.Context, id string) (answer.Record, error) {
	var stored []byte
	err := r.db.QueryRowContext(ctx, "SELECT record FROM answers WHERE id = $1", database.Text(id)).Scan(&stored)
	if errors.Is(err, sql.ErrNoRows) {
		return answer.Record{}, fmt.Errorf("answer %.80q: %w", id, ErrNotFound)
	}
	if err != nil {
		return answer.Record{}, fmt.Errorf("read answer %.80q: %w", id, database.Explain(err))
	}
	record, err := decode(stored)
	if err != nil {
		return answer.Record{}, fmt.Errorf("read answer %.80q: %w", id, err)
	}
	return record, nil
}
