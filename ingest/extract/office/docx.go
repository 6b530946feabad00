package office

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// DOCX reads a Word document. Deleted and hidden text is left out, footnotes
// stand at the end, pictures are their descriptions.
func DOCX(body []byte) (Text, error) {
	f, err := open(body)
	if err != nil {
		return Text{}, fmt.Errorf("read Word document: %w", err)
	}
	return f.docx()
}

func (f *file) docx() (Text, error) {
	var t Text
	f.read("docProps/core.xml", &properties{about: &t}) //nolint:errcheck // it says nothing about itself then
	d := &docx{styles: map[string]*style{}, lists: map[string]*numbering{}}
	for _, part := range []struct {
		name string
		into visitor
	}{{"word/styles.xml", &styleReader{docx: d}}, {"word/numbering.xml", &numberReader{docx: d}}, {"word/document.xml", d}} {
		found, err := f.read(part.name, part.into)
		if err == nil && !found && part.into == visitor(d) {
			err = fmt.Errorf("%s is missing", part.name)
		}
		if err != nil {
			return Text{}, fmt.Errorf("read Word document: %w", err)
		}
	}
	d.out.closeLists(0)
	d.notes(f)
	t.HTML = []byte(d.out.String())
	return t, nil
}

// style is what matters of a paragraph's style.
type style struct {
	based   string
	level   int // of a heading, from 1; 0: none
	title   bool
	numbers string // id of the list
	depth   int
}

// numbering is a list: whether each level counts.
type numbering struct{ counts [9]bool }

// docx is a document that is being read.
type docx struct {
	styles map[string]*style
	lists  map[string]*numbering

	out        writer
	paragraphs []*paragraph // open ones: a text box stands inside another
	tables     []*table
	titled     bool // a title was written, headings go one level down
	skip       int  // elements inside something that is left out
	hidden     bool // the run is
	properties bool // of a run
	inText     bool
	footnotes  []string // ids, as they are referred to
}

type paragraph struct {
	text    strings.Builder // HTML
	style   string
	level   int
	numbers string
	depth   int
}

// leftOut are elements whose content is not text of the document: deletions,
// the copy for old programs, codes of fields.
func leftOut(name string) bool {
	switch name {
	case "del", "moveFrom", "Fallback", "instrText", "delText", "sectPr", "rPrChange", "pPrChange":
		return true
	}
	return false
}

func (d *docx) start(e xml.StartElement) {
	name := e.Name.Local
	if d.skip > 0 || leftOut(name) {
		d.skip++
		return
	}
	switch name {
	case "p":
		d.paragraphs = append(d.paragraphs, &paragraph{})
	case "tbl":
		d.out.closeLists(0)
		d.tables = append(d.tables, &table{span: 1})
	case "tr", "tc", "gridSpan", "vMerge":
		d.cellProperty(e)
	case "rPr":
		d.properties = true
	case "r":
		d.hidden = false
	case "vanish":
		d.hidden = d.properties && on(e)
	case "t":
		d.inText = true
	default:
		d.inParagraph(e)
	}
}

func (d *docx) cellProperty(e xml.StartElement) {
	if len(d.tables) == 0 {
		return
	}
	t := d.tables[len(d.tables)-1]
	switch e.Name.Local {
	case "tr":
		t.row()
	case "gridSpan":
		t.span, _ = strconv.Atoi(attribute(e, "val"))
	case "vMerge":
		t.merged = attribute(e, "val") != "restart"
	}
}

// inParagraph takes what belongs to the paragraph that is open.
func (d *docx) inParagraph(e xml.StartElement) {
	if len(d.paragraphs) == 0 {
		return
	}
	p := d.paragraphs[len(d.paragraphs)-1]
	value := attribute(e, "val")
	switch e.Name.Local {
	case "pStyle":
		p.style = value
	case "outlineLvl":
		if n, err := strconv.Atoi(value); err == nil && n < 6 {
			p.level = n + 1
		}
	case "numId":
		p.numbers = value
	case "ilvl":
		p.depth, _ = strconv.Atoi(value)
	case "tab":
		p.text.WriteString(" ")
	case "br", "cr":
		p.text.WriteString("<br>")
	case "noBreakHyphen":
		p.text.WriteString("-")
	case "docPr":
		if alt := strings.TrimSpace(attribute(e, "descr")); alt != "" {
			p.text.WriteString(`<img alt="` + escape(alt) + `">`)
		}
	case "footnoteReference", "endnoteReference":
		d.footnotes = append(d.footnotes, strings.TrimSuffix(e.Name.Local, "Reference")+attribute(e, "id"))
		p.text.WriteString(fmt.Sprintf(" [%d]", len(d.footnotes)))
	}
}

func (d *docx) text(s string) {
	if d.skip == 0 && d.inText && !d.hidden && len(d.paragraphs) > 0 {
		d.paragraphs[len(d.paragraphs)-1].text.WriteString(escape(s))
	}
}

func (d *docx) end(name string) {
	if d.skip > 0 {
		d.skip--
		return
	}
	switch name {
	case "t":
		d.inText = false
	case "rPr":
		d.properties = false
	case "p":
		if n := len(d.paragraphs); n > 0 {
			p := d.paragraphs[n-1]
			d.paragraphs = d.paragraphs[:n-1]
			d.paragraph(p)
		}
	case "tc":
		if n := len(d.tables); n > 0 {
			d.tables[n-1].endCell()
		}
	case "tbl":
		if n := len(d.tables); n > 0 {
			t := d.tables[n-1]
			d.tables = d.tables[:n-1]
			d.finish(t)
		}
	}
}

// finish writes a table; one inside a cell becomes lines of it.
func (d *docx) finish(t *table) {
	if n := len(d.tables); n > 0 {
		for _, row := range t.rows {
			d.tables[n-1].cell.WriteString(strings.Join(row, " ") + "<br>")
		}
		return
	}
	t.write(&d.out)
}

// paragraph writes a paragraph where it belongs.
func (d *docx) paragraph(p *paragraph) {
	text := strings.TrimSpace(p.text.String())
	if n := len(d.tables); n > 0 {
		cell := &d.tables[n-1].cell
		if cell.Len() > 0 && text != "" {
			cell.WriteString("<br>")
		}
		cell.WriteString(text)
		return
	}
	if text == "" {
		return
	}
	s := d.styleOf(p)
	switch {
	case s.title && !d.titled:
		d.out.closeLists(0)
		d.titled = true
		d.out.element("h1", "", text)
	case s.level > 0:
		d.out.closeLists(0)
		level := s.level
		if d.titled {
			level++
		}
		d.out.element("h"+strconv.Itoa(min(level, 6)), "", text)
	case s.numbers != "" && s.numbers != "0":
		d.listed(s, text)
	default:
		d.out.closeLists(0)
		d.out.element("p", "", text)
	}
}

// maxBased is the longest chain of styles that build on each other.
const maxBased = 12

// styleOf is a paragraph's own properties over those of its styles.
func (d *docx) styleOf(p *paragraph) style {
	s := style{level: p.level, numbers: p.numbers, depth: p.depth}
	name := p.style
	for range maxBased {
		of := d.styles[name]
		if of == nil {
			break
		}
		if s.level == 0 {
			s.level = of.level
		}
		if s.numbers == "" {
			s.numbers, s.depth = of.numbers, max(s.depth, of.depth)
		}
		s.title = s.title || of.title
		name = of.based
	}
	return s
}

// listed writes an entry of a list.
func (d *docx) listed(s style, text string) {
	depth := min(max(s.depth, 0), 8)
	tag := "ul"
	if n := d.lists[s.numbers]; n != nil && n.counts[depth] {
		tag = "ol"
	}
	d.out.closeLists(depth + 1)
	if len(d.out.open) == depth+1 && d.out.open[depth] != tag {
		d.out.closeLists(depth)
	}
	d.out.entry(depth, tag, text)
}

// notes writes the footnotes that were referred to.
func (d *docx) notes(f *file) {
	texts := map[string]string{}
	for _, kind := range []string{"footnote", "endnote"} {
		n := &noteReader{kind: kind, texts: texts, docx: docx{styles: d.styles, lists: d.lists}}
		f.read("word/"+kind+"s.xml", n) //nolint:errcheck // the text stays without them
	}
	for i, id := range d.footnotes {
		if text := texts[id]; text != "" {
			d.out.element("p", "", fmt.Sprintf("[%d] %s", i+1, text))
		}
	}
}
