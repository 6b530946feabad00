package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"footnote/ingest"
	"footnote/ingest/library/database"
	"footnote/retrieval"
)

// Document returns a live document by id, ErrNotFound if there is none. It may be
// shared: not to be changed.
func (l *Library) Document(ctx context.Context, id string) (ingest.Document, error) {
	v := version{id: id}
	err := l.stands.QueryRowContext(ctx, l.kb, text(id)).Scan(&v.hash, &v.fetched, &v.size)
	if errors.Is(err, sql.ErrNoRows) {
		return ingest.Document{}, fmt.Errorf("document %q of knowledge base %q: %w", id, l.kb, ingest.ErrNotFound)
	}
	if err != nil {
		return ingest.Document{}, fmt.Errorf("read document %s: %w", id, database.Explain(err))
	}
	if d, ok := l.read.Find(v); ok {
		return d, nil
	}
	d, err := l.load(ctx, id)
	if err != nil {
		return d, fmt.Errorf("read document %s: %w", id, database.Explain(err))
	}
	d.Fetched = database.Time(v.fetched)
	if v.size <= longRemembered {
		l.read.Get(v, func() ingest.Document { return d })
	}
	return d, nil
}

// version tells a stored document from every other that was stored under its id.
type version struct {
	id, hash      string
	fetched, size int64
}

// Documents that are read again and again stay in memory: so many, twice at most,
// and none whose compressed content is longer.
const (
	documentsRemembered = 256
	longRemembered      = 32 << 10
)

const selectVersion = `SELECT d.content_hash, e.fetched, LENGTH(c.content) FROM documents d
	JOIN contents c ON c.kb = d.kb AND c.document = d.id
	JOIN entries e ON e.kb = d.kb AND e.key = d.key
	WHERE d.kb = $1 AND d.id = $2 AND d.removed = 0`

// load reads the content of a document.
func (l *Library) load(ctx context.Context, id string) (ingest.Document, error) {
	var content []byte
	err := l.content.QueryRowContext(ctx, l.kb, text(id)).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return ingest.Document{}, ingest.ErrNotFound // removed since it was looked up
	}
	if err != nil {
		return ingest.Document{}, err
	}
	return l.document(content)
}

func (l *Library) document(content []byte) (ingest.Document, error) {
	raw, err := l.unpack(content)
	if err != nil {
		return ingest.Document{}, err
	}
	return decodeDocument(raw)
}

// SameContent returns the key of another live page whose document has this
// content hash, "" if none; of several the one with the smallest id.
func (l *Library) SameContent(ctx context.Context, hash, exceptKey string) (string, error) {
	var key string
	err := l.same.QueryRowContext(ctx, l.kb, hash, text(exceptKey)).Scan(&key)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("look for a page like %s: %w", exceptKey, database.Explain(err))
	}
	return key, nil
}

// Shapes yields the shape of each live document that has one, with its page's
// key, in the order they became known.
func (l *Library) Shapes(ctx context.Context) iter.Seq2[ingest.Shaped, error] {
	scan := func(row scanner) (s ingest.Shaped, err error) {
		var shape []byte
		err = row.Scan(&s.Key, &shape)
		s.Shape = ingest.Shape(shape)
		return s, err
	}
	return stream(ctx, l.db, scan, `SELECT d.key, d.shape FROM documents d JOIN entries e ON e.kb = d.kb AND e.key = d.key
		WHERE d.kb = $1 AND d.removed = 0 AND LENGTH(d.shape) > 0 ORDER BY e.known`, l.kb)
}

// Stored returns a page as it was last fetched: with its body, or, if the
// source gave a ready text, that as Parsed. ErrNotFound if neither is stored.
func (l *Library) Stored(ctx context.Context, key string) (ingest.Page, error) {
	e, found, err := l.Entry(ctx, key)
	if err != nil {
		return ingest.Page{}, err
	}
	if !found {
		return ingest.Page{}, fmt.Errorf("page %s of knowledge base %q: %w", key, l.kb, ingest.ErrNotFound)
	}
	p := ingest.Page{Key: e.Key, URL: e.URL, Source: e.Source, Status: ingest.Fetched, FoundBy: e.FoundBy, Depth: e.Depth,
		HTTPStatus: e.HTTPStatus, ETag: e.ETag, LastModified: e.LastModified, Fetched: e.Fetched, Stored: true}
	err = l.body(ctx, &p)
	if errors.Is(err, sql.ErrNoRows) {
		err = l.parsed(ctx, &p)
	}
	if err != nil {
		return p, fmt.Errorf("read the stored page %s: %w", key, database.Explain(err))
	}
	return p, nil
}

func (l *Library) body(ctx context.Context, p *ingest.Page) error {
	var labels string
	var body, transcripts []byte
	var modified int64
	err := l.db.QueryRowContext(ctx, "SELECT type, title, language, labels, modified, body, transcripts FROM bodies WHERE kb = $1 AND key = $2", l.kb, text(p.Key)).
		Scan(&p.ContentType, &p.Title, &p.Language, &labels, &modified, &body, &transcripts)
	if err != nil {
		return err
	}
	p.Modified = database.Time(modified)
	if labels != "" {
		if err := json.Unmarshal([]byte(labels), &p.Labels); err != nil {
			return fmt.Errorf("%w: labels: %w", errFormat, err)
		}
	}
	if p.ContentType == readyText {
		return l.ready(p, body)
	}
	if p.Transcripts, err = l.transcripts(transcripts); err == nil {
		p.Body, err = l.unpack(body)
	}
	return err
}

// Transcripts returns what was read in the pictures of a page, as Stored does.
func (l *Library) Transcripts(ctx context.Context, key string) ([]ingest.Transcript, error) {
	var stored []byte
	err := l.db.QueryRowContext(ctx, "SELECT transcripts FROM bodies WHERE kb = $1 AND key = $2", l.kb, text(key)).Scan(&stored)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	var all []ingest.Transcript
	if err == nil {
		all, err = l.transcripts(stored)
	}
	if err != nil {
		return nil, fmt.Errorf("read what the pictures of page %s say: %w", key, database.Explain(err))
	}
	return all, nil
}

func (l *Library) transcripts(stored []byte) (all []ingest.Transcript, err error) {
	if len(stored) == 0 {
		return nil, nil
	}
	raw, err := l.unpack(stored)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("%w: what its pictures say: %w", errFormat, err)
	}
	return all, nil
}

func (l *Library) parsed(ctx context.Context, p *ingest.Page) error {
	var content []byte
	err := l.db.QueryRowContext(ctx, "SELECT content FROM contents WHERE kb = $1 AND document = $2", l.kb, ingest.DocumentID(p.Key)).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return ingest.ErrNotFound
	}
	if err != nil {
		return err
	}
	return l.ready(p, content)
}

// ready is a page whose source gave this text.
func (l *Library) ready(p *ingest.Page, content []byte) error {
	d, err := l.document(content)
	p.ContentType, p.Title = "", ""
	p.Parsed, p.Language, p.Labels, p.Modified = &d, d.Language, d.Labels, d.Updated
	return err
}

// Held counts what is live.
func (l *Library) Held(ctx context.Context) (h ingest.Held, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT COUNT(*), COALESCE(SUM(chunks), 0), COALESCE(SUM(length), 0) FROM documents WHERE kb = $1 AND removed = 0", l.kb).
		Scan(&h.Documents, &h.Chunks, &h.Length)
	if err != nil {
		return h, fmt.Errorf("count knowledge base %q: %w", l.kb, database.Explain(err))
	}
	return h, nil
}

// Freshness says when live documents were last fetched or confirmed; those
// that are not there are left out.
func (l *Library) Freshness(ctx context.Context, ids []string) (map[string]time.Time, error) {
	type fresh struct {
		id      string
		fetched int64
	}
	scan := func(row scanner) (f fresh, err error) {
		err = row.Scan(&f.id, &f.fetched)
		return f, err
	}
	times := make(map[string]time.Time, len(ids))
	for part := range parts(ids) {
		query := `SELECT d.id, e.fetched FROM documents d JOIN entries e ON e.kb = d.kb AND e.key = d.key
			WHERE d.kb = $1 AND d.removed = 0 AND d.id IN (` + database.Placeholders(2, len(part)) + ")"
		for f, err := range stream(ctx, l.db, scan, query, arguments(l.kb, part)...) {
			if err != nil {
				return nil, err
			}
			times[f.id] = database.Time(f.fetched)
		}
	}
	return times, nil
}

// Pinned returns the statistics that were last pinned, zero if none.
func (l *Library) Pinned(ctx context.Context) (s retrieval.Statistics, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT points, average FROM knowledge_bases WHERE kb = $1", l.kb).Scan(&s.Points, &s.AverageLength)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("read statistics of knowledge base %q: %w", l.kb, database.Explain(err))
	}
	return s, nil
}

// Version tells the content of the knowledge base, as it is stored and shown by
// its index, from any other that it has had; 0: nothing was ever written to it.
func (l *Library) Version(ctx context.Context) (version int64, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT version FROM knowledge_bases WHERE kb = $1", l.kb).Scan(&version)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read the version of knowledge base %q: %w", l.kb, database.Explain(err))
	}
	return version, nil
}

// Pin keeps statistics for Pinned.
func (l *Library) Pin(ctx context.Context, s retrieval.Statistics) error {
	_, err := l.db.ExecContext(ctx, `INSERT INTO knowledge_bases (kb, known, points, average) VALUES ($1, 0, $2, $3)
		ON CONFLICT (kb) DO UPDATE SET points = excluded.points, average = excluded.average, version = knowledge_bases.version + 1`, l.kb, s.Points, float64(s.AverageLength))
	if err != nil {
		return fmt.Errorf("keep statistics of knowledge base %q: %w", l.kb, database.Explain(err))
	}
	return nil
}
