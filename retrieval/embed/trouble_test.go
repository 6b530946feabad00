package embed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// failing answers with a status the first n times, then rightly.
func failing(n int32, status int, header http.Header) (http.HandlerFunc, *atomic.Int32) {
	var calls atomic.Int32
	return func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) > n {
			faithful(w, r)
			return
		}
		for k, v := range header {
			w.Header()[k] = v
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"error":{"message":"no: %s\n"}}`, secret)
	}, &calls
}

func TestRemoteRetries(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		after  string
	}{
		"429":            {429, ""},
		"429 with 0":     {429, "0"},
		"429 with 1":     {429, "1"},
		"503 with words": {503, "soon"},
		"500":            {500, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h, calls := failing(2, tt.status, http.Header{"Retry-After": {tt.after}})
			e := start(t, h, RemoteOptions{Key: secret})
			began := time.Now()
			if _, err := e.EmbedDocuments(t.Context(), []string{"x"}); err != nil || calls.Load() != 3 {
				t.Errorf("%v after %d requests", err, calls.Load())
			}
			if tt.after == "1" && time.Since(began) < 2*time.Second {
				t.Errorf("did not wait as asked: %s", time.Since(began))
			}
		})
	}
}

func TestRemoteGivesUp(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		header http.Header
		calls  int32
		want   string
	}{
		"500 for ever":    {500, nil, documentTries, "500"},
		"400":             {400, nil, 1, "400"},
		"401":             {401, nil, 1, "check the key"},
		"404":             {404, nil, 1, "check the URL"},
		"413":             {413, nil, 1, "too long"},
		"redirect":        {307, http.Header{"Location": {"/elsewhere"}}, 1, "redirect"},
		"a day's wait":    {429, http.Header{"Retry-After": {"86400"}}, 1, "asked again later"},
		"not implemented": {501, nil, 1, "501"},
	} {
		t.Run(name, func(t *testing.T) {
			h, calls := failing(1000, tt.status, tt.header)
			e := start(t, h, RemoteOptions{Key: secret})
			_, err := e.EmbedDocuments(t.Context(), []string{"x"})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), secret) {
				t.Errorf("got %v", err)
			}
			if calls.Load() != tt.calls {
				t.Errorf("asked %d times, want %d", calls.Load(), tt.calls)
			}
		})
	}
}

func TestRemoteBreaker(t *testing.T) {
	h, calls := failing(1000, 500, nil)
	e := start(t, h, RemoteOptions{})
	for range 20 {
		if _, err := e.EmbedQuery(t.Context(), "x"); err == nil {
			t.Fatal("no error")
		}
	}
	_, err := e.EmbedQuery(t.Context(), "x")
	if n := calls.Load(); n == 0 || n > 5*questionTries || !strings.Contains(err.Error(), "in a row") {
		t.Errorf("asked %d times, then %v", calls.Load(), err)
	}
	// what the server dislikes in a request says nothing about its health
	h, calls = failing(1000, 400, nil)
	e = start(t, h, RemoteOptions{})
	for range 20 {
		_, _ = e.EmbedQuery(t.Context(), "x")
	}
	if calls.Load() != 20 {
		t.Errorf("asked %d times", calls.Load())
	}
}

func TestRemoteNeverAnswers(t *testing.T) {
	done := make(chan struct{})
	e := start(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		select {
		case <-done:
		case <-r.Context().Done():
		}
	}, RemoteOptions{Timeout: 20 * time.Millisecond})
	defer close(done)
	if _, err := e.EmbedQuery(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "no reply within 20ms") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	if _, err := e.EmbedDocuments(ctx, []string{"x"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that the caller left", err)
	}
}

func TestRemoteConnectionBreaks(t *testing.T) {
	var calls atomic.Int32
	e := start(t, func(w http.ResponseWriter, r *http.Request) {
		switch calls.Add(1) {
		case 1:
			panic(http.ErrAbortHandler)
		case 2: // in the middle of the reply
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"data":[`)
		default:
			faithful(w, r)
		}
	}, RemoteOptions{})
	if _, err := e.EmbedDocuments(t.Context(), []string{"x"}); err != nil || calls.Load() != 3 {
		t.Errorf("%v after %d requests", err, calls.Load())
	}
}

func TestRemoteNobodyListens(t *testing.T) {
	server := httptest.NewServer(nil)
	url := server.URL
	server.Close()
	e, err := NewRemote(RemoteOptions{Model: "m", URL: url + "/v1?key=" + secret, Key: secret, pause: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	_, err = e.EmbedQuery(t.Context(), "x")
	if err == nil || !strings.Contains(err.Error(), "did not answer") || strings.Contains(err.Error(), secret) {
		t.Errorf("got %v", err)
	}
}

func TestRemoteLogsWithoutKey(t *testing.T) {
	var log strings.Builder
	h, _ := failing(1, 500, nil)
	e := start(t, h, RemoteOptions{Key: secret, Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if _, err := e.EmbedQuery(t.Context(), "x"); err != nil {
		t.Fatal(err)
	}
	if s := log.String(); !strings.Contains(s, "asking again") || strings.Contains(s, secret) {
		t.Errorf("log: %s", s)
	}
}
