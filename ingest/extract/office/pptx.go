package office

import (
	"encoding/xml"
	"fmt"
	"html"
	"strconv"
	"strings"
)

// maxSlides is far above any talk.
const maxSlides = 2000

// PPTX reads a presentation: each slide is a section, "Slide 3: Refunds", with
// its speaker's notes at its end. Hidden slides are left out.
func PPTX(body []byte) (Text, error) {
	f, err := open(body)
	if err != nil {
		return Text{}, fmt.Errorf("read presentation: %w", err)
	}
	var t Text
	f.read("docProps/core.xml", &properties{about: &t}) //nolint:errcheck // it says nothing about itself then
	const main = "ppt/presentation.xml"
	to, err := f.relations(main)
	if err != nil {
		return Text{}, fmt.Errorf("read presentation: %w", err)
	}
	list := &slideList{}
	found, err := f.read(main, list)
	if err == nil && !found {
		err = fmt.Errorf("%s is missing", main)
	}
	if err != nil {
		return Text{}, fmt.Errorf("read presentation: %w", err)
	}
	var out writer
	for i, id := range list.ids[:min(len(list.ids), maxSlides)] {
		if err := f.slide(&out, &t, to.to[id], i+1); err != nil {
			return Text{}, fmt.Errorf("read presentation: %w", err)
		}
	}
	t.HTML = []byte(out.String())
	return t, nil
}

// slideList is the order of the slides.
type slideList struct{ ids []string }

func (l *slideList) start(e xml.StartElement) {
	if e.Name.Local != "sldId" {
		return
	}
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			l.ids = append(l.ids, a.Value)
		}
	}
}

func (l *slideList) end(string)  {}
func (l *slideList) text(string) {}

func (f *file) slide(out *writer, t *Text, name string, number int) error {
	s := &slide{}
	if _, err := f.read(name, s); err != nil || s.hidden {
		return err
	}
	title := strings.Join(s.title, " ")
	heading := fmt.Sprintf("Slide %d", number)
	if title != "" {
		if number == 1 && (t.Title == "" || strings.HasPrefix(t.Title, "PowerPoint")) {
			t.Title = html.UnescapeString(strings.ReplaceAll(title, "<br>", " "))
		}
		heading += ": " + title
	}
	out.element("h2", fmt.Sprintf(`id="slide-%d"`, number), heading)
	s.out.closeLists(0)
	out.WriteString(s.out.String())
	to, err := f.relations(name)
	if err != nil {
		return nil //nolint:nilerr // the slide stays without its notes
	}
	for id, kind := range to.kind {
		if kind == "notesSlide" {
			f.speakersNotes(out, to.to[id])
		}
	}
	return nil
}

func (f *file) speakersNotes(out *writer, name string) {
	n := &slide{notes: true}
	if _, err := f.read(name, n); err != nil {
		return
	}
	n.out.closeLists(0)
	if text := strings.TrimSpace(n.out.String()); text != "" {
		out.WriteString(text + "\n")
	}
}

// slide is a slide, or its notes, that is being read.
type slide struct {
	out    writer
	title  []string // HTML
	hidden bool
	notes  bool

	shape  string // kind of the placeholder
	words  strings.Builder
	inText bool
	level  int
	number bool // the paragraph counts
	plain  bool // the paragraph has no bullet
	table  *table
	skip   int
}

func (s *slide) start(e xml.StartElement) {
	if s.skip > 0 || e.Name.Local == "Fallback" {
		s.skip++
		return
	}
	switch e.Name.Local {
	case "sld":
		s.hidden = attribute(e, "show") == "0"
	case "sp":
		s.shape = ""
	case "ph":
		s.shape = attribute(e, "type")
		if s.shape == "" {
			s.shape = "body"
		}
	case "p":
		s.words.Reset()
		s.level, s.number, s.plain = 0, false, false
	case "pPr":
		s.level, _ = strconv.Atoi(attribute(e, "lvl"))
	case "buAutoNum":
		s.number = true
	case "buNone":
		s.plain = true
	case "t":
		s.inText = true
	case "br":
		s.words.WriteString("<br>")
	case "tbl":
		s.out.closeLists(0)
		s.table = &table{span: 1}
	case "tr":
		if s.table != nil {
			s.table.row()
		}
	case "tc":
		s.cell(e)
	case "cNvPr":
		if alt := strings.TrimSpace(attribute(e, "descr")); alt != "" && !s.notes {
			s.out.closeLists(0)
			s.out.element("p", "", `<img alt="`+escape(alt)+`">`)
		}
	}
}

func (s *slide) cell(e xml.StartElement) {
	if s.table == nil {
		return
	}
	s.table.span = 1
	s.table.merged = attribute(e, "vMerge") == "1" || attribute(e, "hMerge") == "1"
}

func (s *slide) text(t string) {
	if s.skip == 0 && s.inText {
		s.words.WriteString(escape(t))
	}
}

func (s *slide) end(name string) {
	if s.skip > 0 {
		s.skip--
		return
	}
	switch name {
	case "t":
		s.inText = false
	case "p":
		s.paragraph(strings.TrimSpace(s.words.String()))
	case "tc":
		if s.table != nil {
			s.table.endCell()
		}
	case "tbl":
		if s.table != nil {
			s.table.write(&s.out)
			s.table = nil
		}
	}
}

// paragraph writes a paragraph of a shape. The text of a slide is a list unless
// it stands in a box of its own.
func (s *slide) paragraph(text string) {
	switch {
	case s.table != nil:
		if s.table.cell.Len() > 0 && text != "" {
			s.table.cell.WriteString("<br>")
		}
		s.table.cell.WriteString(text)
	case text == "":
	case s.shape == "title" || s.shape == "ctrTitle":
		s.title = append(s.title, text)
	case s.shape == "sldNum" || s.shape == "dt" || s.shape == "ftr" || s.shape == "hdr" || s.shape == "sldImg":
	case s.shape == "body" && !s.plain && !s.notes:
		s.listed(text)
	default:
		s.out.closeLists(0)
		s.out.element("p", "", text)
	}
}

func (s *slide) listed(text string) {
	depth := min(max(s.level, 0), 8)
	tag := "ul"
	if s.number {
		tag = "ol"
	}
	s.out.entry(depth, tag, text)
}
