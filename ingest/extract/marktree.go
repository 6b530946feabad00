package extract

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markTree makes an HTML tree of a Markdown document, as rendering and parsing
// would, at a fraction of the time.
type markTree struct {
	source []byte
	html   bool        // there is HTML in the document that has to be parsed
	nodes  []html.Node // allocated ahead
	depth  int
}

// maxTree is how deep the tree may be; what lies deeper is left out. HTML trees
// have the same limit.
const maxTree = 500

func (t *markTree) build(doc ast.Node) *html.Node {
	root := t.node(atom.Body)
	t.children(root, doc)
	return root
}

func (t *markTree) node(a atom.Atom) *html.Node {
	if len(t.nodes) == 0 {
		t.nodes = make([]html.Node, 64)
	}
	n := &t.nodes[0]
	t.nodes = t.nodes[1:]
	n.Type, n.DataAtom, n.Data = html.ElementNode, a, a.String()
	return n
}

func (t *markTree) text(parent *html.Node, s string) {
	n := t.node(0)
	n.Type, n.Data = html.TextNode, s
	parent.AppendChild(n)
}

func (t *markTree) children(parent *html.Node, from ast.Node) {
	if t.depth >= maxTree {
		return
	}
	t.depth++
	for n := from.FirstChild(); n != nil && !t.html; n = n.NextSibling() {
		t.add(parent, n)
	}
	t.depth--
}

// element appends an element with the contents of from.
func (t *markTree) element(parent *html.Node, a atom.Atom, from ast.Node) *html.Node {
	n := t.node(a)
	parent.AppendChild(n)
	t.children(n, from)
	return n
}

func (t *markTree) add(parent *html.Node, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		t.segment(parent, n)
	case *ast.String:
		t.text(parent, string(n.Value))
	case *ast.Paragraph:
		t.element(parent, atom.P, n)
	case *ast.TextBlock:
		t.children(parent, n)
		t.text(parent, "\n")
	case *ast.Heading:
		t.heading(parent, n)
	case *ast.List:
		t.list(parent, n)
	case *ast.ListItem:
		t.element(parent, atom.Li, n)
	case *ast.Blockquote:
		t.quote(parent, n)
	case *ast.FencedCodeBlock:
		t.code(parent, n)
	case *ast.CodeBlock:
		t.code(parent, n)
	case *ast.HTMLBlock:
		t.htmlBlock(n)
	default:
		t.addInline(parent, n)
	}
}

func (t *markTree) addInline(parent *html.Node, n ast.Node) {
	switch n := n.(type) {
	case *ast.CodeSpan:
		t.codeSpan(parent, n)
	case *ast.Emphasis:
		t.element(parent, atom.Em, n)
	case *ast.Link:
		t.element(parent, atom.A, n)
	case *ast.AutoLink:
		t.text(parent, string(n.Label(t.source)))
	case *ast.Image:
		img := t.node(atom.Img)
		img.Attr = []html.Attribute{{Key: "alt", Val: t.plain(n)}, {Key: "src", Val: string(n.Destination)}}
		parent.AppendChild(img)
	case *ast.RawHTML:
		t.rawHTML(parent, n)
	case *ast.ThematicBreak:
		parent.AppendChild(t.node(atom.Hr))
	default:
		t.addExtension(parent, n)
	}
}

func (t *markTree) addExtension(parent *html.Node, n ast.Node) {
	switch n := n.(type) {
	case *east.Table:
		t.element(parent, atom.Table, n)
	case *east.TableHeader:
		t.headerRow(parent, n)
	case *east.TableRow:
		t.element(parent, atom.Tr, n)
	case *east.TableCell:
		t.element(parent, atom.Td, n)
	case *east.Strikethrough:
		t.element(parent, atom.Del, n)
	case *east.DefinitionList:
		t.element(parent, atom.Dl, n)
	case *east.DefinitionTerm:
		t.element(parent, atom.Dt, n)
	case *east.DefinitionDescription:
		t.element(parent, atom.Dd, n)
	case *east.TaskCheckBox, *ast.LinkReferenceDefinition:
	default:
		t.children(parent, n)
	}
}

// segment adds running text, with its entities and escapes resolved.
func (t *markTree) segment(parent *html.Node, n *ast.Text) {
	t.text(parent, resolve(n.Segment.Value(t.source)))
	switch {
	case n.HardLineBreak():
		parent.AppendChild(t.node(atom.Br))
	case n.SoftLineBreak():
		t.text(parent, "\n")
	}
}

func resolve(b []byte) string {
	if bytes.IndexByte(b, '\\') >= 0 {
		b = util.UnescapePunctuations(b)
	}
	if bytes.IndexByte(b, '&') >= 0 {
		b = util.ResolveEntityNames(util.ResolveNumericReferences(b))
	}
	return string(b)
}

func (t *markTree) heading(parent *html.Node, n *ast.Heading) {
	h := t.element(parent, headingAtom(n.Level), n)
	if id, ok := n.AttributeString("id"); ok {
		if b, ok := id.([]byte); ok {
			h.Attr = []html.Attribute{{Key: "id", Val: string(b)}}
		}
	}
}

func headingAtom(level int) atom.Atom {
	switch level {
	case 1:
		return atom.H1
	case 2:
		return atom.H2
	case 3:
		return atom.H3
	case 4:
		return atom.H4
	case 5:
		return atom.H5
	}
	return atom.H6
}

func (t *markTree) list(parent *html.Node, n *ast.List) {
	if !n.IsOrdered() {
		t.element(parent, atom.Ul, n)
		return
	}
	ol := t.element(parent, atom.Ol, n)
	ol.Attr = []html.Attribute{{Key: "start", Val: strconv.Itoa(n.Start)}}
}

func (t *markTree) quote(parent *html.Node, n *ast.Blockquote) {
	q := t.element(parent, atom.Blockquote, n)
	if _, ok := n.AttributeString("class"); ok {
		q.Attr = []html.Attribute{{Key: "class", Val: "note"}}
	}
}

func (t *markTree) code(parent *html.Node, n ast.Node) {
	pre := t.node(atom.Pre)
	if f, ok := n.(*ast.FencedCodeBlock); ok && f.Language(t.source) != nil {
		pre.Attr = []html.Attribute{{Key: "data-lang", Val: string(f.Language(t.source))}}
	}
	parent.AppendChild(pre)
	t.text(pre, string(n.Lines().Value(t.source)))
}

func (t *markTree) codeSpan(parent *html.Node, n *ast.CodeSpan) {
	code := t.node(atom.Code)
	parent.AppendChild(code)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s, ok := c.(*ast.Text); ok {
			t.text(code, string(s.Segment.Value(t.source)))
		}
	}
}

func (t *markTree) headerRow(parent *html.Node, n *east.TableHeader) {
	head := t.node(atom.Thead)
	parent.AppendChild(head)
	tr := t.element(head, atom.Tr, n)
	for c := tr.FirstChild; c != nil; c = c.NextSibling {
		c.DataAtom, c.Data = atom.Th, "th"
	}
}

// plain is the text of an image's description.
func (t *markTree) plain(n ast.Node) string {
	var b strings.Builder
	var walk func(ast.Node, int)
	walk = func(n ast.Node, depth int) {
		if s, ok := n.(*ast.Text); ok {
			b.WriteString(resolve(s.Segment.Value(t.source)))
			if s.SoftLineBreak() {
				b.WriteByte(' ')
			}
		}
		for c := n.FirstChild(); c != nil && depth < maxTree; c = c.NextSibling() {
			walk(c, depth+1)
		}
	}
	walk(n, 0)
	return b.String()
}

// htmlBlock looks at a block of HTML: comments are nothing, anything else has to
// be parsed.
func (t *markTree) htmlBlock(n *ast.HTMLBlock) {
	b := n.Lines().Value(t.source)
	if n.HasClosure() {
		b = append(b, n.ClosureLine.Value(t.source)...)
	}
	t.html = t.html || !isComment(b)
}

// rawHTML looks at a tag in running text.
func (t *markTree) rawHTML(parent *html.Node, n *ast.RawHTML) {
	b := n.Segments.Value(t.source)
	switch strings.ToLower(strings.ReplaceAll(string(b), " ", "")) {
	case "<br>", "<br/>":
		parent.AppendChild(t.node(atom.Br))
		return
	}
	t.html = t.html || !isComment(b)
}

// isComment says whether b is one HTML comment and nothing else.
func isComment(b []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(b), []byte("<!--"))
	if !ok {
		return false
	}
	_, rest, ok = bytes.Cut(rest, []byte("-->"))
	return ok && len(bytes.TrimSpace(rest)) == 0
}
