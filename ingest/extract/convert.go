package extract

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"footnote/ingest"
	"footnote/ingest/extract/light"
	"footnote/ingest/extract/office"
	"footnote/ingest/extract/pdf"
	"footnote/ingest/extract/schema"
	"footnote/ingest/sheet"
	"footnote/retrieval"
)

// readLight reads what is translated to Markdown.
func readLight(p ingest.Page, f format) (ingest.Document, error) {
	source, err := decode(p)
	if err != nil {
		return ingest.Document{}, err
	}
	translate := light.RST
	if f == formatAsciiDoc {
		translate = light.AsciiDoc
	}
	return fromMarkdown([]byte(translate(string(source))))
}

// readSchema reads descriptions of interfaces. JSON and YAML of other kinds are
// for programs.
func readSchema(p ingest.Page) (ingest.Document, error) {
	source, err := decode(p)
	if err != nil {
		return ingest.Document{}, err
	}
	translated, err := schema.Markdown(source)
	switch {
	case errors.Is(err, schema.ErrOther):
		return ingest.Document{}, fmt.Errorf("%w for people: %w", ingest.ErrNoText, err)
	case err != nil:
		return ingest.Document{}, fmt.Errorf("%w: %w", ErrSize, err)
	}
	return fromMarkdown(translated)
}

// fromMarkdown reads Markdown that was made of something else.
func fromMarkdown(body []byte) (ingest.Document, error) {
	if err := checkMarkdown(body); err != nil {
		return ingest.Document{}, err
	}
	w, err := walkMarkdown(body, "", nil)
	if err != nil {
		return ingest.Document{}, err
	}
	d := w.document()
	d.Title, _ = w.mainHeading()
	d.Updated = w.updated
	return d, nil
}

// readOffice reads Word documents and presentations.
func readOffice(p ingest.Page, f format) (ingest.Document, error) {
	read := office.DOCX
	if f == formatPPTX {
		read = office.PPTX
	}
	t, err := read(p.Body)
	if err != nil && locked(p.Body) {
		return ingest.Document{}, fmt.Errorf("%w: %w", ingest.ErrNoText, ErrLocked)
	}
	if errors.Is(err, office.ErrSize) {
		return ingest.Document{}, fmt.Errorf("%w: %w", ErrSize, err)
	}
	if err != nil {
		return ingest.Document{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	root, err := parseHTML(t.HTML)
	if err != nil {
		return ingest.Document{}, err
	}
	s := newSurvey(root)
	s.dropped = nil // all of it is the author's text
	w := newWalker(s)
	w.plain = true
	w.block(s.body, w.kind)
	d := w.document()
	d.Title, d.Language, d.Updated = t.Title, t.Language, t.Modified
	if h1, ok := w.mainHeading(); ok && (d.Title == "" || f == formatDOCX) {
		d.Title = h1
	}
	return d, nil
}

// ErrLocked says that an Office file cannot be opened without a password.
var ErrLocked = errors.New("the file is protected by a password; save it without one")

// locked says whether an Office file is protected: its parts are then in a
// stream of this name, in UTF-16, of a compound file (MS-OFFCRYPTO, 2.3.1).
func locked(body []byte) bool {
	name := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	return bytes.HasPrefix(body, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) && bytes.Contains(body, name)
}

// ErrDamaged says that a file is not what it is called, or broken.
var ErrDamaged = errors.New("the file is damaged")

// readPDF reads a PDF: each page is a section, whose anchor browsers open
// (#page=3).
func readPDF(p ingest.Page, look sight) (ingest.Document, error) {
	t, err := pdf.Read(p.Body)
	if look.scan != nil && (err == nil || errors.Is(err, pdf.ErrNoText)) {
		if t.Pages = withScans(t, look.scan); len(t.Pages) > 0 {
			err = nil
		}
	}
	switch {
	case errors.Is(err, pdf.ErrNoText), errors.Is(err, pdf.ErrEncrypted):
		return ingest.Document{}, fmt.Errorf("%w: %w", ingest.ErrNoText, err)
	case errors.Is(err, pdf.ErrSize):
		return ingest.Document{}, fmt.Errorf("%w: %w", ErrSize, err)
	case err != nil:
		return ingest.Document{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	var w writer
	for _, page := range t.Pages {
		anchor := fmt.Sprintf("page=%d", page.Number)
		w.heading(entry{level: 1, anchor: anchor, text: fmt.Sprintf("Page %d", page.Number)})
		for k, q := range page.Paragraphs {
			mark, body := listMark(q.Text)
			switch {
			case q.Heading > 0:
				w.heading(entry{level: min(q.Heading+1, 6), text: fold(q.Text)})
			case mark != "":
				kind := retrieval.Step
				if mark == "- " {
					kind = retrieval.Item
				}
				w.add(entry{kind: kind, level: 1, run: page.Number, text: mark + fold(body)})
			case strings.Contains(q.Text, " | "):
				kind := retrieval.Row
				if k == 0 || !strings.Contains(page.Paragraphs[k-1].Text, " | ") {
					kind = headOfTable(page.Paragraphs[k:])
				}
				w.add(entry{kind: kind, run: -page.Number, text: fold(q.Text)})
			default:
				w.add(entry{kind: retrieval.Paragraph, text: fold(q.Text)})
			}
		}
	}
	d := w.layOut()
	d.Title, d.Updated = t.Title, t.Modified
	return d, nil
}

// withScans are the pages of a file, with those that are pictures.
func withScans(t pdf.Document, scan func(pdf.Scan) []string) []pdf.Page {
	pages := t.Pages
	for _, s := range t.Scans {
		var read []pdf.Paragraph
		for _, line := range scan(s) {
			if !blank(line) {
				read = append(read, pdf.Paragraph{Text: line})
			}
		}
		if len(read) == 0 {
			continue
		}
		at, there := slices.BinarySearchFunc(pages, s.Number, func(p pdf.Page, n int) int { return p.Number - n })
		if there {
			pages[at].Paragraphs = append(pages[at].Paragraphs, read...)
			continue
		}
		pages = slices.Insert(pages, at, pdf.Page{Number: s.Number, Paragraphs: read})
	}
	return pages
}

// headOfTable is the kind of a table's first row, the first of paragraphs: it
// heads the table if the next row has as many cells and one with a number, and
// it has none.
func headOfTable(rows []pdf.Paragraph) retrieval.BlockKind {
	if len(rows) < 2 || strings.Count(rows[0].Text, " | ") != strings.Count(rows[1].Text, " | ") ||
		strings.ContainsAny(rows[0].Text, "0123456789") || !strings.ContainsAny(rows[1].Text, "0123456789") {
		return retrieval.Row
	}
	return retrieval.Header
}

// readSheets reads tables. Questions with answers are sections of their own.
func readSheets(p ingest.Page, f format) (ingest.Document, error) {
	tables, err := sheetsOf(p, f)
	if err != nil {
		return ingest.Document{}, err
	}
	var w writer
	apart := strings.Contains(p.ContentType, sheet.WithoutEntries)
	for i, t := range tables {
		entries, ok := t.Entries()
		if ok && apart {
			continue
		}
		if len(tables) > 1 && t.Name != "" {
			w.heading(entry{level: 2, text: fold(t.Name)})
		}
		if ok {
			w.questions(entries)
			continue
		}
		w.table(t, i+1)
	}
	return w.layOut(), nil
}

func sheetsOf(p ingest.Page, f format) (tables []sheet.Table, err error) {
	if f == formatXLSX {
		tables, err = sheet.XLSX(p.Body)
	} else {
		var source []byte
		if source, err = decode(p); err != nil {
			return nil, err
		}
		var t sheet.Table
		t, err = sheet.CSV(source)
		tables = []sheet.Table{t}
	}
	switch {
	case err != nil && locked(p.Body):
		return nil, fmt.Errorf("%w: %w", ingest.ErrNoText, ErrLocked)
	case errors.Is(err, sheet.ErrSize):
		return nil, fmt.Errorf("%w: %w", ErrSize, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return tables, nil
}

// table writes a table; its first row heads it if it has more than one cell.
func (w *writer) table(t sheet.Table, run int) {
	for i, row := range t.Rows {
		kind := retrieval.Row
		if i == 0 && len(row) > 1 && len(t.Rows) > 1 {
			kind = retrieval.Header
		}
		cells := make([]string, len(row))
		for k, c := range row {
			cells[k] = fold(c)
		}
		w.add(entry{kind: kind, run: run, text: joinCells(cells)})
	}
}

func (w *writer) questions(entries []sheet.Entry) {
	for _, e := range entries {
		w.heading(entry{level: 3, text: fold(e.Question)})
		w.paragraphs(e.Answer)
	}
}

// ending is that of a page's address, in small letters.
func ending(p ingest.Page) string { return strings.ToLower(path.Ext(addressPath(p))) }
