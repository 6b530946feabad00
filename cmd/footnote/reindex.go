package main

import (
	"fmt"
)

type reindexCommand struct{}

// Run fills a new index beside the live one from what is stored, then
// switches. Nothing is fetched.
func (c *reindexCommand) Run(s *session) error {
	a, done, err := s.writing(s.openStored)
	if err != nil {
		return err
	}
	defer done()
	if err := a.known(s.globals.KB); err != nil {
		return err
	}
	return a.reindex(s.globals.KB)
}

func (a *app) reindex(kb string) error {
	p, err := a.pipelineOver(a, kb, nil)
	if err != nil {
		return err
	}
	spec, err := a.fullSpec(a, kb)
	if err != nil {
		return err
	}
	show := newProgress(a.err, "reindex "+kb, a.globals.JSON)
	p.Progress = show.update
	summary, err := p.Rebuild(a, a.indexes, kb, spec)
	show.finish()
	if err != nil {
		return err
	}
	a.printSummary(fmt.Sprintf("reindex %s", kb), summary)
	return nil
}
