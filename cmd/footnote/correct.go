package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"footnote/ingest"
	"footnote/ingest/crawl"
	"footnote/ingest/library"
)

type correctCommand struct {
	URL      string   `arg:"" help:"The page, by its address as the ledger has it."`
	Pin      *bool    `negatable:"" help:"Keep its text, whatever becomes of the page."`
	Exclude  *bool    `negatable:"" help:"Leave it out of the knowledge base."`
	Title    *string  `help:"Call it this; nothing to call it as it calls itself." placeholder:"TEXT"`
	Label    []string `help:"Label it (repeatable); KEY: takes a label away." placeholder:"KEY:VALUE"`
	Question []string `sep:"none" help:"A question that it answers (repeatable), also if it does not use these words." placeholder:"TEXT"`
	Undo     bool     `help:"Forget all that was corrected before."`
}

// Run changes what is said about a page by hand and makes its document again.
func (c *correctCommand) Run(s *session) error {
	return s.correct(c.URL, func(_ ingest.Entry, _ bool, x ingest.Correction) (ingest.Correction, error) {
		if c.Undo {
			x = ingest.Correction{}
		}
		return c.change(x)
	})
}

func (c *correctCommand) change(x ingest.Correction) (ingest.Correction, error) {
	if c.Pin != nil {
		x.Pinned = *c.Pin
	}
	if c.Exclude != nil {
		x.Excluded = *c.Exclude
	}
	if x.Pinned && x.Excluded {
		return x, usageError{errors.New("a page cannot be both pinned and excluded: use --no-pin or --no-exclude")}
	}
	switch {
	case c.Title == nil:
	case strings.TrimSpace(*c.Title) == "":
		x.Title = nil
	default:
		x.Title = &ingest.Changed{Own: *c.Title}
	}
	labels := map[string]*ingest.Changed{}
	for k, v := range x.Labels {
		labels[k] = v
	}
	for _, l := range c.Label {
		key, value, err := correctedLabel(l)
		if err != nil {
			return x, usageError{err}
		}
		labels[key] = &ingest.Changed{Own: value}
	}
	x.Labels = labels
	for _, q := range c.Question {
		if q = strings.TrimSpace(q); q == "" {
			return x, usageError{errors.New("--question: write what is asked; --undo forgets questions given before")}
		}
		if !slices.Contains(x.Questions, q) {
			x.Questions = append(slices.Clone(x.Questions), q)
		}
	}
	return x, nil
}

// correctedLabel reads KEY:VALUE, or KEY: for a label that is taken away.
func correctedLabel(l string) (key, value string, err error) {
	if n := len(l) - 1; n > 0 && l[n] == ':' {
		return l[:n], "", nil
	}
	return splitLabel(l)
}

type restoreCommand struct {
	URL string `arg:"" help:"The page, by its address as the ledger has it."`
}

// Run brings a page back. It is pinned, since the next visit would find it gone
// again.
func (c *restoreCommand) Run(s *session) error {
	return s.correct(c.URL, func(e ingest.Entry, stored bool, x ingest.Correction) (ingest.Correction, error) {
		switch {
		case e.Document != "":
			return x, fmt.Errorf("restore: %s is in knowledge base %q: nothing was done", c.URL, s.globals.KB)
		case !stored:
			return x, fmt.Errorf("restore: nothing is stored of %s in knowledge base %q (any more): nothing was done; `footnote ingest` reads it again where it still is", c.URL, s.globals.KB)
		}
		x.Pinned, x.Excluded = true, false
		return x, nil
	})
}

// correct changes the correction of a page and brings the knowledge base in line
// with it. change is told whether anything is stored of the page.
func (s *session) correct(url string, change func(e ingest.Entry, stored bool, x ingest.Correction) (ingest.Correction, error)) error {
	a, done, err := s.writing(s.openStored)
	if err != nil {
		return err
	}
	defer done()
	if err := a.known(s.globals.KB); err != nil {
		return err
	}
	lib, err := a.library(a, s.globals.KB)
	if err != nil {
		return err
	}
	e, err := a.page(a, lib, url)
	if err != nil {
		return err
	}
	before, err := lib.Corrections(a)
	if err != nil {
		return err
	}
	_, err = lib.Stored(a, e.Key)
	if err != nil && !errors.Is(err, ingest.ErrNotFound) {
		return err
	}
	x, err := change(e, err == nil, before[e.Key])
	if err != nil {
		return err
	}
	x.Key, x.At = e.Key, a.now()
	if err := lib.Correct(a, x); err != nil {
		return err
	}
	if err := a.remake(lib, e.Key); err != nil {
		return err
	}
	return a.printPage(lib, e.Key)
}

// page is the ledger row of an address.
func (a *app) page(ctx context.Context, lib *library.Library, url string) (ingest.Entry, error) {
	for _, key := range []string{url, crawl.Key(url)} {
		if e, known, err := lib.Entry(ctx, key); known || err != nil {
			return e, err
		}
	}
	for e, err := range lib.All(ctx) {
		if err != nil || e.URL == url {
			return e, err
		}
	}
	return ingest.Entry{}, fmt.Errorf("%s was never seen in knowledge base %q: `footnote ledger` shows what was", url, a.globals.KB)
}

// remake makes a page's document as its correction wants it. One of which nothing
// is stored comes with the next ingest.
func (a *app) remake(lib *library.Library, key string) error {
	if _, err := lib.Stored(a, key); errors.Is(err, ingest.ErrNotFound) {
		fmt.Fprintln(a.err, "Nothing is stored of this page (any more): the correction holds from the next ingest on.")
		return nil
	}
	p, err := a.pipeline(a, a.globals.KB)
	if err != nil {
		return err
	}
	_, err = p.Correct(a, key)
	return err
}

func (a *app) printPage(lib *library.Library, key string) error {
	e, _, err := lib.Entry(a, key)
	if err != nil {
		return err
	}
	write, err := (&ledgerCommand{}).writer(a, lib)
	if err == nil {
		err = write.entry(e)
	}
	if err == nil {
		err = write.end()
	}
	return err
}
