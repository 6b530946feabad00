package extract

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"footnote/ingest"
	"footnote/ingest/extract/pdf"
	"footnote/ingest/media"
)

// view reads the pictures and recordings of one page, and keeps what it read.
type view struct {
	Media
	page ingest.Page
	kept []ingest.Transcript
}

// with makes the document of the page.
func (v *view) with(look sight) (ingest.Document, error) {
	d, err := extractWith(v.page, look)
	d.Transcripts = v.kept
	return d, err
}

// shot is a picture or recording.
type shot struct {
	media.File
	of   string // see ingest.Transcript
	tool *media.Tool
}

// transcribe reads a picture or recording, but not one that was read before: the
// same bytes by the same setting, or by one that cannot be asked now.
func (v *view) transcribe(ctx context.Context, s shot) (ingest.Transcript, error) {
	sum := sha256.Sum256(s.Body)
	r := ingest.Transcript{Of: s.of, Sum: hex.EncodeToString(sum[:16]), By: s.tool.ID()}
	i := slices.IndexFunc(v.page.Transcripts, func(b ingest.Transcript) bool { return b.Sum == r.Sum })
	if i >= 0 && (s.tool == nil || r.By == v.page.Transcripts[i].By) {
		return v.keep(s.of, v.page.Transcripts[i]), nil
	}
	switch {
	case s.tool == nil && v.page.Stored: // it had a text once: its document stays
		return r, ErrMedia
	case s.tool == nil:
		return r, fmt.Errorf("%w: %w", ingest.ErrNoText, ErrMedia)
	}
	lines, err := s.tool.Text(ctx, s.File)
	switch {
	case err != nil && i >= 0:
		return v.keep(s.of, v.page.Transcripts[i]), nil
	case err != nil:
		return r, err
	}
	r.Lines = lines
	return v.keep(s.of, r), nil
}

// keep keeps what the picture of this name says.
func (v *view) keep(of string, r ingest.Transcript) ingest.Transcript {
	r.Of = of
	if _, there := transcript(v.kept, of); !there {
		v.kept = append(v.kept, r)
	}
	return r
}

// transcript is that of the picture of this name.
func transcript(all []ingest.Transcript, of string) (ingest.Transcript, bool) {
	i := slices.IndexFunc(all, func(r ingest.Transcript) bool { return r.Of == of })
	if i < 0 {
		return ingest.Transcript{}, false
	}
	return all[i], true
}

// lines are those in a picture, none if it cannot be read: the page counts.
func (v *view) lines(ctx context.Context, of string, f media.File) []string {
	r, err := v.transcribe(ctx, shot{File: f, of: of, tool: v.Picture})
	if err != nil {
		return nil
	}
	return folded(r)
}

func folded(r ingest.Transcript) []string {
	all := make([]string, len(r.Lines))
	for i, l := range r.Lines {
		all[i] = fold(l.Text)
	}
	return all
}

// scanned reads scanned pages of a file.
func (v *view) scanned(ctx context.Context) func(pdf.Scan) []string {
	return func(s pdf.Scan) []string {
		_, kind, _ := strings.Cut(s.Type, "/")
		name := fmt.Sprintf("page-%d.%s", s.Number, kind)
		return v.lines(ctx, name, media.File{Name: name, Type: s.Type, Body: s.Body})
	}
}

// shown reads the pictures that the page shows.
func (v *view) shown(ctx context.Context) pictures {
	if !strings.HasPrefix(v.page.Key, "http") {
		return v.beside(ctx)
	}
	return v.onSite(ctx)
}

// onSite reads the pictures of a page of the web. What is known of them is enough
// where the page is made again, and where they cannot be had at the moment.
func (v *view) onSite(ctx context.Context) pictures {
	page, left := cmp.Or(v.page.URL, v.page.Key), maxFetched
	return func(src string) []string {
		if src == "" || strings.HasPrefix(src, "data:") {
			return nil
		}
		if again, there := transcript(v.kept, src); there {
			return folded(again)
		}
		before, known := transcript(v.page.Transcripts, src)
		may := v.Fetch != nil && left > 0
		if known && (v.page.Stored || !may) {
			return folded(v.keep(src, before))
		}
		if !may || v.Picture == nil && !known {
			return nil
		}
		left--
		body, err := v.Fetch(ctx, page, src)
		if err != nil && known && !errors.Is(err, ingest.ErrNotFound) {
			return folded(v.keep(src, before))
		}
		kind := http.DetectContentType(body)
		if err != nil || len(body) < leastPicture || !strings.HasPrefix(kind, "image/") {
			return nil
		}
		return v.lines(ctx, src, media.File{Name: path.Base(src), Type: kind, Body: body})
	}
}

// beside reads the pictures that lie in the folder of a page. Nothing outside
// the source is opened, and what cannot be read has no text: the page counts.
func (v *view) beside(ctx context.Context) pictures {
	base, err := url.Parse(v.page.Key)
	root := filepath.ToSlash(v.page.Source)
	if err != nil || base.Scheme != "file" || !strings.HasPrefix(base.Path, root+"/") {
		return nil
	}
	left := maxPictures
	return func(src string) []string {
		u, err := base.Parse(src)
		if err != nil || u.Scheme != "file" || !strings.HasPrefix(u.Path, root+"/") || left == 0 {
			return nil
		}
		left--
		body, err := fileBelow(v.page.Source, strings.TrimPrefix(u.Path, root+"/"))
		if before, known := transcript(v.page.Transcripts, src); err != nil && known && v.page.Stored {
			return folded(v.keep(src, before))
		}
		if err != nil {
			return nil
		}
		return v.lines(ctx, src, media.File{Name: path.Base(u.Path), Type: mime.TypeByExtension(path.Ext(u.Path)), Body: body})
	}
}
