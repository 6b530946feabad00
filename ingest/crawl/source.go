package crawl

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/netip"
	"sync/atomic"

	"footnote/ingest"
	"footnote/ingest/crawl/browser"
)

// Source is a web site. It may be read any number of times, also at once.
type Source struct {
	name    string // as the operator gave it
	start   address
	site    site
	named   map[string]bool // host:port pairs that may be private
	options Options
	browser *browser.Browser        // nil: none
	gallery atomic.Pointer[gallery] // of the last run
}

// New prepares to read the site that start, an http or https address, belongs
// to (see the package comment for what that is). Nothing is asked yet.
func New(start string, o Options) (*Source, error) {
	s, err := prepare(start, o)
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", line(start), err)
	}
	return s, nil
}

func prepare(start string, o Options) (*Source, error) {
	a, err := parse(start)
	if err != nil {
		return nil, err
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	bounds, err := newSite(a, o)
	if err != nil {
		return nil, err
	}
	if len(a.String()) > maxAddress {
		return nil, fmt.Errorf("longer than %d characters", maxAddress)
	}
	named, err := hostPorts(a, o)
	if err != nil {
		return nil, err
	}
	o.Labels = maps.Clone(o.Labels)
	s := &Source{name: start, start: a, site: bounds, named: named, options: o.complete(a)}
	if o.Browser != "" {
		if s.browser, err = browser.New(o.Browser); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Name implements ingest.Source.
func (s *Source) Name() string { return s.name }

// Pages implements ingest.Source. The order of the pages depends on what the
// site and the ledger say only, not on how fast the answers come. Addresses that
// the ledger has as Queued, from a run that was interrupted, are gone on with;
// what that run has visited already is then not visited again.
func (s *Source) Pages(ctx context.Context, ledger ingest.Ledger) iter.Seq2[ingest.Page, error] {
	return func(yield func(ingest.Page, error) bool) {
		r := s.newRun(ledger, yield)
		defer r.fetch.close()
		if err := r.crawl(ctx); err != nil && !r.stopped {
			yield(ingest.Page{}, fmt.Errorf("crawl %s: %w", line(s.name), err))
		}
	}
}

func (s *Source) newRun(ledger ingest.Ledger, yield func(ingest.Page, error) bool) *run {
	o := s.options
	g := &guard{named: s.named, lookup: o.Lookup, connect: o.Connect, first: map[string]map[netip.Addr]bool{}}
	p := &pace{now: o.Now, sleep: o.Sleep, delay: *o.Delay, least: *o.Delay}
	return &run{
		source: s, options: o, site: s.site, ledger: ledger, yield: yield,
		fetch: newFetcher(o, g.dial, p), pace: p,
		seen: map[string]bool{}, alike: map[string]int{},
	}
}

// Local says whether the site is on this machine.
func (s *Source) Local() bool { return loopback(s.start.name()) }

// Manners says for people how the site will be read.
func (s *Source) Manners() string {
	pace := "one request after the other"
	if d := *s.options.Delay; d > 0 {
		pace = fmt.Sprintf("a request every %s", d)
	}
	return fmt.Sprintf("%s, at most %d pages, as its robots.txt allows", pace, s.options.MaxPages)
}
