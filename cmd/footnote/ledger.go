package main

import (
	"encoding/json"
	"fmt"

	"footnote/ingest"
)

type ledgerCommand struct {
	URL    string `arg:"" optional:"" help:"One page."`
	Status string `help:"Only pages of this status." enum:",indexed,unchanged,duplicate,skipped,failed,removed,queued" default:""`
}

// Run prints what happened to each page, and why.
func (c *ledgerCommand) Run(s *session) error {
	a, err := s.open()
	if err != nil {
		return err
	}
	defer a.close()
	if err := a.known(s.globals.KB); err != nil {
		return err
	}
	lib, err := a.library(s, s.globals.KB)
	if err != nil {
		return err
	}
	found := 0
	for entry, err := range lib.All(s) {
		if err != nil {
			return err
		}
		if c.URL != "" && entry.URL != c.URL && entry.Key != c.URL || c.Status != "" && string(entry.Status) != c.Status {
			continue
		}
		found++
		if err := a.printEntry(entry); err != nil {
			return err
		}
	}
	if found == 0 && c.URL != "" {
		return fmt.Errorf("ledger: %s was never seen in knowledge base %q", c.URL, s.globals.KB)
	}
	return nil
}

func (a *app) printEntry(e ingest.Entry) error {
	if a.globals.JSON {
		return json.NewEncoder(a.out).Encode(e)
	}
	_, err := fmt.Fprintf(a.out, "%-10s %s\n", e.Status, printable(e.URL))
	if e.Reason != "" {
		fmt.Fprintf(a.out, "           %s\n", printable(e.Reason))
	}
	return err
}
