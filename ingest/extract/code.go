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
	e := entry{kind: retrieval.Code, text: verbatim(b.String()), language: codeLanguage(n)}
	w.dropLabel(e.language)
	if w.list.depth > 0 && e.text != "" {
		e.level, e.run = w.list.depth, w.list.run
		if w.list.marker != "" { // an entry that begins with code
			w.out.add(entry{kind: w.list.kind, level: w.list.depth, run: w.list.run, indent: w.list.depth - 1, text: strings.TrimSpace(w.list.marker)})
			w.list.marker = ""
		}
	}
	w.out.add(e)
}

// dropLabel takes back the line before a block of code that is only the name of
// its language, as pages show it in a corner.
func (w *walker) dropLabel(language string) {
	last := len(w.out.entries) - 1
	if language == "" || last < 0 || w.out.entries[last].kind != retrieval.Paragraph || !strings.EqualFold(w.out.entries[last].text, language) {
		return
	}
	w.out.entries = w.out.entries[:last]
}

// maxCodeDepth is how many elements around a block of code are asked for its
// language: highlighters wrap it in two.
const maxCodeDepth = 3

// codeLanguage is the language that a block of code is written in, as an
// attribute or class of it, of the element in it or of those around it says.
func codeLanguage(n *html.Node) string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Code {
			if l := namedLanguage(c); l != "" {
				return l
			}
		}
	}
	for range maxCodeDepth {
		if n == nil || n.DataAtom == atom.Body {
			return ""
		}
		if l := namedLanguage(n); l != "" {
			return l
		}
		n = n.Parent
	}
	return ""
}

// namedLanguage is the language of code that an element names.
func namedLanguage(n *html.Node) string {
	for i := range n.Attr {
		switch v := n.Attr[i].Val; n.Attr[i].Key {
		case "data-lang", "data-language", "language":
			if l := languageName(v); l != "" {
				return l
			}
		case "lang":
			if l := languageName(v); l != "" && n.DataAtom == atom.Code {
				return l
			}
		case "class", "outputclass", "data-syntaxhighlighter-params":
			if l := classLanguage(v); l != "" {
				return l
			}
		}
	}
	return ""
}

// maxClass is how much of an attribute is looked at, in bytes.
const maxClass = 300

// classLanguage reads the classes that highlighters give to code.
func classLanguage(class string) string {
	class = cut(class, maxClass)
	for _, start := range []string{"language-", "lang-", "highlight-source-", "highlight-", "brush:", "sourceCode "} {
		i := strings.Index(class, start)
		if i < 0 || i > 0 && class[i-1] != ' ' {
			continue
		}
		name := strings.TrimLeft(class[i+len(start):], " ")
		if end := strings.IndexAny(name, " ;"); end >= 0 {
			name = name[:end]
		}
		if l := languageName(name); l != "" {
			return l
		}
	}
	return ""
}

// languageName is the name of a language of code in small letters, "" for what
// is none: an option of a highlighter, plain text.
func languageName(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	if len(s) > 20 || strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f || r <= ' ' || strings.ContainsRune("{}()<>=,\"'", r) }) {
		return ""
	}
	switch s {
	case "text", "plain", "plaintext", "txt", "none", "default", "nohighlight", "undefined", "":
		return ""
	case "en", "zh", "de", "fr", "es", "ja", "ko", "ru", "pt", "it", "en-us", "en-gb", "zh-cn", "zh-tw", "zh-hans", "zh-hant": // of people
		return ""
	}
	return s
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
		case c.DataAtom == atom.Button, lineNumber(c, t), w.survey.concealed(t):
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

// lineNumber says whether an element holds nothing but numbers of lines of code.
// Highlighters also use such classes on the code that they are to number.
func lineNumber(n *html.Node, t traits) bool {
	if t.class == "" {
		return false
	}
	named := eachWord(t.class, func(word string, _ bool) bool {
		switch word {
		case "lineno", "linenos", "linenumber", "linenumbers", "line-number", "line-numbers", "gutter", "ln", "lnt":
			return true
		}
		return false
	})
	if !named {
		return false
	}
	for c := range n.Descendants() {
		if c.Type == html.TextNode && strings.Trim(c.Data, "0123456789 \t\n") != "" {
			return false
		}
	}
	return true
}
