package pdf

import (
	"maps"
	"math"
	"strings"

	reader "github.com/ledongthuc/pdf"
)

// widths are how wide the letters of fonts are, by the name of the font and the
// letter, in parts of the size. The reader knows those of simple fonts; of
// composite ones, which most programs write today, it leaves them at 0, so that
// all letters that are set at once begin at the same place.
type widths map[string]map[string]float64

// maxWidths bounds the letters of one font; Chinese fonts have some 20,000.
const maxWidths = 65536

// widthsOf reads the widths of a page's composite fonts (ISO 32000, 9.7.4.3).
func widthsOf(p reader.Page) widths {
	w := widths{}
	for _, name := range p.Fonts() {
		f := p.Font(name)
		below, base := f.V.Key("DescendantFonts").Index(0), baseName(f)
		if f.V.Key("Subtype").Name() != "Type0" || below.IsNull() {
			continue
		}
		if w[base] == nil {
			w[base] = map[string]float64{}
		}
		maps.Copy(w[base], letterWidths(&f, below)) // of several subsets of a font
	}
	return w
}

// baseName is a font's name as the reader gives it with each letter, without the
// mark of a subset.
func baseName(f reader.Font) string {
	_, name, subset := strings.Cut(f.BaseFont(), "+")
	if subset {
		return name
	}
	return f.BaseFont()
}

// letterWidths reads a list of widths: "first [w w w]" or "first last w".
func letterWidths(f *reader.Font, below reader.Value) map[string]float64 {
	letters := map[string]float64{"": 1}
	if all := below.Key("DW"); !all.IsNull() {
		letters[""] = all.Float64() / 1000
	}
	list := below.Key("W")
	set := func(code int, w float64) {
		if code < 0 || code > 0xffff || len(letters) > maxWidths {
			return
		}
		letters[f.Encoder().Decode(string([]byte{byte(code >> 8), byte(code)}))] = w / 1000
	}
	for i := 0; i+1 < list.Len(); {
		first, next := int(list.Index(i).Int64()), list.Index(i+1)
		if next.Kind() == reader.Array {
			for k := range min(next.Len(), maxWidths) {
				set(first+k, next.Index(k).Float64())
			}
			i += 2
			continue
		}
		for code := first; code <= min(int(next.Int64()), 0xffff); code++ {
			set(code, list.Index(i+2).Float64())
		}
		i += 3
	}
	return letters
}

// place gives letters without a width theirs, and puts each behind the one
// before it. Where a letter's own place is nearer to the end of the one before
// than to its beginning, it was set there on purpose.
func (w widths) place(glyphs []reader.Text) {
	var last reader.Text
	raw, known := 0.0, false
	for i := range glyphs {
		g := &glyphs[i]
		letters := w[g.Font]
		if g.W != 0 || letters == nil {
			known = false
			continue
		}
		width, ok := letters[g.S]
		if !ok {
			width = letters[""]
		}
		at := g.X
		g.W = width * math.Abs(g.FontSize)
		if moved := at - raw; known && math.Abs(g.Y-last.Y) < sameLine*max(math.Abs(g.FontSize), 1) && math.Abs(moved) < math.Abs(at-last.X-last.W) {
			g.X = last.X + last.W + moved
		}
		last, raw, known = *g, at, true
	}
}
