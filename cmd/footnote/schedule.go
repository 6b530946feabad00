package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"footnote/ingest"
	"footnote/ingest/library"
)

// scheduleLook is how often serve looks for sources that another process has
// added, at least.
const scheduleLook = 30 * time.Second

// scheduler reads sources when they are due, one after the other.
type scheduler struct {
	*app
	tried map[string]time.Time // when a source that failed may be tried again
}

// startSchedule reads the sources of all knowledge bases on time, until stop is
// called; stop returns when the last run has ended.
func (a *app) startSchedule() (stop func()) {
	ctx, cancel := context.WithCancel(a)
	s := &scheduler{app: a, tried: map[string]time.Time{}}
	var done sync.WaitGroup
	done.Go(func() {
		for ctx.Err() == nil {
			pause := time.NewTimer(s.round(ctx))
			select {
			case <-ctx.Done():
				pause.Stop()
			case <-pause.C:
			}
		}
	})
	return func() {
		cancel()
		done.Wait()
	}
}

// round reads what is due now and returns how long it is until the next.
func (s *scheduler) round(ctx context.Context) time.Duration {
	next := s.now().Add(scheduleLook)
	kbs, err := library.KnowledgeBases(ctx, s.db)
	for _, kb := range kbs {
		at, failed := s.knowledge(ctx, kb)
		err = errors.Join(err, failed)
		if !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	if err != nil && ctx.Err() == nil {
		s.log.Warn("sources that are due could not all be read", "error", err)
	}
	return max(next.Sub(s.now()), leastEvery/4)
}

// knowledge reads the sources of one knowledge base that are due and returns
// when the next one is.
func (s *scheduler) knowledge(ctx context.Context, kb string) (next time.Time, err error) {
	lib, err := s.library(ctx, kb)
	if err != nil {
		return next, err
	}
	sources, err := lib.Sources(ctx)
	for _, source := range sources {
		p := readPlan(source)
		if at, planned := s.due(kb, p); planned && !at.After(s.now()) && ctx.Err() == nil {
			err = errors.Join(err, s.read(ctx, kb, lib, &p))
		}
		if at, planned := s.due(kb, p); planned && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, err
}

// due is when a source is read next, or tried again after a failure; false if
// never.
func (s *scheduler) due(kb string, p plan) (time.Time, bool) {
	at, planned := p.due()
	if again := s.tried[tryKey(kb, p)]; again.After(at) {
		at = again
	}
	return at, planned
}

func tryKey(kb string, p plan) string { return kb + "\n" + p.source.Name }

// read reads one source. Another writer at work is no failure: the source is
// read when that one has ended.
func (s *scheduler) read(ctx context.Context, kb string, lib *library.Library, p *plan) error {
	release, err := library.Lock(s.globals.Data)
	var held *library.LockedError
	if errors.As(err, &held) {
		s.tried[tryKey(kb, *p)] = s.now().Add(lockedPause)
		return nil
	}
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // the process's end releases it too
	summary, err := s.run(ctx, kb, p)
	if ctx.Err() != nil {
		return nil
	}
	s.log.Info("source read on schedule", "kb", kb, "source", p.source.Name, "summary", summary.String())
	if err != nil {
		s.tried[tryKey(kb, *p)] = s.now().Add(p.Schedule.Retry())
	}
	return errors.Join(err, p.keep(ctx, lib, ran{summary, err, s.now()}))
}

// lockedPause is how long a source waits for another writer to end.
const lockedPause = 5 * time.Second

func (s *scheduler) run(ctx context.Context, kb string, p *plan) (ingest.Summary, error) {
	source, err := p.Reading.source(s.session, p.source.Name)
	if err != nil {
		return ingest.Summary{}, err
	}
	pipeline, closeIndex, err := s.openPipeline(ctx, kb)
	if err != nil {
		return ingest.Summary{}, err
	}
	pipeline.Every = p.Schedule.Interval()
	summary, err := pipeline.Run(ctx, source)
	return summary, errors.Join(err, closeIndex())
}
