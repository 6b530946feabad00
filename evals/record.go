package evals

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A recorded run is a folder:
//
//	run.json       settings, hash of the questions, totals
//	items.jsonl    one scored answer a line, in the order of the questions
//	times.jsonl    {"id","took_ms"} a line: apart, because they differ each time
const (
	runFileName   = "run.json"
	itemsFileName = "items.jsonl"
	timesFileName = "times.jsonl"
)

// Write records a run in dir, which is made. Files appear whole or not at all.
func (r Run) Write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("record the run: %w", err)
	}
	summary, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("record the run: %w", err)
	}
	var items, times bytes.Buffer
	for _, s := range r.Items {
		if err := writeLine(&items, s); err != nil {
			return fmt.Errorf("record the run: %w", err)
		}
		if err := writeLine(&times, timed{s.ID, s.TookMS}); err != nil {
			return fmt.Errorf("record the run: %w", err)
		}
	}
	for _, f := range []struct {
		name string
		body []byte
	}{{itemsFileName, items.Bytes()}, {timesFileName, times.Bytes()}, {runFileName, append(summary, '\n')}} {
		if err := replaceFile(filepath.Join(dir, f.name), f.body); err != nil {
			return fmt.Errorf("record the run: %w", err)
		}
	}
	return nil
}

type timed struct {
	ID     string  `json:"id"`
	TookMS float64 `json:"took_ms"`
}

func writeLine(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func replaceFile(path string, body []byte) error {
	if err := os.WriteFile(path+".new", body, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// ReadRun reads a recorded run.
func ReadRun(dir string) (Run, error) {
	var r Run
	raw, err := os.ReadFile(filepath.Join(dir, runFileName))
	if err != nil {
		return r, fmt.Errorf("read recorded run: %w: give the folder that `footnote eval run --out` wrote", err)
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, fmt.Errorf("read recorded run %s: %w", dir, err)
	}
	r.Items, err = readFile(filepath.Join(dir, itemsFileName), readLines[Scored])
	if err != nil {
		return r, fmt.Errorf("read recorded run: %w", err)
	}
	times, err := readFile(filepath.Join(dir, timesFileName), readLines[timed])
	for i := range times {
		if err == nil && i < len(r.Items) {
			r.Items[i].TookMS = times[i].TookMS
		}
	}
	return r, nil // times are worth having, not worth failing for
}

func readLines[T any](r io.Reader) ([]T, error) {
	var all []T
	err := eachLine(r, func(_ int, line []byte) error {
		var x T
		if err := json.Unmarshal(line, &x); err != nil {
			return err
		}
		all = append(all, x)
		return nil
	})
	return all, err
}
