// Package pdf reads the text of PDF files: page by page, paragraphs put together
// again from lines, headings told by their size, headers and footers that
// repeat left out. Pages keep their numbers, so that a citation can name them.
//
// Text inside pictures (scanned pages) is not read; the pictures are handed out.
// Files are hostile input:
// pages, characters, what streams unpack to, and time are limited.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	reader "github.com/ledongthuc/pdf"
)

// Document is the text of a file.
type Document struct {
	Title    string
	Modified time.Time
	Pages    []Page
	Scans    []Scan // of pages without text, also with ErrNoText
}

// Page is a page with a text.
type Page struct {
	Number     int // from 1
	Paragraphs []Paragraph
}

// Paragraph is a paragraph, a heading or an entry of a list.
type Paragraph struct {
	Text    string
	Heading int // level from 1; 0: none
}

const (
	// maxPages and maxGlyphs bound the work on one file; the longest manuals have
	// some 3,000 pages and 10 million characters.
	maxPages  = 5000
	maxGlyphs = 20_000_000
	// patience is the longest time for one file; a thousand pages take about two
	// seconds.
	patience = 30 * time.Second
)

var (
	// ErrNoText says that a file has pages without any text: scanned ones, most
	// often.
	ErrNoText = errors.New("no text on its pages that can be read (scanned pages are pictures)")
	// ErrSize says that a file exceeds a limit.
	ErrSize = errors.New("the PDF exceeds a limit")
	// ErrEncrypted says that a file cannot be opened without a password.
	ErrEncrypted = errors.New("the PDF is protected by a password; save it without one")
)

// encrypted is how a trailer names what a file is encrypted by: by reference or
// in place. A text that has the bare word is none.
var encrypted = regexp.MustCompile(`/Encrypt\s*(?:\d+\s+\d+\s+R\b|<<)`)

// Read reads a file, within half a minute. A file that keeps the reader busy for
// longer is given up: it gets no more of the file, at which it ends.
func Read(body []byte) (Document, error) {
	if encrypted.Match(body) {
		plain, err := decrypt(body)
		if err != nil {
			return Document{}, err
		}
		body = plain
	}
	body = familiar(body)
	if err := weigh(body); err != nil {
		return Document{}, err
	}
	type result struct {
		document Document
		err      error
	}
	done := make(chan result, 1)
	go func() {
		d, err := read(body)
		done <- result{d, err}
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.document, r.err
	case <-timer.C:
		return Document{}, fmt.Errorf("%w: not read within %s", ErrSize, patience)
	}
}

// patient is a file that can be read for a while.
type patient struct {
	io.ReaderAt
	until time.Time
}

func (p *patient) ReadAt(b []byte, at int64) (int, error) {
	if time.Now().After(p.until) {
		panic(ErrSize) // an error would be read over; read recovers
	}
	return p.ReaderAt.ReadAt(b, at)
}

func read(body []byte) (d Document, err error) {
	defer func() {
		if cause := recover(); cause != nil { // how the reader reports what it cannot read
			d, err = Document{}, fmt.Errorf("read PDF: %v", cause)
			if cause == any(ErrSize) {
				err = fmt.Errorf("%w: not read within %s", ErrSize, patience)
			}
		}
	}()
	r, err := reader.NewReader(&patient{bytes.NewReader(body), time.Now().Add(patience)}, int64(len(body)))
	if err != nil {
		return Document{}, fmt.Errorf("read PDF: %w", err)
	}
	t := tree{}
	t.walk(r.Trailer().Key("Root").Key("Pages"), 0)
	if len(t.pages) > maxPages {
		return Document{}, fmt.Errorf("%w: more than %d pages", ErrSize, maxPages)
	}
	pages, glyphs := make([][]line, 0, len(t.pages)), 0
	s := scanner{file: body}
	for i, p := range t.pages {
		lines := pageLines(p)
		s.page(i+1, p, lines)
		for _, l := range lines {
			glyphs += len(l.text)
		}
		if glyphs > maxGlyphs {
			return Document{}, fmt.Errorf("%w: more than %d characters", ErrSize, maxGlyphs)
		}
		pages = append(pages, lines)
	}
	d = Document{Pages: compose(pages), Scans: s.scans}
	d.about(r)
	if len(d.Pages) == 0 {
		return d, ErrNoText
	}
	if d.Title == "" {
		d.Title = d.firstHeading()
	}
	return d, nil
}

// tree finds the pages. The reader's own way does not end where a node is its
// own child or parent.
type tree struct {
	pages   []reader.Page
	visited int
}

// maxNodes and maxDepth bound the tree of pages.
const (
	maxNodes = 4 * maxPages
	maxDepth = 50
)

func (t *tree) walk(node reader.Value, depth int) {
	if t.visited++; t.visited > maxNodes || depth > maxDepth || len(t.pages) > maxPages {
		return
	}
	kids := node.Key("Kids")
	if kids.Kind() != reader.Array {
		if node.Kind() == reader.Dict && rooted(node) {
			t.pages = append(t.pages, reader.Page{V: node})
		}
		return
	}
	for i := range kids.Len() {
		t.walk(kids.Index(i), depth+1)
	}
}

// rooted says whether a page's parents come to an end.
func rooted(node reader.Value) bool {
	for range maxDepth {
		if node = node.Key("Parent"); node.IsNull() {
			return true
		}
	}
	return false
}

// pageLines are the lines of a page; a page that cannot be read has none.
func pageLines(p reader.Page) (lines []line) {
	defer func() {
		if recover() != nil {
			lines = nil
		}
	}()
	if p.V.IsNull() {
		return nil
	}
	glyphs := readableOnly(p, letters(p.Content().Text))
	widthsOf(p).place(glyphs)
	return linesOf(glyphs)
}

// about reads what the file says about itself.
func (d *Document) about(r *reader.Reader) {
	defer func() { recover() }() //nolint:errcheck // it says nothing about itself then
	info := r.Trailer().Key("Info")
	title := strings.Join(strings.Fields(info.Key("Title").Text()), " ")
	if !isFileName(title) {
		d.Title = title
	}
	d.Modified = date(info.Key("ModDate").Text())
}

// firstHeading is the largest heading of the first page.
func (d *Document) firstHeading() string {
	best := Paragraph{}
	for _, p := range d.Pages[0].Paragraphs {
		if p.Heading > 0 && (best.Heading == 0 || p.Heading < best.Heading) {
			best = p
		}
	}
	return best.Text
}

// isFileName recognises titles that programs make of a file's name.
func isFileName(title string) bool {
	lower := strings.ToLower(title)
	for _, s := range []string{"microsoft word - ", "untitled", "(anonymous)"} {
		if strings.HasPrefix(lower, s) {
			return true
		}
	}
	for _, ending := range []string{".doc", ".docx", ".pdf", ".indd", ".tex", ".ppt", ".pptx"} {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return false
}

// date reads D:20260131120000+01'00' (ISO 32000, 7.9.4), without its zone.
func date(s string) time.Time {
	s = strings.TrimPrefix(s, "D:")
	for _, layout := range []string{"20060102150405", "20060102"} {
		if len(s) >= len(layout) {
			if t, err := time.Parse(layout, s[:len(layout)]); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}
