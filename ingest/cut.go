package ingest

import (
	"fmt"
	"maps"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"

	"footnote/retrieval"
)

// extract is Extract, with a page that breaks it failing alone.
func (r *run) extract(p Page) (d Document, err error) {
	defer r.caught(p.Key, "extract", &err)
	d, err = r.Extract(p)
	d.Key, d.ID = p.Key, DocumentID(p.Key)
	return d, err
}

// cut splits and counts, with a document that breaks that failing alone.
func (r *run) cut(d Document) (chunks []retrieval.Chunk, terms []retrieval.Terms, err error) {
	defer r.caught(d.Key, "split", &err)
	chunks = r.Split(d)
	terms = make([]retrieval.Terms, len(chunks))
	for i := range chunks {
		c := &chunks[i]
		if c.Start < 0 || c.End < c.Start || c.End > len(d.Text) || c.Text != d.Text[c.Start:c.End] {
			return nil, nil, fmt.Errorf("split: chunk %d is not bytes %d to %d of the text", i, c.Start, c.End)
		}
		c.ID = address(*c)
		terms[i] = r.Terms(*c)
	}
	return chunks, terms, nil
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
