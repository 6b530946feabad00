package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"footnote/ingest"
	"footnote/ingest/library/database"
	"footnote/retrieval"
)

// packed is a visit with its compressed parts.
type packed struct {
	ingest.Visit
	body, transcripts, content, chunks, ids []byte
	hash, labels                            string
	length                                  float64
}

// readyText is the type of a body that is an encoded document: what a source
// gave, where a person has corrected what is shown of it.
const readyText = "document"

// Record writes visits in one transaction, in their order: all or nothing,
// durable on return.
func (l *Library) Record(ctx context.Context, visits []ingest.Visit) error {
	if len(visits) == 0 {
		return nil
	}
	batch, err := l.pack(visits)
	if err == nil {
		err = database.Update(ctx, l.db, func(tx *sql.Tx) error {
			// The statements do not watch ctx each (a goroutine a statement): when it
			// ends, the transaction is rolled back, and the next statement fails.
			return l.write(context.WithoutCancel(ctx), tx, batch)
		})
	}
	if err != nil {
		return fmt.Errorf("record %d pages of knowledge base %q: %w", len(visits), l.kb, err)
	}
	l.at("recorded")
	return nil
}

// pack compresses on all cores, so that the transaction has little to do.
func (l *Library) pack(visits []ingest.Visit) ([]packed, error) {
	batch := make([]packed, len(visits))
	errs := make([]error, len(visits))
	var group sync.WaitGroup
	for i := range visits {
		batch[i].Visit = visits[i]
		if visits[i].Body == nil && visits[i].Document == nil {
			continue
		}
		group.Go(func() { errs[i] = l.packOne(&batch[i]) })
	}
	group.Wait()
	return batch, errors.Join(errs...)
}

func (l *Library) packOne(p *packed) error {
	p.transcripts = []byte{}
	if len(p.Transcripts) > 0 {
		raw, err := json.Marshal(p.Transcripts)
		if err != nil {
			return fmt.Errorf("page %s: what its pictures say: %w", p.Entry.Key, err)
		}
		p.transcripts = l.squeeze(raw)
	}
	if p.Body != nil {
		p.body = l.zip.EncodeAll(p.Body, make([]byte, 0, len(p.Body)/2+64))
		if len(p.Hints.Labels) > 0 {
			raw, err := json.Marshal(p.Hints.Labels)
			if err != nil {
				return fmt.Errorf("page %s: labels: %w", p.Entry.Key, err)
			}
			p.labels = string(raw)
		}
	}
	if p.Document == nil {
		return nil
	}
	if p.Original != nil {
		p.body, p.Type = l.squeeze(encodeDocument(*p.Original)), readyText
	}
	d := *p.Document
	if d.ID != ingest.DocumentID(d.Key) || d.Key != p.Entry.Key {
		return fmt.Errorf("page %s: its document has key %q and id %q", p.Entry.Key, d.Key, d.ID)
	}
	for _, c := range p.Chunks {
		if c.Start < 0 || c.End < c.Start || c.End > len(d.Text) || d.Text[c.Start:c.End] != c.Text || c.Document != d.ID {
			return fmt.Errorf("page %s: chunk %s is not bytes %d to %d of its document", d.Key, c.ID, c.Start, c.End)
		}
		p.ids = append(p.ids, c.ID[:]...)
	}
	for _, n := range p.Terms {
		p.length += float64(n)
	}
	p.hash = d.ContentHash()
	p.content = l.squeeze(encodeDocument(d))
	p.chunks = l.squeeze(encodeChunks(d, p.Chunks))
	return nil
}

func (l *Library) squeeze(b []byte) []byte {
	return l.zip.EncodeAll(b, make([]byte, 0, len(b)/2+64))
}

func (l *Library) unpack(b []byte) ([]byte, error) {
	out, err := l.open.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errFormat, err)
	}
	return out, nil
}

func (l *Library) write(ctx context.Context, tx *sql.Tx, batch []packed) error {
	s, err := l.prepare(ctx, tx)
	if err != nil {
		return err
	}
	l.at("begun")
	for i := range batch {
		if err := s.visit(&batch[i]); err != nil {
			return fmt.Errorf("page %s: %w", batch[i].Entry.Key, err)
		}
		if i == len(batch)/2 {
			l.at("half written")
		}
	}
	if _, err := tx.ExecContext(ctx, "UPDATE knowledge_bases SET known = $1, version = version + 1 WHERE kb = $2", s.known, l.kb); err != nil {
		return err
	}
	l.at("written")
	return nil
}

// visit writes one page.
func (s *statements) visit(p *packed) error {
	if err := s.putEntry(p.Entry); err != nil {
		return err
	}
	if p.body != nil {
		h := p.Hints
		if err := s.exec("body", s.kb, text(p.Entry.Key), text(p.Type), text(h.Title), text(h.Language), text(p.labels), database.Micros(h.Modified), len(p.Body), p.body, p.transcripts); err != nil {
			return err
		}
	} else if len(p.transcripts) > 0 {
		if err := s.exec("transcripts", p.transcripts, s.kb, text(p.Entry.Key)); err != nil {
			return err
		}
	}
	if p.Corrected != nil {
		if err := s.putCorrection(*p.Corrected); err != nil {
			return err
		}
	}
	if p.Document == nil && !p.Drop {
		return nil
	}
	id := ingest.DocumentID(p.Entry.Key)
	if err := s.forgetChunks(id); err != nil {
		return err
	}
	if p.Document != nil && p.body == nil {
		if err := s.exec("forget ready text", s.kb, text(p.Entry.Key), readyText); err != nil {
			return err
		}
	}
	if p.Document == nil {
		return s.exec("drop", database.Micros(p.Entry.Visited), s.kb, id)
	}
	return s.putDocument(id, p)
}

func (s *statements) putDocument(id string, p *packed) error {
	removed := int64(0)
	if p.Entry.SameAs != "" {
		removed = max(1, database.Micros(p.Entry.Visited))
	}
	d := p.Document
	ids := p.ids
	if ids == nil {
		ids = []byte{}
	}
	if err := s.exec("document", s.kb, id, text(d.Key), text(d.Title), text(d.Language), p.hash, removed, len(p.Chunks), p.length, ids, []byte(p.Shape)); err != nil {
		return err
	}
	if err := s.exec("content", s.kb, id, p.content, p.chunks); err != nil {
		return err
	}
	if removed != 0 {
		return nil
	}
	return s.putChunks(id, p.Chunks)
}

// chunksPerStatement keeps the number of different statements small.
const chunksPerStatement = 64

func (s *statements) putChunks(id string, chunks []retrieval.Chunk) error {
	for len(chunks) > 0 {
		n := min(len(chunks), chunksPerStatement)
		args := make([]any, 0, 3*n)
		for i := range chunks[:n] {
			args = append(args, s.kb, chunks[i].ID[:], id)
		}
		if err := s.exec("chunks "+strconv.Itoa(n), args...); err != nil {
			return err
		}
		chunks = chunks[n:]
	}
	return nil
}

// forgetChunks removes the rows of a live document's chunks.
func (s *statements) forgetChunks(id string) error {
	var ids []byte
	st, err := s.stmt("chunk ids")
	if err == nil {
		err = st.QueryRowContext(s.ctx, s.kb, id).Scan(&ids)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	for len(ids) >= 16 {
		if err := s.exec("forget chunk", s.kb, ids[:16]); err != nil {
			return err
		}
		ids = ids[16:]
	}
	return nil
}
