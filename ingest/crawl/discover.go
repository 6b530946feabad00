package crawl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// obey reads the robots.txt of an address's host, once a run: 4xx means that
// there is none, no answer or 5xx that nothing may be asked (RFC 9309, 2.3.1).
func (r *run) obey(ctx context.Context, a address) error {
	if r.obeyed == a.origin() {
		return nil
	}
	var text []byte
	q := question{address: address{scheme: a.scheme, host: a.host, path: "/robots.txt"}}
	answer, err := r.fetch.follow(ctx, q, func(_ reply, in io.Reader) (err error) {
		text, err = io.ReadAll(io.LimitReader(in, maxRobots))
		return err
	}, func(address) bool { return true })
	switch {
	case errors.Is(err, errRedirect):
		text = nil
	case err != nil:
		return fmt.Errorf("robots.txt, which has to be asked first: %s", plainly(err, r.options.Timeout))
	case answer.status >= 500 || busy(answer.status):
		return fmt.Errorf("robots.txt answers %d %s: the site is left alone until it can be read",
			answer.status, http.StatusText(answer.status))
	case answer.status >= 300:
		text = nil
	}
	r.robots, r.obeyed = parseRobots(text), a.origin()
	r.pace.slow(r.robots.delay)
	return nil
}

// sitemapFile is a sitemap that is to be read.
type sitemapFile struct {
	address address
	depth   int  // of indexes above it
	guessed bool // nobody named it
}

// sitemaps reads the sitemaps that robots.txt names, or else the usual one, and
// gives the pages of the site's host that they list.
func (r *run) sitemaps(ctx context.Context) ([]*target, error) {
	files := r.sitemapFiles()
	seen := map[address]bool{}
	var pages []*target
	for len(files) > 0 && len(seen) < maxSitemaps && len(pages) < maxKnown {
		file := files[0]
		files = files[1:]
		if seen[file.address] || !r.site.hosts(file.address) || file.depth > maxSitemapDepth {
			continue
		}
		seen[file.address] = true
		more, inside := r.readSitemap(ctx, file)
		if ctx.Err() != nil {
			return nil, interrupted(ctx)
		}
		pages, files = append(pages, more...), append(files, inside...)
	}
	return pages[:min(len(pages), maxKnown)], nil
}

func (r *run) sitemapFiles() []sitemapFile {
	var files []sitemapFile
	root := address{scheme: r.site.scheme, host: r.site.host, path: "/robots.txt"}
	for _, text := range r.robots.sitemaps {
		if a, err := resolve(root, text); err == nil {
			files = append(files, sitemapFile{address: r.site.place(a)})
		}
	}
	if len(files) > 0 {
		return files
	}
	for _, folder := range []string{"/", r.site.folder} {
		root.path = folder + "sitemap.xml"
		if r.robots.allows(root) {
			files = append(files, sitemapFile{address: root, guessed: true})
		}
	}
	return files
}

// readSitemap reads one file. What cannot be read is logged: the pages may
// still be found by links.
func (r *run) readSitemap(ctx context.Context, file sitemapFile) (pages []*target, inside []sitemapFile) {
	q := question{address: file.address, limit: maxSitemapBytes}
	answer, err := r.fetch.follow(ctx, q, func(_ reply, in io.Reader) error {
		return readSitemap(in, func(l listed) {
			a, err := resolve(file.address, l.loc)
			if err != nil {
				return
			}
			if l.sitemap {
				inside = append(inside, sitemapFile{address: r.site.place(a), depth: file.depth + 1})
				return
			}
			pages = append(pages, r.listedTargets(file.address, a, l)...)
		})
	}, r.site.hosts)
	if err == nil && answer.status != http.StatusOK && !file.guessed {
		err = fmt.Errorf("%d %s", answer.status, http.StatusText(answer.status))
	}
	if err != nil && ctx.Err() == nil {
		r.options.Logger.Warn("sitemap not read to its end", "url", file.address.String(),
			"pages", len(pages), "error", plainly(err, r.options.Timeout))
	}
	return pages, inside
}

// listedTargets are an entry's page and its translations.
func (r *run) listedTargets(base, page address, l listed) []*target {
	var targets []*target
	all := []address{page}
	for _, text := range l.translations {
		if a, err := resolve(base, text); err == nil {
			all = append(all, a)
		}
	}
	for i, a := range all {
		if a = r.site.place(a); !r.site.hosts(a) {
			continue
		}
		t := newTarget(a, inSitemap, 1)
		t.listed = true
		if i == 0 {
			t.modified = l.modified
		}
		targets = append(targets, t)
	}
	return targets
}
