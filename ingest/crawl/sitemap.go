package crawl

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/net/html/charset"
)

// Limits of sitemaps.org for one file, and ours for all of them.
const (
	maxSitemapEntries = 50_000
	maxSitemapBytes   = 50 << 20 // unpacked
	maxSitemaps       = 1000     // files a run
	maxSitemapDepth   = 4        // an index in an index, where the protocol allows one level
)

// errEnough ends the reading of a sitemap that has more entries than allowed.
var errEnough = fmt.Errorf("more than %d entries, the rest is not read", maxSitemapEntries)

// listed is an entry of a sitemap: a page, or another sitemap.
type listed struct {
	loc          string // as written
	sitemap      bool
	modified     time.Time // zero if absent or unreadable
	translations []string  // xhtml:link rel="alternate" hreflang
}

// readSitemap gives the entries of a sitemap to visit, one by one: XML (urlset
// or sitemapindex) or plain text, packed with gzip or not. What was read before
// an error counts. Entities that a file declares itself are not expanded.
func readSitemap(r io.Reader, visit func(listed)) error {
	in, err := unpacked(r)
	if err != nil {
		return err
	}
	if bom, _ := in.Peek(3); bytes.Equal(bom, []byte("\uFEFF")) {
		in.Discard(3)
	}
	count := 0
	counted := func(l listed) error {
		if count++; count > maxSitemapEntries {
			return errEnough
		}
		visit(l)
		return nil
	}
	start, _ := in.Peek(512)
	if bytes.HasPrefix(bytes.TrimSpace(start), []byte("<")) {
		return readXML(in, counted)
	}
	return readList(in, counted)
}

func unpacked(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReader(limited(r, maxSitemapBytes))
	if magic, _ := in.Peek(2); !bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		return in, nil
	}
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		return nil, fmt.Errorf("unpack gzip: %w", err)
	}
	return bufio.NewReader(limited(unzipped, maxSitemapBytes)), nil
}

// readList reads the text form: an address a line.
func readList(in io.Reader, visit func(listed) error) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxReference+2)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if !strings.HasPrefix(line, "http://") && !strings.HasPrefix(line, "https://") {
			continue // not this format, or a comment
		}
		if err := visit(listed{loc: line}); err != nil {
			return err
		}
	}
	return lines.Err()
}

func readXML(in io.Reader, visit func(listed) error) error {
	d := xml.NewDecoder(in)
	d.Strict = false // a bare "&" in an address is common
	d.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		return charset.NewReaderLabel(label, in)
	}
	var entry listed
	var text *strings.Builder // of the element that is being read
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read XML: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			text = entry.open(t)
		case xml.CharData:
			if text != nil && text.Len() <= maxReference {
				text.Write(t[:min(len(t), maxReference)])
			}
		case xml.EndElement:
			if err := entry.close(t.Name.Local, text, visit); err != nil {
				return err
			}
			text = nil
		}
	}
}

// open begins an element and says whether its text is wanted.
func (l *listed) open(t xml.StartElement) *strings.Builder {
	switch t.Name.Local {
	case "url", "sitemap":
		*l = listed{sitemap: t.Name.Local == "sitemap"}
	case "loc", "lastmod":
		if !media(t.Name.Space) {
			return new(strings.Builder)
		}
	case "link":
		if attribute(t, "rel") == "alternate" && len(l.translations) < maxTranslations {
			l.translations = append(l.translations, attribute(t, "href"))
		}
	}
	return nil
}

// maxTranslations is how many translations of one page are followed; there are
// about 200 languages on the web.
const maxTranslations = 300

// media reports the namespaces of image, video and news entries, whose loc is
// not a page.
func media(space string) bool {
	for _, kind := range []string{"image", "video", "news"} {
		if space == kind || strings.Contains(space, "sitemap-"+kind) {
			return true
		}
	}
	return false
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (l *listed) close(name string, text *strings.Builder, visit func(listed) error) error {
	switch {
	case name == "loc" && text != nil:
		l.loc = strings.TrimSpace(text.String())
	case name == "lastmod" && text != nil:
		l.modified = day(strings.TrimSpace(text.String()))
	case (name == "url" || name == "sitemap") && l.loc != "":
		done := *l
		*l = listed{}
		return visit(done)
	}
	return nil
}

// day reads a W3C date, as sitemaps have it, with or without a time.
func day(text string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly, "2006-01"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	return time.Time{}
}
