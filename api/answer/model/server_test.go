package model

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/endpoint"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "sk-very-secret-1234567890"

// script is a chat server that plays what a test wrote.
type script struct {
	*httptest.Server
	requests chan map[string]any
}

// play starts a server; each request is served by the next handler, the last
// one serves the rest.
func play(t *testing.T, handlers ...http.HandlerFunc) *script {
	t.Helper()
	s := &script{requests: make(chan map[string]any, 64)}
	n := 0
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		var body map[string]any
		if err := json.Unmarshal(raw, &body); err != nil {
			t.Errorf("request: %v", err)
		}
		body["authorization"] = r.Header.Get("Authorization")
		s.requests <- body
		h := handlers[min(n, len(handlers)-1)]
		n++
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// composer asks the scripted server, without waiting between tries.
func (s *script) composer(t *testing.T, change func(*Options)) *Composer {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	o := Options{Model: "tiny", URL: s.URL + "/v1", Key: secret, Timeout: 20 * time.Second}
	o.HTTPClient = endpoint.New(endpoint.Options{Name: "chat model", Base: transport, Idle: 10 * time.Second, MaxBytes: maxBytes,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if change != nil {
		change(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// event is a piece of a reply on the wire.
func event(text, finish string) string {
	delta := map[string]any{"choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": text}, "finish_reason": nil}}}
	if finish != "" {
		delta["choices"].([]any)[0].(map[string]any)["finish_reason"] = finish
	}
	raw, _ := json.Marshal(delta)
	return "data: " + string(raw) + "\n\n"
}

// raw writes what it is given as a stream, piece by piece.
func raw(pieces ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for _, p := range pieces {
			if _, err := io.WriteString(w, p); err != nil {
				return
			}
			w.(http.Flusher).Flush()
		}
	}
}

// saying streams a reply character by character, a long one in larger pieces,
// and ends it in good order.
func saying(reply string) http.HandlerFunc {
	pieces := []string{`data: {"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}` + "\n\n", ": ping\n\n"}
	runes := []rune(reply)
	size := 1 + len(runes)/1000
	for i := 0; i < len(runes); i += size {
		pieces = append(pieces, event(string(runes[i:min(len(runes), i+size)]), ""))
	}
	return raw(append(pieces, event("", "stop"), `data: {"choices":[],"usage":{"total_tokens":3}}`+"\n\n", "data: [DONE]\n\n")...)
}

func status(code int, header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if name, value, ok := strings.Cut(header, ": "); ok {
			w.Header().Set(name, value)
		}
		w.WriteHeader(code)
		fmt.Fprint(w, body)
	}
}

var refunds = answer.Task{
	Question: "How long do refunds take?", Language: "en",
	Passages: []retrieval.Passage{
		{Document: "a", Title: "Refunds", Section: "Billing > Refunds", Start: 100, Text: "Refunds take 5 days.\n\nBank transfers take 2 days longer. Do not send the card back."},
		{Document: "b", Title: "Returns", Text: "1. Open Account > Orders.\n2. Choose Return items."},
	},
}

// compose collects the drafts.
func compose(t *testing.T, ctx context.Context, c *Composer, task answer.Task) ([]answer.Draft, error) {
	t.Helper()
	var drafts []answer.Draft
	for d, err := range c.Compose(ctx, task) {
		if err != nil {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("the key is in the error %v", err)
			}
			return drafts, err
		}
		drafts = append(drafts, d)
	}
	return drafts, nil
}
