package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"footnote/api/answer"
	"footnote/evals"
	"footnote/ingest/chunk"
	"footnote/ingest/extract"
	"footnote/retrieval/text"
)

type goldenCommand struct {
	Golden   string `arg:"" help:"Golden questions (JSON lines)."`
	Server   string `help:"Ask this running server over HTTP instead." placeholder:"URL"`
	Out      string `help:"Record the run in this folder." placeholder:"DIR"`
	Baseline string `help:"Fail (exit code 1) if the run is worse than the one recorded here." placeholder:"DIR"`
}

// serverPatience is how long one answer of a server under test may take.
const serverPatience = 2 * time.Minute

// Run asks the golden questions and scores the answers.
func (c *goldenCommand) Run(s *session) error {
	items, err := readGolden(c.Golden)
	if err != nil {
		return usageError{err}
	}
	open := s.openStored
	if c.Server != "" { // which has the data
		open = s.open
	}
	a, err := open()
	if err != nil {
		return err
	}
	defer a.close()
	ask, options, err := c.asker(a)
	if err != nil {
		return err
	}
	run, err := evals.RunGolden(a, items, options, ask)
	if err != nil {
		return err
	}
	if c.Out != "" {
		if err := run.Write(c.Out); err != nil {
			return err
		}
	}
	if s.globals.JSON {
		if err := json.NewEncoder(s.out).Encode(run); err != nil {
			return err
		}
	} else {
		run.Print(s.out)
	}
	if err := run.Unmeasured(); err != nil {
		return invalidRunError{err}
	}
	return c.gate(a, run)
}

func readGolden(path string) ([]evals.Item, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("golden questions: %w", err)
	}
	defer f.Close()
	items, err := evals.ReadGolden(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return items, nil
}

func (c *goldenCommand) asker(a *app) (evals.Asker, evals.RunOptions, error) {
	kb := a.globals.KB
	options := evals.RunOptions{KB: kb, Progress: a.countdown("questions"), Settings: map[string]string{"kb": kb}}
	if c.Server != "" {
		client := &http.Client{Timeout: serverPatience}
		options.Check = evals.HTTPChecker(a, c.Server, kb, client)
		options.Settings["path"] = "http"
		return evals.HTTPAsker(c.Server, client), options, nil
	}
	if err := a.known(kb); err != nil {
		return nil, options, err
	}
	a.catchUp(kb)
	service, err := a.service()
	if err != nil {
		return nil, options, err
	}
	service.Version = nil // each question is answered anew
	for name, value := range map[string]string{
		"path": "in process", "embedder": a.embedder.Model(), "model": a.globals.Model,
		"analyser": text.Version, "extractor": extract.Version, "chunker": chunk.Version,
	} {
		options.Settings[name] = value
	}
	options.Check = func(document string, start, end int, quote string) (bool, error) {
		source, err := a.readDocument(a, kb, document)
		return evals.Stands(source.Text, start, end, quote), err
	}
	return func(ctx context.Context, r answer.Request) (answer.Answer, error) { return service.Answer(ctx, r, nil) }, options, nil
}

func (c *goldenCommand) gate(a *app, run evals.Run) error {
	if c.Baseline == "" {
		return nil
	}
	before, err := evals.ReadRun(c.Baseline)
	if err != nil {
		return usageError{err}
	}
	comparison, err := evals.Compare(before, run)
	if err != nil {
		return invalidRunError{err}
	}
	if !a.globals.JSON {
		fmt.Fprintln(a.out)
		comparison.Print(a.out)
	}
	if reason := comparison.Regression(); reason != "" {
		return errors.New("worse than the baseline: " + reason)
	}
	return nil
}

type compareCommand struct {
	A string `arg:"" help:"Recorded run before."`
	B string `arg:"" help:"Recorded run after."`
}

// Run compares two recorded runs.
func (c *compareCommand) Run(s *session) error {
	a, err := evals.ReadRun(c.A)
	if err != nil {
		return usageError{err}
	}
	b, err := evals.ReadRun(c.B)
	if err != nil {
		return usageError{err}
	}
	comparison, err := evals.Compare(a, b)
	if err != nil {
		return invalidRunError{err}
	}
	if s.globals.JSON {
		return json.NewEncoder(s.out).Encode(comparison)
	}
	comparison.Print(s.out)
	return nil
}
