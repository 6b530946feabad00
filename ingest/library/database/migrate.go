package database

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// The table that records what has been done, one row a file:
//
//	component  "library", "records", ...
//	version    number of the file
//	name       its name, for people
//	checksum   SHA-256 of its text: a file that was applied never changes
const migrationsTable = `CREATE TABLE IF NOT EXISTS migrations (
	component TEXT NOT NULL,
	version BIGINT NOT NULL,
	name TEXT NOT NULL,
	checksum TEXT NOT NULL,
	PRIMARY KEY (component, version)
)`

// migration is one file, NNNN_name.sql.
type migration struct {
	version        int
	name, checksum string
	statements     string
}

// Migrate brings the tables of a component up to date: it runs the files
// NNNN_name.sql of folder, numbered from 1 without a gap, that have not been run
// on this database, each in a transaction of its own. There is no way back:
// what has been published is corrected by a further file. A database that a
// newer program has changed is refused.
func Migrate(ctx context.Context, db *sql.DB, component string, folder fs.FS) error {
	files, err := readMigrations(folder)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", component, err)
	}
	done, err := applied(ctx, db, component, files)
	for err == nil && done < len(files) {
		err = apply(ctx, db, component, files)
		if err == nil {
			done, err = applied(ctx, db, component, files)
		}
	}
	if err != nil {
		return fmt.Errorf("migrate the tables of %s: %w", component, err)
	}
	return nil
}

func readMigrations(folder fs.FS) ([]migration, error) {
	names, err := fs.Glob(folder, "*.sql") // sorted
	if err != nil {
		return nil, err
	}
	var files []migration
	for i, name := range names {
		number, _, found := strings.Cut(path.Base(name), "_")
		version, err := strconv.Atoi(number)
		if !found || err != nil || version != i+1 {
			return nil, fmt.Errorf("file %s: want %04d_name.sql", name, i+1)
		}
		raw, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(raw)
		files = append(files, migration{version, name, hex.EncodeToString(sum[:]), string(raw)})
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no .sql file")
	}
	return files, nil
}

// applied says how many of the files this database has seen. Reading only, so
// that a start beside a busy writer does not wait for it.
func applied(ctx context.Context, db *sql.DB, component string, files []migration) (n int, err error) {
	err = View(ctx, db, func(tx *sql.Tx) error {
		n, err = check(ctx, tx, component, files)
		return err
	})
	return n, err
}

func check(ctx context.Context, tx *sql.Tx, component string, files []migration) (int, error) {
	if there, err := hasTable(ctx, tx); err != nil || !there {
		return 0, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT version, name, checksum FROM migrations WHERE component = $1 ORDER BY version", component)
	if err != nil {
		return 0, err
	}
	defer rows.Close() //nolint:errcheck // Err below reports what matters
	n := 0
	for rows.Next() {
		var m migration
		if err := rows.Scan(&m.version, &m.name, &m.checksum); err != nil {
			return 0, err
		}
		if m.version > len(files) {
			return 0, fmt.Errorf("this database was made by a newer version of the program (it has %s, this one ends with %s): use that version", m.name, files[len(files)-1].name)
		}
		if own := files[m.version-1]; own.checksum != m.checksum {
			return 0, fmt.Errorf("this database was made with another text of %s: use the version of the program that made it", own.name)
		}
		n = m.version
	}
	return n, rows.Err()
}

// hasTable asks SQLite for its table; the one statement here that PostgreSQL
// puts differently (to_regclass).
func hasTable(ctx context.Context, tx *sql.Tx) (bool, error) {
	var n int
	err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'migrations'").Scan(&n)
	return n > 0, err
}

// apply runs the next file. What is next is asked again inside the
// transaction, since another process may have been faster.
func apply(ctx context.Context, db *sql.DB, component string, files []migration) error {
	return Update(ctx, db, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, migrationsTable); err != nil {
			return err
		}
		done, err := check(ctx, tx, component, files)
		if err != nil || done == len(files) {
			return err
		}
		m := files[done]
		if _, err := tx.ExecContext(ctx, m.statements); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO migrations (component, version, name, checksum) VALUES ($1, $2, $3, $4)",
			component, m.version, m.name, m.checksum)
		return err
	})
}
