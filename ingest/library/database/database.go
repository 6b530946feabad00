// Package database opens the SQL database that holds the truth, brings its
// tables up to date and runs transactions on it.
//
// It is one SQLite file, read and written by several processes at once: one
// writer at a time, readers beside it that see whole transactions only
// (write-ahead log). Components (library, records, ...) share the file; each
// owns its tables and its numbered migrations.
//
// The SQL of all components keeps to what SQLite and PostgreSQL share, so that
// the same files and statements can run on PostgreSQL:
//
//   - types TEXT, BIGINT, DOUBLE PRECISION and BYTEA only (SQLite takes any
//     name for a type and stores blobs under BYTEA as they are);
//   - placeholders $1, $2, ... in rising order, each used once;
//   - INSERT ... ON CONFLICT (...) DO UPDATE SET x = excluded.x;
//   - times as BIGINT microseconds since 1970 (0: unknown), see Micros;
//   - numbers given by the program, never by the database;
//   - texts are valid UTF-8 without NUL, see Text.
package database

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"modernc.org/sqlite"
)

const (
	// busyTimeout is how long a transaction waits for the one writer. Batches
	// take well under a second; ten of them mean that something hangs.
	busyTimeout = 10 * time.Second
	// minConnections keeps a reader from waiting for another one on a small
	// machine: the write path alone holds up to three (a source reading the
	// ledger, a worker, the writer).
	minConnections = 8
	// cacheKiB is the page cache of one connection.
	cacheKiB = 8 << 10
	// checkpointPages is when the log is copied into the file: 16 MiB at 4 KiB a
	// page, so that a bulk load rewrites the inner pages of its trees seldom.
	checkpointPages = 4096
	// logLimit is what the log file is cut to after a checkpoint.
	logLimit = 64 << 20
)

// Open opens the database file at path and creates it, readable by its owner
// only, if it is not there. The folder must exist.
//
// A transaction is durable when its commit returns, through a crash of the
// program and of the machine (synchronous=FULL: every commit waits for the
// disk). NORMAL would survive only the former; the price, one disk flush a
// commit, is paid once for a whole batch.
//
// The pool serves any number of readers; Update makes writers queue up.
func Open(path string) (*sql.DB, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return connect(path, writing())
}

// OpenStored opens the database file at path for somebody who only reads. A file
// that is not there is fs.ErrNotExist, and stays so. One that may not be written
// (its owner, its folder or its disk do not allow it) is opened for reading, and
// readOnly says so.
func OpenStored(path string) (db *sql.DB, readOnly bool, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, false, fmt.Errorf("open database: %w", err)
	}
	db, err = Open(path)
	if err == nil || errors.Is(err, ErrNotDatabase) || errors.Is(err, ErrDamaged) || errors.Is(err, ErrBusy) {
		return db, false, err
	}
	other, failed := connect(path, reading(path))
	if failed != nil {
		return nil, true, errors.Join(err, failed)
	}
	return other, true, nil
}

func connect(path string, how url.Values) (*sql.DB, error) {
	connector, err := sqlite.NewConnector(dsn(path, how))
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	db := sql.OpenDB(connector)
	n := max(minConnections, 2*runtime.GOMAXPROCS(0))
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	var tables int
	if err := db.QueryRow("SELECT COUNT(*) FROM sqlite_master").Scan(&tables); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %s: %w", path, Explain(err)), db.Close())
	}
	return db, nil
}

// create makes the file, so that its permissions are ours and that the
// system's own error (no such folder, permission denied, no space) is seen.
func create(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("%w: the data folder must exist and be writable", err)
	}
	return f.Close()
}

func dsn(path string, how url.Values) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: how.Encode()}
	return u.String()
}

// always are the settings of every connection.
func always(pragmas ...string) url.Values {
	return url.Values{
		"_busy_timeout": {fmt.Sprint(busyTimeout.Milliseconds())},
		"_foreign_keys": {"1"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_error_rc":     {"1"},
		"_pragma":       append(pragmas, fmt.Sprintf("cache_size(-%d)", cacheKiB)),
	}
}

func writing() url.Values {
	how := always(fmt.Sprintf("wal_autocheckpoint(%d)", checkpointPages), fmt.Sprintf("journal_size_limit(%d)", logLimit))
	how.Set("_journal_mode", "WAL")
	how.Set("_synchronous", "FULL")
	how.Set("_txlock", "immediate") // a writer waits at BEGIN, never in the middle
	return how
}

// reading is for a file that may not be written. Without a writer the log's index
// (-shm) is not there, and SQLite, which cannot make it, has to be told that
// nothing changes (immutable); with one it is, and is looked at.
func reading(path string) url.Values {
	how := always("query_only(1)")
	how.Set("mode", "ro")
	if _, err := os.Stat(path + "-shm"); err != nil && !logged(path) {
		how.Set("immutable", "1")
	}
	return how
}

// logged says whether changes lie in the log beside the file.
func logged(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}
