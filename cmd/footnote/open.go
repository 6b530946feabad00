package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"footnote/api/records"
	"footnote/ingest/library"
	"footnote/ingest/library/database"
	"footnote/retrieval"
	"footnote/retrieval/tokens"
)

// open connects the parts for a command that writes; the data folder is made if
// it is not there.
func (s *session) open() (*app, error) {
	if err := os.MkdirAll(s.globals.Data, 0o700); err != nil {
		return nil, fmt.Errorf("open data folder: %w: choose another with --data DIR", err)
	}
	return s.connect(func(a *app) (err error) {
		a.db, err = database.Open(a.databaseFile())
		return err
	})
}

// writing is open or openStored for a command that writes: nobody else does until
// done is called.
func (s *session) writing(open func() (*app, error)) (a *app, done func(), err error) {
	if a, err = open(); err != nil {
		return nil, nil, err
	}
	release, err := library.Lock(s.globals.Data)
	if err != nil {
		a.close()
		return nil, nil, err
	}
	return a, func() { release(); a.close() }, nil
}

// errNothingStored is the error of a command that reads where nothing was ever
// written.
var errNothingStored = errors.New("nothing is stored there yet")

// openStored connects the parts for a command that reads: it makes nothing, and
// is content with a data folder that may not be written.
func (s *session) openStored() (*app, error) {
	return s.connect(func(a *app) (err error) {
		a.db, a.readOnly, err = database.OpenStored(a.databaseFile())
		if errors.Is(err, fs.ErrNotExist) {
			err = usageError{fmt.Errorf("knowledge base %q in data folder %s: %w: run `footnote ingest URL` first, or `footnote demo` to see it work, or name another folder with --data DIR", s.globals.KB, s.globals.Data, errNothingStored)}
		}
		return err
	})
}

func (s *session) connect(openDatabase func(*app) error) (*app, error) {
	a := &app{session: s, tokens: tokens.New(), retrievers: map[string]*retrieval.Retriever{}, libraries: map[string]*library.Library{}}
	steps := []func() error{func() error { return a.openDatabase(openDatabase) }, a.openEmbedder, a.openReranker, a.openIndexes}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, errors.Join(err, a.close())
		}
	}
	return a, nil
}

func (a *app) databaseFile() string { return filepath.Join(a.globals.Data, "footnote.db") }

func (a *app) openDatabase(open func(*app) error) (err error) {
	if a.secret("database-url") != "" {
		return usageError{errors.New("FOOTNOTE_DATABASE_URL is set, but this version keeps its data in SQLite only: unset it")}
	}
	if err := open(a); err != nil {
		return err
	}
	a.closers = append(a.closers, a.db.Close)
	if err := library.Migrate(a, a.db); err != nil {
		return err
	}
	a.records, err = records.Open(a, a.db)
	return err
}
