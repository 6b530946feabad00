package crawl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxHeader bounds a response's header; servers themselves stop at 8 to 64 KiB.
	maxHeader = 64 << 10
	// maxRetries and the waits before them: 1, 2 and 4 seconds, or what the
	// server asks for in Retry-After, up to maxRetryWait.
	maxRetries   = 3
	firstWait    = time.Second
	maxRetryWait = time.Minute
	// maxRedirects is where a chain of redirects ends, for robots.txt by RFC
	// 9309, 2.3.1.2.
	maxRedirects = 5
	// leftover is how much of an unwanted body is read so that the connection
	// can be used again.
	leftover = 16 << 10
)

// fetcher makes requests: paced, limited in time and size, without following
// redirects, repeated when the server is busy.
type fetcher struct {
	client  *http.Client
	pace    *pace
	agent   string
	timeout time.Duration // of one request with its body
	limit   int64         // of a body, packed and unpacked
}

// question is a request: an address, and what is known of it already.
type question struct {
	address      address
	etag         string
	lastModified string
	limit        int64  // 0: the fetcher's own
	accept       string // "": pages
}

// reply is a response whose body has been dealt with.
type reply struct {
	status int
	header http.Header
}

// reader deals with the body of a response while it is open. It need not read
// it to the end.
type reader func(reply, io.Reader) error

// newFetcher makes a fetcher; every address it connects to goes through dial. No
// proxy, no cookies, no compression behind our back.
func newFetcher(o Options, dial Connect, p *pace) *fetcher {
	transport := &http.Transport{
		Proxy:                  nil,
		DialContext:            dial,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConnsPerHost:    workers,
		MaxConnsPerHost:        workers,
		IdleConnTimeout:        90 * time.Second, // as http.DefaultTransport
		TLSHandshakeTimeout:    10 * time.Second, // as http.DefaultTransport
	}
	return &fetcher{
		client: &http.Client{
			Transport:     transport,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		pace: p, agent: o.UserAgent, timeout: o.Timeout, limit: o.MaxBytes,
	}
}

func (f *fetcher) close() { f.client.CloseIdleConnections() }

// get asks, and asks again while the server says that it is busy.
func (f *fetcher) get(ctx context.Context, q question, read reader) (reply, error) {
	for try, wait := 0, firstWait; ; try, wait = try+1, 2*wait {
		r, err := f.ask(ctx, q, read)
		if err != nil || !busy(r.status) {
			if err == nil {
				f.pace.answered()
			}
			return r, err
		}
		if try == 0 {
			f.pace.busy() // once for a page, however often it is tried
		}
		asked, given := retryAfter(r.header, f.pace.now())
		if given {
			wait = asked
		}
		f.pace.pause(min(wait, maxRetryWait))
		if try == maxRetries || wait > maxRetryWait {
			return r, nil
		}
	}
}

// busy is the server's "not now": 429 and 503 (RFC 6585, 4; RFC 9110, 15.6.4).
func busy(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	value := h.Get("Retry-After")
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, math.MaxInt32)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}

func (f *fetcher) ask(ctx context.Context, q question, read reader) (reply, error) {
	if err := f.pace.wait(ctx); err != nil {
		return reply{}, err
	}
	return f.once(ctx, q, read)
}

// once asks without waiting for its turn.
func (f *fetcher) once(ctx context.Context, q question, read reader) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	request, err := f.request(ctx, q)
	if err != nil {
		return reply{}, err
	}
	response, err := f.client.Do(request)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	r := reply{response.StatusCode, response.Header}
	if r.status < 200 || r.status >= 300 {
		io.CopyN(io.Discard, response.Body, leftover) //nolint:errcheck // only to keep the connection
		return r, nil
	}
	limit := q.limit
	if limit == 0 {
		limit = f.limit
	}
	body, err := decoded(response, limit)
	if err != nil {
		return r, err
	}
	return r, read(r, body)
}

func (f *fetcher) request(ctx context.Context, q question) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, q.address.String(), nil)
	if err != nil {
		return nil, err
	}
	h := request.Header
	h.Set("User-Agent", f.agent)
	h.Set("Accept", cmp.Or(q.accept, "text/html,application/xhtml+xml,text/markdown,text/plain;q=0.9,*/*;q=0.5"))
	h.Set("Accept-Encoding", "gzip, deflate")
	if q.etag != "" {
		h.Set("If-None-Match", q.etag)
	}
	if q.lastModified != "" {
		h.Set("If-Modified-Since", q.lastModified)
	}
	return request, nil
}

// follow gets a file that is not a page, through redirects that keep allows.
func (f *fetcher) follow(ctx context.Context, q question, read reader, keep func(address) bool) (reply, error) {
	for range maxRedirects + 1 {
		r, err := f.get(ctx, q, read)
		if err != nil || !redirects(r.status) {
			return r, err
		}
		next, err := resolve(q.address, r.header.Get("Location"))
		if err != nil {
			return r, fmt.Errorf("%w: %w", errRedirect, err)
		}
		if !keep(next) {
			return r, fmt.Errorf("%w: leads to another host, %s", errRedirect, next)
		}
		q.address = next
	}
	return reply{}, errRedirects
}

// errRedirect is the error of a redirect that is not followed, errRedirects of
// one too many.
var (
	errRedirect  = errors.New("redirect")
	errRedirects = fmt.Errorf("more than %d %ws", maxRedirects, errRedirect)
)

func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// permanent redirects say that the page has moved for good (RFC 9110, 15.4).
func permanent(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}
