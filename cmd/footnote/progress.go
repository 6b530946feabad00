package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"footnote/ingest"
)

// progress shows long work: one line that is rewritten on a terminal, a plain
// line now and then elsewhere.
type progress struct {
	w        io.Writer
	name     string
	terminal bool
	quiet    bool
	last     time.Time
	shown    bool
}

// How often a line is written: often enough to look alive on a terminal, seldom
// enough not to fill a log.
const (
	terminalInterval = 100 * time.Millisecond
	plainInterval    = 5 * time.Second
)

func newProgress(w io.Writer, name string, quiet bool) *progress {
	f, ok := w.(*os.File)
	return &progress{w: w, name: name, terminal: ok && term.IsTerminal(int(f.Fd())), quiet: quiet, last: time.Now()}
}

func (p *progress) update(r ingest.Report) {
	interval := plainInterval
	if p.terminal {
		interval = terminalInterval
	}
	if now := time.Now(); now.Sub(p.last) >= interval {
		p.last = now
		p.show(r)
	}
}

func (p *progress) show(r ingest.Report) {
	line := fmt.Sprintf("%s: %s", printable(p.name), r)
	if !p.terminal {
		fmt.Fprintln(p.w, line)
		return
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", shorten(line, 110))
	p.shown = true
}

func (p *progress) finish() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
