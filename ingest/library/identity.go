package library

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"

	"footnote/ingest/library/database"
)

// identityBytes of randomness: no two libraries that meet on a server share an
// identity.
const identityBytes = 8

// Identity is the name of the whole library, the same for as long as it lives:
// sixteen hexadecimal digits, drawn when it is first asked for.
func Identity(ctx context.Context, db *sql.DB) (string, error) {
	const read = "SELECT id FROM identity WHERE one = 1"
	found, err := column[string](ctx, db, read)
	if err == nil && len(found) == 0 {
		if err = drawIdentity(ctx, db); err == nil {
			found, err = column[string](ctx, db, read) // another process may have drawn it first
		}
	}
	if err == nil && len(found) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return "", fmt.Errorf("read the library's identity: %w", err)
	}
	return found[0], nil
}

func drawIdentity(ctx context.Context, db *sql.DB) error {
	var b [identityBytes]byte
	rand.Read(b[:]) //nolint:errcheck // never fails (crypto/rand)
	return database.Update(ctx, db, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO identity (one, id) VALUES (1, $1) ON CONFLICT (one) DO NOTHING", hex.EncodeToString(b[:]))
		return err
	})
}
