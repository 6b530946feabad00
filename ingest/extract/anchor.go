package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// anchorOf is the id that leads to a heading: its own, that of an anchor in it,
// that of the element right before it, or that of the section that it opens.
func anchorOf(n *html.Node, t traits) string {
	if t.id != "" {
		return t.id
	}
	if id := anchorIn(n, 3); id != "" {
		return id
	}
	if p := previous(n); p != nil && p.DataAtom == atom.A && visibleSize(textOf(p)) == 0 {
		if id := idOf(p); id != "" {
			return id
		}
	}
	for c, p := n, n.Parent; p != nil && p.DataAtom != atom.Body && previous(c) == nil; c, p = p, p.Parent {
		switch p.DataAtom {
		case atom.Section, atom.Div, atom.Article, atom.Header, atom.Details, atom.Summary, atom.Hgroup:
			if id := attr(p, "id"); id != "" {
				return id
			}
		default:
			return ""
		}
	}
	return ""
}

// anchorIn is the id of an element in a heading, or what its link to itself says.
func anchorIn(n *html.Node, depth int) string {
	if depth == 0 {
		return ""
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if id := idOf(c); id != "" {
			return id
		}
		if href := attr(c, "href"); c.DataAtom == atom.A && len(href) > 1 && href[0] == '#' {
			return href[1:]
		}
		if id := anchorIn(c, depth-1); id != "" {
			return id
		}
	}
	return ""
}

func idOf(n *html.Node) string {
	if id := attr(n, "id"); id != "" {
		return id
	}
	if n.DataAtom == atom.A {
		return attr(n, "name")
	}
	return ""
}

// previous is the sibling before n, blank text left out.
func previous(n *html.Node) *html.Node {
	p := n.PrevSibling
	for p != nil && (p.Type == html.TextNode && blank(p.Data) || p.Type == html.CommentNode) {
		p = p.PrevSibling
	}
	return p
}
