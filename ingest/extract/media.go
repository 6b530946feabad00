package extract

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"footnote/ingest"
	"footnote/ingest/extract/pdf"
	"footnote/ingest/media"
	"footnote/retrieval"
)

// Media reads pages with the text in pictures and recordings as well: those that
// are pages themselves, scanned pages of PDF files, and the pictures that a page
// shows, beside it in a folder or on its site. The zero value reads none of them, as
// Extract does.
//
// What was read in a picture is kept in Document.Transcripts, and taken from
// Page.Transcripts: a page that is made again from what is stored needs neither its
// pictures nor the program, and no picture whose bytes are the same is read again
// by the same setting.
type Media struct {
	Picture   *media.Tool // nil: pictures are not read
	Recording *media.Tool // nil: recordings are not read
	// Fetch fetches a picture that a page of the web shows; nil: those are not read.
	// It decides which hosts are asked.
	Fetch func(ctx context.Context, page, src string) ([]byte, error)
}

// ErrMedia says that a picture or recording cannot be read without a setting.
var ErrMedia = errors.New("the text in it is read by what FOOTNOTE_OCR or FOOTNOTE_TRANSCRIBE names")

// Extract makes a document of a page.
//
// Of a picture, each line of its text is a paragraph. Of a recording, the text
// of each minute is a section under the time that it begins at ("12:00"), whose
// anchor players understand (#t=720).
func (m Media) Extract(ctx context.Context, p ingest.Page) (ingest.Document, error) {
	kind, _, _ := mime.ParseMediaType(p.ContentType)
	top, _, _ := strings.Cut(kind, "/")
	switch {
	case p.Parsed != nil:
	case top == "image" && kind != "image/svg+xml":
		return m.read(ctx, m.Picture, p)
	case top == "audio", top == "video":
		return m.read(ctx, m.Recording, p)
	case m.Picture == nil && len(p.Transcripts) == 0:
	case kind == "text/html", kind == "text/markdown":
		v := view{Media: m, page: p}
		return v.with(sight{pictures: v.shown(ctx)})
	case kind == "application/pdf":
		inTime, cancel := context.WithTimeout(ctx, scanTime)
		defer cancel()
		v := view{Media: m, page: p}
		return v.with(sight{scan: v.scanned(inTime)})
	}
	return Extract(p)
}

// read makes a document of a picture or recording.
func (m Media) read(ctx context.Context, tool *media.Tool, p ingest.Page) (ingest.Document, error) {
	v := view{Media: m, page: p}
	r, err := v.transcribe(ctx, shot{File: media.File{Name: path.Base(addressPath(p)), Type: p.ContentType, Body: p.Body}, tool: tool})
	if err != nil {
		return ingest.Document{}, fmt.Errorf("extract %s: %w", p.Key, err)
	}
	var w writer
	begun := time.Duration(-1)
	for _, l := range r.Lines {
		if minute := l.At.Truncate(time.Minute); l.Timed && minute != begun {
			begun = minute
			w.heading(entry{level: 2, anchor: fmt.Sprintf("t=%d", int(minute.Seconds())), text: fmt.Sprintf("%02d:%02d", int(minute.Minutes()), int(minute.Seconds())%60)})
		}
		w.add(entry{kind: retrieval.Paragraph, text: fold(l.Text)})
	}
	d := w.layOut()
	if blank(d.Text) {
		return ingest.Document{}, fmt.Errorf("extract %s: %w", p.Key, ingest.ErrNoText)
	}
	d.Updated, d.Transcripts = p.Modified, v.kept
	return complete(d, p), nil
}

const (
	// maxFetched is the number of pictures of one page of the web that are fetched,
	// leastPicture the size of the smallest that may hold a line of text.
	maxFetched   = 10
	leastPicture = 1 << 10
	// maxPictures is the number of pictures of one page whose text is read.
	maxPictures = 50
	// maxPicture is the size of the largest of them.
	maxPicture = 20 << 20
)

// sight is what reads pictures; the zero value reads none.
type sight struct {
	pictures pictures
	scan     func(pdf.Scan) []string // the lines of a scanned page
}

// scanTime is how long the scanned pages of one file may take together; what is
// left then has no text.
const scanTime = 8 * time.Minute

// pictures gives the lines of the text in a picture that a page names.
type pictures func(src string) []string

// fileBelow reads a file below a folder, which no link leaves.
func fileBelow(dir, name string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // only read from
	info, err := root.Stat(filepath.FromSlash(name))
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxPicture {
		return nil, fmt.Errorf("%s is no picture of at most %d bytes: %w", name, maxPicture, errors.Join(err, ErrMedia))
	}
	return root.ReadFile(filepath.FromSlash(name))
}
