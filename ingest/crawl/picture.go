package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"

	"footnote/ingest"
)

const (
	// maxPicture is the largest picture that is read for its text, maxPictures how
	// many of a run.
	maxPicture  = 5 << 20
	maxPictures = 2000
)

// ErrPicture says that a picture of a page is not fetched, or cannot be.
var ErrPicture = errors.New("picture is not read")

// gallery fetches the pictures that the pages of a run show, by the manners of the
// run: paced with its pages, from its host, as its robots.txt allows.
type gallery struct {
	fetch  *fetcher
	robots robots
	site   site
	left   atomic.Int64
}

// open lets the pictures of this run's pages be fetched.
func (r *run) open() {
	g := &gallery{fetch: r.fetch, robots: r.robots, site: r.site}
	g.left.Store(maxPictures)
	r.source.gallery.Store(g)
}

// Picture fetches a picture that a page shows, by the address that the page names
// it by. Only during a run, and from the site's own host. One that is gone is
// ingest.ErrNotFound. It may be called from several goroutines.
func (s *Source) Picture(ctx context.Context, page, src string) ([]byte, error) {
	g := s.gallery.Load()
	if g == nil {
		return nil, fmt.Errorf("%w: no run is under way", ErrPicture)
	}
	base, err := parse(page)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	a, err := resolve(base, src)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	case !g.site.hosts(a):
		return nil, fmt.Errorf("%w: it is on another host", ErrPicture)
	case !g.robots.allows(a):
		return nil, fmt.Errorf("%w: %s", ErrPicture, forbidden)
	case g.left.Add(-1) < 0:
		return nil, fmt.Errorf("%w: more than %d in a run", ErrPicture, maxPictures)
	}
	var body []byte
	answer, err := g.fetch.get(ctx, question{address: a, limit: maxPicture, accept: "image/png,image/jpeg,image/webp,image/gif"}, func(r reply, in io.Reader) error {
		if r.status != http.StatusOK {
			return nil
		}
		var err error
		body, err = io.ReadAll(in)
		return err
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	case answer.status == http.StatusNotFound, answer.status == http.StatusGone:
		return nil, fmt.Errorf("%w: the server answers %d: %w", ErrPicture, answer.status, ingest.ErrNotFound)
	case answer.status != http.StatusOK:
		return nil, fmt.Errorf("%w: the server answers %d", ErrPicture, answer.status)
	}
	return body, nil
}
