package local

import (
	"errors"
	"fmt"
	"runtime/debug"

	"footnote/retrieval"
)

// damage is a file that does not hold what was written.
type damage struct {
	kb, file, why string
}

func (e *damage) Error() string {
	return fmt.Sprintf("%v: %s: %s: run `footnote reindex --kb %s` to build it again from what is stored", retrieval.ErrCorrupt, e.file, e.why, e.kb)
}

// Unwrap makes errors.Is find retrieval.ErrCorrupt.
func (e *damage) Unwrap() error { return retrieval.ErrCorrupt }

// damageOf completes a damage inside err with the knowledge base.
func damageOf(kb string, err error) error {
	var d *damage
	if errors.As(err, &d) && d.kb == "" { // an error that is shared has its name already
		d.kb = kb
	}
	return err
}

// guard turns a fault in mapped memory (a disk that cannot be read, a file cut
// short by someone else while it is open) into an error instead of the end of
// the program. Use: defer guard(&err)().
func guard(err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		r := recover()
		if r == nil {
			return
		}
		if _, ok := r.(interface{ Addr() uintptr }); !ok {
			panic(r)
		}
		*err = &damage{file: "a mapped file of the index", why: "it can no longer be read"}
	}
}
