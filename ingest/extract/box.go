package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// admonition writes a note, tip or warning.
func (w *walker) admonition(n *html.Node) {
	w.note++
	w.block(n, retrieval.Note)
	w.note--
}

// panel writes the panel of a tab under the tab's label, if that is not written
// already: what opens the panel of an accordion stands right before it.
func (w *walker) panel(n *html.Node, t traits) {
	w.flush()
	label := w.survey.panels[n]
	if label == "" {
		label = w.survey.panelLabel(n, t)
	}
	if label != "" && !w.wrote(label) && w.flat == 0 && !strings.EqualFold(label, firstHeading(n)) {
		w.runs++
		w.out.add(entry{kind: retrieval.Term, run: w.runs, text: label})
		w.out.run = 0
	}
	w.block(n, w.kind)
}

// wrote says whether the last entry is a label.
func (w *walker) wrote(label string) bool {
	last := len(w.out.entries) - 1
	return last >= 0 && w.out.entries[last].text == label && (w.out.entries[last].kind == retrieval.Term || w.out.entries[last].kind == retrieval.Heading)
}

// firstHeading is the heading that an element begins with.
func firstHeading(n *html.Node) string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && blank(c.Data):
			continue
		case c.Type != html.ElementNode:
			return ""
		case len(c.Data) == 2 && c.Data[0] == 'h' && c.Data[1] >= '1' && c.Data[1] <= '6':
			return textOf(c)
		}
		return firstHeading(c)
	}
	return ""
}

// component writes an element that HTML does not know: of tabs and the like the
// label first.
func (w *walker) component(n *html.Node) {
	label := attr(n, "label")
	if label == "" && w.plain {
		label = attr(n, "title")
	}
	if label != "" && w.flat == 0 && n.FirstChild != nil {
		w.flush()
		w.out.add(entry{kind: retrieval.Term, text: fold(label)})
	}
	w.other(n)
}

// form writes what of a form is text: the form as a whole where it holds the
// page, buttons where a sentence names them or where they open a panel.
func (w *walker) form(n *html.Node, t traits) {
	switch n.DataAtom {
	case atom.Form:
		if m := w.survey.mass[n]; w.plain || m.prose >= 200 {
			w.block(n, w.kind)
		}
	case atom.Legend:
		w.block(n, w.kind)
	case atom.Label:
		if w.flat == 0 && eachWord(t.class, tabWord) {
			w.block(n, retrieval.Term)
			return
		}
		if n.Parent != nil && n.Parent.DataAtom != atom.Fieldset && n.Parent.DataAtom != atom.Form {
			w.children(n)
		}
	case atom.Button:
		w.button(n, t)
	}
}

func (w *walker) button(n *html.Node, t traits) {
	if n.Parent == nil {
		return
	}
	switch n.Parent.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Summary, atom.Dt, atom.Td, atom.Span, atom.Strong, atom.Li:
		w.children(n)
		return
	}
	if t.controls != "" || hasAttr(n, "aria-expanded") || w.survey.opensPanel(n) {
		w.block(n, retrieval.Term)
	}
}

// opensPanel says whether a panel of the page names n as what opens it.
func (s *survey) opensPanel(n *html.Node) bool {
	target := attr(n, "data-target") + attr(n, "data-bs-target")
	if target == "" && n.DataAtom == atom.A && strings.HasSuffix(attr(n, "data-toggle")+attr(n, "data-bs-toggle"), "collapse") {
		target = attr(n, "href")
	}
	target = strings.TrimPrefix(target, "#")
	return target != "" && s.controls[target] == n
}

// asksFeedback says whether a text asks what the reader thinks of the page.
func asksFeedback(s string) bool {
	if !short(s, 150) || !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, "？") && !strings.HasSuffix(s, "吗") {
		return false
	}
	low := strings.ToLower(s)
	if strings.Contains(low, "helpful") || strings.Contains(low, "answer your question") || strings.Contains(low, "useful") {
		for _, start := range []string{"was this", "did this", "is this", "were these", "found this", "how helpful"} {
			if strings.HasPrefix(low, start) {
				return true
			}
		}
		return false
	}
	if !strings.Contains(s, "帮助") && !strings.Contains(s, "有用") {
		return false
	}
	for _, about := range []string{"这篇", "本页", "此页", "本文", "这页", "该页", "以上内容", "这些信息", "本篇", "此文", "这个页面", "页面内容", "内容是否", "是否有帮助", "是否对您有"} {
		if strings.Contains(s, about) && strings.ContainsAny(s, "？?吗否") {
			return true
		}
	}
	return false
}
