package ingest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"footnote/retrieval"
)

// Pipeline carries pages into one knowledge base. The library comes first: a
// page is recorded there, durably, before anything of it reaches the index, and
// the index is brought in line with the library at the end and now and then
// before (mark and sweep). So a run can end anywhere, and the next one goes on.
//
//	Source --> pages --> workers: extract, split, count terms   (all cores)
//	                        |  in the order of the source
//	                        v
//	           one writer: duplicates, Library.Record (batches), embed, Index.Upsert
//	                        v
//	           Sync: chunks in the library <=> points in the index, Commit
//
// What depends on the order of pages (which of two equal ones is the duplicate)
// is decided by the writer, so that the same input gives the same library and
// the same index however the work was scheduled.
type Pipeline struct {
	Library  Library
	Index    retrieval.Index
	Embedder retrieval.Embedder // nil: words alone

	// Extract makes a document of a fetched page, also of one whose source gave
	// a ready text (Page.Parsed). ErrNoText, wrapped, says that there is none.
	Extract func(Page) (Document, error)
	// Split cuts a document. Chunks are stretches of its text.
	Split func(Document) []retrieval.Chunk
	// Terms counts the words of a chunk.
	Terms func(retrieval.Chunk) retrieval.Terms
	// KeyOf makes the key of a page of its address, to find the page that a
	// rel=canonical names. nil: the address without fragment.
	KeyOf func(url string) string

	Logger   *slog.Logger     // nil: nothing is logged
	Now      func() time.Time // nil: time.Now
	Progress func(Report)     // nil: none. Called by one goroutine at a time

	Workers int // pages in work at once; 0: one a core
	// WorkLimit is how long extraction, and then cutting, of one page may take: a
	// page that takes longer fails. 0: workLimit.
	WorkLimit time.Duration
	// KeepDuplicates indexes pages of equal content one by one, as evaluation
	// sets judge them.
	KeepDuplicates bool
	// Every is when pages are due again after a visit; 0: never planned.
	Every time.Duration
	// KeepRemoved is how long what is stored of a removed document is kept, so that
	// its removal can be undone; 0: for good.
	KeepRemoved time.Duration
	// CommitEvery is how often a long run makes its work searchable before it
	// ends; 0: defaultCommitEvery.
	CommitEvery time.Duration

	// uncommitted says that the index holds changes that it does not show yet,
	// perhaps from a run that was interrupted.
	uncommitted bool
}

// defaultCommitEvery is short enough that somebody who watches a crawl of hours
// can ask questions about its first pages, and long enough that sweeping and
// committing stay below a hundredth of the time.
const defaultCommitEvery = 30 * time.Second

// ErrBehind is returned (wrapped) when everything is in the library but the
// index lacks a part of it, because the embedder or the index failed. Another
// Run, or Sync, completes it.
var ErrBehind = errors.New("the index is behind: what was read is kept, run it again")

// Run visits the pages of a source and brings library and index up to date.
// The summary counts what was done, also when an error ends the run.
//
// When the context ends, pages that are done are still recorded (within
// recordGrace), the index stays as it last was, and the error is the context's.
func (p *Pipeline) Run(ctx context.Context, source Source) (Summary, error) {
	r := p.start(source.Name())
	err := r.run(ctx, source)
	if err != nil {
		err = fmt.Errorf("ingest %s: %w", source.Name(), err)
	}
	return r.end(ctx), err
}

// end completes the summary, also of a run that failed.
func (r *run) end(ctx context.Context) Summary {
	graced, cancel := grace(ctx, recordGrace)
	defer cancel()
	if held, err := r.Library.Held(graced); err == nil {
		r.summary.Documents, r.summary.Chunks = held.Documents, held.Chunks
	}
	r.summary.Duration = r.now().Sub(r.started)
	return r.summary
}

func (r *run) run(ctx context.Context, source Source) (err error) {
	if f, ok := source.(Finder); ok {
		r.find = f.Find
	}
	if err := r.mark(ctx); err != nil {
		return err
	}
	if r.corrections, err = r.Library.Corrections(ctx); err == nil {
		err = r.read(ctx, source)
	}
	if err == nil {
		err = r.revive(ctx)
	}
	if err == nil && r.KeepRemoved > 0 {
		_, err = r.Library.Purge(ctx, r.now().Add(-r.KeepRemoved))
	}
	if ctx.Err() != nil {
		return interrupted(ctx, err)
	}
	if r.behind != nil { // the embedder or the index has failed: do not ask again
		return errors.Join(err, r.behind)
	}
	return errors.Join(err, r.sync(ctx))
}

func interrupted(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, ctx.Err()) {
		err = ctx.Err()
	} else {
		err = errors.Join(ctx.Err(), err)
	}
	return fmt.Errorf("interrupted, what was read is kept, the next run goes on: %w", err)
}

// run is one use of a pipeline.
type run struct {
	*Pipeline
	source  string
	find    func(address string) string // of a Finder, else nil
	started time.Time
	again   bool // pages come from the library, not from their source
	summary Summary

	have      map[retrieval.ID]bool // points in the index; sweep sets those that the library has too
	committed time.Time             // when the index was last committed
	changed   bool                  // documents have been recorded since
	first     bool                  // it has filled an empty index
	behind    error                 // why the index is not fed any more

	batch       batch
	pending     map[string]pending    // pages of the batch, by key
	hashes      map[string]string     // content hash -> key, of the batch
	corrections map[string]Correction // by key
	loops       []string              // keys of pages that gave way to one that names them

	shapes  *shapes             // of live documents; read when the first document comes
	queued  map[string]struct{} // pages known and not visited yet
	counted map[string]*int     // where a page is counted in the summary
}

func (p *Pipeline) start(source string) *run {
	r := &run{Pipeline: p, source: source, queued: map[string]struct{}{}, counted: map[string]*int{}}
	r.started = r.now()
	r.committed = r.started
	r.clear()
	return r
}

func (p *Pipeline) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

func (p *Pipeline) workers() int {
	if p.Workers > 0 {
		return p.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func (p *Pipeline) log() *slog.Logger {
	if p.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Logger
}
