package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"footnote/api"
	"footnote/ingest/library"
)

type serveCommand struct {
	Addr  string   `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Hosts []string `help:"Names that the server is reached by beside its address and localhost, e.g. behind a proxy; requests for others are refused on loopback." placeholder:"NAME"`
}

// Run serves the pages and the API until it is interrupted.
func (c *serveCommand) Run(s *session) error {
	a, err := s.open()
	if err != nil {
		return err
	}
	defer a.close()
	a.hosts = c.Hosts
	names, err := library.KnowledgeBases(a, a.db)
	if err != nil {
		return err
	}
	a.catchUp(names...)
	defer a.startSchedule()()
	return a.serve(c.Addr, func(address string) {
		fmt.Fprintf(s.err, "Footnote is at http://%s/ (agent page: /agent, API: /openapi.yaml). Ctrl-C ends it.\n", address)
	})
}

// Server limits: a request must arrive within readLimit, and a server that is
// told to stop gives running answers shutdownLimit to end.
const (
	readLimit     = 15 * time.Second
	idleLimit     = 2 * time.Minute
	shutdownLimit = 10 * time.Second
)

// serve listens on address and calls ready with the address it got.
func (a *app) serve(address string, ready func(string)) error {
	handler, err := a.handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return usageError{fmt.Errorf("serve: %w: choose another address with --addr HOST:PORT", err)}
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readLimit,
		ReadTimeout:       readLimit,
		IdleTimeout:       idleLimit,
		BaseContext:       func(net.Listener) context.Context { return context.WithoutCancel(a) },
	}
	ready(listener.Addr().String())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-a.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a), shutdownLimit)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("serve: end running requests: %w", err), server.Close())
	}
	return nil
}

func (a *app) handler() (http.Handler, error) {
	service, err := a.service()
	if err != nil {
		return nil, err
	}
	return api.New(api.Options{
		Answers:        service,
		Retriever:      a.retriever,
		Document:       a.document,
		Record:         a.records.Get,
		KnowledgeBases: func(ctx context.Context) ([]string, error) { return library.KnowledgeBases(ctx, a.db) },
		Fetched:        a.fetched,
		Ready:          a.ready,
		Hosts:          a.hosts,
		Now:            a.now,
		Logger:         a.log,
	})
}

// ready reports whether questions can be answered now: the database can be
// read, and so can the index of at least one knowledge base if there are any.
func (a *app) ready(ctx context.Context) error {
	names, err := library.KnowledgeBases(ctx, a.db)
	if err != nil {
		return err
	}
	var errs []error
	for _, kb := range names {
		r, err := a.retriever(ctx, kb)
		if err == nil {
			_, err = r.Index.Statistics(ctx)
		}
		if err == nil {
			return nil
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// catchUp completes local indexes that an interrupted ingest left behind the
// library. A writer that is at work does that itself, and what another index
// holds (a server's) is left to its own ingest. A failure is a warning: an index
// that is behind is worth more than none.
func (a *app) catchUp(kbs ...string) {
	if a.globals.QdrantAddr != "" || a.readOnly {
		return
	}
	for _, kb := range kbs {
		behind, err := a.behind(kb)
		if err == nil && behind {
			err = a.sync(kb)
		}
		if err != nil {
			a.log.Warn("an index could not be brought up to date", "kb", kb, "error", err)
		}
	}
}

// behind says whether an index lacks what is stored, or has more. One that
// cannot be opened is not: whoever asks it is told why.
func (a *app) behind(kb string) (bool, error) {
	r, err := a.retriever(a, kb)
	if err != nil {
		return false, nil
	}
	lib, err := a.library(a, kb)
	if err != nil {
		return false, err
	}
	held, err := lib.Held(a)
	if err != nil {
		return false, err
	}
	statistics, err := r.Index.Statistics(a)
	return statistics.Points != held.Chunks, err
}

func (a *app) sync(kb string) error {
	release, err := library.Lock(a.globals.Data)
	var held *library.LockedError
	if errors.As(err, &held) {
		return nil
	}
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // the process's end releases it too
	p, err := a.pipeline(a, kb)
	if err != nil {
		return err
	}
	_, err = p.Sync(a)
	return err
}
