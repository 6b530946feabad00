package crawl

import (
	"fmt"
	"strings"
)

const (
	// maxAddress is the longest address that is asked for; servers and browsers
	// agree on about 2,000 characters.
	maxAddress = 2000
	// maxFolders and maxRepeats stop paths that a site makes up without end out
	// of relative links (/a/a/a/...). Real help centres stay below 10 folders.
	maxFolders = 32
	maxRepeats = 3
)

// site is what one source may read: an origin, a folder of it, and patterns.
type site struct {
	scheme, host string
	folder       string // path prefix that ends with "/"
	include      []glob
	exclude      []glob
}

func newSite(start address, o Options) (site, error) {
	s := site{scheme: start.scheme, host: start.host, folder: folder(start)}
	var err error
	if s.include, err = globs(o.Include); err != nil {
		return site{}, fmt.Errorf("include: %w", err)
	}
	if s.exclude, err = globs(o.Exclude); err != nil {
		return site{}, fmt.Errorf("exclude: %w", err)
	}
	return s, nil
}

func globs(texts []string) ([]glob, error) {
	var list []glob
	for _, text := range texts {
		g, err := newGlob(text)
		if err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, nil
}

// folder is what a start address limits its site to: a folder if it names one.
func folder(start address) string {
	if strings.HasSuffix(start.path, "/") && start.query == "" {
		return start.path
	}
	return "/"
}

func (s site) String() string { return s.scheme + "://" + s.host + s.folder }

// place moves a plain http address to the site's https, as old links and
// sitemaps often lag behind.
func (s site) place(a address) address {
	if s.scheme == "https" && a.scheme == "http" && a.host == s.host && a.usual() {
		a.scheme = s.scheme
	}
	return a
}

// hosts reports whether an address is on the site's host.
func (s site) hosts(a address) bool { return a.scheme == s.scheme && a.host == s.host }

// holds reports whether an address is part of the site.
func (s site) holds(a address) bool { return s.hosts(a) && s.contains(a.path) }

// contains reports whether a path is in the site's folder, or the folder's name
// without its slash, which servers redirect.
func (s site) contains(path string) bool {
	return strings.HasPrefix(path, s.folder) || path+"/" == s.folder
}

// moved says whether start's redirect to goal means that the site is there, and
// what it is then: another folder of the host; https for http; with or without
// "www.".
func (s site) moved(start, goal address) (site, bool) {
	if !s.hosts(goal) && !sibling(start, goal) {
		return s, false
	}
	within := s.contains(goal.path)
	if !within && folder(goal) == "/" {
		return s, false // a sign-in page, say: no reason to read the whole host
	}
	if !within || goal.path == start.path+"/" {
		s.folder = folder(goal)
	}
	s.scheme, s.host = goal.scheme, goal.host
	return s, true
}

func sibling(a, b address) bool {
	same := strings.TrimPrefix(a.host, "www.") == strings.TrimPrefix(b.host, "www.")
	return same && a.usual() && b.usual() && (a.scheme == b.scheme || b.scheme == "https")
}

// refuses says why an address of the host is not read, "" if it may be.
func (s site) refuses(a address) string {
	if len(a.String()) > maxAddress {
		return fmt.Sprintf("address longer than %d characters", maxAddress)
	}
	if !s.contains(a.path) {
		return "outside " + s.folder
	}
	if reason := endless(a.path); reason != "" {
		return reason
	}
	for _, g := range s.exclude {
		if g.matches(a.path) {
			return "excluded by " + g.text
		}
	}
	for _, g := range s.include {
		if g.matches(a.path) {
			return ""
		}
	}
	if len(s.include) > 0 {
		return "matches no include pattern"
	}
	return ""
}

// endless recognises a path that a site keeps making longer.
func endless(path string) string {
	segments := strings.Split(path, "/")
	if len(segments) > maxFolders {
		return fmt.Sprintf("deeper than %d folders", maxFolders)
	}
	times := map[string]int{}
	for _, segment := range segments {
		if times[segment]++; segment != "" && times[segment] > maxRepeats {
			return "path repeats itself"
		}
	}
	return ""
}

// form is the path with numbers replaced by "#" and the names of the query's
// parameters: what the pages of a calendar or a filter have in common.
func form(a address) string {
	var b strings.Builder
	number := false
	for i := range len(a.path) {
		digit := a.path[i] >= '0' && a.path[i] <= '9'
		if digit && !number {
			b.WriteByte('#')
		} else if !digit {
			b.WriteByte(a.path[i])
		}
		number = digit
	}
	for p := range strings.SplitSeq(a.query, "&") {
		if p != "" {
			b.WriteString("?" + parameter(p))
		}
	}
	return b.String()
}
