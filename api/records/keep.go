package records

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"footnote/api/answer"
	"footnote/ingest/library/database"
)

// A write that takes longer than this has failed; the database itself waits
// ten seconds for another writer.
const writeLimit = 15 * time.Second

// maxBatch bounds one transaction, so that no answer waits for a long one.
const maxBatch = 256

// queue holds answers that wait to be written. One of the callers of Keep
// writes for all that wait: a commit costs a disk flush, and a flush costs the
// same for one row as for many.
type queue struct {
	mu      sync.Mutex
	waiting []*write
	busy    bool // somebody is writing
}

type write struct {
	row  row
	done chan error
}

// row is an answer as the table has it.
type row struct {
	answer.Record
	stored []byte
}

// Keep stores the record of an answer; it is durable on return. Keeping a
// record again, with the same id, replaces it. If the context ends while the
// row waits, Keep returns and the row may still be written.
func (r *Records) Keep(ctx context.Context, record answer.Record) error {
	id := record.Answer.ID
	if id == "" {
		return fmt.Errorf("keep answer: it has no id")
	}
	stored, err := encode(record)
	if err != nil {
		return fmt.Errorf("keep answer %s: encode: %w", id, err)
	}
	w := &write{row{record, stored}, make(chan error, 1)}
	if r.queue.join(w) {
		r.drain(ctx)
		err = <-w.done
	} else {
		select {
		case err = <-w.done:
		case <-ctx.Done():
			err = ctx.Err()
		}
	}
	if err != nil {
		return fmt.Errorf("keep answer %s: %w", id, err)
	}
	return nil
}

// join adds a write and says whether the caller is to do the writing.
func (q *queue) join(w *write) (lead bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, w)
	lead = !q.busy
	q.busy = true
	return lead
}

// next takes what waits; nothing left ends the turn of the caller.
func (q *queue) next() []*write {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(len(q.waiting), maxBatch)
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	q.busy = n > 0
	return batch
}

// drain writes until nothing waits. The first batch holds the caller's own
// row; what comes later is written by a goroutine, so that no caller stays
// longer than its own write takes.
func (r *Records) drain(ctx context.Context) {
	ctx = context.WithoutCancel(ctx) // others' rows are in the batch
	r.writeBatch(ctx, r.queue.next())
	if rest := r.queue.next(); len(rest) > 0 {
		go func() {
			for len(rest) > 0 {
				r.writeBatch(ctx, rest)
				rest = r.queue.next()
			}
		}()
	}
}

func (r *Records) writeBatch(ctx context.Context, batch []*write) {
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	err := database.Update(ctx, r.db, func(tx *sql.Tx) error {
		for _, w := range batch {
			if err := insert(ctx, tx, w.row); err != nil {
				return err
			}
		}
		return nil
	})
	for _, w := range batch {
		w.done <- err
	}
}

const insertAnswer = `INSERT INTO answers (id, kb, asked, status, reason, language, question, composer, confidence, took, record)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (id) DO UPDATE SET kb = excluded.kb, asked = excluded.asked, status = excluded.status, reason = excluded.reason,
	language = excluded.language, question = excluded.question, composer = excluded.composer,
	confidence = excluded.confidence, took = excluded.took, record = excluded.record`

func insert(ctx context.Context, tx *sql.Tx, r row) error {
	a, reason := r.Answer, ""
	if a.Refusal != nil {
		reason = string(a.Refusal.Reason)
	}
	_, err := tx.ExecContext(ctx, insertAnswer, database.Text(a.ID), database.Text(r.KB), database.Micros(r.Asked), string(a.Status), reason,
		database.Text(a.Language), database.Text(a.Question), database.Text(a.Composer), a.Confidence, a.TookMS, r.stored)
	return err
}
