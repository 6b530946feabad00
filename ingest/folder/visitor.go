package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"time"

	"footnote/ingest"
)

// errStopped ends a visit whose consumer wants no more pages.
var errStopped = errors.New("stopped")

// known is what matters here of a ledger row.
type known struct {
	url, validator string
	gone, seen     bool
	held           bool // it had a text, as far as is known
}

// visitor is one visit of a source.
type visitor struct {
	*source
	ctx   context.Context //nolint:containedctx // lives as long as one call of Pages
	yield func(ingest.Page, error) bool
	known map[string]known
	order []string // keys of known
	// unread are beginnings of keys below which nothing could be looked at: what
	// is missing there is not gone.
	unread []string
	pages  int
	gave   bool // a page that is read, or would be
}

// load reads what earlier runs have seen of this source.
func (v *visitor) load(ledger ingest.Ledger) error {
	for e, err := range ledger.Entries(v.ctx, v.Name()) {
		if err != nil {
			return err
		}
		v.known[e.Key] = known{url: e.URL, validator: e.LastModified, gone: e.Status == ingest.Removed, held: e.Status != ingest.Removed && e.Status != ingest.Skipped}
		v.order = append(v.order, e.Key)
	}
	return nil
}

// give yields a page, completed with what the operator said.
func (v *visitor) give(p ingest.Page) error {
	if err := v.ctx.Err(); err != nil {
		return err
	}
	if k, ok := v.known[p.Key]; ok {
		k.seen = true
		v.known[p.Key] = k
	}
	v.gave = v.gave || p.Status == ingest.Fetched || p.Status == ingest.NotModified || p.Status == ingest.Queued || p.Status == ingest.Failed
	p.Source = v.Name()
	if p.URL == "" {
		p.URL = p.Key
	}
	if p.Fetched.IsZero() {
		p.Fetched = v.options.Now()
	}
	if p.Language == "" {
		p.Language = v.options.Language
	}
	p.Labels = merged(v.options.Labels, p.Labels)
	if !v.yield(p, nil) {
		return errStopped
	}
	return nil
}

// merged is all plus own, own going first.
func merged(all, own map[string]string) map[string]string {
	if len(own) == 0 {
		return all
	}
	m := maps.Clone(own)
	for k, value := range all {
		if _, has := m[k]; !has {
			m[k] = value
		}
	}
	return m
}

func (v *visitor) skip(key, reason string) error {
	return v.give(ingest.Page{Key: key, Status: ingest.Skipped, Reason: reason})
}

func (v *visitor) fail(key string, cause error) error {
	return v.give(ingest.Page{Key: key, Status: ingest.Failed, Reason: plain(cause).Error()})
}

// errEmptied is a source that had pages and has none at all now: that is how a
// disk looks that is not mounted, so nothing is taken for removed.
var errEmptied = errors.New("none of its pages is there any more: is the disk mounted? Nothing was removed; to remove its pages, say --yes")

// emptied says whether all that earlier runs have seen is missing.
func (v *visitor) emptied() bool {
	had := false
	for _, k := range v.known {
		had = had || k.held
	}
	return had && !v.gave && len(v.unread) == 0
}

// removed yields what earlier runs have seen and this one has not.
func (v *visitor) removed() error {
	if !v.options.Emptied && v.emptied() {
		return errEmptied
	}
	for _, key := range v.order {
		k := v.known[key]
		if k.seen || k.gone || v.under(key) {
			continue
		}
		if err := v.give(ingest.Page{Key: key, URL: k.url, Status: ingest.Removed, Reason: v.missing()}); err != nil {
			return err
		}
	}
	return nil
}

// under says whether a key lies where nothing could be looked at.
func (v *visitor) under(key string) bool {
	for _, u := range v.unread {
		if strings.HasPrefix(key, u) {
			return true
		}
	}
	return false
}

// file is one file of a tree or entry of an archive.
type file struct {
	key, path string // path is what patterns match: below the source, with slashes
	foundBy   string
	size      int64 // as announced; the truth is found when reading
	modified  time.Time
	validator string // what changes with the content; "" if nothing does
	open      func() (io.ReadCloser, error)
	limit     int64 // of its size
}

// file yields a file that the rules let through, or says why they do not.
func (v *visitor) file(f file) error {
	if reason := v.rules.refuse(f.path); reason != "" {
		return v.skip(f.key, reason)
	}
	return v.content(f)
}

// content yields a file with what is in it, or why that cannot be had.
func (v *visitor) content(f file) error {
	if v.options.MaxPages > 0 && v.pages >= v.options.MaxPages {
		return v.give(ingest.Page{Key: f.key, Status: ingest.Queued, Reason: fmt.Sprintf("over the limit of %d pages", v.options.MaxPages)})
	}
	v.pages++
	p := ingest.Page{Key: f.key, URL: v.published(f.path), FoundBy: f.foundBy, ContentType: contentType(f.path), Modified: f.modified, LastModified: f.validator}
	f.limit = v.limit(p.ContentType)
	if f.size > f.limit {
		return v.skip(f.key, tooLarge(f.limit))
	}
	moved := p.URL != "" && p.URL != v.known[f.key].url
	if k := v.known[f.key]; f.validator != "" && k.validator == f.validator && !moved {
		p.Status = ingest.NotModified
		return v.give(p)
	}
	body, err := v.read(f)
	switch {
	case errors.Is(err, errTooLarge):
		return v.skip(f.key, tooLarge(f.limit))
	case errors.Is(err, errTotal):
		return err
	case err != nil:
		return v.fail(f.key, err)
	}
	p.Status, p.Body = ingest.Fetched, body
	if parts, several := v.parts(f, p); several {
		return v.several(f, parts)
	}
	return v.give(p)
}

// limit is the size of the largest file of a type.
func (v *visitor) limit(kind string) int64 {
	if strings.HasPrefix(kind, "text/") || kind == typeJSON || kind == "application/yaml" {
		return v.options.MaxBytes
	}
	return v.packed
}

var errTooLarge = errors.New("too large")

func tooLarge(limit int64) string {
	return fmt.Sprintf("larger than %d bytes, the limit for one page", limit)
}

// read returns at most f.limit bytes, whatever size was announced.
func (v *visitor) read(f file) ([]byte, error) {
	r, err := f.open()
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read from
	body := make([]byte, 0, min(max(f.size, 0), f.limit)+1)
	for {
		n, err := r.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case int64(len(body)) > f.limit:
			return nil, errTooLarge
		case errors.Is(err, io.EOF):
			return body, nil
		case err != nil:
			return nil, err
		}
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
	}
}
