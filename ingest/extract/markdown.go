package extract

import (
	"bytes"
	"fmt"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"footnote/ingest"
)

// readMarkdown makes a document of a Markdown page. What generators of sites add
// to Markdown is translated first (see dialect). A page without HTML in it
// becomes a tree directly; one with HTML is rendered and parsed, because tags
// may open in one block and close in another.
func readMarkdown(p ingest.Page, show pictures) (ingest.Document, error) {
	source, err := decode(p)
	if err != nil {
		return ingest.Document{}, err
	}
	front, body := frontMatter(source)
	body = dialect(body, front.param)
	if err := checkMarkdown(body); err != nil {
		return ingest.Document{}, err
	}
	w, err := walkMarkdown(body, front.title, show)
	if err != nil {
		return ingest.Document{}, err
	}
	d := w.document()
	front.document(&d, w.updated)
	if h1, ok := w.mainHeading(); ok && d.Title == "" {
		d.Title = h1
	}
	return d, nil
}

// markdown is the reader of Markdown: CommonMark, the tables, task lists and
// struck-out text of GitHub, definition lists. It is made once, as that takes
// longer than to read a page, and is safe for concurrent use.
var markdown = sync.OnceValue(func() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithHeadingAttribute()),
		goldmark.WithRendererOptions(html.WithUnsafe()),
	)
})

// walkMarkdown writes the text of a Markdown page under its title.
func walkMarkdown(body []byte, title string, show pictures) (w *walker, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			w, err = nil, fmt.Errorf("%w: cannot read the Markdown: %v", ErrSize, cause)
		}
	}()
	md := markdown()
	doc := md.Parser().Parse(text.NewReader(body), parser.WithContext(parser.NewContext(parser.WithIDs(&slugs{}))))
	markNotes(doc, body)
	tree := markTree{source: body}
	root := tree.build(doc)
	s := &survey{}
	if tree.html {
		if s, err = renderMarkdown(md, doc, body); err != nil {
			return nil, err
		}
		root = s.body
	}
	w = newWalker(s)
	w.pictures = show
	w.plain = true
	if title != "" && !hasMainHeading(doc) && s.h1 == nil {
		w.out.heading(entry{level: 1, text: title})
	}
	w.block(root, w.kind)
	return w, nil
}

// renderMarkdown renders a page with HTML in it, and parses the result.
func renderMarkdown(md goldmark.Markdown, doc ast.Node, body []byte) (*survey, error) {
	var out bytes.Buffer
	out.Grow(len(body) + len(body)/2)
	if err := md.Renderer().Render(&out, body, doc); err != nil {
		return nil, fmt.Errorf("render Markdown: %w", err)
	}
	root, err := parseHTML(out.Bytes())
	if err != nil {
		return nil, err
	}
	s := newSurvey(root)
	s.dropped = nil // all of it is the author's text
	return s, nil
}

func hasMainHeading(doc ast.Node) bool {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 {
			return true
		}
	}
	return false
}
