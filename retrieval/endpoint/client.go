package endpoint

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/sony/gobreaker/v2"
)

// Options of a client. The zero value is useful.
type Options struct {
	Name       string        // of the server in messages: "chat model", "embedder"
	Tries      int           // at most, for one request; 0: 3
	Header     time.Duration // until a reply begins, each try; 0: 30 s
	Idle       time.Duration // between two pieces of a reply; 0: 30 s
	MaxBytes   int64         // of a reply; 0: 64 MiB
	MaxWait    time.Duration // longest pause before another try, Retry-After included; 0: 10 s
	Failures   int           // in a row that open the breaker; 0: 5
	Pause      time.Duration // that the open breaker lasts; 0: 15 s
	Base       http.RoundTripper
	Logger     *slog.Logger
	Sleep      func(ctx context.Context, d time.Duration) error // nil: real time
	FirstPause time.Duration                                    // before the second try, doubled each time; 0: 0.5 s
}

// New returns a client for one server. Redirects are not followed: a model
// server has none, and the key would go along.
func New(o Options) *http.Client {
	o = o.complete()
	t := &transport{Options: o, breaker: gobreaker.NewTwoStepCircuitBreaker[any](gobreaker.Settings{
		Name:        o.Name,
		Timeout:     o.Pause,
		ReadyToTrip: func(c gobreaker.Counts) bool { return int(c.ConsecutiveFailures) >= o.Failures },
		// A caller who went away says nothing about the server; one whose time
		// ran out does.
		IsExcluded: func(err error) bool { return errors.Is(err, context.Canceled) },
	})}
	return &http.Client{Transport: t, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (o Options) complete() Options {
	o.Tries = cmp.Or(o.Tries, 3)
	o.Header = cmp.Or(o.Header, 30*time.Second)
	o.Idle = cmp.Or(o.Idle, 30*time.Second)
	o.MaxBytes = cmp.Or(o.MaxBytes, 64<<20)
	o.MaxWait = cmp.Or(o.MaxWait, 10*time.Second)
	o.Failures = cmp.Or(o.Failures, 5)
	o.Pause = cmp.Or(o.Pause, 15*time.Second)
	o.FirstPause = cmp.Or(o.FirstPause, 500*time.Millisecond)
	if o.Base == nil {
		base := http.DefaultTransport.(*http.Transport).Clone()
		base.MaxResponseHeaderBytes = 64 << 10
		o.Base = base
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

type transport struct {
	Options
	breaker *gobreaker.TwoStepCircuitBreaker[any]
}

// errServer marks a reply that counts against the server.
var errServer = errors.New("the server failed")

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil && r.GetBody != nil {
		defer r.Body.Close() // each try has a copy of its own
	}
	done, err := t.breaker.Allow()
	if err != nil {
		return nil, fmt.Errorf("%s: failed %d times in a row, not asked again for up to %v", t.Name, t.Failures, t.Pause)
	}
	response, err := t.tries(r)
	switch {
	case r.Context().Err() != nil:
		done(r.Context().Err())
	case err != nil:
		done(err)
	case retryable(response.StatusCode) && response.StatusCode != http.StatusTooManyRequests:
		done(errServer)
	default:
		done(nil)
	}
	return response, err
}

func (t *transport) tries(r *http.Request) (*http.Response, error) {
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.Multiplier, pause.MaxInterval = t.FirstPause, 2, t.MaxWait
	for try := 1; ; try++ {
		response, err := t.try(r)
		if err == nil && !retryable(response.StatusCode) {
			return response, nil
		}
		if try == t.Tries || r.Context().Err() != nil || (r.Body != nil && r.GetBody == nil) {
			return response, err
		}
		wait := pause.NextBackOff()
		if err == nil {
			wait = max(wait, retryAfter(response, time.Now()))
			if wait > t.MaxWait { // the server asks for more patience than a caller has
				return response, nil
			}
			drain(response)
		}
		t.Logger.Debug("asking again", "server", t.Name, "try", try+1, "wait", wait, "error", err)
		if err := t.Sleep(r.Context(), wait); err != nil {
			return nil, err
		}
	}
}

// try sends the request once; the time until the reply begins is bounded, and
// so is the reply.
func (t *transport) try(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	timer := time.AfterFunc(t.Header, func() { cancel(fmt.Errorf("%s: no reply within %v", t.Name, t.Header)) })
	again := r.Clone(ctx)
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			timer.Stop()
			cancel(nil)
			return nil, err
		}
		again.Body = body
	}
	response, err := t.Base.RoundTrip(again)
	if !timer.Stop() && err == nil {
		response.Body.Close()
		err = fmt.Errorf("%s: no reply within %v", t.Name, t.Header)
	}
	if err != nil {
		defer cancel(nil)
		if cause := context.Cause(ctx); cause != nil && r.Context().Err() == nil {
			err = cause
		}
		return nil, err
	}
	response.Body = &bounded{ReadCloser: response.Body, o: t.Options, left: t.MaxBytes, ctx: ctx, cancel: cancel}
	return response, nil
}

func retryable(status int) bool {
	switch status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter is how long the server asks to wait: seconds or a date (RFC 9110,
// 10.2.3).
func retryAfter(r *http.Response, now time.Time) time.Duration {
	v := r.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(v); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1<<20)) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return at.Sub(now)
	}
	return 0
}

// drain reads a short error reply to its end, so that the connection can be
// used again.
func drain(r *http.Response) {
	io.Copy(io.Discard, io.LimitReader(r.Body, 64<<10)) //nolint:errcheck // only to keep the connection
	r.Body.Close()
}

// bounded is a reply's body with limits on its size and on silence.
type bounded struct {
	io.ReadCloser
	o      Options
	left   int64
	ctx    context.Context
	cancel context.CancelCauseFunc
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		if n, err := b.ReadCloser.Read(make([]byte, 1)); n == 0 {
			return 0, err
		}
		return 0, fmt.Errorf("%s: reply of more than %d bytes", b.o.Name, b.o.MaxBytes)
	}
	timer := time.AfterFunc(b.o.Idle, func() { b.cancel(fmt.Errorf("%s: reply stopped for %v", b.o.Name, b.o.Idle)) })
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	timer.Stop()
	b.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		if cause := context.Cause(b.ctx); cause != nil {
			err = cause
		}
	}
	return n, err
}

func (b *bounded) Close() error {
	err := b.ReadCloser.Close()
	b.cancel(nil)
	return err
}
