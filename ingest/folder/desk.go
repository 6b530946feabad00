package folder

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"

	"footnote/ingest"
)

// article is an article of a help desk, in the words of all three whose exports
// are read:
//
//	Zendesk    {"articles":[{"id","title","body","html_url","locale","draft","updated_at","label_names"}]}
//	Intercom   {"type":"list","data":[{"type":"article","id","title","body","url","state","default_locale","updated_at":1700000000}]}
//	Freshdesk  [{"id","title","description","status":2,"type","updated_at","tags"}]; status 2 is published
type article struct {
	ID          json.RawMessage `json:"id"`
	Kind        string          `json:"type"`
	Title       string          `json:"title"`
	Name        string          `json:"name"`
	Body        string          `json:"body"`
	Description string          `json:"description"`
	HTMLURL     string          `json:"html_url"`
	URL         string          `json:"url"`
	Locale      string          `json:"locale"`
	Default     string          `json:"default_locale"`
	Draft       bool            `json:"draft"`
	State       string          `json:"state"`
	Status      json.RawMessage `json:"status"`
	Updated     json.RawMessage `json:"updated_at"`
	Segment     json.RawMessage `json:"user_segment_id"`
}

// articles reads an export of a help desk; false if the file is none. An entry
// that cannot be read, or says nothing, is a page with the reason.
func articles(key string, body []byte) ([]ingest.Page, bool) {
	list, ok := entries(bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff"))))
	if !ok {
		return nil, false
	}
	var pages []ingest.Page
	good := 0
	for i, raw := range list {
		var a article
		err := json.Unmarshal(raw, &a) // what can be read is, also beside an error
		switch {
		case err != nil:
			pages = append(pages, a.odd(key, i, ingest.Failed, "cannot be read: "+explain(err).Error()))
		case a.title() == "" || a.content() == "" && a.hidden() == "":
			pages = append(pages, a.odd(key, i, ingest.Skipped, "has no title or no text"))
		default:
			pages = append(pages, a.page(key))
			good++
		}
	}
	if good == 0 || good*2 < len(list) {
		return nil, false
	}
	return pages, true
}

// entries are the articles of an export as they stand there.
func entries(body []byte) (list []json.RawMessage, ok bool) {
	if bytes.HasPrefix(body, []byte("[")) {
		return list, json.Unmarshal(body, &list) == nil
	}
	var export struct {
		Articles []json.RawMessage `json:"articles"`
		Data     []json.RawMessage `json:"data"`
	}
	if json.Unmarshal(body, &export) != nil {
		return nil, false
	}
	return append(export.Articles, export.Data...), true
}

// odd is an entry, the one at place i, that does not become a document.
func (a article) odd(key string, i int, status ingest.Status, reason string) ingest.Page {
	id := a.id()
	if id == "" {
		id = fmt.Sprintf("entry-%d", i+1)
	}
	return ingest.Page{Key: key + "#" + url.PathEscape(id), Title: a.title(), Status: status, Reason: fmt.Sprintf("entry %d of the export %s", i+1, reason)}
}

// id is what the help desk calls an article, "" if it is of no use.
func (a article) id() string {
	id := strings.Trim(string(a.ID), `"`)
	if id == "null" || len(id) > maxIdentity || strings.ContainsAny(id, "{[") {
		return ""
	}
	return id
}

func (a article) title() string {
	if a.Title != "" {
		return clean(a.Title)
	}
	return clean(a.Name)
}

func (a article) content() string {
	if a.Body != "" {
		return a.Body
	}
	return a.Description
}

// hidden says why readers of the help desk do not see an article.
func (a article) hidden() string {
	status := strings.Trim(string(a.Status), `"`)
	switch {
	case a.Draft, a.State == "draft", status == "1", status == "draft":
		return "a draft"
	case a.State != "" && a.State != "published":
		return "not published: " + a.State
	case len(a.Segment) > 0 && string(a.Segment) != "null":
		return "for signed-in readers only (user segment)"
	}
	return ""
}

func (a article) page(key string) ingest.Page {
	id := a.id()
	if id == "" {
		id = identify(a.title())
	}
	p := ingest.Page{Key: key + "#" + url.PathEscape(id), Title: a.title(), ContentType: "text/html; charset=utf-8", Modified: instant(a.Updated), Language: a.Locale}
	if p.Language == "" {
		p.Language = a.Default
	}
	for _, u := range []string{a.HTMLURL, a.URL} {
		if openable(u) && u != "" && !strings.Contains(u, "/api/") {
			p.URL = u
			break
		}
	}
	if reason := a.hidden(); reason != "" {
		p.Status, p.Reason = ingest.Skipped, reason
		return p
	}
	p.Body = []byte(fmt.Sprintf("<!doctype html><title>%s</title><main><h1>%[1]s</h1>%s</main>", html.EscapeString(p.Title), a.content()))
	return p
}

// instant reads a time: RFC 3339, or seconds since 1970.
func instant(raw json.RawMessage) time.Time {
	s := strings.Trim(string(raw), `"`)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 0 && n < 1<<40 {
		return time.Unix(n, 0).UTC()
	}
	return time.Time{}
}
