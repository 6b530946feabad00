package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"time"
)

// connectTimeout is for one address of a host; the next is tried after it.
const connectTimeout = 10 * time.Second

// guard opens the connections of a run. It resolves a name itself, checks what
// came back, and connects to exactly that: between check and use nothing can
// change, on any hop of any request.
//
// Addresses that are not public are refused but for the host:port pairs that
// the operator named. A named address may be anything; a named host may be
// private if all its addresses were so when it was first asked for in the run,
// and then only those: a public name cannot turn into a private address.
type guard struct {
	named   map[string]bool // "host:port"
	lookup  Lookup
	connect Connect

	mu    sync.Mutex
	first map[string]map[netip.Addr]bool // of named hosts: their private addresses
}

// Lookup finds the addresses of a host name.
type Lookup func(ctx context.Context, host string) ([]netip.Addr, error)

// Connect opens a connection to "ip:port".
type Connect func(ctx context.Context, network, address string) (net.Conn, error)

// refusedError says which address was not connected to, and why.
type refusedError struct {
	host string // host:port
	ip   netip.Addr
	kind string
}

func (e refusedError) Error() string {
	return fmt.Sprintf("%s is at %s, a %s address, which is not read unless the operator names it (--allow-private %s)",
		e.host, e.ip, e.kind, e.host)
}

// dial is the DialContext of the HTTP transport.
func (g *guard) dial(ctx context.Context, network, hostport string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostport)
	if err != nil {
		return nil, err
	}
	ips, err := g.resolve(ctx, host)
	if err != nil {
		return nil, err
	}
	own := g.own(hostport, ips)
	var errs []error
	for _, ip := range ips {
		if kind := special(ip); kind.name != "" && !own[ip] {
			errs = append(errs, refusedError{hostport, ip, kind.name})
			continue
		}
		conn, err := g.attempt(ctx, network, net.JoinHostPort(ip.String(), port))
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

func (g *guard) attempt(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	return g.connect(ctx, network, address)
}

func (g *guard) resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip.Unmap()}, nil
	}
	found, err := g.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	ips := make([]netip.Addr, len(found))
	for i, ip := range found {
		ips[i] = ip.Unmap()
	}
	return ips, nil
}

// own is the set of addresses, among those that are not public, that a host may
// have.
func (g *guard) own(hostport string, ips []netip.Addr) map[netip.Addr]bool {
	if !g.named[hostport] {
		return nil
	}
	host, _, _ := net.SplitHostPort(hostport)
	if _, err := netip.ParseAddr(host); err == nil {
		return map[netip.Addr]bool{ips[0]: true}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.first[hostport] == nil {
		g.first[hostport] = private(ips)
	}
	return g.first[hostport]
}

// private is the set of a host's addresses if each is one that a host of an
// operator's own may have, else empty.
func private(ips []netip.Addr) map[netip.Addr]bool {
	set := map[netip.Addr]bool{}
	for _, ip := range ips {
		if !special(ip).own {
			return map[netip.Addr]bool{}
		}
		set[ip] = true
	}
	return set
}
