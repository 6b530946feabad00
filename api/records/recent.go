package records

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"footnote/api/answer"
	"footnote/ingest/library/database"
)

// Line is an answer in a list.
type Line struct {
	ID         string        `json:"id"`
	KB         string        `json:"kb"`
	Asked      time.Time     `json:"asked"`
	Status     answer.Status `json:"status"`
	Reason     answer.Reason `json:"reason,omitempty"`
	Language   string        `json:"language"`
	Question   string        `json:"question"`
	Composer   string        `json:"composer"`
	Confidence float64       `json:"confidence"`
	TookMS     float64       `json:"took_ms"`
}

// Page says which answers to list. The zero Page is the newest of all
// knowledge bases.
type Page struct {
	KB     string // "": all
	Before Line   // continue behind this line, the last one of the page before
	Limit  int    // 0: DefaultLimit; at most MaxLimit
}

// Sizes of a page of the list.
const (
	DefaultLimit = 50
	MaxLimit     = 1000
)

// Recent lists answers, newest first.
func (r *Records) Recent(ctx context.Context, p Page) ([]Line, error) {
	if p.Limit <= 0 {
		p.Limit = DefaultLimit
	}
	query, args := recentQuery(p)
	rows, err := r.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("list answers: %w", database.Explain(err))
	}
	defer rows.Close() //nolint:errcheck // Err below reports what matters
	var lines []Line
	for rows.Next() {
		line, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("list answers: %w", err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("list answers: %w", database.Explain(err))
	}
	return lines, nil
}

func recentQuery(p Page) (string, []any) {
	query := "SELECT id, kb, asked, status, reason, language, question, composer, confidence, took FROM answers WHERE 1 = 1"
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if p.KB != "" {
		query += " AND kb = " + arg(p.KB)
	}
	if p.Before.ID != "" {
		query += " AND (asked, id) < (" + arg(database.Micros(p.Before.Asked)) + ", " + arg(p.Before.ID) + ")"
	}
	return query + " ORDER BY asked DESC, id DESC LIMIT " + arg(min(p.Limit, MaxLimit)), args
}

func scan(rows *sql.Rows) (line Line, err error) {
	var asked int64
	err = rows.Scan(&line.ID, &line.KB, &asked, &line.Status, &line.Reason, &line.Language, &line.Question,
		&line.Composer, &line.Confidence, &line.TookMS)
	line.Asked = database.Time(asked)
	return line, err
}
