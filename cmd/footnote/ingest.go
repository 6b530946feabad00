package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"footnote/ingest"
	"footnote/ingest/crawl"
	"footnote/ingest/folder"
	"footnote/ingest/library"
)

type ingestCommand struct {
	Source []string `arg:"" help:"URL, folder, file, archive or .jsonl[.gz]."`

	Include      []string       `help:"Only pages whose path matches (** for any depth)." placeholder:"GLOB"`
	Exclude      []string       `help:"No pages whose path matches." placeholder:"GLOB"`
	MaxPages     int            `help:"At most this many pages of a source (0: no limit)." default:"0"`
	MaxDepth     int            `help:"At most this many links away from the start (0: no limit)." default:"0"`
	Delay        *time.Duration `help:"Pause between requests to one host (default 1s; none for a site on this machine)."`
	Label        []string       `help:"Label for every page (repeatable)." placeholder:"KEY:VALUE"`
	Language     string         `help:"Language of pages that do not say theirs (en, zh, ...)."`
	Yes          bool           `help:"Ask no questions (ingest asks none; scripts may say so)."`
	AllowPrivate []string       `help:"Also fetch from this private address." placeholder:"HOST:PORT"`
}

// ingestGC is GOGC for ingest, which makes much garbage and keeps little:
// collecting it less often saves a tenth of the time (measured on 768 Markdown
// pages) and costs memory in proportion to what is kept.
const ingestGC = 300

// Run reads each source into the knowledge base.
func (c *ingestCommand) Run(s *session) error {
	a, err := s.open()
	if err != nil {
		return err
	}
	defer a.close()
	release, err := library.Lock(s.globals.Data)
	if err != nil {
		return err
	}
	defer release()
	sources, err := c.sources()
	if err != nil {
		return usageError{err}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(ingestGC)
	}
	return a.ingest(s.globals.KB, sources)
}

func (c *ingestCommand) sources() ([]ingest.Source, error) {
	var sources []ingest.Source
	for _, name := range c.Source {
		source, err := c.source(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, source)
	}
	return sources, nil
}

func (c *ingestCommand) source(name string) (ingest.Source, error) {
	labels := map[string]string{}
	for _, l := range c.Label {
		key, value, err := splitLabel(l)
		if err != nil {
			return nil, err
		}
		labels[key] = value
	}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		return crawl.New(name, crawl.Options{
			Include: c.Include, Exclude: c.Exclude, MaxPages: c.MaxPages, MaxDepth: c.MaxDepth,
			Delay: c.Delay, AllowPrivate: c.AllowPrivate, Language: c.Language, Labels: labels,
		})
	}
	if scheme, _, found := strings.Cut(name, "://"); found {
		return nil, fmt.Errorf("source %s: cannot read %s: addresses, use http:// or https://", name, scheme)
	}
	return folder.Open(name, folder.Options{
		Include: c.Include, Exclude: c.Exclude, MaxPages: c.MaxPages, Language: c.Language, Labels: labels,
	})
}

// ingest runs the sources one after the other and prints what became of them.
func (a *app) ingest(kb string, sources []ingest.Source) error {
	p, err := a.pipeline(a, kb)
	if err != nil {
		return err
	}
	var errs []error
	for _, source := range sources {
		show := newProgress(a.err, source.Name(), a.globals.JSON)
		p.Progress = show.update
		summary, err := p.Run(a, source)
		show.finish()
		a.printSummary(source.Name(), summary)
		if err == nil && summary.Failed > 0 && summary.New+summary.Changed+summary.Unchanged == 0 {
			err = fmt.Errorf("ingest %s: no page could be had; what was known stays: `footnote ledger --status failed --kb %s` says why", source.Name(), kb)
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
