// Package office reads what Word and PowerPoint write (Office Open XML, .docx
// and .pptx) and makes HTML of it: headings, lists, tables, notes, with nothing
// of how it looks. Each slide is a section with an anchor ("slide-3").
//
// Files are hostile input: parts, depth and output are limited.
package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"strings"
	"time"
)

// Text is a file's content and what it says about itself.
type Text struct {
	HTML     []byte
	Title    string
	Language string
	Modified time.Time
}

const (
	// maxPart bounds what one part of a file unpacks to, maxAll what all that are
	// read do.
	maxPart = 64 << 20
	maxAll  = 128 << 20
	// maxDepth is the deepest nesting of elements; real files stay below 60.
	maxDepth = 1000
)

// ErrSize says that a file unpacks to more than is read.
var ErrSize = errors.New("the file unpacks to more than is read")

// file is the parts of an Office Open XML file.
type file struct {
	parts map[string]*zip.File
	part  int64 // what one may unpack to
	left  int64 // what all may, from now on
}

func open(body []byte) (*file, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, err
	}
	f := &file{parts: map[string]*zip.File{}, part: maxPart, left: maxAll}
	for _, p := range z.File {
		f.parts[p.Name] = p
	}
	return f, nil
}

// budget is a reader that fails beyond its limits.
type budget struct {
	in   io.Reader
	part int64
	all  *int64
}

func (b *budget) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	b.part -= int64(n)
	*b.all -= int64(n)
	if b.part < 0 || *b.all < 0 {
		return 0, ErrSize
	}
	return n, err
}

// visitor is told of a part's elements and texts.
type visitor interface {
	start(e xml.StartElement)
	end(name string)
	text(s string)
}

// read visits a part; false if there is none of this name.
func (f *file) read(name string, v visitor) (bool, error) {
	p := f.parts[name]
	if p == nil {
		return false, nil
	}
	in, err := p.Open()
	if err != nil {
		return true, fmt.Errorf("%s: %w", name, err)
	}
	defer in.Close() //nolint:errcheck // only read from
	d := xml.NewDecoder(&budget{in, f.part, &f.left})
	d.Strict = false
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return true, fmt.Errorf("%s: %w", name, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return true, fmt.Errorf("%s: elements nested deeper than %d", name, maxDepth)
			}
			v.start(t)
		case xml.EndElement:
			depth--
			v.end(t.Name.Local)
		case xml.CharData:
			v.text(string(t))
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on says whether a property without a value, or with one, holds.
func on(e xml.StartElement) bool {
	switch attribute(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// relations are the parts that a part refers to, by id.
type relations struct {
	base string
	to   map[string]string
	kind map[string]string // id -> last part of the type
}

func (f *file) relations(name string) (relations, error) {
	dir, base := path.Split(name)
	r := relations{base: dir, to: map[string]string{}, kind: map[string]string{}}
	_, err := f.read(dir+"_rels/"+base+".rels", &r)
	return r, err
}

func (r *relations) start(e xml.StartElement) {
	if e.Name.Local != "Relationship" || attribute(e, "TargetMode") == "External" {
		return
	}
	target := attribute(e, "Target")
	if strings.HasPrefix(target, "/") {
		target = strings.TrimPrefix(target, "/")
	} else {
		target = path.Join(r.base, target)
	}
	id := attribute(e, "Id")
	r.to[id], r.kind[id] = target, path.Base(attribute(e, "Type"))
}

func (r *relations) end(string)  {}
func (r *relations) text(string) {}

// properties is docProps/core.xml.
type properties struct {
	about *Text
	name  string
	value strings.Builder
}

func (p *properties) start(e xml.StartElement) { p.name = e.Name.Local; p.value.Reset() }
func (p *properties) text(s string)            { p.value.WriteString(s) }

func (p *properties) end(name string) {
	if name != p.name {
		return
	}
	value := strings.TrimSpace(p.value.String())
	switch name {
	case "title":
		p.about.Title = value
	case "language":
		p.about.Language = value
	case "modified":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			p.about.Modified = t
		}
	}
}

// writer writes HTML.
type writer struct {
	strings.Builder
	open []string // tags of the lists that are
}

// entry writes an entry of a list at a depth from 0; lists are opened down to it.
func (w *writer) entry(depth int, tag, text string) {
	w.closeLists(depth + 1)
	if len(w.open) == depth+1 {
		w.WriteString("</li>")
	}
	for len(w.open) <= depth {
		w.WriteString("<" + tag + ">")
		w.open = append(w.open, tag)
		if len(w.open) <= depth {
			w.WriteString("<li>")
		}
	}
	w.WriteString("<li>" + text)
}

// closeLists leaves so many lists open.
func (w *writer) closeLists(left int) {
	for len(w.open) > left {
		last := w.open[len(w.open)-1]
		w.open = w.open[:len(w.open)-1]
		w.WriteString("</li></" + last + ">\n")
	}
}

// element writes an element with content that is HTML already.
func (w *writer) element(name, attributes, content string) {
	w.WriteString("<" + name)
	if attributes != "" {
		w.WriteString(" " + attributes)
	}
	w.WriteString(">" + content + "</" + name + ">\n")
}

func escape(s string) string { return html.EscapeString(s) }

// table is a table that is being read: cells under a merged one repeat it.
type table struct {
	rows   [][]string // HTML
	above  []string   // what is merged downwards, by column
	cell   strings.Builder
	span   int
	merged bool // continues the cell above

}

func (t *table) row() {
	if len(t.rows) == 0 || len(t.rows[len(t.rows)-1]) > 0 {
		t.rows = append(t.rows, nil)
	}
}

// maxSpan bounds the columns of one cell.
const maxSpan = 100

func (t *table) endCell() {
	if len(t.rows) == 0 {
		t.row()
	}
	row := &t.rows[len(t.rows)-1]
	content := t.cell.String()
	for range min(max(t.span, 1), maxSpan) {
		at := len(*row)
		for len(t.above) <= at {
			t.above = append(t.above, "")
		}
		if t.merged {
			content = t.above[at]
		}
		t.above[at] = content
		*row = append(*row, content)
	}
	t.cell.Reset()
	t.span, t.merged = 1, false
}

// write writes the table; its first row heads the columns if there are others.
func (t *table) write(w *writer) {
	w.WriteString("<table>\n")
	for i, row := range t.rows {
		name := "td"
		if i == 0 && len(t.rows) > 1 && len(row) > 1 {
			name = "th"
		}
		w.WriteString("<tr>")
		for _, cell := range row {
			w.WriteString("<" + name + ">" + cell + "</" + name + ">")
		}
		w.WriteString("</tr>\n")
	}
	w.WriteString("</table>\n")
}
