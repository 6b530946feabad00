package browser

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// atOnce is how many requests of a page are made at the same time, as browsers
// do to one host.
const atOnce = 6

// requests are those of one page.
type requests struct {
	page   Page
	ask    Fetch
	paused chan *fetch.EventRequestPaused

	mu       sync.Mutex
	open     int
	count    int
	bytes    int64
	answered bool      // the page itself has been handed over
	last     time.Time // when the last request began or ended
	err      error     // a limit was passed
}

func newRequests(p Page, ask Fetch) *requests {
	return &requests{page: p, ask: ask, paused: make(chan *fetch.EventRequestPaused, requestLimit+1), last: time.Now()}
}

// listen takes note of paused requests; it must not wait.
func (r *requests) listen(event any) {
	e, ok := event.(*fetch.EventRequestPaused)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.count++; r.count > requestLimit {
		r.err = fmt.Errorf("%w: more than %d requests", errTooMuch, requestLimit)
		return
	}
	r.open++
	r.last = time.Now()
	r.paused <- e // has room for requestLimit
}

// serve answers paused requests until stop is called, which waits for the rest.
func (r *requests) serve(tab context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(tab)
	session := chromedp.FromContext(tab).Target
	var group sync.WaitGroup
	for range atOnce {
		group.Go(func() {
			for {
				select {
				case e := <-r.paused:
					r.answer(ctx, session, e)
				case <-ctx.Done():
					return
				}
			}
		})
	}
	return func() {
		cancel()
		group.Wait()
	}
}

func (r *requests) answer(ctx context.Context, session cdp.Session, e *fetch.EventRequestPaused) {
	a, err := r.respond(ctx, e)
	if err != nil {
		_, err = cdp.Call(ctx, session, fetch.FailRequest, fetch.FailRequestParams{RequestID: e.RequestID, ErrorReason: network.ErrorReasonBlockedByClient})
	} else {
		_, err = cdp.Call(ctx, session, fetch.FulfillRequest, fetch.FulfillRequestParams{
			RequestID: e.RequestID, ResponseCode: int64(a.Status), ResponseHeaders: headers(a.Header, e.Request), Body: a.Body})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open--
	r.last = time.Now()
	r.bytes += int64(len(a.Body))
	switch {
	case r.err != nil || ctx.Err() != nil:
	case r.bytes > bytesLimit:
		r.err = fmt.Errorf("%w: more than %d MiB", errTooMuch, bytesLimit>>20)
	case err != nil:
		r.err = err
	}
}

// refusedError says that a page may not ask for something.
type refusedError string

func (e refusedError) Error() string { return "refused: " + string(e) }

// respond makes a request, or refuses it. The page itself is what its server has
// sent already; it leads nowhere else, and holds no other pages.
func (r *requests) respond(ctx context.Context, e *fetch.EventRequestPaused) (Answer, error) {
	if e.ResourceType == network.ResourceTypeDocument {
		if !r.first(e.Request.URL) {
			return Answer{Status: http.StatusNoContent}, nil // the page stays as it is
		}
		return Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {r.page.ContentType}}, Body: r.page.Body}, nil
	}
	switch e.ResourceType {
	case network.ResourceTypeScript, network.ResourceTypeXHR, network.ResourceTypeFetch, network.ResourceTypeOther, network.ResourceTypePreflight:
	default:
		return Answer{}, refusedError(string(e.ResourceType))
	}
	switch {
	case !strings.HasPrefix(e.Request.URL, "http://") && !strings.HasPrefix(e.Request.URL, "https://"):
		return Answer{}, refusedError("not of the web")
	case e.Request.Method == http.MethodOptions: // asks whether it may ask, which is decided here
		return Answer{Status: http.StatusNoContent}, nil
	case e.Request.Method != http.MethodGet:
		return Answer{}, refusedError("changes something")
	}
	return r.ask(ctx, e.Request.URL, http.Header{"Accept": {header(e.Request, "Accept")}})
}

// first says whether this is the request for the page itself, the only time.
func (r *requests) first(address string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !r.answered && address == r.page.URL
	r.answered = r.answered || first
	return first
}

func header(q *network.Request, name string) string {
	for key, value := range q.Headers {
		if text, ok := value.(string); ok && strings.EqualFold(key, name) {
			return text
		}
	}
	return "*/*"
}

// headers are those of an answer that matter to a page. It may read what it has
// asked for, from whatever host: it has nothing of its own to give away.
func headers(h http.Header, q *network.Request) []*fetch.HeaderEntry {
	var all []*fetch.HeaderEntry
	add := func(name, value string) {
		if value != "" {
			all = append(all, &fetch.HeaderEntry{Name: name, Value: value})
		}
	}
	add("Content-Type", h.Get("Content-Type"))
	add("Location", h.Get("Location"))
	if origin := header(q, "Origin"); origin != "*/*" {
		add("Access-Control-Allow-Origin", origin)
		add("Access-Control-Allow-Credentials", "true")
		add("Access-Control-Allow-Methods", http.MethodGet)
		add("Access-Control-Allow-Headers", header(q, "Access-Control-Request-Headers"))
	}
	return all
}

// settle waits until nothing is asked for any more and the text stays the same.
func (r *requests) settle(tab context.Context) error {
	letters, since := -1, time.Now()
	for {
		select {
		case <-tab.Done():
			return tab.Err()
		case <-time.After(look):
		}
		busy, err := r.busy()
		if err != nil {
			return err
		}
		n, err := chromedp.Run(tab, chromedp.Evaluate[int](`document.readyState == "complete" && document.body ? document.body.innerText.length : -1`))
		if err != nil {
			return err
		}
		if n != letters || busy {
			letters, since = n, time.Now()
		}
		if letters >= 0 && time.Since(since) >= quiet {
			return nil
		}
	}
}

func (r *requests) busy() (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.open > 0 || time.Since(r.last) < quiet, r.err
}
