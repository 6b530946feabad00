package pdf

import (
	"bytes"

	reader "github.com/ledongthuc/pdf"
)

// familiar renames, in a copy of a file, the encodings of Chinese, Japanese and
// Korean text that the reader does not know by their names, but as another: all
// of these are Unicode in two bytes a letter, or the number of a glyph, written
// across or downwards. Names keep their length, so that everything stays in its
// place.
func familiar(body []byte) []byte {
	for _, n := range [][2]string{
		{"/Identity-V", "/Identity-H"},
		{"/UniGB-UCS2-V", "/UniGB-UCS2-H"}, {"/UniGB-UTF16-H", "/UniGB-UCS2-H "}, {"/UniGB-UTF16-V", "/UniGB-UCS2-H "},
		{"/UniCNS-UCS2-H", "/UniGB-UCS2-H "}, {"/UniCNS-UTF16-H", "/UniGB-UCS2-H  "},
		{"/UniJIS-UCS2-H", "/UniGB-UCS2-H "}, {"/UniJIS-UTF16-H", "/UniGB-UCS2-H  "},
		{"/UniKS-UCS2-H", "/UniGB-UCS2-H"}, {"/UniKS-UTF16-H", "/UniGB-UCS2-H "},
	} {
		if bytes.Contains(body, []byte(n[0])) {
			body = bytes.ReplaceAll(body, []byte(n[0]), []byte(n[1]))
		}
	}
	return body
}

// readableOnly leaves out letters of fonts whose encoding the reader does not
// know: it would give other letters for them, and nobody could read those.
func readableOnly(p reader.Page, glyphs []reader.Text) []reader.Text {
	unknown := map[string]bool{}
	for _, name := range p.Fonts() {
		if f := p.Font(name); !readable(f.V) {
			unknown[baseName(f)] = true
		}
	}
	if len(unknown) == 0 {
		return glyphs
	}
	kept := glyphs[:0]
	for _, g := range glyphs {
		if !unknown[g.Font] {
			kept = append(kept, g)
		}
	}
	return kept
}

// readable says whether the reader knows the encoding of a font. Fonts that are
// drawn (Type 3) have one of their own; what it means is only in a table that
// the reader does not use for them.
func readable(font reader.Value) bool {
	e := font.Key("Encoding")
	switch font.Key("Subtype").Name() {
	case "Type0":
		return e.Kind() != reader.Name || e.Name() == "Identity-H" || e.Name() == "UniGB-UCS2-H"
	case "Type3":
		return e.Kind() != reader.Dict || font.Key("ToUnicode").Kind() != reader.Stream
	}
	return true
}
