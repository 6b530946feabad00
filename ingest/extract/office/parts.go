package office

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// styleReader reads word/styles.xml.
type styleReader struct {
	*docx
	current *style
}

func (r *styleReader) start(e xml.StartElement) {
	value := attribute(e, "val")
	if e.Name.Local == "style" {
		r.current = &style{}
		r.styles[attribute(e, "styleId")] = r.current
		return
	}
	if r.current == nil {
		return
	}
	switch e.Name.Local {
	case "name":
		name := strings.ToLower(value)
		r.current.title = name == "title"
		if level, ok := strings.CutPrefix(name, "heading "); ok {
			r.current.level, _ = strconv.Atoi(level)
		}
	case "basedOn":
		r.current.based = value
	case "outlineLvl":
		if n, err := strconv.Atoi(value); err == nil && n < 6 && r.current.level == 0 {
			r.current.level = n + 1
		}
	case "numId":
		r.current.numbers = value
	case "ilvl":
		r.current.depth, _ = strconv.Atoi(value)
	}
}

func (r *styleReader) end(name string) {
	if name == "style" {
		r.current = nil
	}
}

func (r *styleReader) text(string) {}

// numberReader reads word/numbering.xml: abstract lists, and the lists that are
// made of them.
type numberReader struct {
	*docx
	abstract map[string]*numbering
	current  *numbering
	level    int
	list     string
}

func (r *numberReader) start(e xml.StartElement) {
	value := attribute(e, "val")
	switch e.Name.Local {
	case "abstractNum":
		if r.abstract == nil {
			r.abstract = map[string]*numbering{}
		}
		r.current = &numbering{}
		r.abstract[attribute(e, "abstractNumId")] = r.current
	case "lvl":
		r.level, _ = strconv.Atoi(attribute(e, "ilvl"))
	case "numFmt":
		if r.current != nil && r.level >= 0 && r.level < len(r.current.counts) {
			r.current.counts[r.level] = value != "bullet" && value != "none"
		}
	case "num":
		r.list = attribute(e, "numId")
	case "abstractNumId":
		if n := r.abstract[value]; n != nil && r.list != "" {
			r.lists[r.list] = n
		}
	}
}

func (r *numberReader) end(name string) {
	switch name {
	case "abstractNum":
		r.current = nil
	case "num":
		r.list = ""
	}
}

func (r *numberReader) text(string) {}

// noteReader reads word/footnotes.xml or endnotes.xml.
type noteReader struct {
	docx
	kind  string
	texts map[string]string
	id    string
}

func (r *noteReader) start(e xml.StartElement) {
	if e.Name.Local == r.kind {
		r.id = r.kind + attribute(e, "id")
		return
	}
	r.docx.start(e)
}

func (r *noteReader) end(name string) {
	if name == "p" && r.skip == 0 && len(r.paragraphs) > 0 {
		p := r.paragraphs[len(r.paragraphs)-1]
		r.paragraphs = r.paragraphs[:len(r.paragraphs)-1]
		r.texts[r.id] = strings.TrimSpace(r.texts[r.id] + " " + strings.TrimSpace(p.text.String()))
		return
	}
	if name != r.kind {
		r.docx.end(name)
	}
}
