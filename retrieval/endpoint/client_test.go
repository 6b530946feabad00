package endpoint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server answers each request with the next of the handlers, the last one for
// ever, and counts.
func server(t *testing.T, handlers ...http.HandlerFunc) (url string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(asked.Add(1))
		handlers[min(n, len(handlers))-1](w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, asked
}

// gone waits until the client has left, which a server notices only when it
// has read the request.
func gone(r *http.Request) {
	io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(code)
		fmt.Fprintf(w, "%d %s", code, body)
	}
}

func patient() (Options, *[]time.Duration) {
	waits := &[]time.Duration{}
	return Options{Name: "embedder", Sleep: func(ctx context.Context, d time.Duration) error {
		*waits = append(*waits, d)
		return ctx.Err()
	}, Base: &http.Transport{DisableKeepAlives: true}}, waits
}

func post(t *testing.T, client *http.Client, url string) (int, string, error) {
	t.Helper()
	response, err := client.Post(url, "text/plain", strings.NewReader("question"))
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), err
}

func TestAsksAgainWithTheSameBody(t *testing.T) {
	o, waits := patient()
	url, asked := server(t, status(429, "Retry-After", "7"), status(503), status(200))
	code, body, err := post(t, New(o), url)
	if err != nil || code != 200 || body != "200 question" || asked.Load() != 3 {
		t.Fatalf("%d %q %v after %d requests", code, body, err, asked.Load())
	}
	if (*waits)[0] < 7*time.Second || (*waits)[1] > 7*time.Second {
		t.Errorf("waited %v", *waits)
	}
}

func TestDoesNotAskAgain(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		code    int
	}{
		"no key":           {status(401), 401},
		"bad request":      {status(400), 400},
		"redirect":         {status(302, "Location", "http://192.0.2.1/"), 302},
		"patience is over": {status(429, "Retry-After", "3600"), 429},
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := patient()
			url, asked := server(t, c.handler)
			code, _, err := post(t, New(o), url)
			if err != nil || code != c.code || asked.Load() != 1 {
				t.Errorf("%d, %v after %d requests", code, err, asked.Load())
			}
		})
	}
}

func TestStopsAskingAServerThatFails(t *testing.T) {
	o, _ := patient()
	o.Failures, o.Tries, o.Pause = 2, 1, time.Hour
	url, asked := server(t, status(500))
	client := New(o)
	for range 2 {
		if code, _, err := post(t, client, url); code != 500 || err != nil {
			t.Fatalf("%d, %v", code, err)
		}
	}
	if _, _, err := post(t, client, url); err == nil || !strings.Contains(err.Error(), "embedder: failed 2 times in a row") || asked.Load() != 2 {
		t.Errorf("%v after %d requests", err, asked.Load())
	}
}

func TestLimits(t *testing.T) {
	silent := func(_ http.ResponseWriter, r *http.Request) { gone(r) }
	stops := func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "half")
		w.(http.Flusher).Flush()
		gone(r)
	}
	endless := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("x", 1<<10)); err != nil {
				return
			}
		}
	}
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"no reply": {silent, "no reply within"},
		"stops":    {stops, "reply stopped"},
		"endless":  {endless, "more than 5000 bytes"},
		"cut":      {func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, "EOF"},
		"not a reply": {func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			io.WriteString(conn, "hello")
			conn.Close()
		}, "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			o, _ := patient()
			o.Tries, o.Header, o.Idle, o.MaxBytes = 1, 200*time.Millisecond, 200*time.Millisecond, 5000
			url, _ := server(t, c.handler)
			_, _, err := post(t, New(o), url)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v does not say %q", err, c.want)
			}
		})
	}
}

func TestCallerGoesAway(t *testing.T) {
	o, _ := patient()
	o.Failures = 1
	url, _ := server(t, func(_ http.ResponseWriter, r *http.Request) { gone(r) })
	client := New(o)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if _, err := client.Do(r); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if state := client.Transport.(*transport).breaker.State().String(); state != "closed" {
		t.Errorf("a caller's leaving counts against the server: breaker is %s", state)
	}
}
