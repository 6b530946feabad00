package extract

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// markNotes finds the quotations of a Markdown document that are notes: those
// that begin with a mark such as "[!TIP]", which is taken out, or with a word
// such as "Note:", and gives them a class.
func markNotes(doc ast.Node, source []byte) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		markNote(n, source, maxNoteDepth)
	}
}

// maxNoteDepth is how deep in lists and quotations notes are looked for.
const maxNoteDepth = 8

func markNote(n ast.Node, source []byte, depth int) {
	switch n.(type) {
	case *ast.Blockquote:
		if p, ok := n.FirstChild().(*ast.Paragraph); ok && opensNote(p, source) {
			n.SetAttributeString("class", []byte("note"))
		}
	case *ast.List, *ast.ListItem:
	default:
		return
	}
	if depth == 0 {
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		markNote(c, source, depth-1)
	}
}

// opensNote says whether a paragraph begins a note.
func opensNote(p *ast.Paragraph, source []byte) bool {
	if p.Lines().Len() == 0 {
		return false
	}
	line := p.Lines().At(0)
	first := strings.TrimSpace(string(line.Value(source)))
	if strings.HasPrefix(first, "[!") && strings.HasSuffix(first, "]") && noteWord(first[2:len(first)-1]) {
		dropFirstLine(p)
		return true
	}
	word, _, ok := strings.Cut(strings.Trim(first, "*_ "), ":")
	if !ok {
		word, _, ok = strings.Cut(strings.Trim(first, "*_ "), "：")
	}
	if !ok {
		word = strings.Trim(first, "*_ ")
	}
	return noteWord(strings.Trim(word, "*_ "))
}

// dropFirstLine removes the inline nodes of a paragraph's first line.
func dropFirstLine(p *ast.Paragraph) {
	for c := p.FirstChild(); c != nil; {
		next := c.NextSibling()
		text, ok := c.(*ast.Text)
		p.RemoveChild(p, c)
		if ok && (text.SoftLineBreak() || text.HardLineBreak()) {
			return
		}
		c = next
	}
}

// noteWord says whether a word is what notes are headed with.
func noteWord(s string) bool {
	switch strings.ToLower(s) {
	case "note", "tip", "hint", "warning", "caution", "danger", "important", "info", "attention", "notice",
		"注意", "提示", "警告", "重要", "说明", "备注", "小贴士":
		return true
	}
	return false
}
