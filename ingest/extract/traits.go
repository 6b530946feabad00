package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// traits are the attributes of an element that say what it is for.
type traits struct {
	id, class, role, style, label string
	controls, labelledBy          string
	hidden, ariaHidden            bool
}

func traitsOf(n *html.Node) (t traits) {
	for i := range n.Attr {
		v := n.Attr[i].Val
		switch n.Attr[i].Key {
		case "id":
			t.id = v
		case "class":
			t.class = v
		case "role":
			t.role = v
		case "style":
			t.style = v
		case "aria-label":
			t.label = v
		case "aria-controls":
			t.controls = v
		case "aria-labelledby":
			t.labelledBy = v
		case "hidden":
			t.hidden = v != "until-found"
		case "aria-hidden":
			t.ariaHidden = v == "true"
		}
	}
	return t
}

func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return true
		}
	}
	return false
}

// eachWord calls f with each word of a class attribute, in lower case, whole
// ("cookie-banner") and, where it has several, its parts ("cookie", "banner"),
// until f returns true, which it then returns. Class names are split at
// hyphens, underscores and humps, but not those that speak of something else
// ("has-sidebar", "no-nav").
func eachWord(class string, f func(word string, whole bool) bool) bool {
	var buf [64]byte
	for _, name := range strings.Fields(class) {
		if len(name) > len(buf) {
			name = name[:len(buf)]
		}
		low := buf[:len(name)]
		start, parts := 0, 0
		whole := speaksOfOther(name)
		for i := 0; i < len(name); i++ {
			c := name[i]
			upper := c >= 'A' && c <= 'Z'
			low[i] = c
			if upper {
				low[i] = c | 0x20
			}
			split := c == '-' || c == '_' || c == ':' || c == '.'
			hump := upper && i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z'
			if !whole && (split || hump) {
				if i > start && f(string(low[start:i]), false) {
					return true
				}
				parts++
				start = i
				if split {
					start++
				}
			}
		}
		if parts > 0 && start < len(low) && f(string(low[start:]), false) {
			return true
		}
		if f(string(low), true) {
			return true
		}
	}
	return false
}

// speaksOfOther says whether a class name is about what an element has beside
// or in it, and not about what it is.
func speaksOfOther(name string) bool {
	for _, start := range []string{"has-", "with-", "no-", "without-", "hide-", "show-", "l-", "layout-", "is-"} {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	return false
}
