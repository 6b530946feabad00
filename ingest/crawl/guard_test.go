package crawl

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
)

func TestSpecial(t *testing.T) {
	for _, public := range []string{"93.184.216.34", "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1",
		"198.17.0.1", "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2400:3200::1", "64:ff9b::808:808", "::ffff:8.8.8.8"} {
		if b := special(netip.MustParseAddr(public)); b.name != "" {
			t.Errorf("%s is %s", public, b.name)
		}
	}
	for _, hidden := range []string{"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255",
		"169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
		"198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1",
		"100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0",
		"fec0::1", "ff02::1"} {
		if b := special(netip.MustParseAddr(hidden)); b.name == "" {
			t.Errorf("%s passes for public", hidden)
		}
	}
	if b := special(netip.Addr{}); b.name == "" {
		t.Error("no address passes for public")
	}
}

// fakeNet resolves names from a list, one answer per look-up (the last one
// stays), and records what is connected to.
type fakeNet struct {
	answers map[string][]string // host -> "ip ip"
	dialed  []string
}

func (f *fakeNet) lookup(_ context.Context, host string) ([]netip.Addr, error) {
	answers := f.answers[host]
	if len(answers) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(answers) > 1 {
		f.answers[host] = answers[1:]
	}
	var ips []netip.Addr
	for _, text := range strings.Fields(answers[0]) {
		ips = append(ips, netip.MustParseAddr(text))
	}
	return ips, nil
}

var errConnected = errors.New("connected")

func (f *fakeNet) connect(_ context.Context, _, address string) (net.Conn, error) {
	f.dialed = append(f.dialed, address)
	return nil, errConnected
}

func TestGuard(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers []string // to the look-ups of host
		named   string
		dial    []string
		want    string // what is connected to, in all
	}{
		{"public", []string{"93.184.216.34"}, "", []string{"h:80"}, "93.184.216.34:80"},
		{"private", []string{"10.0.0.1"}, "", []string{"h:80"}, ""},
		{"mixed: only the public one", []string{"127.0.0.1 8.8.8.8 ::1"}, "", []string{"h:80"}, "8.8.8.8:80"},
		{"mapped", []string{"::ffff:127.0.0.1"}, "", []string{"h:80"}, ""},
		{"rebinding", []string{"8.8.8.8", "127.0.0.1"}, "", []string{"h:80", "h:80"}, "8.8.8.8:80"},
		{"named and private", []string{"127.0.0.1 ::1"}, "h:80", []string{"h:80"}, "127.0.0.1:80 [::1]:80"},
		{"named, another port", []string{"127.0.0.1"}, "h:80", []string{"h:81"}, ""},
		{"named and public, then rebound", []string{"8.8.8.8", "127.0.0.1", "169.254.169.254"}, "h:80", []string{"h:80", "h:80", "h:80"}, "8.8.8.8:80"},
		{"named and private, then another private", []string{"10.0.0.1", "127.0.0.1"}, "h:80", []string{"h:80", "h:80"}, "10.0.0.1:80"},
		{"named, mixed", []string{"8.8.8.8 10.0.0.1"}, "h:80", []string{"h:80"}, "8.8.8.8:80"},
		{"named, metadata", []string{"169.254.169.254"}, "h:80", []string{"h:80"}, ""},
		{"named, metadata of another cloud", []string{"100.100.100.200"}, "h:80", []string{"h:80"}, ""},
		{"named behind NAT64", []string{"64:ff9b::7f00:1"}, "h:80", []string{"h:80"}, ""},
		{"named address", nil, "127.0.0.1:80", []string{"127.0.0.1:80", "127.0.0.1:81", "127.0.0.2:80"}, "127.0.0.1:80"},
		{"named IPv6 address", nil, "[::1]:80", []string{"[::1]:80", "[::1]:81"}, "[::1]:80"},
		{"address of all interfaces", nil, "0.0.0.0:80", []string{"0.0.0.0:80"}, "0.0.0.0:80"},
		{"address", nil, "", []string{"127.0.0.1:80", "[::1]:80", "[::ffff:10.0.0.1]:80", "169.254.169.254:80", "8.8.8.8:80"}, "8.8.8.8:80"},
		{"unknown", nil, "", []string{"h:80"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &fakeNet{answers: map[string][]string{"h": c.answers}}
			g := &guard{named: map[string]bool{c.named: true}, lookup: f.lookup, connect: f.connect, first: map[string]map[netip.Addr]bool{}}
			for _, to := range c.dial {
				if _, err := g.dial(t.Context(), "tcp", to); err == nil {
					t.Error("no error from", to)
				}
			}
			if got := strings.Join(f.dialed, " "); got != c.want {
				t.Errorf("connected to %q, want %q", got, c.want)
			}
		})
	}
}

func TestRefusalSaysWhatToDo(t *testing.T) {
	f := &fakeNet{answers: map[string][]string{"wiki.example": {"10.1.2.3"}}}
	g := &guard{lookup: f.lookup, connect: f.connect, first: map[string]map[netip.Addr]bool{}}
	_, err := g.dial(t.Context(), "tcp", "wiki.example:8080")
	want := "wiki.example:8080 is at 10.1.2.3, a private address, which is not read unless the operator names it (--allow-private wiki.example:8080)"
	if got := plainly(err, 0); got != want {
		t.Errorf("got %q", got)
	}
}
