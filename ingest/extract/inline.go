package extract

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// inline writes elements that change what their text means.
func (w *walker) inline(n *html.Node) {
	switch n.DataAtom {
	case atom.Q:
		w.line.add("“")
		w.children(n)
		w.line.add("”")
	case atom.Del, atom.S, atom.Strike:
		w.hide(n) // struck out: what the page says is no longer so
	case atom.Sup:
		w.superscript(n)
	default:
		w.children(n)
	}
}

// superscript keeps powers apart from what they stand on (10⁶, m²) and leaves
// out the numbers of footnotes.
func (w *walker) superscript(n *html.Node) {
	if c := n.FirstChild; c != nil && c.NextSibling == nil && c.DataAtom == atom.A && strings.Contains(attr(c, "href"), "#") {
		return
	}
	s := textOf(n)
	if raised := strings.Map(raise, s); !strings.ContainsRune(raised, 0) && s != "" {
		w.line.add(raised)
		return
	}
	w.children(n)
}

// raise is the superscript form of a digit or sign; 0 if there is none.
func raise(r rune) rune {
	switch {
	case r == '1':
		return '¹'
	case r == '2', r == '3':
		return r - '2' + '²'
	case r == '0', r >= '4' && r <= '9':
		return r - '0' + '⁰'
	case r == '-', r == '−':
		return '⁻'
	case r == '+':
		return '⁺'
	}
	return 0
}

// anchor writes a link; the mark beside a heading that links to itself is not
// part of it.
func (w *walker) anchor(n *html.Node, t traits) {
	if isFootnoteMark(n, t) {
		return
	}
	if w.flat == 0 && w.survey.opensPanel(n) {
		w.block(n, retrieval.Term)
		return
	}
	if href := attr(n, "href"); strings.HasPrefix(href, "#") {
		if !strings.ContainsFunc(textOf(n), letterOrDigit) || strings.HasPrefix(t.label, "Direct link") || strings.HasPrefix(t.label, "Permalink") {
			return
		}
	}
	w.line.inLink++
	w.other(n)
	if hasBlockChild(n) {
		w.flush()
	}
	w.line.inLink--
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// lineBreak writes a line break; two of them end a paragraph, as pages without
// paragraph elements write them.
func (w *walker) lineBreak(n *html.Node) {
	if w.flat > 0 || w.list.depth > 0 || w.kind == retrieval.Term {
		w.line.gap(space)
		return
	}
	if p := previous(n); p != nil && p.DataAtom == atom.Br {
		w.flush()
		return
	}
	w.line.gap(brk)
}

// image keeps the alternative text: in a cell in its place, otherwise as a
// caption behind the block; and, behind it, the text in the picture.
func (w *walker) image(n *html.Node) {
	if w.pictures != nil && w.flat == 0 {
		w.shown = append(w.shown, w.pictures(attr(n, "src"))...)
	}
	alt := fold(attr(n, "alt"))
	if !tells(alt) {
		return
	}
	if w.flat > 0 {
		w.line.gap(space)
		w.line.add(alt)
		w.line.gap(space)
		return
	}
	w.alts = append(w.alts, alt)
}

// tells says whether an alternative text describes a picture: not a file name,
// not "image", not an address.
func tells(alt string) bool {
	if short(alt, 3) || strings.Contains(alt, "://") {
		return false
	}
	low := strings.ToLower(alt)
	for _, ending := range []string{".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"} {
		if strings.HasSuffix(low, ending) {
			return false
		}
	}
	switch low {
	case "image", "img", "icon", "logo", "picture", "photo", "screenshot", "avatar", "alt text", "alt", "图片", "图标", "截图":
		return false
	}
	named := strings.ContainsAny(alt, "_-") && strings.ContainsAny(alt, "0123456789") && !strings.Contains(alt, " ") && !strings.ContainsFunc(alt, isWide)
	return !named && strings.ContainsFunc(alt, unicode.IsLetter)
}

// isCaption says whether an element's class calls it a caption.
func isCaption(n *html.Node, t traits) bool {
	if beneathPicture(n) {
		return true
	}
	switch n.DataAtom {
	case atom.Div, atom.P, atom.Span:
	default:
		return false
	}
	return t.class != "" && eachWord(t.class, func(word string, _ bool) bool { return word == "caption" || word == "credit" })
}

// beneathPicture says whether an element is the text in a box for a picture: it
// follows the picture, in a figure or in a box whose class calls it an image.
func beneathPicture(n *html.Node) bool {
	box := n.Parent
	if box == nil || n.DataAtom != atom.P && n.DataAtom != atom.Span && n.DataAtom != atom.Div || !behindPicture(n) || holdsBlocks(n) {
		return false
	}
	if box.DataAtom == atom.Span && box.Parent != nil {
		box = box.Parent
	}
	return box.DataAtom == atom.Figure || box.DataAtom == atom.Div && eachWord(attr(box, "class"), namesPicture)
}

// nearPicture is how many nodes, white space among them, may lie between a picture
// and the text beneath it.
const nearPicture = 8

func behindPicture(n *html.Node) bool {
	c := n.PrevSibling
	for range nearPicture {
		if c == nil {
			return false
		}
		if c.DataAtom == atom.Img || c.DataAtom == atom.Picture {
			return true
		}
		c = c.PrevSibling
	}
	return false
}

func namesPicture(word string, whole bool) bool {
	switch word {
	case "image", "photo", "picture":
		return whole
	}
	return false
}

// caption writes what stands under a picture, table or piece of code.
func (w *walker) caption(n *html.Node) {
	if w.flat > 0 {
		w.block(n, w.kind)
		return
	}
	w.flush()
	s := w.oneLine(n)
	w.alts = append(w.alts, s)
	w.captions()
}
