package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// furniture says whether an element is part of the site and not of the page:
// navigation, banners, feedback boxes, related articles.
func furniture(n *html.Node, t traits) bool {
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Dialog, atom.Menu:
		return true
	case atom.Aside:
		return !isNote(n, t) && !isFootnotes(n, t)
	case atom.Header:
		return !inArticle(n)
	}
	switch t.role {
	case "navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar", "toolbar":
		return !isNote(n, t)
	case "tablist":
		return !holdsPanels(n)
	}
	if !container(n.DataAtom) {
		return false
	}
	return t.class != "" && eachWord(t.class, furnitureClass) || t.id != "" && eachWord(t.id, furnitureID)
}

// holdsPanels says whether panels stand among the tabs of a list.
func holdsPanels(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && attr(c, "role") == "tabpanel" {
			return true
		}
	}
	return false
}

// inArticle says whether an element near its parents is in the content, where a
// header is the beginning of the text.
func inArticle(n *html.Node) bool {
	p := n.Parent
	for range 12 {
		if p == nil {
			return false
		}
		switch p.DataAtom {
		case atom.Main, atom.Article, atom.Section:
			return true
		}
		p = p.Parent
	}
	return false
}

// container says whether classes of an element are taken to say what it is for.
func container(a atom.Atom) bool {
	switch a {
	case atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Aside, atom.Form, atom.Table, atom.Header, atom.A, atom.P, atom.Span, atom.Button, atom.Li:
		return true
	}
	return false
}

// furnitureClass says whether a word in a class name is one that sites give to
// furniture. Words that are also used for content ("banner", "alert", "panel",
// "header") are not here, or only as part of a longer name.
func furnitureClass(word string, whole bool) bool {
	switch word {
	case "breadcrumb", "breadcrumbs", "crumb", "crumbs", "cookie", "cookies", "consent", "gdpr", "ccpa",
		"sidebar", "sidenav", "toc", "tableofcontents", "pagination", "pager", "prevnext",
		"related", "recommended", "recommendations", "sharing", "sharethis", "addthis", "newsletter",
		"feedback", "helpful", "masthead", "navbar", "nav", "navigation", "footer", "skiplink",
		"byline", "tags", "taglist", "trending", "outbrain", "taboola", "recirc", "teaser", "teasers", "comment", "commentlist", "respond", "advertorial",
		"advert", "advertisement", "ads", "adsense", "sponsored", "promo", "disqus", "comments", "lastmod", "subscribe", "popup", "modal":
		return true
	}
	if !whole {
		return false
	}
	for _, start := range []string{"author-bio", "author-box", "author-info", "author-card", "about-author", "breaking-news", "latest-news", "latest-posts", "latest-stories", "top-stories", "top-five", "popular-posts", "more-stories", "related-"} {
		if strings.HasPrefix(word, start) {
			return true
		}
	}
	switch word {
	case "author", "author-bio", "author-box", "about-author", "post-meta", "entry-meta", "article-meta", "most-popular", "most-read", "read-next", "more-stories",
		"print-only", "printonly", "visible-print", "visible-print-block", "social-share", "share-buttons", "share-bar", "post-tags", "entry-tags", "article-tags", "tag-list",
		"video-player", "jwplayer", "related-posts", "related-links", "skip", "skip-link", "skip-to-content", "skip-nav", "see-also", "on-this-page", "table-of-contents", "page-toc", "share", "social", "social-links",
		"edit-page", "edit-link", "edit-this-page", "theme-edit-this-page", "search", "search-box", "search-form", "site-header", "site-footer", "site-nav",
		"page-nav", "post-nav", "prev-next", "next-prev", "lang-switch", "language-switch", "language-switcher", "lang-switcher", "langs", "languages",
		"hash-link", "headerlink", "header-anchor", "anchor-link", "anchorjs-link", "copy-button", "clipboard-button", "copybtn",
		"was-this-helpful", "article-votes", "vote", "voting", "noprint", "no-print", "backtotop", "back-to-top":
		return true
	}
	return false
}

// furnitureID is furnitureClass for ids, which are also the anchors of content:
// only names that no author gives to a section.
func furnitureID(word string, whole bool) bool {
	switch word {
	case "breadcrumb", "breadcrumbs", "sidebar", "sidenav", "navbar", "masthead", "disqus":
		return true
	}
	if !whole {
		return false
	}
	switch word {
	case "toc", "nav", "footer", "comments", "cookie-banner", "cookie-consent", "site-header", "site-footer", "related-articles", "table-of-contents":
		return true
	}
	return false
}

// isNote says whether an element is an admonition.
func isNote(n *html.Node, t traits) bool {
	if t.role == "note" {
		return true
	}
	switch n.DataAtom {
	case atom.Div, atom.Aside, atom.Section, atom.P, atom.Blockquote:
	default:
		return false
	}
	return eachWord(t.class, func(word string, whole bool) bool {
		switch word {
		case "admonition", "callout", "alert":
			return true
		case "confluence-information-macro":
			return true
		case "note", "tip", "hint", "warning", "caution", "danger", "important", "notice", "info", "infobox", "attention":
			return whole || n.DataAtom == atom.Aside
		}
		return false
	})
}
