package extract

import (
	"net/url"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/ingest"
)

// meta is what a page says about itself outside its text.
type meta struct {
	title, ogTitle, siteName string
	lang, description        string
	canonical, base          string
	noIndex                  bool
	alternates               map[string]string // language -> address as written

	modified, published string // of meta elements
	ldModified          string // of JSON-LD
	ldPublished         string
	times               []*html.Node // time elements with a datetime
}

// telling selects the elements that say something about their page.
const telling = "html, title, meta, link, base, time[datetime], script[type*='ld+json']"

// newMeta reads what a page says about itself.
func newMeta(root *html.Node) meta {
	var m meta
	goquery.NewDocumentFromNode(root).Find(telling).Each(func(_ int, found *goquery.Selection) {
		m.element(found.Get(0))
	})
	return m
}

// element takes what it needs from an element.
func (m *meta) element(n *html.Node) {
	if n.Namespace != "" {
		return
	}
	switch n.DataAtom {
	case atom.Html:
		m.lang = attr(n, "lang")
		if m.lang == "" {
			m.lang = attr(n, "xml:lang")
		}
	case atom.Title:
		if m.title == "" {
			m.title = textOf(n)
		}
	case atom.Meta:
		m.metaElement(n)
	case atom.Link:
		m.link(n)
	case atom.Base:
		m.base = attr(n, "href")
	case atom.Script:
		if n.FirstChild != nil {
			m.linkedData(n.FirstChild.Data)
		}
	case atom.Time:
		if len(m.times) < 100 {
			m.times = append(m.times, n)
		}
	}
}

func (m *meta) metaElement(n *html.Node) {
	name := attr(n, "property")
	if name == "" {
		name = attr(n, "name")
	}
	if name == "" {
		name = attr(n, "itemprop")
	}
	content := attr(n, "content")
	switch strings.ToLower(name) {
	case "og:title":
		m.ogTitle = fold(content)
	case "og:site_name":
		m.siteName = fold(content)
	case "description":
		m.description = fold(content)
	case "og:description":
		if m.description == "" {
			m.description = fold(content)
		}
	case "robots", "footnote":
		c := strings.ToLower(content)
		m.noIndex = m.noIndex || strings.Contains(c, "noindex") || strings.TrimSpace(c) == "none"
	case "article:modified_time", "og:updated_time", "last-modified", "datemodified", "dcterms.modified", "dc.date.modified", "revised":
		m.modified = content
	case "article:published_time", "datepublished", "dcterms.date", "dc.date", "date":
		if m.published == "" {
			m.published = content
		}
	}
}

func (m *meta) link(n *html.Node) {
	rel := strings.Fields(strings.ToLower(attr(n, "rel")))
	href := strings.TrimSpace(attr(n, "href"))
	for _, r := range rel {
		switch r {
		case "canonical":
			if m.canonical == "" {
				m.canonical = href
			}
		case "alternate":
			lang := strings.ToLower(attr(n, "hreflang"))
			if lang == "" || href == "" || len(m.alternates) >= maxAlternates {
				continue
			}
			if m.alternates == nil {
				m.alternates = make(map[string]string)
			}
			m.alternates[lang] = href
		}
	}
}

// maxAlternates is far above the number of languages of any site.
const maxAlternates = 300

// linkedData takes the dates of a JSON-LD script. It is not parsed as a whole:
// many are not valid, and only two properties are wanted.
func (m *meta) linkedData(script string) {
	if m.ldModified == "" {
		m.ldModified = jsonString(script, `"dateModified"`)
	}
	if m.ldPublished == "" {
		m.ldPublished = jsonString(script, `"datePublished"`)
	}
}

// jsonString is the string value of the first property with the quoted name.
func jsonString(script, name string) string {
	i := strings.Index(script, name)
	if i < 0 {
		return ""
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(script[i+len(name):], " \t\r\n"), ":")
	if !ok {
		return ""
	}
	rest, ok = strings.CutPrefix(strings.TrimLeft(rest, " \t\r\n"), `"`)
	if !ok {
		return ""
	}
	value, _, ok := strings.Cut(rest, `"`)
	if !ok || len(value) > 64 {
		return ""
	}
	return value
}

// document fills in what the page says about itself.
func (m *meta) document(d *ingest.Document, address string) {
	d.Description, d.NoIndex = m.description, m.noIndex
	from, err := url.Parse(address)
	if err != nil {
		from = &url.URL{}
	}
	if b, err := from.Parse(m.base); err == nil && m.base != "" {
		from = b
	}
	d.Canonical = absolute(from, m.canonical)
	for lang, href := range m.alternates {
		if a := absolute(from, href); a != "" {
			if d.Alternates == nil {
				d.Alternates = make(map[string]string, len(m.alternates))
			}
			d.Alternates[lang] = a
		}
	}
}

// absolute resolves a reference; "" unless the result is a web address, or, on a
// page that is a file, a file.
func absolute(from *url.URL, href string) string {
	if href == "" {
		return ""
	}
	u, err := from.Parse(href)
	web := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
	if !web && (err != nil || u.Scheme != "file" || from.Scheme != "file") {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// updated is when the page says that it was changed last; zero if it does not
// say. A date of publication counts where there is no other.
func (m *meta) updated(line time.Time) time.Time {
	for _, s := range []string{m.modified, m.ldModified} {
		if t, ok := parseDate(s); ok {
			return t
		}
	}
	for _, n := range m.times {
		if saysUpdated(textAround(n)) {
			if t, ok := parseDate(attr(n, "datetime")); ok {
				return t
			}
		}
	}
	if !line.IsZero() {
		return line
	}
	for _, s := range []string{m.published, m.ldPublished} {
		if t, ok := parseDate(s); ok {
			return t
		}
	}
	return time.Time{}
}

// textAround is the text of an element's parent where that is a short one, with
// the attributes that name it.
func textAround(n *html.Node) string {
	own := attr(n, "class") + " " + attr(n, "itemprop") + " " + textOf(n)
	p := n.Parent
	if p == nil {
		return own
	}
	if s := textOf(p); short(s, 120) {
		own += " " + s + " " + attr(p, "class")
	}
	return own
}
