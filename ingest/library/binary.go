package library

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"footnote/ingest/library/database"
)

// The stored form of documents and chunks is a sequence of
//
//	number   varint, signed ones zigzag (encoding/binary)
//	text     length as number, then its bytes
//	texts    count, then each text
//	pairs    count, then key and value of each, keys sorted
//	time     microseconds since 1970 as a signed number, 0 for none
//
// beginning with the number of its version.

// errFormat is returned for stored bytes that cannot be what was written.
var errFormat = errors.New("stored document is damaged: ingest its source again")

// writer appends values.
type writer struct{ b []byte }

func (w *writer) number(n int)       { w.b = binary.AppendUvarint(w.b, uint64(n)) }
func (w *writer) signed(n int64)     { w.b = binary.AppendVarint(w.b, n) }
func (w *writer) time(t time.Time)   { w.signed(database.Micros(t)) }
func (w *writer) text(s string)      { w.number(len(s)); w.b = append(w.b, s...) }
func (w *writer) texts(all []string) { w.number(len(all)); each(all, w.text) }

func (w *writer) pairs(m map[string]string) {
	w.number(len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		w.text(k)
		w.text(m[k])
	}
}

func (w *writer) flag(b bool) {
	if b {
		w.number(1)
	} else {
		w.number(0)
	}
}

func each[T any](all []T, do func(T)) {
	for _, x := range all {
		do(x)
	}
}

// reader takes values off the front. The first thing that does not fit sets
// err; from then on every value is zero.
type reader struct {
	b   []byte
	err error
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = errFormat
	}
	r.b = nil
}

func (r *reader) number() int {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > math.MaxInt32 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return int(n)
}

func (r *reader) signed() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *reader) time() time.Time { return database.Time(r.signed()) }
func (r *reader) flag() bool      { return r.number() == 1 }

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.fail()
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) text() string { return string(r.bytes(r.number())) }

// count reads how many values follow, none of which is shorter than a byte.
func (r *reader) count() int {
	n := r.number()
	if n > len(r.b) {
		r.fail()
		return 0
	}
	return n
}

func (r *reader) texts() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	all := make([]string, n)
	for i := range all {
		all[i] = r.text()
	}
	return all
}

func (r *reader) pairs() map[string]string {
	n := r.count()
	if n == 0 {
		return nil
	}
	m := make(map[string]string, min(n, 64))
	for range n {
		k := r.text()
		m[k] = r.text()
	}
	return m
}

// version reads the version and refuses those that were not written yet.
func (r *reader) version(newest int) int {
	v := r.number()
	if r.err == nil && (v < 1 || v > newest) {
		r.err = fmt.Errorf("stored document has format %d, this program reads up to %d: use a newer version of it", v, newest)
		r.b = nil
	}
	return v
}

// end reports the first error, or bytes that nobody asked for.
func (r *reader) end() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail()
	}
	return r.err
}
