package local

import (
	"io/fs"
	"os"
	"strings"

	"footnote/retrieval"
)

// flush is a buffer on its way to disk, in a goroutine of its own so that both
// processors of a small machine have work: one takes points in, the other sorts
// and writes those before.
type flush struct {
	buffer *builder // read only until done
	done   chan struct{}
	edit   *edit // valid when done
	err    error
}

func startFlush(d folder, number int, buffer *builder) *flush {
	f := &flush{buffer: buffer, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		f.edit, f.err = f.write(d, number)
	}()
	return f
}

func (f *flush) write(d folder, number int) (e *edit, err error) {
	defer guard(&err)()
	return writeEdit(d, number, []*part{f.buffer.part()})
}

// has says whether a point is on its way. Nil has none.
func (f *flush) has(id retrieval.ID) bool {
	if f == nil {
		return false
	}
	_, ok := f.buffer.rowOf[id]
	return ok
}

// abandon waits until nothing is written any more, and forgets it.
func (f *flush) abandon() {
	if f == nil {
		return
	}
	<-f.done
	if f.edit != nil {
		f.edit.release()
	}
}

// flush sends the buffer on its way, once the one before has arrived.
func (c *change) flush() error {
	if err := c.settle(); err != nil {
		return err
	}
	next := c.spare
	if next == nil {
		next = newBuilder(c.buffer.dimensions)
	}
	c.spare = nil
	if len(c.buffer.rowOf) == 0 { // everything was deleted again
		c.buffer.reset()
		c.spare = next
		return nil
	}
	c.flushing = startFlush(c.d, c.next, c.buffer)
	c.next++
	c.buffer = next
	return nil
}

// settle waits for the points on their way. If they could not be written it tries
// once more, and so does the next call: the disk may have room by then.
func (c *change) settle() error {
	f := c.flushing
	if f == nil {
		return nil
	}
	<-f.done
	if f.err != nil {
		f.edit, f.err = f.write(c.d, c.next)
		c.next++
	}
	if f.err != nil {
		return f.err
	}
	c.parts = append(c.parts, f.edit)
	c.flushing = nil
	f.buffer.reset()
	c.spare = f.buffer
	return nil
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
