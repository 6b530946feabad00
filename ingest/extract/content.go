package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// content chooses the element that holds the page's own text: what the page
// declares as such, if it holds text; else what is around the main heading; else
// the smallest element with most of the prose.
func (s *survey) content() *html.Node {
	if s.body == nil {
		return nil
	}
	if main := s.dominant(s.mains, dominance); main != nil {
		if article := s.article(); article != nil && inside(article, main) && s.share(article, main) >= narrowing {
			main = article
		}
		return s.tighten(main)
	}
	for _, n := range []*html.Node{s.article(), s.dominant(s.named, dominance), s.aroundHeading()} {
		if n == nil {
			continue
		}
		if home := s.home(); home != nil && inside(home, n) && s.share(home, n) >= homely {
			n = home
		}
		return s.tighten(n)
	}
	return s.tighten(s.narrow(s.body))
}

// article is the article with the main heading if it holds a text, else the one
// that dominates the page.
func (s *survey) article() *html.Node {
	for _, n := range s.articles {
		if s.h1 != nil && inside(s.h1, n) && s.mass[n].prose >= enough {
			return n
		}
	}
	return s.dominant(s.articles, dominance)
}

// aroundHeading is the smallest element that holds the main heading and a text,
// nil if that is not a fair part of the page.
func (s *survey) aroundHeading() *html.Node {
	if s.h1 == nil || s.inDropped(s.h1) {
		return nil
	}
	for n := s.h1.Parent; n != nil && n != s.body; n = n.Parent {
		if m, ok := s.mass[n]; ok && m.prose >= enough/2 {
			if s.share(n, s.body) < fairShare {
				return nil
			}
			return n
		}
	}
	return nil
}

// inDropped says whether an element lies in furniture.
func (s *survey) inDropped(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if s.dropped[n] {
			return true
		}
	}
	return false
}

// share is how much of the prose of whole is in part.
func (s *survey) share(part, whole *html.Node) float64 {
	if s.mass[whole].prose <= 0 {
		return 0
	}
	return float64(s.mass[part].prose) / float64(s.mass[whole].prose)
}

// tighten goes down from n as long as all but a few short lines is in one
// child, and no structure is left behind.
func (s *survey) tighten(n *html.Node) *html.Node {
	for {
		best := s.heaviest(n)
		if best == nil || !holdsBlocks(best) || best.DataAtom == atom.Table {
			return n
		}
		in, all := s.mass[best], s.mass[n]
		if in.prose*100 < all.prose*97 || (in.text-in.link)*10 < (all.text-all.link)*9 || s.leavesStructure(n, best) {
			return n
		}
		n = best
	}
}

// leavesStructure says whether a child of n other than best is, or holds,
// something that belongs to a text: a section's heading, a table, code, a list
// that is not of links.
func (s *survey) leavesStructure(n, best *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c == best || c.Type != html.ElementNode || s.dropped[c] {
			continue
		}
		if m, ok := s.mass[c]; ok && m.text-m.link > proseSize && (structural(c) || holds(c, structural)) {
			return true
		}
	}
	return false
}

func structural(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.Table, atom.Pre, atom.Dl, atom.Details, atom.Ol, atom.Ul:
		return true
	}
	return false
}

// heaviest is the child of n with the most prose, nil if none has any.
func (s *survey) heaviest(n *html.Node) *html.Node {
	var best *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if m, ok := s.mass[c]; ok && m.prose > 0 && (best == nil || m.prose > s.mass[best].prose) {
			best = c
		}
	}
	return best
}

const (
	// dominance is the share of the page's prose that a declared content element
	// must hold to be believed: pages of teasers have many small articles.
	dominance = 0.5
	// narrowing is the share of its parent's prose that an element must hold for
	// the search to go on inside it.
	narrowing = 0.75
	// homely is the share of the prose around it that the element around the
	// page's title must hold to be the content: what is beside it is the site's.
	homely = 0.6
	// fairShare is the share of the page's prose around the main heading: below
	// it the heading is that of the site, or of a list.
	fairShare = 0.25
)

// maxCandidates is the number of candidates that are looked at.
const maxCandidates = 200

// dominant is the candidate with the most text, nil if it holds less than a
// share of the prose of the page.
func (s *survey) dominant(candidates []*html.Node, share float64) *html.Node {
	var best *html.Node
	for _, n := range candidates[:min(len(candidates), maxCandidates)] {
		if m := s.mass[n]; m.text > 0 && s.heavier(n, best) && !s.inDropped(n) {
			best = n
		}
	}
	if best == nil || float64(s.mass[best].prose) < share*float64(s.mass[s.body].prose) {
		return nil
	}
	return best
}

func (s *survey) heavier(n, best *html.Node) bool {
	if best == nil {
		return true
	}
	a, b := s.mass[n], s.mass[best]
	return a.prose > b.prose || a.prose == b.prose && a.text > b.text
}

// narrow goes down from n as long as one child holds nearly all the prose.
func (s *survey) narrow(n *html.Node) *html.Node {
	for {
		best := s.heaviest(n)
		if best == nil || float64(s.mass[best].prose) < narrowing*float64(s.mass[n].prose) || !holdsBlocks(best) {
			return n
		}
		n = best
	}
}

// holdsBlocks says whether an element holds several blocks, and is not itself
// a paragraph.
func holdsBlocks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && isBlock(c) {
			return true
		}
	}
	return false
}
