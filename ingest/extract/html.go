package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"footnote/ingest"
	"footnote/retrieval"
)

// readHTML makes a document of an HTML page.
func readHTML(p ingest.Page, show pictures) (ingest.Document, error) {
	body, err := decode(p)
	if err != nil {
		return ingest.Document{}, err
	}
	root, err := parseHTML(body)
	if err != nil {
		return ingest.Document{}, err
	}
	s := newSurvey(root)
	w := newWalker(s)
	w.pictures = show
	w.page(s.content())
	d := w.document()
	if blank(d.Text) && s.needsScript(root) {
		return d, fmt.Errorf("%w: the page is written by a script in the browser", ingest.ErrNoText)
	}
	s.meta.document(&d, p.URL)
	d.Language, d.Updated = s.meta.lang, s.meta.updated(w.updated)
	h1, inContent := w.mainHeading()
	d.Title = s.meta.pageTitle(h1, inContent)
	return d, nil
}

// page writes the content under its main heading, which may stand outside.
func (w *walker) page(content *html.Node) {
	if content == nil {
		return
	}
	if h1 := w.survey.h1; h1 != nil && !inside(h1, content) && w.survey.entitles(h1) {
		w.out.heading(entry{level: 1, anchor: attr(h1, "id"), text: textOf(h1)})
	}
	w.block(content, w.kind)
}

// entitles says whether a heading outside the content is the page's: the title
// element holds it, and it is not the name of the site.
func (s *survey) entitles(h1 *html.Node) bool {
	text := textOf(h1)
	return text != "" && strings.Contains(strings.ToLower(s.meta.title), strings.ToLower(text)) && strings.EqualFold(s.meta.withoutSite(s.meta.title), text)
}

func inside(n, ancestor *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}

// mainHeading is the first heading of level 1 in the text, else that of the
// page, and whether it is in the text.
func (w *walker) mainHeading() (string, bool) {
	for _, e := range w.out.entries {
		if e.kind == retrieval.Heading && e.level == 1 {
			return e.text, true
		}
	}
	if w.survey.h1 != nil {
		return textOf(w.survey.h1), false
	}
	return "", false
}

// document is what has been written.
func (w *walker) document() ingest.Document {
	w.flush()
	if !w.plain {
		w.out.entries = trim(w.out.entries)
	}
	d := w.out.layOut()
	d.Hidden = strings.TrimSpace(w.hidden.take())
	return d
}

// needsScript says whether a page without text has scripts that may write it.
func (s *survey) needsScript(root *html.Node) bool {
	return holds(root, func(n *html.Node) bool { return n.Data == "script" })
}
