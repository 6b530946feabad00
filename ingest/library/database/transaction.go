package database

import (
	"context"
	"database/sql"
	"errors"
)

// Update runs change in a write transaction: all of it or nothing, durable when
// Update returns nil. Writers wait for each other. It ends early, rolled back,
// when the context does.
func Update(ctx context.Context, db *sql.DB, change func(*sql.Tx) error) error {
	return within(ctx, db, nil, change)
}

// View runs read on one state of the database, whatever is written meanwhile.
func View(ctx context.Context, db *sql.DB, read func(*sql.Tx) error) error {
	return within(ctx, db, &sql.TxOptions{ReadOnly: true}, read)
}

func within(ctx context.Context, db *sql.DB, o *sql.TxOptions, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, o)
	if err != nil {
		return ended(ctx, err)
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing; otherwise do's error is the cause
	if err := do(tx); err != nil {
		return ended(ctx, err)
	}
	return ended(ctx, tx.Commit())
}

// ended prefers the reason why the context ended to its many consequences.
func ended(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		return errors.Join(ctx.Err(), err)
	}
	return Explain(err)
}
