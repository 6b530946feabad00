package ingest

import (
	"fmt"
	"strings"
)

// Stage is what a run is doing.
type Stage string

// The stages of a run.
const (
	Reading  Stage = "reading"  // pages are visited
	Indexing Stage = "indexing" // the index is brought in line with the library
)

// Report is the state of a run, for people who wait for it.
type Report struct {
	Stage   Stage
	Source  string
	Page    string  // URL of the last page
	Summary Summary // so far
	// Points done and to do, while Indexing.
	Done, Total int
}

// String is one line without the source's name.
func (r Report) String() string {
	if r.Stage == Indexing {
		return fmt.Sprintf("indexing %s of %s", grouped(r.Done), plural(r.Total, "chunk"))
	}
	line := fmt.Sprintf("%s (%s)", plural(r.Summary.Pages(), "page"), strings.Join(counts(r.Summary), ", "))
	if r.Summary.Pages() == 0 {
		line = strings.Join(append([]string{"0 pages"}, counts(r.Summary)...), ", ")
	}
	if r.Page != "" {
		line += " " + r.Page
	}
	return line
}

func (r *run) report(stage Stage, page string, done, total int) {
	if r.Progress == nil {
		return
	}
	s := r.summary
	s.Queued = len(r.queued)
	s.Duration = r.now().Sub(r.started)
	r.Progress(Report{Stage: stage, Source: r.source, Page: page, Summary: s, Done: done, Total: total})
}
