package database

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The kinds of failure that a person can do something about.
var (
	ErrFull        = errors.New("the disk is full: free some space and run it again, nothing stored is lost")
	ErrWrite       = errors.New("the disk is full, over its quota, read-only or broken: nothing more could be written, nothing stored is lost; free some space or look for errors in the system's log, and run it again")
	ErrDisk        = errors.New("the disk does not take what is written, or does not give back what was: look for its errors in the system's log; what is stored is as it was before")
	ErrReadOnly    = errors.New("the database cannot be written: check the owner and permissions of the data folder and whether its disk is mounted read-only")
	ErrNotDatabase = errors.New("the file is not a database of this program: choose another data folder, or move the file away")
	ErrDamaged     = errors.New("the database file is damaged, or its disk fails: look for errors of the disk in the system's log; if it is sound, restore the file from a backup, or move it away and ingest again")
	ErrBusy        = errors.New("another process is writing to the database and does not finish: wait for it or stop it")
	ErrUnreadable  = errors.New("the database file or the -wal and -shm files beside it cannot be opened: check owner, permissions and disk of the data folder")
)

// Explain adds to an error of the database what it means and what to do, so
// that errors.Is finds the kind; other errors it returns as they are.
func Explain(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	kind := kindOf(e.Code())
	if kind == nil || errors.Is(err, kind) {
		return err
	}
	return fmt.Errorf("%w (%w)", kind, err)
}

// kindOf maps a result code, primary (the low byte) or extended. SQLite reports
// ENOSPC as SQLITE_FULL, but a filled quota (EDQUOT), a disk that became read-only
// in the middle (EROFS) and one that is broken (EIO) as a failed write or flush,
// without their cause.
func kindOf(code int) error {
	switch code {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_DIR_FSYNC:
		return ErrWrite
	case sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS:
		return ErrDamaged
	}
	switch code & 0xff {
	case sqlite3.SQLITE_IOERR: // others: reading, locking, opening
		return ErrDisk
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_NOTADB:
		return ErrNotDatabase
	case sqlite3.SQLITE_CORRUPT:
		return ErrDamaged
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return ErrBusy
	case sqlite3.SQLITE_CANTOPEN:
		return ErrUnreadable
	}
	return nil
}
