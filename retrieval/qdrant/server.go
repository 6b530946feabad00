package qdrant

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// server is the connection that all indexes share.
type server struct {
	api         *client.Client
	consistency *client.ReadConsistency
	options     Options

	mu      sync.Mutex
	checked bool // the version is one that we can use
}

// Pauses between attempts: doubled from the first to the longest. Connections
// are tried again more often, so that an attempt finds a server that is back.
const (
	firstPause     = 50 * time.Millisecond
	maxPause       = 2 * time.Second
	reconnectPause = 250 * time.Millisecond
)

// searchPatience is how long a request is tried again for which somebody waits.
const searchPatience = 2 * time.Second

// hurryKey marks the context of such a request.
type hurryKey struct{}

// hurry is for searches and for opening an index; a write, with everything it
// reads on its way, waits until the server is back.
func hurry(ctx context.Context) context.Context { return context.WithValue(ctx, hurryKey{}, true) }

func (s *server) patience(ctx context.Context) time.Duration {
	if ctx.Value(hurryKey{}) != nil {
		return min(searchPatience, s.options.Patience)
	}
	return s.options.Patience
}

// call sends a request, each time with its own deadline, until it succeeds,
// fails for good, or patience is over. Every request of this package may be
// sent twice: it says what shall be, not what shall change. There is no jitter
// in the pauses because there is one writer, and searches give up soon.
func (s *server) call(ctx context.Context, does string, send func(context.Context) error) error {
	patience := s.patience(ctx)
	pause, start := firstPause, time.Now()
	for {
		err := s.attempt(ctx, send)
		if err == nil {
			return nil
		}
		if cause := ended(ctx, err); cause != nil {
			return fmt.Errorf("qdrant at %s: %s: %w", s.options.Addr, does, cause)
		}
		pause = max(pause, retryAfter(err))
		if !passing(err) || time.Since(start)+pause > patience {
			return s.explain(does, err)
		}
		s.options.Logger.Debug("qdrant: trying again", "request", does, "pause", pause, "cause", s.scrub(err.Error()))
		if err := sleep(ctx, pause); err != nil {
			return fmt.Errorf("qdrant at %s: %s: %w", s.options.Addr, does, err)
		}
		pause = min(2*pause, maxPause)
	}
}

// ended returns why the caller's context ended, nil if it goes on. Both ends of
// a line have the deadline, and the other one may act on it a moment earlier.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	deadline, ok := ctx.Deadline()
	if ok && code(err) == codes.DeadlineExceeded && time.Until(deadline) < firstPause {
		return context.DeadlineExceeded
	}
	return nil
}

func (s *server) attempt(ctx context.Context, send func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.options.Timeout)
	defer cancel()
	return send(ctx)
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// passing reports whether an error may be gone at the next attempt.
func passing(err error) bool {
	switch code(err) {
	case codes.Unavailable, codes.DeadlineExceeded, codes.Aborted:
		return true
	case codes.ResourceExhausted:
		return retryAfter(err) > 0
	}
	return false
}

// retryAfter is the pause that a rate limit asks for; zero if it is none.
func retryAfter(err error) time.Duration {
	var limit *client.QdrantResourceExhaustedError
	if errors.As(err, &limit) && limit.RetryAfterS > 0 {
		return time.Duration(min(limit.RetryAfterS, 3600)) * time.Second
	}
	return 0
}

func code(err error) codes.Code {
	var limit *client.QdrantResourceExhaustedError
	if errors.As(err, &limit) {
		return codes.ResourceExhausted
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return codes.DeadlineExceeded
	}
	return status.Code(err)
}

// applied turns the result of a write that waited into an error unless the
// server says that it is done: it may answer that it gave up waiting.
func applied(result *client.UpdateResult, err error) error {
	if err == nil && result.GetStatus() != client.UpdateStatus_Completed {
		return status.Errorf(codes.DeadlineExceeded, "the write is %s, not completed", result.GetStatus())
	}
	return err
}

// failure is an error of the server, said in full; Unwrap gives the original.
type failure struct {
	text string
	err  error
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.err }

// maxMessage is how much of a server's message is repeated.
const maxMessage = 400

func (s *server) explain(does string, err error) error {
	message := strings.ToValidUTF8(s.scrub(plain(err)), "?")
	if len(message) > maxMessage {
		message = strings.ToValidUTF8(message[:maxMessage], "") + "…"
	}
	text := fmt.Sprintf("qdrant at %s: %s: %s (%s)", s.options.Addr, does, message, code(err))
	if hint := s.hint(err); hint != "" {
		text += ": " + hint
	}
	return &failure{text: text, err: err}
}

// plain is the server's own message, without the layers of clients around it.
func plain(err error) string {
	var st interface{ GRPCStatus() *status.Status }
	if errors.As(err, &st) {
		return st.GRPCStatus().Message()
	}
	return err.Error()
}

// scrub removes the API key, should a server or proxy repeat it.
func (s *server) scrub(text string) string {
	if s.options.APIKey == "" {
		return text
	}
	return strings.ReplaceAll(text, s.options.APIKey, "***")
}

// hint says what a person can do.
func (s *server) hint(err error) string {
	switch code(err) {
	case codes.Unavailable:
		if strings.HasSuffix(s.options.Addr, ":"+restPort) {
			return "6333 is Qdrant's REST port: use the gRPC port, 6334 by default"
		}
		return "check that Qdrant runs and that its gRPC port (6334 by default) can be reached; what it holds is kept, run the same command again"
	case codes.DeadlineExceeded:
		return "the server is slow or overloaded; what it holds is kept, run the same command again, or allow a longer timeout"
	case codes.Unauthenticated, codes.PermissionDenied:
		return "check FOOTNOTE_QDRANT_API_KEY and what the key may do"
	case codes.ResourceExhausted:
		return "the server is at a limit (rate, memory or disk); what it holds is kept, run the same command again later"
	case codes.NotFound:
		return "nothing has been ingested yet, or it was removed: run `footnote ingest` or `footnote reindex`"
	case codes.Unimplemented:
		return "is this a Qdrant server, version " + minVersion + " or newer?"
	case codes.Internal, codes.DataLoss, codes.Unknown:
		return "see the server's log"
	}
	return ""
}
