package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"golang.org/x/text/language"

	"footnote/api/privacy"
	"footnote/ingest"
	"footnote/ingest/crawl"
	"footnote/ingest/folder"
)

type ingestCommand struct {
	Source []string `arg:"" help:"URL, folder, file, archive or .jsonl[.gz]."`

	reading
	Every *time.Duration `help:"Read the sources again this often, while serve runs: less often where nothing changes, at most a quarter as often (0s: no more)."`
	Yes   bool           `help:"Ask no questions: before a site on the web is read for the first time, a person at a terminal is asked. Also: a folder in which no page is left is meant to be empty."`
}

// reading is how sources are read; a schedule keeps it as JSON.
type reading struct {
	Include      []string       `help:"Only pages whose path matches (** for any depth)." placeholder:"GLOB" json:"include,omitempty"`
	Exclude      []string       `help:"No pages whose path matches." placeholder:"GLOB" json:"exclude,omitempty"`
	MaxPages     int            `help:"At most this many pages of a source (0: no limit)." default:"0" json:"max_pages,omitempty"`
	MaxDepth     int            `help:"At most this many links away from the start (0: no limit)." default:"0" json:"max_depth,omitempty"`
	Delay        *time.Duration `help:"Pause between requests to one host (default 1s; none for a site on this machine)." json:"delay,omitempty"`
	Label        []string       `help:"Label for every page (repeatable)." placeholder:"KEY:VALUE" json:"label,omitempty"`
	Language     string         `help:"Language of pages that do not say theirs (en, zh, ...)." json:"language,omitempty"`
	SiteURL      string         `name:"site-url" help:"Where the files of a folder or archive are on the web, so that citations lead there." placeholder:"URL" json:"site_url,omitempty"`
	emptied      bool           // a source without any page is meant
	AllowPrivate []string       `help:"Also fetch from this private address." placeholder:"HOST:PORT" json:"allow_private,omitempty"`
}

// leastEvery is the shortest interval of a schedule: a run that finds nothing
// takes a tenth of a second.
const leastEvery = time.Second

// Run reads each source into the knowledge base.
func (c *ingestCommand) Run(s *session) error {
	a, done, err := s.writing(s.open)
	if err != nil {
		return err
	}
	defer done()
	sources, err := c.sources(s)
	if err != nil {
		return usageError{err}
	}
	if err := c.agree(a, sources); err != nil {
		return err
	}
	paceGarbage(s)
	go a.tokens.Count("") // reads the vocabulary while the disk is waited for
	return a.ingestAll(s.globals.KB, c, sources)
}

func (c *ingestCommand) sources(s *session) ([]ingest.Source, error) {
	if c.Every != nil && *c.Every != 0 && *c.Every < leastEvery {
		return nil, fmt.Errorf("--every %s: at least %s, or 0s for never again", *c.Every, leastEvery)
	}
	c.emptied = c.Yes
	var sources []ingest.Source
	for _, name := range c.Source {
		source, err := c.source(s, name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	return sources, nil
}

// check refuses settings that no kind of source understands, also where this
// kind would not look at them.
func (r *reading) check() error {
	switch {
	case r.MaxPages < 0:
		return fmt.Errorf("--max-pages %d: must not be negative; 0 means no limit", r.MaxPages)
	case r.MaxDepth < 0:
		return fmt.Errorf("--max-depth %d: must not be negative; 0 means no limit", r.MaxDepth)
	case r.Delay != nil && *r.Delay < 0:
		return fmt.Errorf("--delay %s: must not be negative", *r.Delay)
	}
	if r.Language != "" {
		if _, err := language.Parse(r.Language); err != nil {
			return fmt.Errorf("--language %q is not a language code: give one such as en, zh or pt-BR", r.Language)
		}
	}
	for _, pair := range r.AllowPrivate {
		if host, port, err := net.SplitHostPort(pair); err != nil || host == "" || port == "" {
			return fmt.Errorf("--allow-private %q: want HOST:PORT, such as wiki.internal:443", pair)
		}
	}
	return nil
}

func (r *reading) source(s *session, name string) (ingest.Source, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	labels := map[string]string{}
	for _, l := range r.Label {
		key, value, err := splitLabel(l)
		if err != nil {
			return nil, err
		}
		labels[key] = value
	}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		if r.SiteURL != "" {
			return nil, fmt.Errorf("--site-url is for folders and archives; %s is a web site itself", name)
		}
		return crawl.New(name, crawl.Options{
			Include: r.Include, Exclude: r.Exclude, MaxPages: r.MaxPages, MaxDepth: r.MaxDepth,
			Delay: r.Delay, AllowPrivate: r.AllowPrivate, Language: r.Language, Labels: labels, Logger: s.log,
			Browser: s.globals.BrowserURL, BrowserOwnHost: s.globals.BrowserOwnHost,
		})
	}
	if scheme, _, found := strings.Cut(name, "://"); found {
		return nil, fmt.Errorf("source %s: cannot read %s: addresses, use http:// or https://", name, scheme)
	}
	return folder.Open(name, folder.Options{
		Include: r.Include, Exclude: r.Exclude, MaxPages: r.MaxPages, Language: r.Language, Labels: labels, Site: r.SiteURL, Mask: privacy.Mask, Emptied: r.emptied,
		Pictures: s.globals.OCR != "", Recordings: s.globals.Transcribe != "",
	})
}

// ingestAll reads the sources and keeps how, for the schedule.
func (a *app) ingestAll(kb string, c *ingestCommand, sources []ingest.Source) error {
	lib, err := a.library(a, kb)
	if err != nil {
		return err
	}
	plans, err := c.plans(a, lib, sources)
	if err != nil {
		return err
	}
	return a.ingest(kb, sources, func(p *ingest.Pipeline, i int) {
		p.Every = plans[i].Schedule.Interval()
	}, func(i int, s ingest.Summary, err error) error {
		if a.Err() != nil { // interrupted: as it was
			return nil
		}
		return plans[i].keep(a, lib, ran{s, err, a.now()})
	})
}

// ingest runs the sources one after the other and prints what became of them.
// before and after are called around each; nil: nothing is.
func (a *app) ingest(kb string, sources []ingest.Source, before func(*ingest.Pipeline, int), after func(int, ingest.Summary, error) error) error {
	p, err := a.pipeline(a, kb)
	if err != nil {
		return err
	}
	var errs []error
	for i, source := range sources {
		show := newProgress(a.err, source.Name(), a.globals.JSON)
		p.Progress = show.update
		if before != nil {
			before(p, i)
		}
		if err := a.readPictures(p, source); err != nil {
			return err
		}
		summary, err := p.Run(a, source)
		show.finish()
		a.printSummary(source.Name(), summary)
		if after != nil {
			err = errors.Join(err, after(i, summary, err))
		}
		if err == nil {
			err = a.fruitless(kb, source, summary)
		}
		if err != nil {
			errs = append(errs, err)
		}
		if a.Err() != nil {
			break
		}
	}
	return errors.Join(errs...)
}

// readPictures lets the pictures that the pages of a site show be read, where a
// program for that is set.
func (a *app) readPictures(p *ingest.Pipeline, source ingest.Source) error {
	reading, err := a.media()
	if err != nil {
		return err
	}
	if site, ok := source.(*crawl.Source); ok {
		reading.Fetch = site.Picture
	}
	p.Extract = func(page ingest.Page) (ingest.Document, error) { return reading.Extract(a, page) }
	return nil
}

// fruitless is the error of a run that went well and brought nothing: no page of
// the source has a text.
//
// One that nearly all pages of a web site are missing from is such a run, too.
func (a *app) fruitless(kb string, source ingest.Source, s ingest.Summary) error {
	read := s.New + s.Changed + s.Unchanged + s.Duplicate
	missing := s.Failed
	if strings.HasPrefix(source.Name(), "http") {
		missing += s.Removed
	}
	if missing >= leastMissing && missing >= mostlyMissing*read {
		return fmt.Errorf("ingest %s: %d pages could be read and %d could not: look at the site, or at its address; `footnote ledger --source %[1]s --kb %[4]s` says why of each", source.Name(), read, missing, kb)
	}
	if s.Failed+s.Skipped == 0 || read+s.Removed > 0 {
		return nil
	}
	lib, err := a.library(a, kb)
	if err != nil {
		return err
	}
	why := ""
	for e, err := range lib.Entries(a, source.Name()) {
		if err != nil {
			return err
		}
		if e.Status == ingest.Failed || e.Status == ingest.Skipped {
			why = e.Reason
			break
		}
	}
	if s.Failed+s.Skipped == 1 {
		return fmt.Errorf("ingest %s: nothing of it could be read: %s", source.Name(), why)
	}
	return fmt.Errorf("ingest %s: no page of it could be read, the first one because: %s; `footnote ledger --source %[1]s --kb %[3]s` shows all", source.Name(), why, kb)
}

const (
	// mostlyMissing is how many pages are missing for each that is read, from where
	// on a run is taken for a failure.
	mostlyMissing = 9
	// leastMissing keeps small sources with a few bad links out of that.
	leastMissing = 9
)

func (a *app) printSummary(source string, s ingest.Summary) {
	if a.globals.JSON {
		json.NewEncoder(a.out).Encode(struct { //nolint:errcheck // stdout gone: nobody to tell
			Source string `json:"source"`
			ingest.Summary
		}{source, s})
		return
	}
	fmt.Fprintf(a.out, "%s\n  %s\n", printable(source), s)
	if s.Failed+s.Skipped > 0 {
		fmt.Fprintf(a.out, "  (footnote ledger says why a page was skipped or failed)\n")
	}
}
