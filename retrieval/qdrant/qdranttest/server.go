// Package qdranttest is a Qdrant server inside the test: the part of its gRPC
// interface that package qdrant uses, kept in memory, over an in-process
// connection.
//
// It is strict where the real server is (names, dimensions, ids, duplicate
// sparse indices, aliases), applies filters before limits, and is unkind where
// the real one is free: hits of equal score come in falling order of ID. What
// it does not know it refuses as Unimplemented instead of guessing. Faults can
// be injected call by call (see Fault), and it can be stopped and started with
// its data kept.
package qdranttest

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/test/bufconn"

	"footnote/retrieval/qdrant"
)

// Addr is how the server is called in errors; nothing listens there.
const Addr = "qdrant.test:6334"

// Version is what the server says it is.
const Version = "1.18.3"

// Server is a Qdrant server in memory.
type Server struct {
	faults faults

	mu          sync.RWMutex // of what follows: one request changes it at a time
	collections map[string]*collection
	aliases     map[string]string
	key         string
	version     string

	running sync.Mutex // of the connection
	grpc    *grpc.Server
	inside  *bufconn.Listener
}

// Start runs a server until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{collections: map[string]*collection{}, aliases: map[string]string{}, version: Version}
	s.Restart()
	t.Cleanup(s.Stop)
	return s
}

// New starts a server and returns the indexes on it, both until the test ends.
func New(t testing.TB) *qdrant.Indexes {
	t.Helper()
	return Start(t).Indexes(t, Options{})
}

// Options are those of package qdrant; address and dialer are filled in.
type Options = qdrant.Options

// Indexes connects to the server until the test ends.
func (s *Server) Indexes(t testing.TB, options Options) *qdrant.Indexes {
	t.Helper()
	x, err := qdrant.New(s.Options(options))
	if err != nil {
		t.Fatalf("connect to the test server: %v", err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// Options completes options with the way to this server. Unless options say
// otherwise, a server that is away is given up soon.
func (s *Server) Options(options Options) Options {
	options.Addr, options.Dialer = Addr, s.dial
	if options.Patience == 0 {
		options.Patience = time.Second
	}
	return options
}

// dialBuffer is the size of the in-process pipe.
const dialBuffer = 64 << 10

func (s *Server) dial(ctx context.Context, _ string) (net.Conn, error) {
	s.running.Lock()
	listener := s.inside
	s.running.Unlock()
	if listener == nil {
		return nil, errors.New("connection refused: the test server is stopped")
	}
	return listener.DialContext(ctx)
}

// Stop cuts all connections and refuses new ones. Data is kept.
func (s *Server) Stop() {
	s.running.Lock()
	defer s.running.Unlock()
	if s.grpc != nil {
		s.grpc.Stop()
		s.grpc, s.inside = nil, nil
	}
}

// Restart is Stop, if it runs, and a start with the same data.
func (s *Server) Restart() {
	s.Stop()
	s.running.Lock()
	defer s.running.Unlock()
	s.grpc, s.inside = s.services(), bufconn.Listen(dialBuffer)
	serve(s.grpc, s.inside)
}

// Listen opens a real port on the loopback interface until the test ends, for
// programs that are given an address, and returns it.
func (s *Server) Listen(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("listen: %v", err)
	}
	g := s.services()
	serve(g, listener)
	t.Cleanup(g.Stop)
	return listener.Addr().String()
}

func serve(g *grpc.Server, listener net.Listener) {
	go func() { _ = g.Serve(listener) }() // ends with Stop
}

func (s *Server) services() *grpc.Server {
	g := grpc.NewServer(
		grpc.ChainUnaryInterceptor(s.faults.intercept, s.authorise),
		grpc.MaxRecvMsgSize(64<<20),
		// The client asks every 10 seconds whether the line is alive; gRPC's
		// default would take that for an attack.
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: time.Second, PermitWithoutStream: true}),
	)
	client.RegisterQdrantServer(g, healthService{s: s})
	client.RegisterCollectionsServer(g, collectionsService{s: s})
	client.RegisterPointsServer(g, pointsService{s: s})
	return g
}

// healthService answers who is there.
type healthService struct {
	client.UnimplementedQdrantServer
	s *Server
}

func (h healthService) HealthCheck(context.Context, *client.HealthCheckRequest) (*client.HealthCheckReply, error) {
	h.s.mu.RLock()
	defer h.s.mu.RUnlock()
	return &client.HealthCheckReply{Title: "qdrant - vector search engine", Version: h.s.version}, nil
}

// SetVersion makes the server say that it is another version.
func (s *Server) SetVersion(version string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version = version
}

// Client is a bare client of the server, to look and change things behind an
// index's back; closed when the test ends.
func (s *Server) Client(t testing.TB) *client.Client {
	t.Helper()
	c, err := client.NewClient(&client.Config{
		Host: "passthrough:///qdrant.test", PoolSize: 1, SkipCompatibilityCheck: true, KeepAliveTime: -1,
		GrpcOptions: []grpc.DialOption{grpc.WithContextDialer(s.dial)},
	})
	if err != nil {
		t.Fatalf("connect to the test server: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}
