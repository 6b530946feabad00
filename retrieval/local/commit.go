package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"

	"footnote/retrieval"
)

// Upsert implements retrieval.Writer. If a point is refused, none is taken.
func (x *index) Upsert(ctx context.Context, points []retrieval.Point) error {
	for i := range points {
		if err := checkPoint(&points[i], x.spec.Dimensions); err != nil {
			return fmt.Errorf("add to knowledge base %q: chunk %s of %q: %w", x.kb, points[i].Chunk.ID, points[i].Chunk.Document, err)
		}
	}
	return x.write(ctx, "add to", func(c *change) error { return c.upsert(points) })
}

// Delete implements retrieval.Writer.
func (x *index) Delete(ctx context.Context, ids []retrieval.ID) error {
	return x.write(ctx, "delete from", func(c *change) error { return c.delete(ids) })
}

// Commit implements retrieval.Writer. If it fails, nothing of it is visible, and
// it can be tried again.
func (x *index) Commit(ctx context.Context, s retrieval.Statistics) error {
	if err := checkStatistics(s); err != nil {
		return fmt.Errorf("commit to knowledge base %q: %w", x.kb, err)
	}
	err := x.write(ctx, "commit to", func(c *change) error { return x.commit(c, s) })
	if err != nil {
		return err
	}
	x.changes.Add(1)
	return nil
}

// write does something to the change at hand, which it starts if there is none.
func (x *index) write(ctx context.Context, what string, do func(*change) error) error {
	x.writes.Lock()
	defer x.writes.Unlock()
	err := ctx.Err()
	if err == nil && x.change == nil {
		x.change, err = x.begin(ctx)
	}
	if err == nil {
		err = do(x.change)
	}
	if err != nil {
		return fmt.Errorf("%s knowledge base %q: %w", what, x.kb, damageOf(x.kb, err))
	}
	return nil
}

// begin locks the generation and starts from its last commit.
func (x *index) begin(ctx context.Context) (*change, error) {
	for range loadAttempts {
		s, err := x.acquire(ctx)
		if err != nil {
			return nil, err
		}
		c, err := x.beginOn(s)
		if c != nil || err != nil {
			return c, err
		}
		x.forget() // another writer went on since the last look
	}
	return nil, errors.New("the last commit of the index cannot be read: look for another program that writes to its folder")
}

// beginOn starts a change on s, which it takes over, if that is the last commit.
func (x *index) beginOn(s *snapshot) (*change, error) {
	d := x.home.generation(s.generation)
	unlock, err := lockFile(d.at(lockName))
	if err == nil {
		in, err := os.ReadFile(d.at(manifestName))
		if err == nil && bytes.Equal(in, s.raw) {
			removeUnnamed(d, s.manifest)
			return newChange(d, s, unlock, x.owner.options.BufferBytes), nil
		}
		unlock()
	}
	s.release()
	if missing(err) {
		err = nil // the whole generation is gone
	}
	return nil, err
}

// commit makes the change the newest commit; x.writes is held.
func (x *index) commit(c *change, s retrieval.Statistics) error {
	if err := x.stillLive(c); err != nil {
		c.discard()
		x.change = nil
		return err
	}
	if c.made || s != c.before.manifest.Statistics {
		if err := c.commit(s, x.owner.options.Logger); err != nil {
			return err
		}
	}
	c.discard() // everything is in the manifest now; this removes what is not
	x.change = nil
	return nil
}

// stillLive says whether the generation that is being changed is the one that is
// shown: after a Publish or Drop nobody would see the commit.
func (x *index) stillLive(c *change) error {
	generation, err := x.generation()
	if err != nil {
		return err
	}
	if generation != c.generation {
		return errors.New("the index was replaced by another while it was being changed, and the changes are lost: run the command again")
	}
	return nil
}

// commit writes what the manifest will name, then the manifest.
func (c *change) commit(s retrieval.Statistics, logger *slog.Logger) (err error) {
	defer guard(&err)()
	if err := c.flush(); err != nil {
		return err
	}
	if err := c.settle(); err != nil {
		return err
	}
	c.dropEmpty()
	if chosen := plan(c.sizes()); len(chosen) > 0 {
		if err := c.merge(chosen); err != nil {
			// More segments than there need be: slower, not wrong.
			logger.Warn("segments of the index were not merged; the next commit tries again", "folder", c.d.path, "error", err)
		}
	}
	m, err := c.manifest(s)
	if err != nil {
		return err
	}
	return c.publish(m)
}

// manifest describes the change. What it names is durable.
func (c *change) manifest(s retrieval.Statistics) (manifest, error) {
	m := c.before.manifest
	m.Commit++
	m.Statistics = s
	m.Segments = make([]segmentMark, 0, len(c.parts))
	var names []string
	for _, e := range c.parts {
		if !e.durable {
			names = append(names, segmentName(e.mark.Number))
		}
		if e.edited {
			mark, err := c.writeDeletes(e)
			if err != nil {
				return m, err
			}
			e.deletes = &mark
			names = append(names, deletesName(mark.Number))
		}
		m.Segments = append(m.Segments, segmentMark{fileMark: e.mark, Deletes: e.deletes})
	}
	m.Next = c.next
	if err := c.d.persist(names); err != nil {
		return m, err
	}
	for _, e := range c.parts {
		e.durable, e.edited = true, false
	}
	return m, nil
}

func (c *change) writeDeletes(e *edit) (mark fileMark, err error) {
	number := c.next
	c.next++
	f, err := c.d.create(deletesName(number))
	if err != nil {
		return mark, err
	}
	defer f.abandon()
	if _, err := f.Write(encodeDeletes(e.gone, e.points)); err != nil {
		return mark, err
	}
	mark = fileMark{Number: number, Bytes: f.bytes, CRC32C: f.sum, Points: e.points - e.live}
	return mark, f.finish()
}

// publish replaces the manifest: the moment of the commit.
func (c *change) publish(m manifest) error {
	in, err := m.encode()
	if err != nil {
		return err
	}
	if err := c.d.swap(manifestName, in, c.before.raw); err != nil {
		return err
	}
	c.stored = m
	return nil
}

// IDs implements retrieval.Writer.
func (x *index) IDs(ctx context.Context) iter.Seq2[retrieval.ID, error] {
	return func(yield func(retrieval.ID, error) bool) {
		ids, err := x.allIDs(ctx)
		if err != nil {
			yield(retrieval.ID{}, fmt.Errorf("ids of knowledge base %q: %w", x.kb, damageOf(x.kb, err)))
			return
		}
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	}
}

// allIDs is a list of its own, so that the index can be changed while it is read.
func (x *index) allIDs(ctx context.Context) (ids []retrieval.ID, err error) {
	x.writes.Lock()
	defer x.writes.Unlock()
	if x.change != nil {
		return x.change.ids()
	}
	s, err := x.acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer s.release()
	defer guard(&err)()
	for _, p := range s.parts {
		ids = p.livingIDs(ids)
	}
	return ids, nil
}
