package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"footnote/retrieval"
)

// index is an open index. It shows the last commit of the live generation, or,
// between Create and Publish, of its own.
type index struct {
	owner   *Indexes
	kb      string
	spec    retrieval.Spec
	home    base
	changes *atomic.Int64
	own     atomic.Int64 // generation that is not published yet; 0: follow CURRENT

	mu      sync.Mutex
	shown   *snapshot
	failure error     // of the last look, until the next
	seen    int64     // changes at the last look
	looked  time.Time // when that was
	closed  bool

	looking sync.Mutex // held by the one that looks for a newer commit

	writes sync.Mutex
	change *change // what is not committed; nil: nothing
}

// acquire returns the newest commit, to be released.
func (x *index) acquire(ctx context.Context) (*snapshot, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s, must, err := x.known()
	if s == nil && err == nil {
		if must {
			x.looking.Lock()
		} else if !x.looking.TryLock() {
			return x.last() // someone else is looking: go on with what there is
		}
		defer x.looking.Unlock()
		s, err = x.look()
	}
	if err != nil {
		return nil, damageOf(x.kb, err)
	}
	return s, nil
}

// known returns what the last look found if that is recent enough. Must says
// that a change of this process is not seen yet.
func (x *index) known() (s *snapshot, must bool, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil, false, errClosed
	}
	must = x.changes.Load() != x.seen || x.shown == nil && x.failure == nil
	if must || x.owner.options.Now().Sub(x.looked) >= x.owner.options.CheckEvery {
		return nil, must, nil
	}
	return x.held()
}

// held is what the last look found; x.mu is held.
func (x *index) held() (*snapshot, bool, error) {
	if x.failure != nil {
		return nil, false, x.failure
	}
	return x.shown.hold(), false, nil
}

func (x *index) last() (*snapshot, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil, errClosed
	}
	s, _, err := x.held()
	return s, err
}

// forget makes the next search look for a newer commit.
func (x *index) forget() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.seen = never
}

// never is a count of changes that is never reached.
const never = -1

// look reads which commit is the newest; x.looking is held.
func (x *index) look() (*snapshot, error) {
	if s, _, err := x.known(); s != nil || err != nil {
		return s, err // another search looked while this one waited
	}
	x.mu.Lock()
	before := x.shown
	if before != nil {
		before.hold()
		defer before.release()
	}
	x.mu.Unlock()
	seen := x.changes.Load() // before the files: a change in between is looked at again
	next, err := x.load(before)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		if err == nil && next != before {
			next.release()
		}
		return nil, errClosed
	}
	x.seen, x.looked, x.failure = seen, x.owner.options.Now(), nil
	if err != nil {
		return x.fallBack(err)
	}
	x.show(next)
	return x.shown.hold(), nil
}

// show makes s what is shown; x.mu is held.
func (x *index) show(s *snapshot) {
	if s == x.shown {
		return
	}
	if x.shown != nil {
		x.shown.release()
	}
	x.shown = s
}

// fallBack decides what an error of a look means; x.mu is held. If the index is
// gone, damaged or another, that is the answer. If the machine is short of
// something (file handles, memory), the commit that is open still serves.
func (x *index) fallBack(err error) (*snapshot, error) {
	var mismatch *retrieval.MismatchError
	final := errors.Is(err, retrieval.ErrNoIndex) || errors.Is(err, retrieval.ErrCorrupt) || errors.As(err, &mismatch)
	if x.shown == nil || final {
		x.failure = damageOf(x.kb, err) // before other searches see it
		return nil, err
	}
	x.owner.options.Logger.Warn("could not look for a newer commit of the index; the last one is shown", "kb", x.kb, "error", err)
	return x.shown.hold(), nil
}

// loadAttempts is how often files may vanish under a look because a writer went
// on; each time it went on by a whole commit.
const loadAttempts = 20

// load opens the newest commit, or returns before if that still is.
func (x *index) load(before *snapshot) (s *snapshot, err error) {
	defer guard(&err)()
	for range loadAttempts {
		if s, err = x.loadOnce(before); !missing(err) {
			return s, err
		}
	}
	if x.own.Load() != 0 {
		return nil, fmt.Errorf("the index that was being filled was discarded by a later Create or Drop: %w", retrieval.ErrNoIndex)
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return nil, &damage{file: path.Path, why: "it is missing"}
	}
	return nil, err
}

func (x *index) loadOnce(before *snapshot) (*snapshot, error) {
	generation, err := x.generation()
	if err != nil {
		return nil, err
	}
	d := x.home.generation(generation)
	in, err := os.ReadFile(d.at(manifestName))
	if err != nil {
		return nil, err
	}
	var known []*part
	if before != nil && before.generation == generation {
		if bytes.Equal(before.raw, in) {
			return before, nil
		}
		known = before.parts
	}
	m, err := decodeManifest(in)
	if err != nil {
		return nil, &damage{file: d.at(manifestName), why: err.Error()}
	}
	if m.Spec != x.spec {
		return nil, &retrieval.MismatchError{KB: x.kb, Have: m.Spec, Own: x.spec}
	}
	s, err := newSnapshot(d, m, known)
	if err != nil {
		return nil, err
	}
	s.generation, s.raw, s.kernel = generation, in, x.owner.options.kernel
	return s, nil
}

// generation is the one to show.
func (x *index) generation() (int, error) {
	own := int(x.own.Load())
	live, err := x.home.current()
	switch {
	case own != 0 && (err != nil || live < own):
		return own, nil // an index of its own does not need CURRENT, be it damaged
	case missing(err):
		return 0, retrieval.ErrNoIndex
	case err != nil:
		return 0, err
	}
	x.own.Store(0) // published, perhaps followed by others
	return live, nil
}

// Search implements retrieval.Searcher.
func (x *index) Search(ctx context.Context, q retrieval.Query) (retrieval.Legs, error) {
	if err := checkQuery(&q, x.spec); err != nil {
		return retrieval.Legs{}, fmt.Errorf("search knowledge base %q: %w", x.kb, err)
	}
	s, err := x.acquire(ctx)
	if err != nil {
		return retrieval.Legs{}, fmt.Errorf("search knowledge base %q: %w", x.kb, err)
	}
	defer s.release()
	memory := x.owner.scratch()
	legs, err := s.search(ctx, q, memory)
	if err != nil {
		// Memory is not given back: an interrupted search leaves scores in it.
		return retrieval.Legs{}, fmt.Errorf("search knowledge base %q: %w", x.kb, damageOf(x.kb, err))
	}
	x.owner.memory.Put(memory)
	return legs, nil
}

// Chunks implements retrieval.Searcher.
func (x *index) Chunks(ctx context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error) {
	s, err := x.acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("read chunks of knowledge base %q: %w", x.kb, err)
	}
	defer s.release()
	chunks, err := s.chunks(ids)
	if err != nil {
		return nil, fmt.Errorf("read chunks of knowledge base %q: %w", x.kb, damageOf(x.kb, err))
	}
	return chunks, nil
}

// Statistics implements retrieval.Searcher.
func (x *index) Statistics(ctx context.Context) (retrieval.Statistics, error) {
	s, err := x.acquire(ctx)
	if err != nil {
		return retrieval.Statistics{}, fmt.Errorf("statistics of knowledge base %q: %w", x.kb, err)
	}
	defer s.release()
	return s.manifest.Statistics, nil
}

// Frequencies implements retrieval.Counter.
func (x *index) Frequencies(ctx context.Context, terms []string) (in []int, points int, err error) {
	s, err := x.acquire(ctx)
	if err != nil {
		return nil, 0, fmt.Errorf("count words of knowledge base %q: %w", x.kb, err)
	}
	defer s.release()
	in, err = s.frequencies(terms)
	if err != nil {
		return nil, 0, fmt.Errorf("count words of knowledge base %q: %w", x.kb, damageOf(x.kb, err))
	}
	return in, s.live, nil
}

// Completions implements retrieval.Completer.
func (x *index) Completions(ctx context.Context, prefix string, limit int) ([]retrieval.Completion, error) {
	s, err := x.acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("complete a word from knowledge base %q: %w", x.kb, err)
	}
	defer s.release()
	if !retrieval.Completable(prefix) {
		return nil, nil
	}
	list, err := s.completions(prefix, limit)
	if err != nil {
		return nil, fmt.Errorf("complete a word from knowledge base %q: %w", x.kb, damageOf(x.kb, err))
	}
	return list, nil
}

// Close implements retrieval.Index. What was not committed is discarded; a
// search that is still running ends as it would have.
func (x *index) Close() error {
	x.writes.Lock()
	defer x.writes.Unlock()
	if x.change != nil {
		x.change.discard()
		x.change = nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.shown != nil {
		x.shown.release()
		x.shown = nil
	}
	x.closed = true
	return nil
}
