package ingest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
)

// rival is a live page that says what another one says.
type rival struct {
	key, url string
	hash     string // of its content
	yields   bool   // it names another page as the real one
	relation        // of the page that it was found for, to it
}

// mostRivals bounds how many pages a page is compared with word by word: with
// the same title, and by the bins almost the same text, there are few.
const mostRivals = 8

// rival finds a live page that says the same as w, or almost the same; nil if
// there is none.
func (r *run) rival(ctx context.Context, w *work) (*rival, error) {
	key, err := r.same(ctx, w.hash, w.visit.Entry.Key)
	if err != nil {
		return nil, err
	}
	if key != "" {
		return r.readRival(ctx, key, nil)
	}
	if r.shapes == nil {
		if r.shapes, err = readShapes(ctx, r.Library); err != nil {
			return nil, err
		}
	}
	for _, key := range r.shapes.find(w.visit.Shape, w.visit.Entry.Key) {
		other, err := r.readRival(ctx, key, w)
		if err != nil || other != nil && other.relation != different {
			return other, err
		}
	}
	return nil, nil
}

// readRival looks at a page that may say the same: nil if it is not live. With
// near it is compared with that page's text.
func (r *run) readRival(ctx context.Context, key string, near *work) (*rival, error) {
	other := &rival{key: key, relation: alike}
	var d Document
	if p, ok := r.pending[key]; ok && (!p.live || p.visit.Document != nil) {
		if !p.live {
			return nil, nil
		}
		d, other.url = *p.visit.Document, p.url
	} else {
		e, _, err := r.Library.Entry(ctx, key)
		if err != nil || e.Document == "" {
			return nil, err
		}
		d, err = r.Library.Document(ctx, e.Document)
		if errors.Is(err, ErrNotFound) { // lost: it is made again at the end (revive)
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("compare with %s: %w", key, err)
		}
		other.url = e.URL
	}
	other.hash, other.yields = d.ContentHash(), r.yields(d)
	if near != nil {
		own := near.visit.Document
		if other.relation = relate(own.Text, d.Text); contextOf(*own) != contextOf(d) {
			other.relation = different
		}
	}
	return other, nil
}

// outranks says whether w is to be shown and not the other page, which was there
// first: the one that names neither another page as the real one nor says less,
// else the one with the shorter address. Made again from what is stored, all
// stays as it is.
func (r *run) outranks(w *work, other *rival) bool {
	switch {
	case r.again, r.corrections[other.key].Pinned:
		return false
	case other.relation == more || other.relation == less:
		return other.relation == more
	case w.yields != other.yields:
		return other.yields
	}
	return shorter(w.visit.Entry.URL, other.url)
}

// shorter compares addresses of one site: one without a query, then the one with
// the shorter path, comes first. Files are as good as each other.
func shorter(a, b string) bool {
	x, err := url.Parse(a)
	y, err2 := url.Parse(b)
	if err != nil || err2 != nil || x.Host != y.Host || x.Host == "" {
		return false
	}
	if (x.RawQuery == "") != (y.RawQuery == "") {
		return x.RawQuery == ""
	}
	return len(x.EscapedPath())+len(x.RawQuery) < len(y.EscapedPath())+len(y.RawQuery)
}

// giveWay makes the other page a duplicate of w.
func (r *run) giveWay(ctx context.Context, other *rival, w *work) error {
	e := &w.visit.Entry
	if p, ok := r.pending[other.key]; ok && p.visit.Document != nil {
		p.work.aside(e.Key, e.URL, w.hash)
		r.pending[other.key] = pending{work: p.work, url: p.url}
		return nil
	}
	loser := newWork(Page{Key: other.key})
	var err error
	if loser.old, loser.known, err = r.Library.Entry(ctx, other.key); err != nil {
		return err
	}
	loser.hash, loser.visit = other.hash, Visit{Entry: loser.old, Drop: true}
	loser.aside(e.Key, e.URL, w.hash)
	r.batch.work = append(r.batch.work, loser)
	r.pending[other.key] = pending{work: loser, url: other.url}
	return nil
}

// shapes finds pages by what their shapes have in common.
type shapes struct {
	of    map[string]Shape
	bands map[uint64][]string // keys of pages, in the order they came
}

func readShapes(ctx context.Context, library Library) (*shapes, error) {
	s := &shapes{of: map[string]Shape{}, bands: map[uint64][]string{}}
	for shaped, err := range library.Shapes(ctx) {
		if err != nil {
			return nil, err
		}
		s.add(shaped.Key, shaped.Shape)
	}
	return s, nil
}

// add notes the shape of a page. What it was before stays among the bands, and
// is not found any more.
func (s *shapes) add(key string, shape Shape) {
	if s == nil || s.of[key] == shape {
		return
	}
	s.of[key] = shape
	for _, band := range shape.bands() {
		s.bands[band] = append(s.bands[band], key)
	}
}

// find returns the keys of other pages that share a band, at most mostRivals.
func (s *shapes) find(shape Shape, own string) (keys []string) {
	seen := map[string]bool{own: true}
	for _, band := range shape.bands() {
		for _, key := range s.bands[band] {
			if seen[key] || s.of[key].context() != shape.context() {
				continue
			}
			seen[key] = true
			if keys = append(keys, key); len(keys) == mostRivals {
				return keys
			}
		}
	}
	return keys
}
