package ingest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"footnote/retrieval"
)

// workLimit is how long the work on one page may take if Pipeline.WorkLimit does
// not say: many times what pages at the limits of size take, so that only one
// that was made for it, or that meets a mistake of ours, is given up.
const workLimit = 30 * time.Second

// made is what becomes of a page.
type made struct {
	document Document
	chunks   []retrieval.Chunk
	terms    []retrieval.Terms
}

// inTime does the work on a page, but waits for it no longer than the limit, and
// not at all when the context has ended. Work that is given up goes on beside the
// run, since nothing can stop it, and is forgotten.
func (r *run) inTime(ctx context.Context, do func() (made, error)) (made, error) {
	type result struct {
		made
		err error
	}
	limit := cmp.Or(r.WorkLimit, workLimit)
	timer := time.NewTimer(limit)
	defer timer.Stop()
	done := make(chan result, 1)
	go func() {
		m, err := do()
		done <- result{m, err}
	}()
	select {
	case got := <-done:
		return got.made, got.err
	case <-timer.C:
		return made{}, fmt.Errorf("reading it takes more than %s: it is left out", limit)
	case <-ctx.Done():
		return made{}, ctx.Err()
	}
}

// extract is Extract, with a page that breaks it, or takes too long, failing
// alone.
func (r *run) extract(ctx context.Context, p Page) (Document, error) {
	extract := r.Extract // work that was given up outlives the run, and looks at nothing of it
	m, err := r.inTime(ctx, func() (m made, err error) {
		defer r.caught(p.Key, "extract", &err)
		m.document, err = extract(p)
		return m, err
	})
	d := m.document
	d.Key, d.ID = p.Key, DocumentID(p.Key)
	return d, err
}

// cut splits and counts, with a document that breaks that, or takes too long,
// failing alone.
func (r *run) cut(ctx context.Context, d Document) (made, error) {
	split, count := r.Split, r.Terms
	return r.inTime(ctx, func() (m made, err error) {
		defer r.caught(d.Key, "split", &err)
		m.chunks = split(d)
		m.terms = make([]retrieval.Terms, len(m.chunks))
		for i := range m.chunks {
			c := &m.chunks[i]
			if c.Start < 0 || c.End < c.Start || c.End > len(d.Text) || c.Text != d.Text[c.Start:c.End] {
				return made{}, fmt.Errorf("split: chunk %d is not bytes %d to %d of the text", i, c.Start, c.End)
			}
			c.ID = address(*c)
			m.terms[i] = count(*c)
		}
		return m, nil
	})
}

func (r *run) caught(key, step string, err *error) {
	if cause := recover(); cause != nil {
		r.log().Error("page breaks the program", "page", key, "step", step, "cause", cause, "stack", string(debug.Stack()))
		*err = fmt.Errorf("%s: the program broke on this page (%v): please report it", step, cause)
	}
}

// address makes a chunk's id cover all that an index stores of it: the id that
// the splitter gave stands for place and text, and an index that is compared by
// ids must also notice a new address, date or label.
func address(c retrieval.Chunk) retrieval.ID {
	parts := []string{c.ID.String(), c.URL, c.Language}
	if !c.Updated.IsZero() {
		parts = append(parts, c.Updated.UTC().Format("2006-01-02T15:04:05.000000Z"))
	}
	if c.FAQ {
		parts = append(parts, "faq")
	}
	for _, k := range slices.Sorted(maps.Keys(c.Labels)) {
		parts = append(parts, k+"="+c.Labels[k])
	}
	return retrieval.NewID(parts...)
}

// canonical is the key of the page that d names instead of itself: another
// page of the same host, or of the same source if that can find it; "" if there
// is none. A page that gives way to another host is kept: the operator asked for
// this one.
func (r *run) canonical(w *work, d Document) string {
	if d.Canonical == "" {
		return ""
	}
	if strings.HasPrefix(w.page.Key, "file:") {
		return r.found(w, d)
	}
	to, err := url.Parse(d.Canonical)
	own, err2 := url.Parse(d.URL)
	if err != nil || err2 != nil || to.Host != own.Host {
		return ""
	}
	to.Scheme = own.Scheme // http and https of one address are one page
	key := r.keyOf(to.String())
	if key == w.page.Key || key == r.keyOf(d.URL) {
		return ""
	}
	return key
}

// yields says whether a document names another page as the one to show,
// wherever that is: it gives way to any page that says the same.
func (r *run) yields(d Document) bool {
	switch {
	case d.Canonical == "":
		return false
	case strings.HasPrefix(d.Key, "file:"):
		return r.find != nil && r.find(d.Canonical) != d.Key
	}
	key := r.keyOf(d.Canonical)
	return key != d.Key && key != r.keyOf(d.URL)
}

// found is the key of the file that a file names. Made again from what is
// stored, without its source, a page gives way to the one it gave way to before.
func (r *run) found(w *work, d Document) string {
	key := ""
	switch {
	case r.find != nil && !w.again:
		key = r.find(d.Canonical)
	case w.old.SameHash == "":
		key = w.old.SameAs
	}
	if key == w.page.Key {
		return ""
	}
	return key
}

func (r *run) keyOf(address string) string {
	if r.KeyOf != nil {
		return r.KeyOf(address)
	}
	key, _, _ := strings.Cut(address, "#")
	return key
}
