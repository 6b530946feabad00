package folder

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"footnote/ingest"
)

// lines is a file of ready texts, one JSON object a line, see text.
type lines struct {
	path    string
	gzipped bool
}

func (l lines) missing() string { return "the file does not hold it any more" }

func (l lines) visit(v *visitor) error {
	f, err := os.Open(l.path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read from
	var r io.Reader = f
	if l.gzipped {
		unzipped, err := gzip.NewReader(f)
		if err != nil {
			return fmt.Errorf("not a readable .gz: %w", damaged(err))
		}
		left := int64(maxTotal)
		r = limited{unzipped, &left}
	}
	return l.read(v, r)
}

// readBuffer is how much is read at once.
const readBuffer = 256 << 10

func (l lines) read(v *visitor, r io.Reader) error {
	in := bufio.NewReaderSize(r, readBuffer)
	first := map[string]int{} // _id -> line
	var line []byte
	for n := 1; ; n++ {
		var err error
		line, err = nextLine(in, line[:0], v.options.MaxBytes)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errTooLarge) {
			return damaged(err)
		}
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
		}
		if err := l.line(v, numbered{n, line, errors.Is(err, errTooLarge)}, first); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
	}
}

// nextLine appends the next line to line. One over the limit is read to its end
// and reported as too large; the last one comes with io.EOF.
func nextLine(in *bufio.Reader, line []byte, limit int64) ([]byte, error) {
	large := false
	for {
		part, err := in.ReadSlice('\n')
		if int64(len(line)+len(part)) > limit+1 { // the line break does not count
			large, line = true, line[:0]
		}
		if !large {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case large && (err == nil || errors.Is(err, io.EOF)):
			return nil, errTooLarge
		}
		return line, err
	}
}

// numbered is a line with its number, from 1.
type numbered struct {
	n     int
	raw   []byte
	large bool
}

// line yields what a line holds. An empty one holds nothing.
func (l lines) line(v *visitor, line numbered, first map[string]int) error {
	failed := func(format string, args ...any) error {
		// Which text it was cannot be told, so none of this file's is gone.
		v.unread = append(v.unread, "")
		key := fmt.Sprintf("%s#line-%d", address(l.path, ""), line.n)
		return v.give(ingest.Page{Key: key, Status: ingest.Failed, FoundBy: "line", Reason: fmt.Sprintf("line %d: ", line.n) + fmt.Sprintf(format, args...)})
	}
	if line.large {
		return failed("longer than %d bytes, the limit for one text", v.options.MaxBytes)
	}
	if len(bytes.TrimSpace(line.raw)) == 0 {
		return nil
	}
	p, id, err := l.page(v, line.raw)
	if err != nil {
		return failed("%v", err)
	}
	if n, twice := first[id]; twice {
		return failed("the _id %q is that of line %d too", id, n)
	}
	first[id] = line.n
	if v.options.MaxPages > 0 && v.pages >= v.options.MaxPages {
		return v.give(ingest.Page{Key: p.Key, Status: ingest.Queued, Reason: fmt.Sprintf("over the limit of %d pages", v.options.MaxPages)})
	}
	v.pages++
	return v.give(p)
}

// page reads a line: a text, or a conversation.
func (l lines) page(v *visitor, raw []byte) (p ingest.Page, id string, err error) {
	if bytes.Contains(raw, []byte(`"conversation"`)) || bytes.Contains(raw, []byte(`"messages"`)) {
		c, skipped, err := talk(raw)
		if err == nil && len(c.turns) > 0 {
			return l.talk(v, c, skipped), c.ID, nil
		}
	}
	t, err := parse(raw)
	if err != nil {
		return p, "", err
	}
	return t.page(l.path, v.options), t.ID, nil
}

func (l lines) talk(v *visitor, c conversation, skipped string) ingest.Page {
	key := address(l.path, c.ID)
	if v.options.Mask == nil {
		skipped = "conversations are read only where personal data is masked"
	}
	if skipped != "" {
		return ingest.Page{Key: key, Status: ingest.Skipped, Reason: skipped, FoundBy: "line"}
	}
	p := c.page(key, v.options.Mask)
	if p.FoundBy = "line"; p.Status == "" {
		p.Status = ingest.Fetched
	}
	return p
}
