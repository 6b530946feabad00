package local

import (
	"fmt"
	"slices"

	"footnote/retrieval"
)

// change is what a writer did since the last commit: points in memory, points on
// their way to disk, points in segments that no manifest names yet, and rows of
// any segment that are gone. It holds the generation's lock.
type change struct {
	generation int
	d          folder
	unlock     func()
	before     *snapshot // what it builds on
	stored     manifest  // the newest on disk
	parts      []*edit
	buffer     *builder
	flushing   *flush   // points on their way; nil: none
	spare      *builder // memory for the next buffer
	limit      int      // bytes of one buffer
	next       int      // number of the next file
	made       bool     // something differs from before
}

// edit is a part that may lose rows. Its bitmap belongs to the change alone.
type edit struct {
	part
	live    int
	deletes *fileMark // as stored; out of date if edited
	edited  bool
	durable bool // the segment
}

// newChange takes over before and unlock. Half of limit is for the points that
// are on their way to disk while others arrive.
func newChange(d folder, before *snapshot, unlock func(), limit int) *change {
	c := &change{
		generation: before.generation, d: d, unlock: unlock, before: before, stored: before.manifest, limit: limit / 2,
		next: before.manifest.Next, buffer: newBuilder(before.manifest.Spec.Dimensions),
	}
	for i, p := range before.parts {
		mark := before.manifest.Segments[i]
		e := &edit{part: part{segment: p.hold(), gone: slices.Clone(p.gone)}, live: mark.live(), deletes: mark.Deletes, durable: true}
		c.parts = append(c.parts, e)
	}
	return c
}

// upsert adds checked points.
func (c *change) upsert(points []retrieval.Point) (err error) {
	defer guard(&err)()
	for i := range points {
		c.made = true
		if _, err := c.drop(points[i].Chunk.ID); err != nil {
			return err
		}
		c.buffer.add(&points[i])
		if c.buffer.bytes() < c.limit && !c.buffer.full() {
			continue
		}
		if err := c.flush(); err != nil {
			return err
		}
	}
	return nil
}

func (c *change) delete(ids []retrieval.ID) (err error) {
	defer guard(&err)()
	for _, id := range ids {
		dropped, err := c.drop(id)
		if err != nil {
			return err
		}
		if c.buffer.remove(id) || dropped {
			c.made = true
		}
	}
	return nil
}

// drop marks a point gone where it is in a segment, if it is.
func (c *change) drop(id retrieval.ID) (bool, error) {
	if c.flushing.has(id) {
		if err := c.settle(); err != nil {
			return false, err
		}
	}
	for _, e := range c.parts {
		row, ok := e.livingRow(id)
		if !ok {
			continue
		}
		if e.gone == nil {
			e.gone = newBitmap(e.points)
		}
		e.gone.set(row)
		e.live--
		e.edited = true
		return true, nil // an id stands in one place at most
	}
	return false, nil
}

// ids of all points, uncommitted ones included.
func (c *change) ids() (ids []retrieval.ID, err error) {
	defer guard(&err)()
	if err := c.settle(); err != nil {
		return nil, err
	}
	for _, e := range c.parts {
		ids = e.livingIDs(ids)
	}
	for id := range c.buffer.rowOf {
		ids = append(ids, id)
	}
	return ids, nil
}

// discard forgets the change. Files that it wrote and no manifest names are
// removed; if that fails, by the next writer.
func (c *change) discard() {
	c.flushing.abandon()
	for _, e := range c.parts {
		e.release()
	}
	c.before.release()
	removeUnnamed(c.d, c.stored)
	c.unlock()
}

func (c *change) sizes() []size {
	sizes := make([]size, len(c.parts))
	for i, e := range c.parts {
		sizes[i] = size{points: e.points, live: e.live, termBytes: len(e.terms)}
	}
	return sizes
}

// merge writes the chosen parts again as one.
func (c *change) merge(chosen []int) error {
	var from []*part
	for _, i := range chosen {
		from = append(from, &c.parts[i].part)
	}
	c.next++
	e, err := writeEdit(c.d, c.next-1, from)
	if err != nil {
		return fmt.Errorf("merge %d segments: %w", len(from), err)
	}
	kept := c.parts[:0]
	for i, p := range c.parts {
		if slices.Contains(chosen, i) {
			p.release()
			continue
		}
		kept = append(kept, p)
	}
	c.parts = append(kept, e)
	return nil
}

// writeEdit makes a new segment of parts and opens it.
func writeEdit(d folder, number int, parts []*part) (*edit, error) {
	mark, err := writeSegment(d, number, parts)
	if err != nil {
		return nil, err
	}
	s, err := openSegment(d, mark)
	if err != nil {
		return nil, err
	}
	s.mapping.rest() // it was read whole to check it, and waits now for more like it
	return &edit{part: part{segment: s.hold()}, live: s.points}, nil
}

// dropEmpty leaves out parts without a living point.
func (c *change) dropEmpty() {
	kept := c.parts[:0]
	for _, e := range c.parts {
		if e.live == 0 {
			e.release()
			continue
		}
		kept = append(kept, e)
	}
	c.parts = kept
}
