package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isFootnotes says whether an element holds footnotes.
func isFootnotes(n *html.Node, t traits) bool {
	switch n.DataAtom {
	case atom.Div, atom.Section, atom.Aside, atom.Ol, atom.Ul:
	default:
		return false
	}
	if t.role == "doc-endnotes" || t.role == "doc-footnote" {
		return true
	}
	return t.class != "" && eachWord(t.class, func(word string, _ bool) bool { return word == "footnote" || word == "footnotes" })
}

// footnotes writes footnotes as paragraphs: their numbers mean nothing where
// those in the text are left out.
func (w *walker) footnotes(n *html.Node, t traits) {
	w.foot++
	w.known(n, t)
	w.foot--
}

// isFootnoteMark says whether a link is the number of a footnote, in the text
// or beside the footnote.
func isFootnoteMark(n *html.Node, t traits) bool {
	switch t.role {
	case "doc-noteref", "doc-backlink":
		return true
	}
	href := attr(n, "href")
	if len(href) < 2 || href[0] != '#' || t.class == "" {
		return false
	}
	return strings.Contains(t.class, "footnote-ref") || strings.Contains(t.class, "footnote-backref")
}

// isFootnoteLabel says whether an element beside a footnote holds its number.
func isFootnoteLabel(t traits) bool {
	return t.class == "label" || t.class == "fn-bracket"
}
