package extract

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/retrieval"
)

// walker writes the text of a tree.
type walker struct {
	survey *survey
	out    writer
	line   line
	hidden line

	kind    retrieval.BlockKind // of running text
	list    listState
	runs    int             // number of runs begun
	flat    int             // above 0: everything is one line (cells, headings)
	note    int             // above 0: inside an admonition
	foot    int             // above 0: among footnotes
	alts    []string        // of pictures in the current line, written behind it
	said    map[string]bool // captions written so far
	shown   []string        // texts in those pictures
	plain   bool            // the tree is an author's text alone: no furniture
	updated time.Time
	begun   bool // a text has been written
	looked  int  // entries that were looked at for one

	pictures pictures // nil: what pictures hold is not read
}

// listState is where in a list the walker is.
type listState struct {
	depth  int
	run    int
	marker string // of the entry whose text has not begun
	kind   retrieval.BlockKind
}

func newWalker(s *survey) *walker { return &walker{survey: s, kind: retrieval.Paragraph} }

// children walks over what is in n.
func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.line.add(c.Data)
		case html.ElementNode:
			w.element(c)
		}
	}
}

// element walks over an element.
func (w *walker) element(n *html.Node) {
	t := traitsOf(n)
	switch {
	case w.unread(n), w.survey.labels[n]:
	case w.survey.panels[n] != "":
		w.panel(n, t)
	case w.survey.concealed(t):
		w.hide(n)
	case w.survey.dropped[n]:
		w.lastChange(n, t)
	case w.foot > 0 && isFootnoteLabel(t):
	case isFootnotes(n, t):
		w.footnotes(n, t)
	case t.role == "listitem" && n.DataAtom != atom.Li:
		w.listItem(n)
	case t.role == "tabpanel", w.survey.shownByTab(t):
		w.panel(n, t)
	case t.role == "tab", w.flat == 0 && opensNext(n, t), t.role == "button" && t.controls != "":
		w.block(n, retrieval.Term)
	case t.role == "heading":
		w.heading(n, t, headingLevel(attr(n, "aria-level")))
	case w.flat == 0 && isNote(n, t):
		w.admonition(n)
	case !w.plain && isCaption(n, t):
		w.caption(n)
	case w.isDeck(n, t):
		w.deck(n)
	default:
		w.known(n, t)
	}
}

// lastChange reads when a page was changed from what is left out.
func (w *walker) lastChange(n *html.Node, t traits) {
	if !w.updated.IsZero() || !eachWord(t.class, func(word string, _ bool) bool { return word == "lastmod" }) {
		return
	}
	line, _, _ := strings.Cut(textOf(n), ":")
	if date, ok := dateLine(line); ok {
		w.updated = date
	}
}

// unread says whether an element holds nothing that is read as text, and keeps
// what is hidden.
func (w *walker) unread(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Template, atom.Noscript:
		w.hide(n)
		return true
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Meta, atom.Link, atom.Iframe, atom.Object, atom.Canvas, atom.Audio, atom.Video,
		atom.Select, atom.Input, atom.Textarea, atom.Datalist, atom.Progress, atom.Meter, atom.Svg, atom.Rt, atom.Rp, atom.Annotation, atom.AnnotationXml:
		return true
	}
	return false
}

// hide keeps the text of an element apart.
func (w *walker) hide(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		gather(&w.hidden, c)
	}
	w.hidden.gap(brk)
}

// known writes an element by its name.
func (w *walker) known(n *html.Node, t traits) {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.heading(n, t, int(n.Data[1]-'0'))
	case atom.Ul, atom.Ol, atom.Dir, atom.Menu:
		w.listOf(n)
	case atom.Li:
		w.entry(n, "- ", retrieval.Item)
	case atom.Pre:
		w.code(n)
	case atom.Table:
		w.table(n, t)
	case atom.Td:
		if !lineNumber(n, t) {
			w.block(n, w.kind)
		}
	case atom.Dt, atom.Summary:
		w.block(n, retrieval.Term)
	case atom.Dd:
		w.block(n, retrieval.Define)
	case atom.Figcaption, atom.Caption:
		w.caption(n)
	case atom.Img:
		w.image(n)
	case atom.Br:
		w.lineBreak(n)
	case atom.Button, atom.Label, atom.Legend, atom.Form:
		w.form(n, t)
	case atom.A:
		w.anchor(n, t)
	case atom.Sup, atom.Sub, atom.Q, atom.Del, atom.S, atom.Strike:
		w.inline(n)
	case 0:
		w.component(n)
	default:
		w.other(n)
	}
}

func (w *walker) other(n *html.Node) {
	if isBlock(n) {
		w.block(n, w.kind)
		return
	}
	w.children(n)
}

// block writes what is in n as blocks of their own; running text is of kind.
func (w *walker) block(n *html.Node, kind retrieval.BlockKind) {
	w.flush()
	before := w.kind
	w.kind = kind
	w.children(n)
	w.flush()
	w.kind = before
}

// flush ends the current block.
func (w *walker) flush() {
	if w.flat > 0 {
		w.line.gap(space)
		return
	}
	link, linked := w.line.mostlyLink(), w.line.linked
	s := w.line.take()
	link = link || linksBehindLabel(s, linked)
	switch {
	case s == "":
	case w.aside(s):
	case w.list.depth > 0:
		w.flushEntry(s, link)
	default:
		run := 0
		if w.kind == retrieval.Term || w.kind == retrieval.Define {
			run = w.runOf(w.kind)
		}
		w.out.add(entry{kind: w.kind, run: run, text: s, link: link})
	}
	w.captions()
}

// runOf keeps a definition with its term: the two follow each other by "\n".
func (w *walker) runOf(kind retrieval.BlockKind) int {
	if kind == retrieval.Define {
		return w.out.run
	}
	w.runs++
	return w.runs
}

// flushEntry writes a line of a list: the first with its marker, the others
// indented below it.
func (w *walker) flushEntry(s string, link bool) {
	l := &w.list
	if l.marker != "" {
		w.out.add(entry{kind: l.kind, level: l.depth, run: l.run, indent: l.depth - 1, text: l.marker + s, link: link})
		l.marker = ""
		return
	}
	w.out.add(entry{kind: w.kind, level: l.depth, run: l.run, indent: l.depth, text: s, link: link})
}

// aside says whether a line is about the page and not part of it: the question
// whether it was helpful, the date of its last change.
func (w *walker) aside(s string) bool {
	if w.plain && w.list.depth > 0 || w.kind == retrieval.Term {
		return false
	}
	if t, ok := dateLine(s); ok {
		if w.updated.IsZero() {
			w.updated = t
		}
		return true
	}
	return !w.plain && asksFeedback(s)
}

// captions writes the alternative texts of the pictures of the last block, each
// once: galleries repeat them.
func (w *walker) captions() {
	alts, shown := w.alts, w.shown
	w.alts, w.shown = nil, nil
	for _, alt := range alts {
		if w.said[alt] {
			continue
		}
		if w.said == nil {
			w.said = make(map[string]bool)
		}
		w.said[alt] = true
		if w.list.depth > 0 {
			w.out.add(entry{kind: retrieval.Caption, level: w.list.depth, run: w.list.run, indent: w.list.depth, text: alt})
			continue
		}
		w.out.add(entry{kind: retrieval.Caption, text: alt})
	}
	for _, text := range shown {
		w.out.add(entry{kind: retrieval.Paragraph, text: text})
	}
}

// oneLine is the text of n without any structure.
func (w *walker) oneLine(n *html.Node) string {
	s, _ := w.oneLinkLine(n)
	return s
}

// oneLinkLine is oneLine, and whether the text is a link.
func (w *walker) oneLinkLine(n *html.Node) (string, bool) {
	before := w.line
	w.line = line{}
	w.flat++
	w.children(n)
	w.flat--
	link := w.line.mostlyLink()
	s := w.line.take()
	w.line = before
	return s, link
}

// heading writes a heading; inside lists, notes and cells it is text.
func (w *walker) heading(n *html.Node, t traits, level int) {
	if w.flat > 0 || w.list.depth > 0 || w.note > 0 {
		w.block(n, w.kind)
		return
	}
	w.flush()
	title, link := w.oneLinkLine(n)
	if n == w.survey.titled && n == w.survey.h1 {
		level = 1
	}
	w.out.heading(entry{level: level, anchor: anchorOf(n, t), link: link || w.line.inLink > 0, text: strings.TrimRight(title, "#¶ ")})
}

func headingLevel(s string) int {
	level, err := strconv.Atoi(s)
	if err != nil {
		return 2
	}
	return min(max(level, 1), 6)
}
