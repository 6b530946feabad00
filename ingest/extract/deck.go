package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// isDeck says whether an element is the line under the headline that says what
// the page is about: it belongs to the title, and is kept as the description. Its
// class calls it so, or it is a heading of its own that holds the description.
func (w *walker) isDeck(n *html.Node, t traits) bool {
	if w.plain || w.flat > 0 || w.texts() {
		return false
	}
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		if n == w.survey.h1 || n == w.survey.titled {
			return false
		}
		return namesDeck(t) || w.survey.meta.describes(textOf(n))
	case atom.P, atom.Div, atom.Span:
		return namesDeck(t) && !holdsBlocks(n)
	}
	return false
}

// namesDeck says whether a class or id is one that news systems give to the line
// under the headline.
func namesDeck(t traits) bool {
	match := func(word string, whole bool) bool {
		switch word {
		case "dek", "standfirst":
			return true
		case "sub-head", "subhead", "subtitle", "article-summary", "article-subtitle", "entry-summary", "article-dek", "article-subhead", "entry-subtitle", "post-subtitle":
			return whole
		}
		return false
	}
	return t.class != "" && eachWord(t.class, match) || t.id != "" && eachWord(t.id, match)
}

// texts says whether a text has been written, other than titles and short lines.
func (w *walker) texts() bool {
	for !w.begun && w.looked < len(w.out.entries) {
		e := w.out.entries[w.looked]
		w.begun = !beforeText(e) || e.kind == retrieval.Heading && e.level > 1
		w.looked++
	}
	return w.begun
}

// deck keeps the line as the page's description, unless the page declares one.
func (w *walker) deck(n *html.Node) {
	w.flush()
	if m := &w.survey.meta; m.description == "" {
		m.description = textOf(n)
	}
}

// minDescribed is the length in bytes of the shortest text that is compared with
// the description.
const minDescribed = 40

// describes says whether a text is what the page declares as its description,
// which is often cut.
func (m *meta) describes(s string) bool {
	a, b := strings.Join(words(s), " "), strings.Join(words(m.description), " ")
	if len(a) < minDescribed || len(b) < minDescribed {
		return false
	}
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}
