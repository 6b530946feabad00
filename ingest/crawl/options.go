package crawl

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"time"
)

const (
	// defaultDelay between two requests to a host that is not on this machine.
	defaultDelay = time.Second
	// defaultTimeout of one request with its body.
	defaultTimeout = 30 * time.Second
	// defaultBytes is the largest page that is read: the largest known help pages
	// have about 2 MiB of HTML.
	defaultBytes = 10 << 20
	// defaultAgent names the program and the word that robots.txt knows it by.
	defaultAgent = "Mozilla/5.0 (compatible; footnote; reads documentation; robots.txt: footnote)"

	// SafetyPages is how many pages a run asks for if MaxPages does not say: far
	// above any help centre, and an end to sites that invent pages.
	SafetyPages = 100_000
	// DefaultAlike is how many pages of one form a run takes from links if
	// MaxAlike does not say: a calendar by days has that many in five years.
	DefaultAlike = 2000

	// workers ask at the same time where no delay is kept.
	workers = 8
)

// Options say how a site is read. The zero value reads all of it politely.
type Options struct {
	// Include and Exclude are patterns on the URL path: * is anything within a
	// folder, ** any number of folders, ? one character; /docs/** covers /docs, too;
	// without a leading / a pattern matches in any folder. A page is read if it
	// matches no Exclude and, if there are any, one Include. The start is always
	// asked, for its links.
	Include, Exclude []string

	MaxPages int            // pages that are asked for, without redirects; 0: SafetyPages
	MaxDepth int            // links from the start (a sitemap is one); 0: any
	MaxAlike int            // pages found by links whose addresses differ in numbers only; 0: DefaultAlike
	MaxBytes int64          // of a page, packed and unpacked; 0: 10 MiB
	Timeout  time.Duration  // of a request with its body, and of rendering a page; 0: 30 seconds
	Delay    *time.Duration // from one request to the next; nil: 1 second, none on this machine

	Language string            // of all pages, if the operator knows it
	Labels   map[string]string // of all pages

	// AllowPrivate lists host:port pairs that may be at private addresses, beside
	// the start's own. PublicOnly takes that from the start: for sources that
	// somebody else than the operator names.
	AllowPrivate []string
	PublicOnly   bool
	UserAgent    string // "": one that names this program

	// Browser is the DevTools address of a Chromium that renders pages which have no
	// text without their scripts; "": they are skipped. BrowserOwnHost keeps such a
	// page from loading scripts and data from other hosts than its own.
	Browser        string
	BrowserOwnHost bool

	Logger  *slog.Logger // nil: none
	Lookup  Lookup       // nil: the system's resolver
	Connect Connect      // nil: TCP
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
}

func (o Options) complete(start address) Options {
	if o.Delay == nil {
		delay := defaultDelay
		if loopback(start.name()) {
			delay = 0
		}
		o.Delay = &delay
	}
	o.MaxPages = cmp.Or(o.MaxPages, SafetyPages)
	o.MaxAlike = cmp.Or(o.MaxAlike, DefaultAlike)
	o.MaxBytes = cmp.Or(o.MaxBytes, int64(defaultBytes))
	o.Timeout = cmp.Or(o.Timeout, defaultTimeout)
	o.UserAgent = cmp.Or(o.UserAgent, defaultAgent)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Lookup == nil {
		o.Lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.Connect == nil {
		o.Connect = (&net.Dialer{KeepAlive: 30 * time.Second}).DialContext
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	return o
}

func (o Options) check() error {
	switch {
	case o.MaxPages < 0, o.MaxDepth < 0, o.MaxAlike < 0, o.MaxBytes < 0, o.Timeout < 0:
		return fmt.Errorf("a limit must not be negative; 0 is the default")
	case o.Delay != nil && *o.Delay < 0:
		return fmt.Errorf("delay %s: must not be negative", *o.Delay)
	case strings.ContainsAny(o.UserAgent, "\r\n"):
		return fmt.Errorf("user agent must be one line")
	}
	return nil
}

func loopback(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsLoopback()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") // RFC 6761, 6.3
}

// hostPorts checks pairs that may be private: the start's own and those named.
func hostPorts(start address, o Options) (map[string]bool, error) {
	named := map[string]bool{start.dialed(): !o.PublicOnly}
	for _, pair := range o.AllowPrivate {
		host, port, err := net.SplitHostPort(pair)
		if err != nil || host == "" || port == "" {
			return nil, fmt.Errorf("private host %q: want HOST:PORT", pair)
		}
		a, err := parse("http://" + net.JoinHostPort(host, port))
		if err != nil {
			return nil, fmt.Errorf("private host %q: %w", pair, err)
		}
		named[a.dialed()] = true
	}
	return named, nil
}
