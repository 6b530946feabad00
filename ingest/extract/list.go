package extract

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// maxDepth is how deep nested lists are indented; deeper entries stay there.
const maxDepth = 12

// listOf writes a list; nested ones belong to the run of the outermost.
func (w *walker) listOf(n *html.Node) {
	w.flush()
	if w.flat > 0 || w.foot > 0 {
		w.children(n)
		w.flush()
		return
	}
	before := w.list
	w.list.marker = ""
	w.list.depth = min(before.depth+1, maxDepth)
	if before.depth == 0 {
		w.runs++
		w.list.run = w.runs
	}
	number, step := numbering(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type != html.ElementNode:
		case c.DataAtom != atom.Li:
			w.element(c)
		case n.DataAtom == atom.Ol:
			if value := attr(c, "value"); value != "" {
				if v, err := strconv.Atoi(value); err == nil {
					number = v
				}
			}
			w.number(c, strconv.Itoa(number)+". ")
			number += step
		default:
			w.element(c)
		}
	}
	w.flush()
	if before.marker != "" && w.out.run == before.run {
		before.marker = ""
	}
	w.list = before
}

// number writes an entry of a numbered list.
func (w *walker) number(n *html.Node, marker string) {
	t := traitsOf(n)
	if w.survey.concealed(t) || w.survey.dropped[n] {
		w.element(n)
		return
	}
	w.entry(n, marker, retrieval.Step)
}

// listItem writes what is a list entry by its role alone: a step if it begins
// with a number that stands alone.
func (w *walker) listItem(n *html.Node) {
	for c := range n.Descendants() {
		if c.Type != html.TextNode || blank(c.Data) {
			continue
		}
		number := strings.Trim(c.Data, " \n\t.")
		if _, err := strconv.Atoi(number); err != nil || len(number) > 3 || c.NextSibling != nil || c.PrevSibling != nil {
			break
		}
		c.Data = ""
		w.entry(n, number+". ", retrieval.Step)
		return
	}
	w.entry(n, "- ", retrieval.Item)
}

// numbering is the first number of a list and the step to the next.
func numbering(n *html.Node) (first, step int) {
	first, step = 1, 1
	if hasAttr(n, "reversed") {
		first, step = 0, -1
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Li {
				first++
			}
		}
	}
	if v, err := strconv.Atoi(attr(n, "start")); err == nil {
		first = v
	}
	return first, step
}

// entry writes a list entry.
func (w *walker) entry(n *html.Node, marker string, kind retrieval.BlockKind) {
	w.flush()
	if w.flat > 0 || w.foot > 0 {
		w.children(n)
		w.flush()
		return
	}
	if w.list.depth == 0 { // an entry without a list around it
		before := w.list
		w.runs++
		w.list = listState{depth: 1, run: w.runs}
		defer func() { w.list = before }()
	}
	w.list.marker, w.list.kind = marker, kind
	before := w.kind
	w.kind = retrieval.Paragraph
	w.children(n)
	w.flush()
	w.kind = before
	w.list.marker = ""
}
