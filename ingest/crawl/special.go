package crawl

import "net/netip"

// block is a range of addresses that are not the public internet.
type block struct {
	prefix netip.Prefix
	name   string // what it is, for people
	own    bool   // a host of the operator's own may be there
}

// blocks are the ranges of the IANA special-purpose address registries for IPv4
// and IPv6 (RFC 6890), the most telling first.
func blocks() []block {
	list := []struct {
		prefix, name string
		own          bool
	}{
		// The cloud's metadata services hand out credentials; they hide in ranges
		// that are otherwise an operator's own.
		{"100.100.100.200/32", "cloud metadata", false},
		{"fd00:ec2::254/128", "cloud metadata", false},
		{"127.0.0.0/8", "loopback", true},
		{"10.0.0.0/8", "private", true},
		{"172.16.0.0/12", "private", true},
		{"192.168.0.0/16", "private", true},
		{"100.64.0.0/10", "carrier-grade NAT", true},
		{"198.18.0.0/15", "benchmarking", true}, // local proxies answer DNS with it
		{"169.254.0.0/16", "link-local", false},
		{"0.0.0.0/8", "unspecified", false},
		{"192.0.0.0/24", "protocol assignment", false},
		{"192.0.2.0/24", "documentation", false},
		{"192.88.99.0/24", "6to4 relay", false},
		{"198.51.100.0/24", "documentation", false},
		{"203.0.113.0/24", "documentation", false},
		{"224.0.0.0/4", "multicast", false},
		{"240.0.0.0/4", "reserved", false},
		{"::1/128", "loopback", true},
		{"fc00::/7", "private", true},
		{"fe80::/10", "link-local", false},
		{"ff00::/8", "multicast", false},
		{"::/128", "unspecified", false},
		{"2001::/23", "protocol assignment", false}, // with Teredo
		{"2001:db8::/32", "documentation", false},
		{"2002::/16", "6to4", false},
		{"3fff::/20", "documentation", false},
	}
	all := make([]block, len(list))
	for i, b := range list {
		all[i] = block{netip.MustParsePrefix(b.prefix), b.name, b.own}
	}
	return all
}

// special says what an address is if it is not public; its name is "" if it is.
// Behind NAT64 (64:ff9b::/96, RFC 6052) the IPv4 address inside decides. Of IPv6
// only 2000::/3 is in public use, so all else is refused.
func special(ip netip.Addr) block {
	ip = ip.Unmap().WithZone("")
	if nat := netip.MustParsePrefix("64:ff9b::/96"); nat.Contains(ip) {
		b := special(embedded(ip))
		b.own = false
		return b
	}
	for _, b := range blocks() {
		if b.prefix.Contains(ip) {
			return b
		}
	}
	if ip.Is6() && !netip.MustParsePrefix("2000::/3").Contains(ip) || !ip.IsValid() {
		return block{name: "reserved"}
	}
	return block{}
}

func embedded(ip netip.Addr) netip.Addr {
	bytes := ip.As16()
	return netip.AddrFrom4([4]byte(bytes[12:]))
}
