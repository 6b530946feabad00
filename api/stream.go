package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"footnote/api/answer"
	"footnote/retrieval"
)

// Names of the events of a streamed answer. The data of an event is the value
// of the answer's field of that name; of sentence, a SentenceEvent; of done,
// the whole answer, which replaces all that came before it; of error, what an
// error is elsewhere.
const (
	eventPassages = "passages"
	eventSentence = "sentence"
	eventRefusal  = "refusal"
	eventClarify  = "clarify"
	eventDone     = "done"
	eventError    = "error"
)

const eventStream = "text/event-stream"

// wantsEvents says whether an Accept header takes an event stream. It must name
// it: */* is what every client sends.
func wantsEvents(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		kind, params, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(kind), eventStream) && !refused(params) {
			return true
		}
	}
	return false
}

// refused says whether the parameters of an Accept entry say "not this one".
func refused(params string) bool {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if q, err := strconv.ParseFloat(value, 64); strings.EqualFold(name, "q") && err == nil && q == 0 {
			return true
		}
	}
	return false
}

// events writes an event stream. It begins with the first event or ping, so
// that a request which fails at once still gets a plain error.
type events struct {
	s *server
	c *gin.Context

	mu       sync.Mutex
	started  bool
	passages bool // have been sent
	buffer   bytes.Buffer
}

// stream answers a question event by event. A write that fails or takes too
// long ends the work, as does a client that goes away.
func (s *server) stream(c *gin.Context, r answer.Request) {
	ctx, cancel := context.WithCancel(c.Request.Context())
	defer cancel()
	e := &events{s: s, c: c}
	var pinging sync.WaitGroup
	pinging.Go(func() { e.ping(ctx, cancel) })
	a, err := s.Answers.Answer(ctx, r, func(ev answer.Event) error { return e.emit(ctx, r.KB, ev) })
	cancel()
	pinging.Wait()
	ctx = c.Request.Context()
	if err == nil {
		err = e.finish(ctx, r.KB, a)
	}
	if err != nil {
		e.fail(err)
	}
}

// emit sends a part of an answer. Done is held back: finish sends it, with what
// goes before it.
func (e *events) emit(ctx context.Context, kb string, ev answer.Event) error {
	if ev.Done != nil {
		return nil
	}
	if err := e.sendPassages(ctx, kb, ev.Passages); err != nil || ev.Sentence == nil {
		return err
	}
	sentence := *ev.Sentence
	list(&sentence.Citations)
	return e.send(eventSentence, sentence)
}

// sendPassages sends them unless it has been done: they come once, and first.
func (e *events) sendPassages(ctx context.Context, kb string, passages []retrieval.Passage) error {
	if e.passages {
		return nil
	}
	e.passages = true
	return e.send(eventPassages, e.s.dated(ctx, kb, passages))
}

func (e *events) finish(ctx context.Context, kb string, a answer.Answer) error {
	a.Passages = e.s.dated(ctx, kb, a.Passages)
	a = whole(a)
	err := e.sendPassages(ctx, kb, a.Passages)
	switch {
	case err != nil:
	case a.Refusal != nil:
		err = e.send(eventRefusal, a.Refusal)
	case a.Clarify != nil:
		err = e.send(eventClarify, a.Clarify)
	}
	if err != nil {
		return err
	}
	return e.send(eventDone, a)
}

// send writes one event and flushes it, so that it is not held back here.
func (e *events) send(name string, data any) error {
	raw, err := json.Marshal(data) // one line: line ends in texts are escaped
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.buffer.Reset()
	e.buffer.WriteString("event: " + name + "\ndata: ")
	e.buffer.Write(raw)
	e.buffer.WriteString("\n\n")
	return e.flush()
}

// flush writes the buffer to the client. The caller holds the lock.
func (e *events) flush() error {
	if !e.started {
		e.started = true
		h := e.c.Writer.Header()
		h.Set("Content-Type", eventStream+"; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		h.Set("X-Accel-Buffering", "no") // nginx would collect the events
		e.c.Status(http.StatusOK)
	}
	e.s.allowWrite(e.c, e.s.Limits.Write)
	if _, err := e.c.Writer.Write(e.buffer.Bytes()); err != nil {
		return errors.Join(errGone, err)
	}
	if err := http.NewResponseController(e.c.Writer).Flush(); err != nil {
		return errors.Join(errGone, err)
	}
	return nil
}

// ping keeps the line open while nothing else is sent; a client that does not
// take it ends the work.
func (e *events) ping(ctx context.Context, stop context.CancelFunc) {
	ticker := time.NewTicker(e.s.Limits.Ping)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if e.comment() != nil {
				stop()
				return
			}
		}
	}
}

func (e *events) comment() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.buffer.Reset()
	e.buffer.WriteString(": ping\n\n")
	return e.flush()
}

// fail ends the stream with an error: as a plain reply if nothing has been sent
// yet, else as an event.
func (e *events) fail(err error) {
	if !e.started {
		e.s.fail(e.c, err)
		return
	}
	p := e.s.note(e.c, err)
	if p != errGone {
		_ = e.send(eventError, p.wire(requestID(e.c))) // the last word: nobody to tell if it fails
	}
}
