package crawl

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// maxHost is the length of a domain name, RFC 1035, 2.3.4.
const maxHost = 253

func canonicalHost(u *url.URL) (string, error) {
	name, err := canonicalName(u.Hostname())
	if err != nil {
		return "", err
	}
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if u.Port() == "" {
		return name, nil
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || port == 0 {
		return "", fmt.Errorf("port %.20q is not between 1 and 65535", u.Port())
	}
	text := strconv.FormatUint(port, 10)
	if text == defaultPort(u.Scheme) {
		return name, nil
	}
	return name + ":" + text, nil
}

// canonicalName checks a domain name or an IP address. An IPv4 address spelt in
// another way than four decimal numbers is refused: programs disagree on it.
func canonicalName(name string) (string, error) {
	if strings.Contains(name, ":") {
		ip, err := netip.ParseAddr(name)
		if err != nil || ip.Zone() != "" {
			return "", fmt.Errorf("%.60q is not an IPv6 address", name)
		}
		return ip.String(), nil
	}
	name, err := ascii(name)
	if err != nil {
		return "", err
	}
	if numeric(name) {
		if ip, err := netip.ParseAddr(name); err != nil || !ip.Is4() {
			return "", fmt.Errorf("host %.60q looks like an unusual spelling of an IPv4 address", name)
		}
	}
	return name, nil
}

// ascii lowers a domain name, by IDNA where it is not ASCII, and drops the
// final dot of the root.
func ascii(name string) (string, error) {
	mapped := strings.ToLower(name)
	if strings.ContainsFunc(name, func(r rune) bool { return r > 127 }) {
		var err error
		if mapped, err = idna.Lookup.ToASCII(name); err != nil {
			return "", fmt.Errorf("host %.60q is not a domain name: %w", name, err)
		}
	}
	mapped = strings.TrimSuffix(mapped, ".")
	if len(mapped) > maxHost {
		return "", errors.New("host name is too long")
	}
	for label := range strings.SplitSeq(mapped, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && r != '_' && (r > 127 || !alphanumeric(byte(r)))
		}) {
			return "", fmt.Errorf("host %.60q is not a domain name", name)
		}
	}
	return mapped, nil
}

// numeric reports whether a resolver could take the name for an IPv4 address:
// its last label is a number (WHATWG URL, "ends in a number").
func numeric(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	_, err := strconv.ParseUint(last, 0, 64)
	digits := strings.Trim(last, "0123456789") == ""
	return err == nil || digits || strings.HasPrefix(last, "0x")
}
