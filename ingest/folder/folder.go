// Package folder reads documentation that lies on a disk: a folder, a single
// file, an archive (.zip, .tar.gz), or ready texts one a line (.jsonl[.gz]).
//
// Every file, entry and line is accounted for: what is not read is yielded as
// Skipped or Failed with its reason, and what was there in an earlier run and is
// gone now as Removed. A source that cannot be read as a whole ends with an
// error, and then nothing is taken for removed.
//
// Keys and addresses are file: URLs; inside an archive the entry's path follows
// that of the archive (file:///docs.zip/guide/start.md), so that endings,
// relative links and anchors work as on a disk. Nothing is ever unpacked to the
// disk, and no link leads out of the folder.
package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"footnote/ingest"
)

// Options of a source. The zero value reads everything that can be read.
type Options struct {
	// Include and Exclude are patterns for paths below the source, see pattern.
	// A file is read if it matches one of Include (or there are none) and none of
	// Exclude. They do not apply to lines.
	Include, Exclude []string
	Language         string            // of texts that do not say theirs
	Labels           map[string]string // of all pages
	MaxPages         int               // files read, or lines; 0: no limit
	MaxBytes         int64             // of a file, an entry, a line; 0: DefaultMaxBytes, DefaultMaxPacked
	Now              func() time.Time  // nil: time.Now
	// Site is where the files are on the web, so that citations lead there; see
	// published.
	Site string
	// Mask hides personal data in conversations; nil: conversations are not read.
	Mask func(string) string
	// Pictures and Recordings say that the text in them can be had; otherwise they
	// are skipped with that reason.
	Pictures, Recordings bool
	// Emptied says that a source without any page is meant: all that earlier runs
	// have read is removed. Otherwise that is an error, for a disk that is not
	// mounted looks the same.
	Emptied bool
}

// DefaultMaxBytes is the size of the largest page that is read: the longest
// manuals on one page have three or four MiB.
const DefaultMaxBytes = 10 << 20

// DefaultMaxPacked is the size of the largest file that may hold pictures.
const DefaultMaxPacked = 48 << 20

// pages is a source without its name.
type pages interface {
	visit(v *visitor) error
	// missing says why a page that an earlier run knew is not there.
	missing() string
}

// source implements ingest.Source.
type source struct {
	pages
	path    string // absolute
	options Options
	rules   rules
	packed  int64                    // size limit of files that may hold pictures
	holds   func() func(string) bool // whether a path below is a file, see finder
}

// Open returns the source at path. The error says what is wrong with the path
// or the options. What a source is called does not depend on the folder that
// the program was started in: its name is the absolute path.
func Open(path string, o Options) (ingest.Source, error) {
	if path == "" {
		return nil, errors.New("a source without a name: give a URL, a folder or a file (. is the current folder)")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", path, err)
	}
	info, err := os.Stat(abs)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", path, plain(err))
	}
	packed := o.MaxBytes
	if o.MaxBytes <= 0 {
		o.MaxBytes, packed = DefaultMaxBytes, DefaultMaxPacked
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &source{path: abs, options: o, packed: packed}
	if err := checkSite(o.Site); err != nil {
		return nil, fmt.Errorf("source %s: %w", path, err)
	}
	if s.rules, err = newRules(o.Include, o.Exclude); err != nil {
		return nil, fmt.Errorf("source %s: %w", path, err)
	}
	s.rules.pictures, s.rules.recordings = o.Pictures, o.Recordings
	if reason := s.rules.refuseMedia(abs); reason != "" && !info.IsDir() {
		return nil, fmt.Errorf("source %s: cannot read this type of file: %s", path, reason)
	}
	if s.pages, err = kind(abs, info); err != nil {
		return nil, fmt.Errorf("source %s: %w", path, err)
	}
	s.holds = sync.OnceValue(func() func(string) bool { return finder(s.pages) })
	return s, nil
}

func kind(path string, info fs.FileInfo) (pages, error) {
	name := strings.ToLower(filepath.Base(path))
	has := func(endings ...string) bool {
		for _, e := range endings {
			if strings.HasSuffix(name, e) {
				return true
			}
		}
		return false
	}
	switch {
	case info.IsDir():
		return tree{path}, nil
	case !info.Mode().IsRegular():
		return nil, errors.New("is neither a file nor a folder")
	case has(".zip"):
		return zipArchive{path}, nil
	case has(".tar.gz", ".tgz"):
		return tarArchive{path}, nil
	case has(".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"):
		return lines{path, has(".gz")}, nil
	case contentType(name) != "":
		return single{path}, nil
	}
	return nil, fmt.Errorf("cannot read this type of file: a source is a folder, a web address, .zip, .tar.gz, .jsonl, .jsonl.gz, or one of %s", readable)
}

// Name implements ingest.Source.
func (s *source) Name() string { return s.path }

// Pages implements ingest.Source. Files come in the order of their names.
func (s *source) Pages(ctx context.Context, ledger ingest.Ledger) iter.Seq2[ingest.Page, error] {
	return func(yield func(ingest.Page, error) bool) {
		v := &visitor{source: s, ctx: ctx, yield: yield, known: map[string]known{}}
		err := v.load(ledger)
		if err == nil {
			err = s.visit(v)
		}
		if err == nil {
			err = v.removed()
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(ingest.Page{}, fmt.Errorf("read %s: %w", s.path, plain(err)))
		}
	}
}

// readable lists the endings of files that become pages.
const readable = ".md .markdown .mdx .html .htm .xhtml .rst .adoc .asciidoc .txt .pdf .docx .pptx .xlsx .csv .tsv .epub .json .yaml .yml .mbox"

// contentType is that of a file by its ending, "" if it cannot be read.
func contentType(name string) string {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".md", ".markdown", ".mdx":
		return "text/markdown"
	case ".html", ".htm", ".xhtml":
		return "text/html"
	case ".rst":
		return "text/x-rst"
	case ".adoc", ".asciidoc":
		return "text/asciidoc"
	case ".txt":
		return "text/plain"
	case ".pdf":
		return "application/pdf"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".xlsx":
		return typeXLSX
	case ".csv":
		return typeCSV
	case ".tsv":
		return "text/tab-separated-values"
	case ".epub":
		return typeEPUB
	case ".json":
		return typeJSON
	case ".yaml", ".yml":
		return "application/yaml"
	case ".mbox":
		return typeMbox
	}
	return mediaType(name)
}

// mediaType is the content type of a picture or recording, "" of another file.
func mediaType(name string) string {
	switch ending := strings.ToLower(filepath.Ext(name)); ending {
	case ".png", ".webp", ".gif", ".bmp":
		return "image/" + ending[1:]
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".tif", ".tiff":
		return "image/tiff"
	case ".mp3":
		return "audio/mpeg"
	case ".m4a":
		return "audio/mp4"
	case ".wav", ".ogg", ".flac":
		return "audio/" + ending[1:]
	case ".mp4", ".webm":
		return "video/" + ending[1:]
	case ".mov":
		return "video/quicktime"
	}
	return ""
}

// Types of files that may hold several pages.
const (
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeCSV  = "text/csv"
	typeEPUB = "application/epub+zip"
	typeJSON = "application/json"
	typeMbox = "application/mbox"
)

// address is the file: URL of a path and of what lies below it.
func address(path, below string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	if below != "" {
		path += "/" + below
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// plain puts the errors of the system that everybody meets into words.
func plain(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no such file or folder (%w)", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not read it (%w)", err)
	}
	return err
}
