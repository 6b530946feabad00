package answer

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"footnote/retrieval/memory"
)

// An answer is given again for this long, if what it was made from has not
// changed: long enough for a question that many have on one day, short enough
// for the dates of the last visits to its pages.
const reusedFor = 10 * time.Minute

// answersKept is how many answers are kept to be given again, and twice at most.
// One takes some ten kilobytes, most of it the text of its passages.
const answersKept = 256

// settledAfter is how long after a version was first met its answers are kept. An
// index that another process writes is looked at several times a second: until then
// passages are older than the version that the store tells, and what is refused
// because they are not found in it any more would be refused for long.
const settledAfter = 5 * time.Second

// reuse gives an answer again to whoever asks the same of the same knowledge
// base, and lets those who ask it at the same time wait for one.
type reuse struct {
	mu     sync.Mutex
	flying map[string]chan struct{} // closed when the answer is there, or will not be
	kept   memory.Memory[string, Record]
	met    map[string]met // by knowledge base
}

// met is the version that a knowledge base was last found with, and since when;
// the first one may have been there for long.
type met struct {
	version string
	since   time.Time
}

// settled: the version has been there for long enough.
func (u *reuse) settled(kb, version string, now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	last, known := u.met[kb]
	if last.version != version {
		last = met{version: version}
		if known {
			last.since = now
		}
		u.met[kb] = last
	}
	return now.Sub(last.since) >= settledAfter
}

// reuses are the answers of this service.
func (s *Service) reuses() *reuse {
	return s.reuse.get(func() *reuse {
		return &reuse{flying: map[string]chan struct{}{}, met: map[string]met{}, kept: memory.Memory[string, Record]{Size: answersKept}}
	})
}

// keyOf names everything that an answer depends on; "" if it is not to be given
// again.
func (s *Service) keyOf(ctx context.Context, r Request) string {
	if s.Version == nil {
		return ""
	}
	version, err := s.Version(ctx, r.KB)
	now := s.now()
	if err != nil || version == "" || !s.reuses().settled(r.KB, version, now) {
		return ""
	}
	asked, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	h := sha256.New()
	fmt.Fprintln(h, version, now.Truncate(reusedFor).Unix(), string(asked))
	return string(h.Sum(nil))
}

// reused answers with what is kept, or makes the answer once for all who ask now.
func (s *Service) reused(ctx context.Context, key string, r Request, emit func(Event) error) (Answer, error) {
	if known, ok := s.reuses().kept.Find(key); ok {
		return s.again(ctx, known, r, emit)
	}
	first, ready := s.reuses().join(key)
	if first {
		defer s.reuses().leave(key)
		return s.make(ctx, key, r, emit)
	}
	select {
	case <-ready:
	case <-ctx.Done():
		return Answer{}, fmt.Errorf("answer: %w", ctx.Err())
	}
	if known, ok := s.reuses().kept.Find(key); ok {
		return s.again(ctx, known, r, emit)
	}
	return s.make(ctx, key, r, emit) // the first one gave up, or a part did not work: each on their own
}

// join says whether the caller is the first; if not, ready tells when that one is
// done.
func (u *reuse) join(key string) (first bool, ready <-chan struct{}) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if done, ok := u.flying[key]; ok {
		return false, done
	}
	u.flying[key] = make(chan struct{})
	return true, nil
}

func (u *reuse) leave(key string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	close(u.flying[key])
	delete(u.flying, key)
}

// keep keeps an answer to be given again, unless it would be another one with all
// parts at work.
func (m *making) keep(key string) {
	if key == "" || m.makeshift {
		return
	}
	m.reuses().kept.Get(key, func() Record { return Record{Answer: m.answer, Trace: m.trace} })
}

// again gives a known answer to another asker: under a name of its own, with a
// record of its own.
func (s *Service) again(ctx context.Context, known Record, r Request, emit func(Event) error) (Answer, error) {
	m := s.begin(r, emit)
	id, trace := m.answer.ID, m.trace
	m.answer, m.trace = known.Answer, known.Trace
	m.answer.ID, m.answer.Passages, m.answer.Notes = id, slices.Clone(known.Answer.Passages), slices.Clone(known.Answer.Notes)
	m.trace.Request, m.trace.TimingsMS = trace.Request, maps.Clone(trace.TimingsMS)
	m.trace.Notes = append(slices.Clone(known.Trace.Notes), "given again: made as answer "+known.Answer.ID)
	if err := m.emit(Event{Passages: slices.Clone(m.answer.Passages)}); err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	if err := m.sendAll(); err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	if err := m.finish(ctx); err != nil {
		return Answer{}, fmt.Errorf("answer: %w", err)
	}
	return m.answer, nil
}
