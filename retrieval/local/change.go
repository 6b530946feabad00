package local

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"footnote/retrieval"
)

// change is what a writer did since the last commit: points in memory, points in
// segments that no manifest names yet, and rows of either kind of segment that
// are gone. It holds the generation's lock.
type change struct {
	generation int
	d          folder
	unlock     func()
	before     *snapshot // what it builds on
	stored     manifest  // the newest on disk
	parts      []*edit
	buffer     *builder
	limit      int  // bytes of the buffer
	next       int  // number of the next file
	made       bool // something differs from before
}

// edit is a part that may lose rows. Its bitmap belongs to the change alone.
type edit struct {
	part
	live    int
	deletes *fileMark // as stored; out of date if edited
	edited  bool
}

func newChange(d folder, before *snapshot, unlock func(), limit int) *change {
	c := &change{
		generation: before.generation, d: d, unlock: unlock, before: before, stored: before.manifest, limit: limit,
		next: before.manifest.Next, buffer: newBuilder(before.manifest.Spec.Dimensions),
	}
	for i, p := range before.parts {
		mark := before.manifest.Segments[i]
		e := &edit{part: part{segment: p.hold(), gone: slices.Clone(p.gone)}, live: mark.live(), deletes: mark.Deletes}
		c.parts = append(c.parts, e)
	}
	return c
}

// upsert adds checked points.
func (c *change) upsert(points []retrieval.Point) (err error) {
	defer guard(&err)()
	for _, p := range points {
		c.made = true
		c.drop(p.Chunk.ID)
		c.buffer.add(p)
		if c.buffer.bytes() < c.limit && len(c.buffer.ids) < maxPoints {
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
		if c.buffer.remove(id) || c.drop(id) {
			c.made = true
		}
	}
	return nil
}

// drop marks a point gone where it is in a segment, if it is.
func (c *change) drop(id retrieval.ID) bool {
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
		return true // an id stands in one place at most
	}
	return false
}

// flush writes the points in memory to a segment, where they wait.
func (c *change) flush() error {
	if len(c.buffer.rowOf) == 0 {
		c.buffer = newBuilder(c.buffer.dimensions)
		return nil
	}
	e, err := c.write([]*part{c.buffer.part()})
	if err != nil {
		return err
	}
	c.parts = append(c.parts, e)
	c.buffer = newBuilder(c.buffer.dimensions)
	return nil
}

// write makes a new segment of parts and opens it.
func (c *change) write(parts []*part) (*edit, error) {
	number := c.next
	c.next++
	mark, err := writeSegment(c.d, number, parts)
	if err != nil {
		return nil, err
	}
	s, err := openSegment(c.d, mark)
	if err != nil {
		return nil, err
	}
	return &edit{part: part{segment: s.hold()}, live: s.points}, nil
}

// ids of all points, uncommitted ones included.
func (c *change) ids() (ids []retrieval.ID, err error) {
	defer guard(&err)()
	for _, e := range c.parts {
		ids = e.livingIDs(ids)
	}
	for id := range c.buffer.rowOf {
		ids = append(ids, id)
	}
	return ids, nil
}

// discard forgets the change. Files that it wrote are removed, if that fails by
// the next writer.
func (c *change) discard() {
	for _, e := range c.parts {
		e.release()
	}
	c.before.release()
	removeUnnamed(c.d, c.stored)
	c.unlock()
}

// removeUnnamed removes files that a manifest does not name: what a crash, a
// discarded change or a merge left. The generation's lock must be held.
func removeUnnamed(d folder, m manifest) {
	named := map[string]bool{}
	for _, s := range m.Segments {
		named[segmentName(s.Number)] = true
		if s.Deletes != nil {
			named[deletesName(s.Deletes.Number)] = true
		}
	}
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return // the generation is gone, and with it all files
	}
	for _, e := range entries {
		if ours(e) && !named[e.Name()] {
			_ = d.remove(e.Name()) // in use on some systems: the next writer tries again
		}
	}
}

// ours says that a file is of a kind that this package makes and removes.
func ours(e fs.DirEntry) bool {
	for _, ending := range []string{".segment", ".deletes", temporary} {
		if strings.HasSuffix(e.Name(), ending) {
			return e.Type().IsRegular()
		}
	}
	return false
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
	e, err := c.write(from)
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
