package extract

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	// tooMuch is the share of the page's prose that no furniture holds: an
	// element with more is content, whatever its class says.
	tooMuch = 0.35
	// enough is the amount of prose in bytes from which on tooMuch counts; the
	// little that a page of links holds may well be in a banner.
	enough = 400
	// nearlyAll is tooMuch for short pages, and for comments, which are often
	// longer than what they are about.
	nearlyAll = 0.95
	// maxAsk is the size of the largest box around the question whether a page
	// was helpful, in bytes: the question, the answers, a word of thanks.
	maxAsk = 300
	// maxAdjusted bounds the number of elements whose mass is taken from all
	// that they are in; real pages have some tens.
	maxAdjusted = 2000
)

// settle decides which suspects are furniture, and takes what they hold from
// the mass of the elements around them.
func (s *survey) settle() {
	s.dropped = make(map[*html.Node]bool, len(s.suspects)+len(s.asks))
	total := s.mass[s.body]
	home := s.home()
	until := 0
	for _, x := range s.suspects {
		m := s.mass[x.node]
		if x.first <= until || s.holdsContent(x) || !x.certain() && !apart(x.node, home) && float64(m.prose) > x.most(m.prose)*float64(total.prose) {
			continue
		}
		until = x.last
		s.drop(x.node)
	}
	for _, n := range s.asks {
		s.drop(s.askBox(n))
	}
}

// home is the smallest element around the heading that is the page's title that
// holds a text, nil if there is no such heading.
func (s *survey) home() *html.Node {
	if s.h1 == nil || !s.meta.isTitle(textOf(s.h1)) {
		return nil
	}
	for n := s.h1.Parent; n != nil && n != s.body; n = n.Parent {
		if s.mass[n].prose >= enough {
			return n
		}
	}
	return nil
}

// apart says whether an element has nothing to do with the page's home.
func apart(n, home *html.Node) bool {
	return home != nil && !inside(n, home) && !inside(home, n)
}

// certain says whether an element itself says that it is furniture, by its name
// or role.
func (x suspect) certain() bool {
	switch x.node.DataAtom {
	case atom.Nav, atom.Footer, atom.Dialog:
		return true
	}
	return attr(x.node, "role") != ""
}

// most is the share of the page's prose above which a suspect with so much is
// content.
func (x suspect) most(prose int) float64 {
	comments := func(word string, _ bool) bool {
		return word == "comments" || word == "commentlist" || word == "disqus" || word == "respond"
	}
	if prose < enough || eachWord(attr(x.node, "class"), comments) || eachWord(attr(x.node, "id"), comments) {
		return nearlyAll
	}
	return tooMuch
}

// holdsContent says whether the page's main heading, or what the page calls its
// main part, lies in a suspect, other than in the navigation.
func (s *survey) holdsContent(x suspect) bool {
	if x.node.DataAtom == atom.Nav {
		return false
	}
	in := func(at int) bool { return x.first <= at && at <= x.last }
	return s.h1 != nil && in(s.h1At) || slices.ContainsFunc(s.mainAt[:min(len(s.mainAt), maxMains)], in)
}

// maxMains is the number of main elements that are looked at; a valid page has
// one.
const maxMains = 10

func (s *survey) drop(n *html.Node) {
	if n == nil || s.dropped[n] {
		return
	}
	s.dropped[n] = true
	if len(s.dropped) > maxAdjusted {
		return
	}
	m := s.mass[n]
	for p := n; p != nil; p = p.Parent {
		if have, ok := s.mass[p]; ok {
			have.sub(m)
			s.mass[p] = have
		}
	}
}

// askBox is the largest element around a question for feedback that holds
// little more than it, and no heading of the page.
func (s *survey) askBox(n *html.Node) *html.Node {
	var box *html.Node
	for p := n.Parent; p != nil && p.DataAtom != atom.Body; p = p.Parent {
		m, known := s.mass[p]
		if known && m.text > maxAsk || p == s.h1 || isListEntry(p) {
			break
		}
		if known {
			box = p
		}
	}
	if box != nil && s.h1 != nil && inside(s.h1, box) {
		return nil
	}
	return box
}

// isListEntry keeps questions that a page lists from being taken for its own.
func isListEntry(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Td, atom.Th, atom.Dt, atom.Dd, atom.H2, atom.H3, atom.H4, atom.Summary:
		return true
	}
	return false
}
