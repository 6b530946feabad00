package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// survey is what one walk over the tree finds out before the text is written.
type survey struct {
	meta     meta
	body     *html.Node
	h1       *html.Node
	h1At     int          // its place in document order
	titled   *html.Node   // first heading of level 2 or 3 that is the title of the page
	titledAt int          // its place
	mainAt   []int        // places of mains
	mains    []*html.Node // main elements and what stands for them
	articles []*html.Node
	named    []*html.Node            // elements whose id or class says that they hold the content
	mass     map[*html.Node]mass     // of block elements and suspects
	controls map[string]*html.Node   // id of a panel -> what opens it
	tabs     map[string]*html.Node   // id of a tab -> the tab
	lists    map[*html.Node][]string // parent of a tab list -> labels of its tabs, in order
	panels   map[*html.Node]string   // panels of tabs that only classes call so -> their labels
	labels   map[*html.Node]bool     // elements that hold those labels

	clock    int // elements seen so far
	suspects []suspect
	asks     []*html.Node        // texts that ask whether the page was helpful
	dropped  map[*html.Node]bool // furniture
}

// mass is how much text an element holds, in bytes without white space.
type mass struct {
	text  int // all that readers see, furniture left out
	link  int // in links
	prose int // in paragraphs and other blocks that are long and not mostly links
}

func (m *mass) add(o mass) { m.text, m.link, m.prose = m.text+o.text, m.link+o.link, m.prose+o.prose }
func (m *mass) sub(o mass) { m.text, m.link, m.prose = m.text-o.text, m.link-o.link, m.prose-o.prose }

// suspect is an element that looks like furniture, with its place in document
// order: elements first to last.
type suspect struct {
	node        *html.Node
	first, last int
}

// newSurvey walks over a tree.
func newSurvey(root *html.Node) *survey {
	s := &survey{meta: newMeta(root), mass: make(map[*html.Node]mass, 256)}
	s.visit(root, false)
	if s.titled != nil && (s.h1 == nil || !s.meta.isTitle(textOf(s.h1))) {
		s.h1, s.h1At = s.titled, s.titledAt
	}
	s.settle()
	return s
}

// visit walks over n and its descendants.
func (s *survey) visit(n *html.Node, link bool) mass {
	switch n.Type {
	case html.TextNode:
		size := visibleSize(n.Data)
		if size > 8 && size < 200 && asksFeedback(strings.TrimSpace(n.Data)) {
			s.asks = append(s.asks, n)
		}
		if link {
			return mass{text: size, link: size}
		}
		return mass{text: size}
	case html.ElementNode, html.DocumentNode:
		return s.element(n, link)
	}
	return mass{}
}

func (s *survey) element(n *html.Node, link bool) mass {
	t := traitsOf(n)
	s.clock++
	first := s.clock
	s.note(n, t)
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Iframe, atom.Select, atom.Textarea, atom.Button:
		return mass{}
	}
	suspicious := n.DataAtom != atom.Body && n.DataAtom != atom.Html && furniture(n, t)
	at := len(s.suspects)
	if suspicious {
		s.suspects = append(s.suspects, suspect{node: n, first: first})
	}
	block := isBlock(n)
	sum := s.contents(n, link || n.DataAtom == atom.A, block)
	if suspicious {
		s.suspects[at].last = s.clock
	}
	if s.panels[n] == "" && s.concealed(t) {
		return mass{}
	}
	if block || suspicious {
		s.mass[n] = sum
	}
	return sum
}

// contents is the mass of what is in n. Running text between blocks is prose
// if it is long and not mostly links; that of an inline element belongs to the
// text around it.
func (s *survey) contents(n *html.Node, link, block bool) mass {
	var sum, run mass
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m := s.visit(c, link)
		if c.Type == html.ElementNode && isBlock(c) {
			sum.add(run.settled())
			run = mass{}
			sum.add(m)
			continue
		}
		run.add(m)
	}
	if block {
		run = run.settled()
	}
	sum.add(run)
	return sum
}

// proseSize is the least length in bytes of running text that counts as prose:
// about ten English words; menu entries and captions are shorter.
const proseSize = 50

func (m mass) settled() mass {
	if m.prose == 0 && m.text >= proseSize && m.link*3 < m.text {
		m.prose = m.text
	}
	return m
}

// note remembers elements that are looked for later.
func (s *survey) note(n *html.Node, t traits) {
	switch n.DataAtom {
	case atom.Body:
		s.body = n
	case atom.H1:
		if s.h1 == nil && n.Namespace == "" {
			s.h1, s.h1At = n, s.clock
		}
	case atom.H2, atom.H3:
		if s.titled == nil && s.meta.isTitle(textOf(n)) {
			s.titled, s.titledAt = n, s.clock
		}
	case atom.Main:
		s.mains, s.mainAt = append(s.mains, n), append(s.mainAt, s.clock)
	case atom.Article:
		s.articles = append(s.articles, n)
	default:
		if t.role == "main" {
			s.mains, s.mainAt = append(s.mains, n), append(s.mainAt, s.clock)
		} else if namesContent(n, t) {
			s.named = append(s.named, n)
		}
	}
	s.noteControl(n, t)
	s.noteTabs(n, t)
}

// namesContent says whether an element's id or class is one that many systems
// give to the page's content.
func namesContent(n *html.Node, t traits) bool {
	if n.DataAtom != atom.Div && n.DataAtom != atom.Section && n.DataAtom != atom.Td {
		return false
	}
	match := func(word string, whole bool) bool {
		if !whole {
			return false
		}
		switch word {
		case "content", "main", "main-content", "maincontent", "article", "article-body", "articlebody", "article-content",
			"page-content", "post-content", "entry-content", "markdown-body", "mw-content-text", "document", "documentwrapper", "bodywrapper", "rst-content":
			return true
		}
		return false
	}
	return t.id != "" && eachWord(t.id, match) || t.class != "" && eachWord(t.class, match)
}

// visibleSize is the number of bytes of s that are not white space.
func visibleSize(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] > ' ' {
			n++
		}
	}
	return n
}

// textOf is the text of a subtree as one line, for labels and titles.
func textOf(n *html.Node) string {
	var l line
	gather(&l, n)
	return l.take()
}

func gather(l *line, n *html.Node) {
	if n.Type == html.TextNode {
		l.add(n.Data)
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Svg:
		return
	}
	block := n.Type == html.ElementNode && (isBlock(n) || n.DataAtom == atom.Br)
	if block {
		l.gap(space)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		gather(l, c)
	}
	if block {
		l.gap(space)
	}
}

// isBlock says whether an element begins on a new line.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl,
		atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header,
		atom.Hgroup, atom.Hr, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table,
		atom.Caption, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Frameset, atom.Html:
		return true
	case 0:
		return n.Type == html.ElementNode && hasBlockChild(n)
	}
	return false
}

// hasBlockChild is for elements that HTML does not know (components).
func hasBlockChild(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom != 0 && isBlock(c) {
			return true
		}
	}
	return false
}

// short says whether a text is shorter than n runes.
func short(s string, n int) bool { return len(s) < n || utf8.RuneCountInString(s) < n }

// foldedHas says whether s holds one of the words, without regard to case.
func foldedHas(s string, words ...string) bool {
	s = strings.ToLower(s)
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
