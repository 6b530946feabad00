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

// articles reads an export of a help desk; false if the file is none.
func articles(key string, body []byte) ([]ingest.Page, bool) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	var list []article
	if bytes.HasPrefix(body, []byte("[")) {
		if json.Unmarshal(body, &list) != nil {
			return nil, false
		}
	} else {
		var export struct {
			Articles []article `json:"articles"`
			Data     []article `json:"data"`
		}
		if json.Unmarshal(body, &export) != nil {
			return nil, false
		}
		list = append(export.Articles, export.Data...)
	}
	var pages []ingest.Page
	for _, a := range list {
		if a.title() == "" || a.content() == "" && a.hidden() == "" {
			continue
		}
		pages = append(pages, a.page(key))
	}
	return pages, len(pages) > 0 && len(pages)*2 >= len(list)
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
	id := strings.Trim(string(a.ID), `"`)
	if id == "" || id == "null" || len(id) > maxIdentity {
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
