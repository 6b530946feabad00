package crawl

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"footnote/ingest"
)

// maxValidator bounds the ETag and Last-Modified texts that are kept; common
// ones have below 100 bytes.
const maxValidator = 1000

// outcome is what a visit brought.
type outcome struct {
	target    *target
	page      ingest.Page
	links     []reference
	redirects bool
	goal      address // of the redirect; zero if it cannot be read
	goalText  string  // as the site wrote it
	silent    bool    // no answer, or "not now"
	doubt     bool    // a page that has a document looks gone, which a site in trouble may do to any
	truncated bool    // there were more links
	start     bool    // the page that was given, or where it redirects
}

// reference is a link to the site's host.
type reference struct {
	address address
	how     string
}

// content is a body that is a page.
type content struct {
	kind string // content type as sent, or as it looks
	body []byte
}

// visit asks for a page. It runs in a worker and touches nothing of the run
// that changes.
func (r *run) visit(ctx context.Context, t *target) outcome {
	var c content
	q := question{address: t.address, etag: t.etag, lastModified: t.lastModified}
	answer, err := r.fetch.get(ctx, q, func(a reply, in io.Reader) error { return c.read(a, in) })
	o := outcome{target: t, page: r.page(t, ingest.Failed, "")}
	o.page.HTTPStatus = answer.status
	o.page.ContentType = c.kind
	o.page.Fetched = r.options.Now()
	switch {
	case err != nil:
		o.page.Reason = plainly(err, r.options.Timeout)
		o.silent = answer.status == 0
	case redirects(answer.status):
		o.doubt = t.document && !permanent(answer.status)
		r.redirect(&o, t.address, answer.header.Get("Location"))
	case answer.status >= 200 && answer.status < 300:
		o.validators(answer.header)
		r.judge(ctx, &o, answer.header, c)
	default:
		o.status(answer.status)
	}
	return o
}

func (c *content) read(a reply, in io.Reader) error {
	c.kind = a.header.Get("Content-Type")
	if c.kind == "" {
		buffered := bufio.NewReader(in)
		start, _ := buffered.Peek(512) // as much as DetectContentType looks at
		c.kind, in = http.DetectContentType(start), buffered
	}
	if !c.text() {
		return nil
	}
	var err error
	c.body, err = io.ReadAll(in)
	return err
}

// media is the content type without parameters.
func (c *content) media() string {
	kind, _, err := mime.ParseMediaType(c.kind)
	if err != nil {
		kind, _, _ = strings.Cut(c.kind, ";")
	}
	return strings.ToLower(strings.TrimSpace(kind))
}

func (c *content) html() bool {
	return slices.Contains([]string{"text/html", "application/xhtml+xml"}, c.media())
}

// text says whether content is a page for people, links or not.
func (c *content) text() bool {
	return c.html() || slices.Contains([]string{
		"text/plain", "text/markdown", "text/x-markdown", "text/csv", "application/pdf",
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"application/vnd.openxmlformats-officedocument.presentationml.presentation",
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}, c.media())
}

// status deals with answers that are neither pages nor redirects.
func (o *outcome) status(code int) {
	o.page.Reason = strings.TrimSpace(fmt.Sprintf("%d %s", code, http.StatusText(code)))
	switch code {
	case http.StatusNotModified:
		if o.target.conditional() {
			o.page.Status, o.page.Reason = ingest.NotModified, ""
			o.page.ETag, o.page.LastModified = o.target.etag, o.target.lastModified
		}
	case http.StatusNotFound, http.StatusGone:
		if o.target.held {
			o.page.Status = ingest.Removed
		}
	default:
		o.silent = busy(code)
	}
}

// saysMissing is the reason of a page that is only said to be found.
const saysMissing = "the page says that it does not exist, although the server answers 200"

func (o *outcome) missing() {
	o.page.Reason, o.doubt = saysMissing, o.target.document
	if o.target.held {
		o.page.Status = ingest.Removed
	}
}

// validators keeps what the server wants to be asked with the next time.
func (o *outcome) validators(h http.Header) {
	if etag := h.Get("ETag"); len(etag) <= maxValidator {
		o.page.ETag = etag
	}
	if modified := h.Get("Last-Modified"); len(modified) <= maxValidator {
		o.page.LastModified = modified
	}
	if at, err := http.ParseTime(o.page.LastModified); err == nil && o.page.Modified.IsZero() {
		o.page.Modified = at
	}
	if o.page.Modified.After(o.page.Fetched.Add(24 * time.Hour)) { // a wrong clock, beyond time zones
		o.page.Modified = time.Time{}
	}
}

// judge decides what a page with content is.
func (r *run) judge(ctx context.Context, o *outcome, h http.Header, c content) {
	if !c.text() {
		o.page.Status, o.page.Reason = ingest.Skipped, "unsupported type "+line(cmp.Or(c.media(), "without a name"))
		return
	}
	var l links
	if c.html() {
		if l = readLinks(c.body, c.kind); l.shell() && l.refresh == "" && !r.fill(ctx, o, &l, &c) {
			return
		}
	}
	l.header(h.Values("X-Robots-Tag"))
	base := o.target.address
	if b, err := resolve(base, l.base); l.base != "" && err == nil {
		base = b
	}
	if !l.nofollow {
		o.links, o.truncated = r.references(base, l.to), l.more
	}
	if l.refresh != "" {
		if goal, err := resolve(base, l.refresh); err != nil || r.site.place(goal) != o.target.address {
			o.doubt = o.target.document
			r.redirect(o, base, l.refresh)
			return
		}
	}
	if l.missing() {
		o.missing()
		return
	}
	if l.noindex {
		o.page.Status, o.page.Reason = ingest.Skipped, "noindex"
		return
	}
	o.page.Status, o.page.Body = ingest.Fetched, c.body
}

// references resolves links and keeps those to the site's host, each once.
func (r *run) references(base address, to []link) []reference {
	var kept []reference
	seen := map[address]bool{}
	for _, l := range to {
		a, err := resolve(base, l.href)
		if err != nil {
			continue
		}
		if a = r.site.place(a); r.site.hosts(a) && !seen[a] {
			seen[a] = true
			kept = append(kept, reference{a, l.how})
		}
	}
	return kept
}

func (r *run) redirect(o *outcome, base address, to string) {
	if to == "" {
		o.page.Reason = fmt.Sprintf("%d without an address to go to", o.page.HTTPStatus)
		return
	}
	o.redirects, o.goalText = true, line(to)
	if goal, err := resolve(base, to); err == nil {
		o.goal = r.site.place(goal)
		o.goalText = o.goal.String()
	}
}
