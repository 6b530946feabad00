package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTabLabel is the length in bytes of the longest label of a tab.
const maxTabLabel = 40

// noteTabs remembers, of a group of tabs that only its classes call so, which
// label belongs to which panel:
//
//	<div class="tabs">  labels: a list of short texts, or several in a row
//	                    panels: as many, in an element of their own or beside it
func (s *survey) noteTabs(n *html.Node, t traits) {
	if t.class == "" || t.role == "tabpanel" || s.panels[n] != "" || !eachWord(t.class, tabWord) {
		return
	}
	for _, labels := range []*html.Node{firstElement(n), n} {
		if labels == nil || s.panels[labels] != "" || labels == n && !isFirst(n) {
			continue
		}
		names, panels := tabsOf(labels)
		if len(names) == 0 {
			continue
		}
		if s.panels == nil {
			s.panels = make(map[*html.Node]string)
		}
		if s.labels == nil {
			s.labels = make(map[*html.Node]bool)
		}
		for i, p := range panels {
			s.panels[p] = names[i]
		}
		s.labels[labels] = true
		return
	}
}

func tabWord(word string, _ bool) bool {
	switch word {
	case "tab", "tabs", "tabbed", "tabset", "tabbox":
		return true
	}
	return false
}

// tabsOf are the labels in an element, and the panels beside it that belong to
// them; none if the two are not as many.
func tabsOf(labels *html.Node) (names []string, panels []*html.Node) {
	leaves := elements(labels)
	for len(leaves) == 1 {
		leaves = elements(leaves[0])
	}
	rest := following(labels)
	if len(leaves) < 2 || len(leaves) > maxTabs || len(rest) == 0 {
		return nil, nil
	}
	panels = rest
	if len(rest) < len(leaves) {
		panels = elements(rest[0])
	}
	if len(panels) < len(leaves) || len(panels) > len(leaves) && len(rest) != len(panels) {
		return nil, nil
	}
	for i, l := range leaves {
		name := shortText(l)
		switch l.DataAtom {
		case atom.P, atom.Pre, atom.Table, atom.Ul, atom.Ol, atom.Blockquote, atom.Figure:
			return nil, nil
		}
		if name == "" || panels[i].DataAtom != atom.Div && panels[i].DataAtom != atom.Section && panels[i].DataAtom != atom.Li {
			return nil, nil
		}
		names = append(names, name)
	}
	return names, panels[:len(leaves)]
}

// shortText is the text of a subtree that is no more than a label, else "".
func shortText(n *html.Node) string {
	nodes := 0
	for range n.Descendants() {
		if nodes++; nodes > maxTabLabel {
			return ""
		}
	}
	if s := textOf(n); len(s) <= maxTabLabel {
		return s
	}
	return ""
}

// elements are the elements in n that hold something to read.
func elements(n *html.Node) (out []*html.Node) {
	for c := n.FirstChild; c != nil && len(out) <= maxTabs; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom != atom.Input && c.DataAtom != atom.Script && c.DataAtom != atom.Style {
			out = append(out, c)
		}
	}
	return out
}

func firstElement(n *html.Node) *html.Node {
	if n == nil {
		return nil
	}
	if all := elements(n); len(all) > 0 {
		return all[0]
	}
	return nil
}

// isFirst says whether no element but the switches of tabs is before n.
func isFirst(n *html.Node) bool {
	p := n.PrevSibling
	for range maxTabs {
		switch {
		case p == nil:
			return true
		case p.Type == html.ElementNode && p.DataAtom != atom.Input:
			return false
		}
		p = p.PrevSibling
	}
	return false
}

// following are the elements behind n.
func following(n *html.Node) (out []*html.Node) {
	for c := n.NextSibling; c != nil && len(out) <= maxTabs; c = c.NextSibling {
		if c.Type == html.ElementNode {
			out = append(out, c)
		}
	}
	return out
}

// opensNext says whether an element is what readers click to open the one
// behind it, as the classes of both say: an accordion's title and content, a
// question and its answer.
func opensNext(n *html.Node, t traits) bool {
	if t.class == "" || n.DataAtom != atom.Div && n.DataAtom != atom.P && n.DataAtom != atom.A && n.DataAtom != atom.Span {
		return false
	}
	next := n.NextSibling
	for next != nil && next.Type != html.ElementNode && blank(next.Data) {
		next = next.NextSibling
	}
	if next == nil || next.Type != html.ElementNode || next.DataAtom != atom.Div && next.DataAtom != atom.Section {
		return false
	}
	class := attr(next, "class")
	return class != "" && eachWord(t.class, foldWord) && eachWord(class, foldWord) && eachWord(t.class, titleWord) && eachWord(class, bodyWord)
}

func foldWord(word string, _ bool) bool {
	switch word {
	case "accordion", "expand", "expander", "expandable", "collapse", "collapsible", "faq", "qa", "toggle", "fold", "foldable":
		return true
	}
	return false
}

func titleWord(word string, _ bool) bool {
	switch word {
	case "title", "header", "heading", "head", "question", "q", "control", "trigger", "button", "summary", "label":
		return true
	}
	return false
}

func bodyWord(word string, _ bool) bool {
	switch word {
	case "content", "contents", "body", "answer", "a", "panel", "pane":
		return true
	}
	return false
}
