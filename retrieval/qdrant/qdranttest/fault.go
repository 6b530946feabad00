package qdranttest

import (
	"context"
	"crypto/subtle"
	"path"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Fault is something that goes wrong.
type Fault struct {
	Method string // "Upsert", "QueryBatch", …; "": any
	After  int    // calls that go well before it begins
	Times  int    // calls it hits; 0: all that follow

	Delay   time.Duration // first the call waits, or until the client gives up
	Lost    bool          // then it is done, but the answer is replaced by the error
	Code    codes.Code    // the error; OK: none (only a delay)
	Message string
	// Instead, if set, makes the answer out of the true one.
	Instead func(reply any) any
}

// faults are the faults that were injected, and a count of calls.
type faults struct {
	mu     sync.Mutex
	faults []*Fault
	calls  map[string]int
}

// Inject adds a fault. The first of several that fits a call hits it.
func (s *Server) Inject(f Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.faults = append(s.faults.faults, &f)
}

// Heal removes all faults.
func (s *Server) Heal() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.faults = nil
}

// Calls is how often a method was called; "" counts all.
func (s *Server) Calls(method string) int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	if method != "" {
		return s.faults.calls[method]
	}
	sum := 0
	for _, n := range s.faults.calls {
		sum += n
	}
	return sum
}

// next counts a call and returns the fault that hits it.
func (f *faults) next(method string) *Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.calls == nil {
		f.calls = map[string]int{}
	}
	f.calls[method]++
	for i, fault := range f.faults {
		if fault.Method != "" && fault.Method != method {
			continue
		}
		if fault.After > 0 {
			fault.After--
			continue
		}
		hit := *fault
		if fault.Times > 0 {
			if fault.Times--; fault.Times == 0 {
				f.faults = append(f.faults[:i:i], f.faults[i+1:]...)
			}
		}
		return &hit
	}
	return nil
}

func (f *faults) intercept(ctx context.Context, request any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	fault := f.next(path.Base(info.FullMethod))
	if fault == nil {
		return handler(ctx, request)
	}
	if fault.Delay > 0 {
		select {
		case <-time.After(fault.Delay):
		case <-ctx.Done():
			return nil, status.FromContextError(ctx.Err()).Err()
		}
	}
	if fault.Code != codes.OK && !fault.Lost {
		return nil, status.Error(fault.Code, fault.Message)
	}
	reply, err := handler(ctx, request)
	if fault.Lost {
		return nil, status.Error(fault.Code, fault.Message)
	}
	if err == nil && fault.Instead != nil {
		return fault.Instead(reply), nil
	}
	return reply, err
}

// RequireKey makes the server refuse calls without this API key.
func (s *Server) RequireKey(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = key
}

func (s *Server) authorise(ctx context.Context, request any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	s.mu.RLock()
	key := s.key
	s.mu.RUnlock()
	if key == "" {
		return handler(ctx, request)
	}
	md, _ := metadata.FromIncomingContext(ctx)
	for _, given := range md.Get("api-key") {
		if subtle.ConstantTimeCompare([]byte(given), []byte(key)) == 1 {
			return handler(ctx, request)
		}
	}
	return nil, status.Error(codes.PermissionDenied, "Invalid API key or JWT")
}
