package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"footnote/ingest"
	"footnote/ingest/crawl"
)

// agree asks the person at the terminal before a site on the web is read for
// the first time: it is somebody's server. Nobody is asked who said --yes, nor
// where nobody could answer.
func (c *ingestCommand) agree(a *app, sources []ingest.Source) error {
	if c.Yes || a.globals.JSON || !isTerminal(a.in) || !isTerminal(a.err) {
		return nil
	}
	lib, err := a.library(a, a.globals.KB)
	if err != nil {
		return err
	}
	answers := bufio.NewReader(a.in)
	for _, source := range sources {
		site, ok := source.(*crawl.Source)
		if !ok || site.Local() {
			continue
		}
		known := false
		for _, err := range lib.Entries(a, source.Name()) {
			if err != nil {
				return err
			}
			known = true
			break
		}
		if !known && !confirm(a, answers, site) {
			return usageError{fmt.Errorf("ingest %s: not agreed to, nothing was read", source.Name())}
		}
	}
	return nil
}

// confirm asks about one site. An empty answer means yes; no answer, no.
func confirm(a *app, answers *bufio.Reader, site *crawl.Source) bool {
	fmt.Fprintf(a.err, "%s is read for the first time: %s. Go on? [Y/n] ", printable(site.Name()), site.Manners())
	line, err := answers.ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "":
		return err == nil
	case "y", "yes", "是", "好":
		return true
	}
	return false
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
