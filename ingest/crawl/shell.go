package crawl

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"footnote/ingest"
	"footnote/ingest/crawl/browser"
)

// shellLetters is the longest text, in bytes without spaces, of a page that a
// script is to fill: a name, a "Loading" and a few words more. The shortest help
// page that is sent with its text says more, its menu counted in.
const shellLetters = 120

// needsScript is the reason of a page that has no text without its scripts.
const needsScript = "needs JavaScript: without its scripts the page has no text"

// shell says whether a page has next to no text, and a script that is meant to
// fill it: into an element that the common frameworks use for that, or one that a
// notice for readers without scripts speaks of.
func (l *links) shell() bool {
	return l.scripts && l.letters < shellLetters && (l.mount || l.asksScript)
}

// frameworkMount says whether a script fills the element with this id.
func frameworkMount(id string) bool {
	switch id {
	case "root", "app", "__next", "__nuxt", "___gatsby", "__docusaurus", "svelte", "app-root", "main-app", "application", "react-root", "q-app":
		return true
	}
	return false
}

// render fills a page in the browser and reads what it says then.
func (r *run) render(ctx context.Context, o *outcome, before links, c *content) (links, error) {
	p := browser.Page{URL: o.target.address.String(), ContentType: c.kind, Body: c.body}
	ctx, cancel := context.WithTimeoutCause(ctx, r.options.Timeout, fmt.Errorf("the page is not complete after %s", r.options.Timeout))
	defer cancel()
	html, err := r.source.browser.Render(ctx, p, r.options.MaxBytes, r.subrequest)
	if err != nil {
		return links{}, err
	}
	c.kind, c.body = "text/html; charset=utf-8", html
	l := readLinks(c.body, c.kind)
	if l.letters <= before.letters {
		return l, fmt.Errorf("%s, and none with them", needsScript)
	}
	// What is shown may change while the shell stays the same: it is asked for in
	// full each time.
	o.page.ETag, o.page.LastModified, o.page.ContentType = "", "", c.kind
	return l, nil
}

// subrequest makes a request of a page that is being rendered: through the same
// doors as any other, but not paced, since one page is one visit.
func (r *run) subrequest(ctx context.Context, to string, header http.Header) (browser.Answer, error) {
	a, err := parse(to)
	switch {
	case err != nil:
		return browser.Answer{}, err
	case r.site.hosts(a) && !r.robots.allows(a):
		return browser.Answer{}, fmt.Errorf("%s: %s", a, forbidden)
	case !r.site.hosts(a) && r.options.BrowserOwnHost:
		return browser.Answer{}, fmt.Errorf("%s: another host", a)
	}
	var body []byte
	answer, err := r.fetch.once(ctx, question{address: a, accept: header.Get("Accept")}, func(_ reply, in io.Reader) (err error) {
		body, err = io.ReadAll(in)
		return err
	})
	return browser.Answer{Status: answer.status, Header: answer.header, Body: body}, err
}

// fill deals with a page that has no text without its scripts: false if nothing
// is to be read of it.
func (r *run) fill(ctx context.Context, o *outcome, l *links, c *content) bool {
	if r.source.browser == nil {
		o.page.Status, o.page.Reason, o.doubt = ingest.Skipped, needsScript+"; FOOTNOTE_BROWSER_URL names a browser that renders it", o.target.document
		return false
	}
	rendered, err := r.render(ctx, o, *l, c)
	if err != nil {
		o.page.Reason = line(err.Error())
		return false
	}
	*l = rendered
	return true
}
