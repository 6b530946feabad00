package qdrant

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"strconv"
	"strings"
	"time"

	client "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
)

// Defaults of Options.
const (
	DefaultAddr    = "localhost:6334"
	DefaultPrefix  = "footnote"
	DefaultTimeout = 10 * time.Second
	// DefaultPatience outlasts a restart of a server with some 100,000 points.
	DefaultPatience = 20 * time.Second
	// DefaultBatch is in the middle of the 64 to 256 points that Qdrant's
	// guides recommend for one upsert.
	DefaultBatch = 128
	// DefaultHold keeps a usual change whole (a few hundred pages) in about
	// 20 MB, so that it becomes visible in one go.
	DefaultHold = 2048
)

// Options say where the server is and how to use it. The zero value means a
// server on this machine with the defaults above.
type Options struct {
	Addr   string // "host:port" of the gRPC interface; port 6334 if missing
	APIKey string // never logged, never part of an error
	TLS    bool
	// TLSConfig replaces the default (system roots, TLS 1.3) when TLS is set.
	TLSConfig *tls.Config

	Timeout  time.Duration // of one call
	Patience time.Duration // how long a write is tried again while the server is away; a search: 2 s at most
	Prefix   string        // first part of every collection name
	// Owner names the library that the points come from. An index that another
	// owner filled is not opened: two libraries with a knowledge base of one name
	// would sweep away each other's points. Empty: nobody's, and not compared.
	Owner string
	Batch int // points in one request
	Hold  int // points that wait for Commit in the program

	// For a cluster; zero leaves it to the server. With replicas, a writer must
	// read what it wrote: let WriteConsistency and ReadConsistency overlap, for
	// instance 2 of 3 and "majority".
	Shards           uint32
	Replicas         uint32
	WriteConsistency uint32 // replicas that must have a write before it counts
	ReadConsistency  string // "all", "majority", "quorum" or a number of replicas

	// Tenant is the key of a label by whose value nearly every search is filtered, such
	// as the customer that a page belongs to: the points of one value lie together on
	// the server and are linked with each other. It holds for indexes that are created from
	// then on. Empty: no such label.
	Tenant string

	Logger *slog.Logger // nil: none

	// Dialer and GRPC replace the way to the server, e.g. in tests.
	Dialer func(ctx context.Context, addr string) (net.Conn, error)
	GRPC   []grpc.DialOption
}

func (o Options) withDefaults() Options {
	o.Addr = cmp.Or(o.Addr, DefaultAddr)
	o.Prefix = cmp.Or(o.Prefix, DefaultPrefix)
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	o.Patience = cmp.Or(o.Patience, DefaultPatience)
	o.Batch = cmp.Or(o.Batch, DefaultBatch)
	o.Hold = cmp.Or(o.Hold, DefaultHold)
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	return o
}

func (o Options) check() error {
	if o.Timeout < 0 || o.Patience < 0 || o.Batch < 0 || o.Hold < 0 {
		return fmt.Errorf("qdrant: negative timeout, patience, batch or hold")
	}
	return checkPrefix(o.Prefix)
}

// Port of Qdrant's gRPC interface, and the one of its REST interface that is
// often given by mistake.
const (
	grpcPort = 6334
	restPort = "6333"
)

// host splits Addr. Schemes are refused rather than dropped: "https://" would
// otherwise silently lose its meaning.
func (o Options) host() (string, int, error) {
	if strings.Contains(o.Addr, "://") {
		return "", 0, fmt.Errorf("qdrant address %q: write host:port without a scheme, and switch TLS on by its own setting", o.Addr)
	}
	host, port, err := net.SplitHostPort(o.Addr)
	if err != nil {
		host, port = strings.Trim(o.Addr, "[]"), strconv.Itoa(grpcPort)
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 || host == "" || strings.ContainsAny(host, " /@?#") {
		return "", 0, fmt.Errorf("qdrant address %q: want host:port, e.g. %s", o.Addr, DefaultAddr)
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // IPv6: the client joins host and port as they are
	}
	return host, int(number), nil
}

func (o Options) consistency() (*client.ReadConsistency, error) {
	switch o.ReadConsistency {
	case "":
		return nil, nil
	case "all":
		return client.NewReadConsistencyType(client.ReadConsistencyType_All), nil
	case "majority":
		return client.NewReadConsistencyType(client.ReadConsistencyType_Majority), nil
	case "quorum":
		return client.NewReadConsistencyType(client.ReadConsistencyType_Quorum), nil
	}
	n, err := strconv.ParseUint(o.ReadConsistency, 10, 32)
	if err != nil || n == 0 {
		return nil, fmt.Errorf("qdrant read consistency %q: want all, majority, quorum or a number of replicas", o.ReadConsistency)
	}
	return client.NewReadConsistencyFactor(n), nil
}

// ordering of writes: with several replicas they go through one of them, in turn,
// so that no replica has the state of a commit before its points.
func (s *server) ordering() *client.WriteOrdering {
	if s.options.Replicas < 2 {
		return nil
	}
	return &client.WriteOrdering{Type: client.WriteOrderingType_Medium}
}

// maxReply bounds a reply: a page of a scroll or a batch of chunks stays far
// below, gRPC's own limit (4 MiB) does not suffice.
const maxReply = 64 << 20

func (o Options) connect() (*client.Client, error) {
	host, port, err := o.host()
	if err != nil {
		return nil, err
	}
	config := &client.Config{
		Host: host, Port: port, UseTLS: o.TLS, TLSConfig: o.TLSConfig,
		SkipCompatibilityCheck: true, // it calls the server and logs elsewhere; see server.version
		GrpcOptions: []grpc.DialOption{
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxReply)),
			grpc.WithConnectParams(grpc.ConnectParams{
				Backoff:           backoff.Config{BaseDelay: firstPause, Multiplier: 2, MaxDelay: reconnectPause},
				MinConnectTimeout: o.Timeout,
			}),
		},
	}
	if o.APIKey != "" {
		// As a header of our own: given as Config.APIKey it makes the client
		// write to the global logger.
		config.Headers = map[string]string{"api-key": o.APIKey}
		if !o.TLS {
			o.Logger.Warn("the Qdrant API key is sent without TLS", "addr", o.Addr)
		}
	}
	if o.Dialer != nil {
		config.Host = "passthrough:///" + host
		config.GrpcOptions = append(config.GrpcOptions, grpc.WithContextDialer(o.Dialer))
	}
	config.GrpcOptions = append(config.GrpcOptions, o.GRPC...)
	return client.NewClient(config)
}
