package crawl

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
)

const (
	// maxLinks is how many links of one page are followed; a long site map for
	// people has a few thousand.
	maxLinks = 10_000
	// maxRefresh is the longest delay, in seconds, with which a meta refresh is
	// taken for a redirect; slower ones are pages that reload.
	maxRefresh = 5
)

// links is what a page says about other pages, and about being read.
type links struct {
	to       []link // in the order of the page, as written
	base     string // <base href>
	refresh  string // where a meta refresh goes, "" if nowhere
	noindex  bool
	nofollow bool
	more     bool // there were more than maxLinks

	title, heading string // text of the title element and of the first h1
	letters        int    // bytes of text that are no space, but for noscript

	scripts    bool // there is at least one
	mount      bool // there is an element for a script to fill
	asksScript bool // a text for readers without scripts speaks of them
}

// link is one reference of a page.
type link struct {
	href string
	how  string // "link from", "canonical of", "translation of"
}

// readLinks looks through the whole page, menus too, token by token: nothing is
// built, so that neither depth nor number of elements matters.
func readLinks(body []byte, contentType string) links {
	var l links
	z := html.NewTokenizer(bytes.NewReader(utf8Text(body, contentType)))
	noscript := false
	inside := "" // the element whose text is looked at
	for {
		switch z.Next() {
		case html.ErrorToken:
			return l
		case html.TextToken:
			if noscript {
				l.asksScript = l.asksScript || bytes.Contains(bytes.ToLower(z.Raw()), []byte("javascript"))
			} else {
				l.text(inside, z.Raw())
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if tag := string(name); tag == "noscript" {
				noscript = false
			} else if tag == inside {
				inside = ""
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			switch tag {
			case "title", "h1", "script", "style":
				inside = tag
			}
			if tag == "noscript" {
				noscript = true
				z.NextIsNotRawText() // there is no script here, so its content counts
			}
			l.scripts = l.scripts || tag == "script"
			l.mount = l.mount || tag == "app-root"
			if more && !(noscript && tag == "meta") {
				l.element(tag, z)
			}
		}
	}
}

// maxHead is how much of a title or heading is looked at.
const maxHead = 200

// text takes a text: of the title, of a heading, or of neither.
func (l *links) text(inside string, raw []byte) {
	switch inside {
	case "script", "style":
		return
	case "title":
		if len(l.title) < maxHead {
			l.title += string(raw[:min(len(raw), maxHead)])
		}
		return
	case "h1":
		if len(l.heading) < maxHead {
			l.heading += string(raw[:min(len(raw), maxHead)])
		}
	}
	for _, c := range raw {
		if c > ' ' {
			l.letters++
		}
	}
}

// utf8Text decodes a page by its declaration. Most are UTF-8, at no cost.
func utf8Text(body []byte, contentType string) []byte {
	encoding, name, _ := charset.DetermineEncoding(body, contentType)
	if name == "utf-8" {
		return body
	}
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	return text
}

func (l *links) element(tag string, z *html.Tokenizer) {
	switch tag {
	case "a", "area", "link", "base", "meta":
	case "div", "main", "section":
		if l.letters >= shellLetters {
			return
		}
	default:
		return
	}
	attributes := map[string]string{}
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		if _, twice := attributes[string(key)]; !twice {
			attributes[string(key)] = string(value)
		}
	}
	switch tag {
	case "div", "main", "section":
		l.mount = l.mount || frameworkMount(attributes["id"])
	case "base":
		if l.base == "" {
			l.base = attributes["href"]
		}
	case "meta":
		l.meta(attributes)
	case "link":
		l.relation(attributes)
	default:
		if href, ok := attributes["href"]; ok && !has(attributes["rel"], "nofollow") {
			l.add(href, "link from")
		}
	}
}

func (l *links) add(href, how string) {
	switch href = strings.TrimSpace(href); {
	case href == "" || href[0] == '#':
	case len(l.to) >= maxLinks:
		l.more = true
	default:
		l.to = append(l.to, link{href, how})
	}
}

func (l *links) relation(attributes map[string]string) {
	rel := attributes["rel"]
	switch {
	case has(rel, "canonical"):
		l.add(attributes["href"], "canonical of")
	case has(rel, "alternate") && attributes["hreflang"] != "":
		l.add(attributes["href"], "translation of")
	case has(rel, "next"), has(rel, "prev"):
		l.add(attributes["href"], "link from")
	}
}

func (l *links) meta(attributes map[string]string) {
	if strings.EqualFold(attributes["http-equiv"], "refresh") && l.refresh == "" {
		l.refresh = refresh(attributes["content"])
	}
	switch strings.ToLower(attributes["name"]) {
	case "robots", product:
		l.directives(attributes["content"])
	}
}

// directives reads the list of a robots meta element.
func (l *links) directives(content string) {
	for d := range strings.SplitSeq(strings.ToLower(content), ",") {
		d = strings.TrimSpace(d)
		l.noindex = l.noindex || d == "noindex" || d == "none"
		l.nofollow = l.nofollow || d == "nofollow" || d == "none"
	}
}

// header reads an X-Robots-Tag header. Directives after "name:" are for that
// crawler only; those that take a value are not names.
func (l *links) header(values []string) {
	for _, value := range values {
		ours := true
		for d := range strings.SplitSeq(value, ",") {
			if name, rest, found := strings.Cut(d, ":"); found {
				name = strings.ToLower(strings.TrimSpace(name))
				if name == "unavailable_after" || strings.HasPrefix(name, "max-") {
					continue
				}
				ours, d = name == product, rest
			}
			if ours {
				l.directives(d)
			}
		}
	}
}

// refresh reads the content of a meta refresh: "0; url=/there".
func refresh(content string) string {
	seconds, goal, found := strings.Cut(content, ";")
	if !found {
		seconds, goal, found = strings.Cut(content, ",")
	}
	wait, err := strconv.ParseFloat(strings.TrimSpace(seconds), 64)
	if !found || err != nil || wait > maxRefresh {
		return ""
	}
	goal = strings.TrimSpace(goal)
	if len(goal) > 3 && strings.EqualFold(goal[:3], "url") {
		if after, ok := strings.CutPrefix(strings.TrimSpace(goal[3:]), "="); ok {
			goal = strings.TrimSpace(after)
		}
	}
	return strings.Trim(goal, `"'`)
}

// has reports whether a space-separated attribute holds a word.
func has(words, word string) bool {
	return slices.ContainsFunc(strings.Fields(words), func(w string) bool { return strings.EqualFold(w, word) })
}
