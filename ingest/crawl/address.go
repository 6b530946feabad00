package crawl

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// maxReference bounds what is looked at as an address at all: four times
// maxAddress, as tracking parameters and white space may still fall off.
const maxReference = 8000

// address is a web address in canonical form, the key of a page: lower-case
// scheme, ASCII host, no default port, no credentials, dot segments resolved,
// percent-encoding only where it is needed, tracking and session parameters
// dropped, parameters sorted by name, no fragment. Duplicate slashes and a
// final slash stay: servers tell them apart.
type address struct {
	scheme string // "http" or "https"
	host   string // with ":port" unless it is the scheme's own
	path   string // escaped, begins with "/"
	query  string // escaped, without "?"
}

func (a address) String() string {
	s := a.scheme + "://" + a.host + a.path
	if a.query != "" {
		s += "?" + a.query
	}
	return s
}

// request is the part that robots.txt rules are held against.
func (a address) request() string {
	if a.query != "" {
		return a.path + "?" + a.query
	}
	return a.path
}

func (a address) origin() string { return a.scheme + "://" + a.host }

// name is the host without port and brackets.
func (a address) name() string {
	if host, _, err := net.SplitHostPort(a.host); err == nil {
		return host
	}
	return strings.Trim(a.host, "[]")
}

// dialed is host:port as the HTTP client asks to be connected to it.
func (a address) dialed() string {
	if _, port, err := net.SplitHostPort(a.host); err == nil {
		return net.JoinHostPort(a.name(), port)
	}
	return net.JoinHostPort(a.name(), defaultPort(a.scheme))
}

// usual reports whether the port is the scheme's own.
func (a address) usual() bool {
	_, _, err := net.SplitHostPort(a.host)
	return err != nil
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

// Key is the key of the page at a web address: its canonical form, so that ways
// of writing one address are one page. What is not a web address is its own.
func Key(raw string) string {
	a, err := parse(raw)
	if err != nil {
		return raw
	}
	return a.String()
}

// parse reads an absolute address.
func parse(raw string) (address, error) { return resolve(address{}, raw) }

// resolve reads a reference as a browser would, seen from base, and makes it
// canonical. Client and checks both use the result only, so that they cannot
// read an address differently.
func resolve(base address, raw string) (address, error) {
	if len(raw) <= maxReference {
		a, err := read(base, raw)
		if err != nil || len(a.String()) <= maxReference { // escaped, a byte that is no text has nine
			return a, err
		}
	}
	return address{}, fmt.Errorf("longer than %d characters", maxReference)
}

func read(base address, raw string) (address, error) {
	ref, err := url.Parse(tidy(raw))
	if err != nil {
		return address{}, fmt.Errorf("not a web address: %w", cause(err))
	}
	if ref.Scheme == "" && base.host != "" {
		if ref.Host == "" {
			return base.join(ref), nil
		}
		ref.Scheme = base.scheme
	}
	return canonical(ref)
}

// join resolves a reference without host, RFC 3986, 5.2.2. (url.ResolveReference
// would merge slashes.)
func (a address) join(ref *url.URL) address {
	path := ref.EscapedPath()
	switch {
	case path == "" && ref.RawQuery == "" && !ref.ForceQuery:
		return a
	case path == "":
		path = a.path
	case path[0] != '/':
		path = a.path[:strings.LastIndexByte(a.path, '/')+1] + path
	}
	return address{a.scheme, a.host, canonicalPath(path), canonicalQuery(ref.RawQuery)}
}

func canonical(u *url.URL) (address, error) {
	if u.Scheme != "http" && u.Scheme != "https" {
		return address{}, fmt.Errorf("%.20q addresses are not read, only http:// and https://", u.Scheme)
	}
	if u.Host == "" {
		return address{}, fmt.Errorf("no host after %s://", u.Scheme)
	}
	if u.User != nil {
		return address{}, errors.New("an address must not hold a user name or password")
	}
	host, err := canonicalHost(u)
	if err != nil {
		return address{}, err
	}
	return address{u.Scheme, host, canonicalPath(u.EscapedPath()), canonicalQuery(u.RawQuery)}, nil
}

// tidy does what browsers do before they parse (WHATWG URL, 4.4), and escapes
// what is not plain, so that net/url can lose nothing.
func tidy(raw string) string {
	raw = strings.Trim(raw, controls+" ")
	raw = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, raw)
	raw, _, _ = strings.Cut(raw, "#")
	front, query, asked := strings.Cut(raw, "?")
	front = strings.ReplaceAll(front, `\`, "/")
	authority := authorityEnd(front)
	front = front[:authority] + escape(front[authority:])
	if asked {
		return front + "?" + escape(query)
	}
	return front
}

// controls are U+0000 to U+001F.
const controls = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f" +
	"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"

// authorityEnd is where the path begins in "scheme://host/path" or "//host/path".
func authorityEnd(front string) int {
	slashes := strings.Index(front, "//")
	if slashes < 0 || slashes > 0 && !scheme(front[:slashes]) {
		return 0
	}
	if path := strings.IndexByte(front[slashes+2:], '/'); path >= 0 {
		return slashes + 2 + path
	}
	return len(front)
}

func scheme(s string) bool {
	name, found := strings.CutSuffix(s, ":")
	return found && name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '+' && r != '-' && r != '.' && (r > 127 || !alphanumeric(byte(r)))
	})
}

func cause(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}
