package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
)

const (
	// maxPart bounds what one part of a workbook unpacks to.
	maxPart = 128 << 20
	// maxSheets is far above any workbook for people.
	maxSheets = 200
	// maxShared bounds the table of texts.
	maxShared = 64 << 20
)

var errPart = errors.New("a part of the file unpacks to more than it may")

// book is an Office Open XML workbook.
type book struct {
	files  map[string]*zip.File
	shared []string
	shown  map[int]shown // how styles show a number
	cells  int
	limit  int64
}

// XLSX reads the sheets of a workbook, hidden ones left out. Cells are as text:
// formulas by their last value, dates as 2026-01-31.
func XLSX(body []byte) ([]Table, error) { return xlsx(body, maxPart) }

// xlsx is XLSX with parts of limit bytes at most.
func xlsx(body []byte, limit int64) ([]Table, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	b := &book{limit: limit, files: map[string]*zip.File{}, shown: map[int]shown{}}
	for _, f := range z.File {
		b.files[f.Name] = f
	}
	if err := b.readShared(); err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	b.readStyles()
	tables, err := b.sheets()
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	return tables, nil
}

// part opens a part of the file; nil if it is not there.
func (b *book) part(name string) (*xml.Decoder, io.Closer, error) {
	f := b.files[name]
	if f == nil {
		return nil, nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	d := xml.NewDecoder(&budget{r, b.limit})
	d.Strict = false
	return d, r, nil
}

// budget is a reader that fails beyond its limit.
type budget struct {
	in   io.Reader
	left int64
}

func (b *budget) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errPart
	}
	return n, err
}

// each calls f for every start element of a part, with the decoder behind it.
func (b *book) each(name string, f func(d *xml.Decoder, e xml.StartElement) error) error {
	d, closer, err := b.part(name)
	if d == nil || err != nil {
		return err
	}
	defer closer.Close() //nolint:errcheck // only read from
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if e, ok := token.(xml.StartElement); ok {
			if err := f(d, e); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
}

func (b *book) readShared() error {
	size := 0
	return b.each("xl/sharedStrings.xml", func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := textIn(d)
		if size += len(s); size > maxShared || len(b.shared) > MaxCells {
			return ErrSize
		}
		b.shared = append(b.shared, s)
		return err
	})
}

// textIn is the text of the t elements up to the end of the open element, but
// for the readings of Japanese characters (rPh).
func textIn(d *xml.Decoder) (string, error) {
	var s strings.Builder
	for depth, wanted, reading := 1, 0, 0; depth > 0; {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			switch {
			case t.Name.Local == "rPh":
				reading = depth
			case t.Name.Local == "t" && reading == 0:
				wanted = depth
			}
		case xml.EndElement:
			if depth == wanted {
				wanted = 0
			}
			if depth == reading {
				reading = 0
			}
			depth--
		case xml.CharData:
			if wanted > 0 {
				s.Write(t)
			}
		}
	}
	return s.String(), nil
}

// shown is how a style shows a number.
type shown int

const (
	plain shown = iota
	date
	percent
)

// readStyles finds the styles that show dates and percentages. In a file
// without them numbers are numbers.
func (b *book) readStyles() {
	custom := map[string]shown{}
	inside, n := false, 0
	b.each("xl/styles.xml", func(_ *xml.Decoder, e xml.StartElement) error { //nolint:errcheck // numbers are shown then
		switch e.Name.Local {
		case "numFmt":
			custom[attribute(e, "numFmtId")] = shownBy(attribute(e, "formatCode"))
		case "cellXfs":
			inside = true
		case "cellStyles":
			inside = false
		case "xf":
			if inside {
				b.shown[n] = builtIn(attribute(e, "numFmtId"), custom)
				n++
			}
		}
		return nil
	})
}

// shownBy reads the code of a number format.
func shownBy(code string) shown {
	code = strings.ToLower(code)
	for _, mark := range []string{"yy", "mmm", "d/m", "m/d"} {
		if strings.Contains(code, mark) {
			return date
		}
	}
	if strings.Contains(code, "%") {
		return percent
	}
	return plain
}

// builtIn knows the formats that have numbers only (ECMA-376, 18.8.30).
func builtIn(id string, custom map[string]shown) shown {
	if s, ok := custom[id]; ok {
		return s
	}
	switch id {
	case "9", "10":
		return percent
	case "14", "15", "16", "17", "22":
		return date
	}
	return plain
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (b *book) sheets() ([]Table, error) {
	targets := map[string]string{}
	err := b.each("xl/_rels/workbook.xml.rels", func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local == "Relationship" {
			targets[attribute(e, "Id")] = path.Join("xl", attribute(e, "Target"))
			if to := attribute(e, "Target"); strings.HasPrefix(to, "/") {
				targets[attribute(e, "Id")] = strings.TrimPrefix(to, "/")
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var tables []Table
	err = b.each("xl/workbook.xml", func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "sheet" || len(tables) >= maxSheets || strings.Contains(strings.ToLower(attribute(e, "state")), "hidden") {
			return nil
		}
		t, err := b.table(targets[relationship(e)])
		t.Name = strings.TrimSpace(attribute(e, "name"))
		if t = t.trimmed(); err == nil && len(t.Rows) > 0 {
			tables = append(tables, t)
		}
		return err
	})
	return tables, err
}

// relationship is r:id, not sheetId.
func relationship(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

func (b *book) table(name string) (Table, error) {
	var t Table
	at := -1
	err := b.each(name, func(d *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			t.Rows = append(t.Rows, nil)
			at = -1
		case "c":
			if len(t.Rows) == 0 {
				return nil
			}
			value, err := b.cell(d, e)
			at = place(attribute(e, "r"), at+1)
			if at >= maxColumns {
				return ErrSize
			}
			row := &t.Rows[len(t.Rows)-1]
			for len(*row) <= at {
				if b.cells++; b.cells > MaxCells {
					return ErrSize
				}
				*row = append(*row, "")
			}
			(*row)[at] = strings.TrimSpace(strings.ToValidUTF8(value, "\ufffd"))
			return err
		}
		return nil
	})
	return t, err
}

// place is the column of a cell named as "BC12", from 0; next if it has no name.
func place(name string, next int) int {
	n := 0
	for _, c := range name {
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	if n == 0 {
		return next
	}
	return n - 1
}

// cell reads a cell to its end.
func (b *book) cell(d *xml.Decoder, e xml.StartElement) (string, error) {
	var c struct {
		Value  string `xml:"v"`
		Inline struct {
			Text []string `xml:"t"`
			Runs []string `xml:"r>t"`
		} `xml:"is"`
	}
	if err := d.DecodeElement(&c, &e); err != nil {
		return "", err
	}
	switch attribute(e, "t") {
	case "s":
		if i, err := strconv.Atoi(c.Value); err == nil && i >= 0 && i < len(b.shared) {
			return b.shared[i], nil
		}
		return "", nil
	case "inlineStr":
		return strings.Join(append(c.Inline.Text, c.Inline.Runs...), ""), nil
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[c.Value], nil
	case "str", "e":
		return c.Value, nil
	}
	return b.number(c.Value, attribute(e, "s")), nil
}

// digits are those of a number that its binary form is sure of.
const digits = 15

// number is a number as people see it: without the digits that binary fractions
// add, as a date or as a percentage where its style says so.
func (b *book) number(value, style string) string {
	x, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	how := plain
	if i, err := strconv.Atoi(style); err == nil {
		how = b.shown[i]
	}
	switch {
	case how == date && x > 0 && x < 2958466: // 9999-12-31
		day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) // ECMA-376, 18.17.4.1
		return day.AddDate(0, 0, int(x)).Format(time.DateOnly)
	case how == percent:
		return short(x*100) + "%"
	}
	return short(x)
}

func short(x float64) string {
	if y, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64); err == nil {
		x = y
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
