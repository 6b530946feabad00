package local

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"footnote/retrieval"
)

// Options of New. The zero value is what a program wants.
type Options struct {
	// Logger hears of what goes on although something failed. Nil: nobody.
	Logger *slog.Logger
	// Now is the clock. Nil: time.Now.
	Now func() time.Time
	// CheckEvery is how often an open index looks for commits of other
	// processes; those of this process it sees at once. 0: DefaultCheckEvery.
	CheckEvery time.Duration
	// BufferBytes is about how much memory points take before they are written
	// to disk, where they wait for their commit. 0: DefaultBufferBytes.
	BufferBytes int

	// step is called before every change on disk; kernel replaces the one of the
	// processor. Both are for tests.
	step   func(name string) error
	kernel kernel
}

// Defaults. Reading two small files, which is what a check costs, takes about
// 20 µs, so ten checks a second are not felt. The buffer holds some 10,000
// chunks: with twice as many the ingest of 120,000 took as long, and 70 MB more.
const (
	DefaultCheckEvery  = 100 * time.Millisecond
	DefaultBufferBytes = 32 << 20
)

func (o Options) filled() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.CheckEvery <= 0 {
		o.CheckEvery = DefaultCheckEvery
	}
	if o.BufferBytes <= 0 {
		o.BufferBytes = DefaultBufferBytes
	}
	if o.kernel.scan == nil {
		o.kernel = fastest()
	}
	return o
}

// Indexes implements retrieval.Indexes on a folder. Safe for concurrent use, and
// beside other processes that use the same folder.
type Indexes struct {
	dir     string
	options Options
	memory  sync.Pool // of *scratch

	mu      sync.Mutex
	changes map[string]*atomic.Int64 // by knowledge base: commits and switches of this process
}

// New returns the indexes in a folder, which is made when the first is created.
func New(dir string, options Options) *Indexes {
	return &Indexes{dir: dir, options: options.filled(), changes: map[string]*atomic.Int64{}}
}

// Open implements retrieval.Indexes.
func (x *Indexes) Open(ctx context.Context, kb string, spec retrieval.Spec) (retrieval.Index, error) {
	if err := retrieval.CheckKB(kb); err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	i := x.index(kb, spec)
	s, err := i.acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("open index of knowledge base %q: %w", kb, err)
	}
	s.release()
	return i, nil
}

// Create implements retrieval.Indexes.
func (x *Indexes) Create(ctx context.Context, kb string, spec retrieval.Spec) (retrieval.Index, error) {
	if err := errors.Join(retrieval.CheckKB(kb), checkSpec(spec), ctx.Err()); err != nil {
		return nil, fmt.Errorf("create index: %w", err)
	}
	generation, err := x.base(kb).create(spec)
	x.changed(kb).Add(1) // an unfinished one is gone
	if err != nil {
		return nil, fmt.Errorf("create index of knowledge base %q: %w", kb, err)
	}
	i := x.index(kb, spec)
	i.own.Store(int64(generation))
	return i, nil
}

// Publish implements retrieval.Indexes.
func (x *Indexes) Publish(ctx context.Context, kb string) error {
	return x.change(ctx, kb, "publish", base.publish)
}

// Drop implements retrieval.Indexes.
func (x *Indexes) Drop(ctx context.Context, kb string) error {
	return x.change(ctx, kb, "drop", base.drop)
}

func (x *Indexes) change(ctx context.Context, kb, what string, do func(base) error) error {
	if err := errors.Join(retrieval.CheckKB(kb), ctx.Err()); err != nil {
		return fmt.Errorf("%s index: %w", what, err)
	}
	err := do(x.base(kb))
	x.changed(kb).Add(1) // also after an error: something may have been done
	if err != nil {
		return fmt.Errorf("%s index of knowledge base %q: %w", what, kb, damageOf(kb, err))
	}
	return nil
}

func (x *Indexes) base(kb string) base {
	return base{folder: folder{path: filepath.Join(x.dir, folderOf(kb)), step: x.options.step}, logger: x.options.Logger}
}

// folderOf keeps names that differ by case only ("Shop", "shop") apart on file
// systems that do not: "=" stands before each letter that was a capital.
func folderOf(kb string) string {
	var name strings.Builder
	for _, r := range kb {
		if low := unicode.ToLower(r); low != r {
			name.WriteByte('=')
			r = low
		}
		name.WriteRune(r)
	}
	return name.String()
}

func (x *Indexes) index(kb string, spec retrieval.Spec) *index {
	return &index{owner: x, kb: kb, spec: spec, home: x.base(kb), changes: x.changed(kb)}
}

func (x *Indexes) changed(kb string) *atomic.Int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.changes[kb] == nil {
		x.changes[kb] = new(atomic.Int64)
	}
	return x.changes[kb]
}

// scratch takes the memory of a search from the pool.
func (x *Indexes) scratch() *scratch {
	if s, ok := x.memory.Get().(*scratch); ok {
		return s
	}
	return new(scratch)
}
