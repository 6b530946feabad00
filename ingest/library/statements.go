package library

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"footnote/ingest"
	"footnote/ingest/library/database"
)

// statements are those of one transaction, each prepared when first used.
type statements struct {
	ctx      context.Context //nolint:containedctx // lives as long as one call of Record
	tx       *sql.Tx
	kb       string
	known    int64 // number of the newest ledger row
	prepared map[string]*sql.Stmt
}

// prepare readies a transaction for writing.
func (l *Library) prepare(ctx context.Context, tx *sql.Tx) (*statements, error) {
	s := &statements{ctx: ctx, tx: tx, kb: l.kb, prepared: map[string]*sql.Stmt{}}
	if err := s.exec("knowledge base", l.kb); err != nil {
		return nil, err
	}
	return s, tx.QueryRowContext(ctx, "SELECT known FROM knowledge_bases WHERE kb = $1", l.kb).Scan(&s.known)
}

// sqlOf are the statements by name.
func sqlOf(name string) string {
	switch name {
	case "knowledge base":
		return "INSERT INTO knowledge_bases (kb, known, points, average) VALUES ($1, 0, 0, 0) ON CONFLICT (kb) DO NOTHING"
	case "entry":
		return upsert("entries", "kb, key", entryColumns, "known")
	case "body":
		return upsert("bodies", "kb, key", "kb, key, type, title, language, labels, modified, size, body, transcripts", "")
	case "transcripts":
		return "UPDATE bodies SET transcripts = $1 WHERE kb = $2 AND key = $3"
	case "forget ready text":
		return "DELETE FROM bodies WHERE kb = $1 AND key = $2 AND type = $3"
	case "document":
		return upsert("documents", "kb, id", "kb, id, key, title, language, content_hash, removed, chunks, length, chunk_ids, shape", "")
	case "content":
		return upsert("contents", "kb, document", "kb, document, content, chunks", "")
	case "correction":
		return putCorrection()
	case "drop":
		return "UPDATE documents SET removed = $1 WHERE kb = $2 AND id = $3 AND removed = 0"
	case "chunk ids":
		return "SELECT chunk_ids FROM documents WHERE kb = $1 AND id = $2 AND removed = 0"
	case "forget chunk":
		return "DELETE FROM chunks WHERE kb = $1 AND id = $2"
	}
	n, err := strconv.Atoi(strings.TrimPrefix(name, "chunks "))
	if err != nil {
		return name // not one of ours: the database says so
	}
	return insertChunks(n)
}

// upsert writes a row, or replaces the one with the same key columns but for
// the columns to keep.
func upsert(table, key, columns, keep string) string {
	names := strings.Split(columns, ", ")
	var set []string
	for _, c := range names {
		if c != keep && !strings.Contains(", "+key+",", ", "+c+",") {
			set = append(set, c+" = excluded."+c)
		}
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s",
		table, columns, database.Placeholders(1, len(names)), key, strings.Join(set, ", "))
}

// insertChunks adds n chunks. Two documents never share a chunk, since its id
// covers the document's; a damaged table must not stop a run all the same.
func insertChunks(n int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = "(" + database.Placeholders(3*i+1, 3) + ")"
	}
	return "INSERT INTO chunks (kb, id, document) VALUES " + strings.Join(rows, ",") + " ON CONFLICT (kb, id) DO UPDATE SET document = excluded.document"
}

func (s *statements) stmt(name string) (*sql.Stmt, error) {
	if st, ok := s.prepared[name]; ok {
		return st, nil
	}
	st, err := s.tx.PrepareContext(s.ctx, sqlOf(name)) // closed with the transaction
	if err != nil {
		return nil, err
	}
	s.prepared[name] = st
	return st, nil
}

func (s *statements) exec(name string, args ...any) error {
	st, err := s.stmt(name)
	if err != nil {
		return err
	}
	_, err = st.ExecContext(s.ctx, args...)
	return err
}

// entryColumns in the order of putEntry and scanEntry.
const entryColumns = "kb, key, known, source, url, status, reason, http_status, document, found_by, depth, etag, last_modified, body_hash, given, fingerprint, same_as, same_hash, fetched, visited, next"

func (s *statements) putEntry(e ingest.Entry) error {
	s.known++
	return s.exec("entry", s.kb, text(e.Key), s.known, text(e.Source), text(e.URL), string(e.Status), text(e.Reason), e.HTTPStatus, e.Document,
		text(e.FoundBy), e.Depth, text(e.ETag), text(e.LastModified), e.BodyHash, e.Given, e.Fingerprint, text(e.SameAs), e.SameHash,
		database.Micros(e.Fetched), database.Micros(e.Visited), database.Micros(e.Next))
}

func text(s string) string { return database.Text(s) }
