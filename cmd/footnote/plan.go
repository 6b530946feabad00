package main

import (
	"context"
	"encoding/json"
	"time"

	"footnote/ingest"
	"footnote/ingest/library"
)

// plan is how and when a source is read, as the library keeps it.
type plan struct {
	source   library.Source
	Reading  reading         `json:"reading"`
	Schedule ingest.Schedule `json:"schedule"`
}

// readPlan is the plan of a source as the library has it. One that cannot be
// read is as good as none: the options of an older program.
func readPlan(s library.Source) plan {
	var p plan
	if err := json.Unmarshal(s.Options, &p); err != nil {
		p = plan{}
	}
	p.source, p.Schedule.Every = s, s.Every
	return p
}

// plans are those of an ingest: what was planned before, as this command line
// changes it.
func (c *ingestCommand) plans(a *app, lib *library.Library, sources []ingest.Source) ([]plan, error) {
	known, err := lib.Sources(a)
	if err != nil {
		return nil, err
	}
	plans := make([]plan, len(sources))
	for i, source := range sources {
		p := plan{source: library.Source{Name: source.Name(), Added: a.now()}}
		for _, k := range known {
			if k.Name == source.Name() {
				p = readPlan(k)
			}
		}
		p.Reading = c.reading
		if c.Every != nil {
			p.Schedule = ingest.Schedule{Every: *c.Every}
		}
		plans[i] = p
	}
	return plans, nil
}

// ran is a run that has ended.
type ran struct {
	summary ingest.Summary
	err     error
	at      time.Time
}

// keep notes a run. One that failed changes neither the schedule nor the time
// of the last complete run.
func (p *plan) keep(ctx context.Context, lib *library.Library, r ran) error {
	if r.err == nil {
		p.source.Read, p.Schedule = r.at, p.Schedule.After(r.summary)
	}
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	p.source.Options, p.source.Every = raw, p.Schedule.Every
	return lib.PutSource(ctx, p.source)
}

// status is what people are shown of the plan.
func (p plan) status() planned {
	s := planned{Name: p.source.Name, Read: p.source.Read}
	if at, ok := p.due(); ok {
		s.Every, s.Next = p.Schedule.Every.String(), at
	}
	return s
}

// due is when the source is read again, false if never.
func (p plan) due() (time.Time, bool) {
	return p.Schedule.Due(p.source.Name, p.source.Read), p.Schedule.Every > 0
}
