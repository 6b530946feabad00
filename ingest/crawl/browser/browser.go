// Package browser renders pages that a script fills, in a Chromium that runs
// elsewhere and speaks the DevTools protocol.
//
// The browser itself talks to nobody: every request of a page is paused and made
// by the caller's Fetch, which checks addresses as for any other request, and the
// answer is handed to the page. What is not a request for a page, a script or
// data (pictures, fonts, films) is refused, and so is all that can speak past the
// pausing (web sockets, workers, peer connections): the scripts find no such
// thing, and the browser's own connections lead to a proxy that does not exist.
// Each page has a context of its own, without cookies, storage, service workers
// or downloads, and limits on time, requests and bytes.
package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

const (
	// quiet is how long nothing may be asked for, and the text stay the same,
	// until the page is taken for complete.
	quiet = 500 * time.Millisecond
	// look is how often that is looked at.
	look = 100 * time.Millisecond
	// requestLimit and bytesLimit are for all that a page asks for: large
	// documentation applications load some fifty scripts and five megabytes.
	requestLimit = 300
	bytesLimit   = 32 << 20
	// tabs are open at the same time.
	tabs = 2
	// nowhere is where the browser's own connections would go: a port that nobody
	// listens on. "<-loopback>" takes away the exception for this machine.
	nowhere, noException = "http://127.0.0.1:1", "<-loopback>"
)

// Browser renders pages. Safe for concurrent use.
type Browser struct {
	address string
	slots   chan struct{}
}

// Page is what a server sent for an address.
type Page struct {
	URL         string
	ContentType string
	Body        []byte
}

// Answer is what a request of a page brought.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Fetch makes a GET request of a page. An error refuses it.
type Fetch func(ctx context.Context, address string, header http.Header) (Answer, error)

// New returns the browser at an address, such as http://127.0.0.1:9222. Nothing is
// asked yet.
func New(address string) (*Browser, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ws" && u.Scheme != "wss" {
		return nil, fmt.Errorf("browser %q: want the address of its DevTools, such as http://127.0.0.1:9222", address)
	}
	return &Browser{address: address, slots: make(chan struct{}, tabs)}, nil
}

// Render returns a page's HTML after its scripts have run, at most limit bytes. It
// takes as long as ctx allows at most; most pages are there within three seconds.
func (b *Browser) Render(ctx context.Context, p Page, limit int64, ask Fetch) ([]byte, error) {
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	html, err := b.render(ctx, newRequests(p, ask), limit)
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("render in the browser at %s: %w", b.address, err)
	}
	return html, nil
}

func (b *Browser) render(ctx context.Context, r *requests, limit int64) ([]byte, error) {
	allocator, end := remote.NewAllocator(ctx, b.address)
	defer end()
	silent := func(string, ...any) {} // errors are returned
	tab, closeTab := chromedp.NewContext(allocator, chromedp.WithErrorf(silent), chromedp.WithLogf(silent), chromedp.WithListener(r.listen), chromedp.WithNewBrowserContext(func(c *target.CreateBrowserContextParams) {
		c.ProxyServer, c.ProxyBypassList = nowhere, noException
	}))
	defer closeTab()
	if err := chromedp.Do(tab, chromedp.Func(isolate)); err != nil {
		return nil, err
	}
	defer r.serve(tab)()
	if _, err := chromedp.Call(tab, page.Navigate, page.NavigateParams{URL: r.page.URL}); err != nil {
		return nil, err
	}
	if err := r.settle(tab); err != nil {
		return nil, err
	}
	html, err := chromedp.Run(tab, chromedp.Evaluate[string](`location.protocol.startsWith("http") ? "<!doctype html>" + document.documentElement.outerHTML : ""`))
	if err == nil && html == "" {
		err = errors.New("the browser shows something else")
	}
	if err == nil && int64(len(html)) > limit {
		err = fmt.Errorf("the page has more than %d bytes when its scripts have run", limit)
	}
	return []byte(html), err
}

// noWayOut takes from scripts what speaks to others past the paused requests, or
// waits for a person.
const noWayOut = `(() => {
	const none = (o, n, v) => { try { Object.defineProperty(o, n, {value: v, configurable: false, writable: false}) } catch {} };
	for (const n of ["WebSocket", "WebSocketStream", "WebTransport", "RTCPeerConnection", "webkitRTCPeerConnection",
		"EventSource", "Worker", "SharedWorker"]) none(window, n, undefined);
	none(Navigator.prototype, "serviceWorker", undefined);
	none(Navigator.prototype, "sendBeacon", () => false);
	for (const n of ["open", "alert", "confirm", "prompt", "print"]) none(window, n, () => null);
})()`

// isolate readies a fresh tab before anything is loaded.
func isolate(ctx context.Context, t *chromedp.Target) error {
	_, err := cdp.Call(ctx, t, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{URLPattern: "*"}}})
	if err == nil {
		_, err = cdp.Call(ctx, t, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true})
	}
	if err == nil {
		_, err = cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: noWayOut})
	}
	if err == nil {
		_, err = chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
			Behavior: browser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID})
	}
	return err
}

// errTooMuch ends a page that asks for more than the limits allow.
var errTooMuch = errors.New("the page asks for too much")
