package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	sqlite3 "modernc.org/sqlite/lib"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func mustExec(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func pragma(t *testing.T, db *sql.DB, name string) string {
	t.Helper()
	var v string
	if err := db.QueryRow("PRAGMA " + name).Scan(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestOpenSettings(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"} {
		if got := pragma(t, db, name); got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
}

func TestOpenKeepsPathsWithSpecialCharacters(t *testing.T) {
	for _, name := range []string{"a b.db", "what?.db", "50%.db", "a#b.db", "数据.db", "x&_journal_mode=OFF.db"} {
		path := filepath.Join(t.TempDir(), name)
		db := open(t, path)
		mustExec(t, db, "CREATE TABLE t (x BIGINT)")
		if info, err := os.Stat(path); err != nil || info.Size() == 0 && pragma(t, db, "journal_mode") != "wal" {
			t.Errorf("%s: not written where it was asked for: %v", name, err)
		}
		if got := pragma(t, db, "journal_mode"); got != "wal" {
			t.Errorf("%s: journal mode %s", name, got)
		}
	}
}

func TestOpenIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	open(t, path)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v; want 0600", info.Mode(), err)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("this is a letter, not a database\n", 99)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want error
		say  string
	}{
		"no folder":      {filepath.Join(dir, "none", "x.db"), os.ErrNotExist, "must exist"},
		"a folder":       {dir, nil, "directory"},
		"not a database": {text, ErrNotDatabase, text},
	} {
		_, err := Open(c.path)
		if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v; want %v, saying %q", name, err, c.want, c.say)
		}
	}
}

func TestFullDisk(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	db.SetMaxOpenConns(1)
	mustExec(t, db, "CREATE TABLE t (x BYTEA)")
	mustExec(t, db, "INSERT INTO t VALUES (zeroblob(1000))")
	mustExec(t, db, "PRAGMA max_page_count = 20")
	err := Update(t.Context(), db, func(tx *sql.Tx) error {
		for range 100 {
			if _, err := tx.Exec("INSERT INTO t VALUES (zeroblob(4000))"); err != nil {
				return err
			}
		}
		return nil
	})
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), "free some space") {
		t.Errorf("%v; want ErrFull with what to do", err)
	}
	mustExec(t, db, "PRAGMA max_page_count = 100000")
	var n int
	if err := db.QueryRow("SELECT COUNT(*) FROM t").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d rows, error %v; want the one from before", n, err)
	}
}

func TestReadOnlyIsExplained(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	db.SetMaxOpenConns(1)
	mustExec(t, db, "PRAGMA query_only = 1")
	_, err := db.Exec("CREATE TABLE t (x BIGINT)")
	if err = Explain(err); !errors.Is(err, ErrReadOnly) {
		t.Errorf("%v; want ErrReadOnly", err)
	}
}

func TestDamageIsExplained(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db := open(t, path)
	mustExec(t, db, "CREATE TABLE t (x TEXT)")
	for range 200 {
		mustExec(t, db, "INSERT INTO t VALUES ($1)", strings.Repeat("x", 3000))
	}
	mustExec(t, db, "PRAGMA wal_checkpoint(TRUNCATE)")
	db.Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096 * 2; i < len(raw); i++ {
		raw[i] ^= 0x5a
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	var n int
	err = Explain(again.QueryRow("SELECT SUM(LENGTH(x)) FROM t").Scan(&n))
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("%v; want ErrDamaged", err)
	}
}

func TestReadersSeeWholeTransactions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db, other := open(t, path), open(t, path)
	mustExec(t, db, "CREATE TABLE t (x BIGINT)")
	started, seen := make(chan struct{}), make(chan int)
	var writers sync.WaitGroup
	writers.Go(func() {
		err := Update(t.Context(), db, func(tx *sql.Tx) error {
			for i := range 10 {
				if _, err := tx.Exec("INSERT INTO t VALUES ($1)", i); err != nil {
					return err
				}
			}
			close(started)
			if n := <-seen; n != 0 {
				return fmt.Errorf("a reader saw %d rows of an open transaction", n)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-started
	count := func() (n int) {
		if err := other.QueryRow("SELECT COUNT(*) FROM t").Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	seen <- count()
	writers.Wait()
	if n := count(); n != 10 {
		t.Errorf("after the commit a reader sees %d rows, want 10", n)
	}
}

func TestViewIsOneState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	db, other := open(t, path), open(t, path)
	mustExec(t, db, "CREATE TABLE t (x BIGINT)")
	err := View(t.Context(), db, func(tx *sql.Tx) error {
		for i := range 3 {
			var n int
			if err := tx.QueryRow("SELECT COUNT(*) FROM t").Scan(&n); err != nil {
				return err
			}
			if n != 0 {
				t.Errorf("query %d of one view sees %d rows written after it began", i, n)
			}
			mustExec(t, other, "INSERT INTO t VALUES (1)")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWritersQueueUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	a, b := open(t, path), open(t, path)
	mustExec(t, a, "CREATE TABLE t (x BIGINT)")
	mustExec(t, a, "INSERT INTO t VALUES (0)")
	var group sync.WaitGroup
	for i := range 40 {
		db := []*sql.DB{a, b}[i%2]
		group.Go(func() {
			err := Update(t.Context(), db, func(tx *sql.Tx) error { // read, then write: an upgrade would deadlock
				var n int
				if err := tx.QueryRow("SELECT x FROM t").Scan(&n); err != nil {
					return err
				}
				_, err := tx.Exec("UPDATE t SET x = $1", n+1)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var n int
	if err := a.QueryRow("SELECT x FROM t").Scan(&n); err != nil || n != 40 {
		t.Errorf("%d, %v; want 40 increments", n, err)
	}
}

func TestUpdateIsAllOrNothing(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	mustExec(t, db, "CREATE TABLE t (x BIGINT)")
	boom := errors.New("boom")
	err := Update(t.Context(), db, func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO t VALUES (1)"); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("%v; want the cause", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = Update(ctx, db, func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO t VALUES (2)"); err != nil {
			return err
		}
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v; want the context's error", err)
	}
	var n int
	if err := db.QueryRow("SELECT COUNT(*) FROM t").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows, %v; want none", n, err)
	}
}

func sqlFiles(files ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i, text := range files {
		m[fmt.Sprintf("%04d_step.sql", i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func TestMigrate(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "x.db"))
	one, two := "CREATE TABLE a (x BIGINT NOT NULL); CREATE INDEX ax ON a (x);", "ALTER TABLE a ADD COLUMN y BIGINT; INSERT INTO a VALUES (1, 2)"
	for _, files := range []fstest.MapFS{sqlFiles(one), sqlFiles(one, two), sqlFiles(one, two)} {
		if err := Migrate(t.Context(), db, "library", files); err != nil {
			t.Fatal(err)
		}
	}
	if err := Migrate(t.Context(), db, "records", sqlFiles("CREATE TABLE b (x BIGINT)")); err != nil {
		t.Fatalf("another component: %v", err)
	}
	var y int
	if err := db.QueryRow("SELECT y FROM a").Scan(&y); err != nil || y != 2 {
		t.Errorf("y = %d, %v; each file must run once", y, err)
	}
	for name, c := range map[string]struct {
		files fstest.MapFS
		say   string
	}{
		"older program":   {sqlFiles(one), "newer version"},
		"changed text":    {sqlFiles(one, two+" "), "another text"},
		"a gap":           {fstest.MapFS{"0002_x.sql": &fstest.MapFile{}}, "0001_name.sql"},
		"nothing":         {fstest.MapFS{}, "no .sql file"},
		"broken":          {sqlFiles(one, two, "CREATE TABLE c (x BIGINT); CREATE TABBLE d (x)"), "0003_step.sql"},
		"not the numbers": {fstest.MapFS{"first.sql": &fstest.MapFile{}}, "first.sql"},
	} {
		if err := Migrate(t.Context(), db, "library", c.files); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v; want an error saying %q", name, err, c.say)
		}
	}
	if _, err := db.Exec("SELECT * FROM c"); err == nil {
		t.Error("a broken file has left a table behind")
	}
}

func TestMigrateAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	var group sync.WaitGroup
	for range 8 {
		db := open(t, path)
		group.Go(func() {
			if err := Migrate(t.Context(), db, "x", sqlFiles("CREATE TABLE a (x BIGINT)", "CREATE TABLE b (x BIGINT)")); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}

func TestMicros(t *testing.T) {
	for _, want := range []time.Time{{}, time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)} {
		if got := Time(Micros(want)); !got.Equal(want) || got.IsZero() != want.IsZero() {
			t.Errorf("%v came back as %v", want, got)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{"中文 ok": "中文 ok", "a\x00b": "ab", "a\xffb": "a\uFFFDb", "": ""} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

// A file that may not be written is read as it is: the log is empty after its
// last writer, or that one is at work and the log is looked at.
func TestOpenStored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	if _, _, err := OpenStored(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v; want that it is not there", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file was made")
	}
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, "CREATE TABLE t (x BIGINT)")
	mustExec(t, db, "INSERT INTO t VALUES (1)")
	for _, state := range []string{"beside a writer", "after it"} {
		ro, err := connect(path, reading(path))
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := View(t.Context(), ro, func(tx *sql.Tx) error { return tx.QueryRow("SELECT COUNT(*) FROM t").Scan(&n) }); err != nil || n != 1 {
			t.Errorf("%s: %d rows, %v", state, n, err)
		}
		if _, err := ro.Exec("INSERT INTO t VALUES (2)"); err == nil {
			t.Errorf("%s: it was written to", state)
		}
		ro.Close()
		db.Close()
	}
}

func TestFailuresOfTheDiskAreToldApart(t *testing.T) {
	for code, want := range map[int]error{
		sqlite3.SQLITE_FULL: ErrFull, sqlite3.SQLITE_IOERR_WRITE: ErrWrite, sqlite3.SQLITE_IOERR_FSYNC: ErrWrite,
		sqlite3.SQLITE_IOERR_READ: ErrDisk, sqlite3.SQLITE_IOERR: ErrDisk, sqlite3.SQLITE_READONLY: ErrReadOnly,
		sqlite3.SQLITE_IOERR_SHORT_READ: ErrDamaged, sqlite3.SQLITE_CONSTRAINT: nil,
	} {
		if got := kindOf(code); got != want {
			t.Errorf("code %d: %v, want %v", code, got, want)
		}
	}
}
