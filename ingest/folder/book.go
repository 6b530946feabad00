package folder

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"footnote/ingest"
)

const (
	// maxChapter and maxBook bound what a book unpacks to.
	maxChapter = DefaultMaxBytes
	maxBook    = 256 << 20
)

// chapters reads an EPUB: its files in the order of reading, the table of
// contents left out. The keys are those of entries of an archive.
func chapters(key string, p ingest.Page) ([]ingest.Page, bool) {
	z, err := zip.NewReader(bytes.NewReader(p.Body), int64(len(p.Body)))
	if err != nil {
		return []ingest.Page{{Key: key, Status: ingest.Failed, Reason: "not a readable .epub: " + damaged(err).Error()}}, true
	}
	b := book{files: map[string]*zip.File{}, left: maxBook}
	for _, f := range z.File {
		b.files[f.Name] = f
	}
	list, err := b.spine()
	if err != nil {
		return []ingest.Page{{Key: key, Status: ingest.Failed, Reason: "not a readable .epub: " + err.Error()}}, true
	}
	var pages []ingest.Page
	for _, name := range list {
		page := ingest.Page{Key: key + "/" + (&url.URL{Path: name}).EscapedPath(), ContentType: "text/html"}
		if page.Body, err = b.read(name); err != nil {
			page.Status, page.Reason = ingest.Failed, err.Error()
		}
		pages = append(pages, page)
	}
	return pages, true
}

// book is an EPUB that is being read.
type book struct {
	files map[string]*zip.File
	left  int64
}

func (b *book) read(name string) ([]byte, error) {
	f := b.files[name]
	if f == nil {
		return nil, fmt.Errorf("the book does not hold %s", name)
	}
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close() //nolint:errcheck // only read from
	body, err := io.ReadAll(io.LimitReader(limited{in, &b.left}, maxChapter+1))
	if err == nil && len(body) > maxChapter {
		err = fmt.Errorf("larger than %d bytes, the limit for one page", maxChapter)
	}
	return body, err
}

// contents is the package document of a book.
type contents struct {
	Items []struct {
		ID         string `xml:"id,attr"`
		Href       string `xml:"href,attr"`
		Type       string `xml:"media-type,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Spine []struct {
		ID     string `xml:"idref,attr"`
		Linear string `xml:"linear,attr"`
	} `xml:"spine>itemref"`
}

// spine is the order of reading.
func (b *book) spine() ([]string, error) {
	var container struct {
		Root []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := b.parse("META-INF/container.xml", &container); err != nil {
		return nil, err
	}
	if len(container.Root) == 0 {
		return nil, fmt.Errorf("it names no contents")
	}
	var c contents
	if err := b.parse(container.Root[0].Path, &c); err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, item := range c.Items {
		if strings.Contains(item.Type, "html") && !strings.Contains(item.Properties, "nav") {
			if href, err := url.PathUnescape(item.Href); err == nil {
				files[item.ID] = path.Join(path.Dir(container.Root[0].Path), href)
			}
		}
	}
	var list []string
	for _, ref := range c.Spine {
		if name := files[ref.ID]; name != "" && len(list) < maxParts {
			list = append(list, name)
		}
	}
	return list, nil
}

func (b *book) parse(name string, into any) error {
	raw, err := b.read(name)
	if err != nil {
		return err
	}
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Strict = false
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
