package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// code writes a block of code as it is.
func (w *walker) code(n *html.Node) {
	if w.flat > 0 {
		w.block(n, w.kind)
		return
	}
	w.flush()
	var b strings.Builder
	w.raw(&b, n)
	e := entry{kind: retrieval.Code, text: verbatim(b.String())}
	if w.list.depth > 0 && e.text != "" {
		e.level, e.run = w.list.depth, w.list.run
		if w.list.marker != "" { // an entry that begins with code
			w.out.add(entry{kind: w.list.kind, level: w.list.depth, run: w.list.run, indent: w.list.depth - 1, text: strings.TrimSpace(w.list.marker)})
			w.list.marker = ""
		}
	}
	w.out.add(e)
}

// raw gathers text with its white space. Highlighters put lines into elements
// of their own, and numbers beside them.
func (w *walker) raw(b *strings.Builder, n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
			continue
		}
		if c.Type != html.ElementNode || w.unread(c) {
			continue
		}
		switch t := traitsOf(c); {
		case c.DataAtom == atom.Br:
			b.WriteByte('\n')
		case c.DataAtom == atom.Button, lineNumber(t), w.survey.concealed(t):
		case isBlock(c):
			newLine(b)
			w.raw(b, c)
			newLine(b)
		default:
			w.raw(b, c)
		}
	}
}

func newLine(b *strings.Builder) {
	if s := b.String(); s != "" && s[len(s)-1] != '\n' {
		b.WriteByte('\n')
	}
}

// lineNumber says whether an element holds the number of a line of code.
func lineNumber(t traits) bool {
	if t.class == "" {
		return false
	}
	return eachWord(t.class, func(word string, _ bool) bool {
		switch word {
		case "lineno", "linenos", "linenumber", "linenumbers", "line-number", "line-numbers", "gutter", "ln", "lnt":
			return true
		}
		return false
	})
}
