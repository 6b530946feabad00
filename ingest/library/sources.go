package library

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"footnote/ingest/library/database"
)

// Source is a source as the operator set it up.
type Source struct {
	Name    string          `json:"name"`
	Options json.RawMessage `json:"options"`       // as the program that reads it understands them
	Every   time.Duration   `json:"every"`         // how often it is read again; 0: only when asked
	Added   time.Time       `json:"added"`         // kept when it is put again
	Read    time.Time       `json:"read,omitzero"` // end of the last complete run
}

// Sources returns those of the knowledge base, oldest first.
func (l *Library) Sources(ctx context.Context) ([]Source, error) {
	scan := func(row scanner) (s Source, err error) {
		var options string
		var every, added, read int64
		err = row.Scan(&s.Name, &options, &every, &added, &read)
		s.Options, s.Every = json.RawMessage(options), time.Duration(every)*time.Microsecond
		s.Added, s.Read = database.Time(added), database.Time(read)
		return s, err
	}
	var all []Source
	for s, err := range stream(ctx, l.db, scan, "SELECT name, options, every, added, read FROM sources WHERE kb = $1 ORDER BY added, name", l.kb) {
		if err != nil {
			return nil, fmt.Errorf("list sources of knowledge base %q: %w", l.kb, err)
		}
		all = append(all, s)
	}
	return all, nil
}

// PutSource adds a source, or changes the options, the interval and, unless
// zero, the time of the last run of the one with this name.
func (l *Library) PutSource(ctx context.Context, s Source) error {
	options := "{}"
	if len(s.Options) > 0 {
		options = string(s.Options)
	}
	if !json.Valid([]byte(options)) {
		return fmt.Errorf("keep source %s: its options are not JSON", s.Name)
	}
	_, err := l.db.ExecContext(ctx, `INSERT INTO sources (kb, name, options, every, added, read) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (kb, name) DO UPDATE SET options = excluded.options, every = excluded.every,
		read = CASE WHEN excluded.read > 0 THEN excluded.read ELSE sources.read END`,
		l.kb, text(s.Name), text(options), s.Every.Microseconds(), database.Micros(s.Added), database.Micros(s.Read))
	if err != nil {
		return fmt.Errorf("keep source %s: %w", s.Name, database.Explain(err))
	}
	return nil
}

// RemoveSource forgets a source; its pages stay. One that is not there is no
// error.
func (l *Library) RemoveSource(ctx context.Context, name string) error {
	_, err := l.db.ExecContext(ctx, "DELETE FROM sources WHERE kb = $1 AND name = $2", l.kb, text(name))
	if err != nil {
		return fmt.Errorf("forget source %s: %w", name, database.Explain(err))
	}
	return nil
}
