package api_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"footnote/api"
	"footnote/api/answer"
	"footnote/retrieval"
)

// refusedCase is a request with the error that it must get.
type refusedCase struct {
	name, method, target, body string
	headers                    []string
	status                     int
	code, field                string
}

func TestErrors(t *testing.T) {
	const answers, search = "/api/answers", "/api/search?"
	long := strings.Repeat("x", answer.MaxQuestion+1)
	cases := []refusedCase{
		{"unknown route", "GET", "/nothing/here", "", nil, 404, "not_found", ""},
		{"trailing slash", "GET", "/api/search/", "", nil, 404, "not_found", ""},
		{"metrics are not served", "GET", "/metrics", "", nil, 404, "not_found", ""},
		{"wrong method", "DELETE", answers, "", nil, 405, "method_not_allowed", ""},
		{"wrong method for search", "POST", search + "q=a", "{}", nil, 405, "method_not_allowed", ""},
		{"preflight", "OPTIONS", answers, "", []string{"Origin", "https://evil.example", "Access-Control-Request-Method", "POST"}, 405, "method_not_allowed", ""},
		{"no content type", "POST", answers, `{"question":"a"}`, []string{"Content-Type", ""}, 415, "unsupported_media_type", ""},
		{"form", "POST", answers, `question=a`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media_type", ""},
		{"plain text, as a foreign page could send it", "POST", answers, `{"question":"a"}`, []string{"Content-Type", "text/plain"}, 415, "unsupported_media_type", ""},
		{"other charset", "POST", answers, `{"question":"a"}`, []string{"Content-Type", "application/json; charset=gbk"}, 415, "unsupported_media_type", ""},
		{"compressed", "POST", answers, `{"question":"a"}`, []string{"Content-Encoding", "gzip"}, 415, "unsupported_media_type", ""},
		{"empty body", "POST", answers, " ", nil, 400, "malformed_body", ""},
		{"not JSON", "POST", answers, `question: a`, nil, 400, "malformed_body", ""},
		{"cut JSON", "POST", answers, `{"question":"a"`, nil, 400, "malformed_body", ""},
		{"two values", "POST", answers, `{"question":"a"}{}`, nil, 400, "malformed_body", ""},
		{"not UTF-8", "POST", answers, "{\"question\":\"\xff\"}", nil, 400, "malformed_body", ""},
		{"a list", "POST", answers, `["a"]`, nil, 400, "invalid_request", ""},
		{"null", "POST", answers, `null`, nil, 400, "invalid_request", ""},
		{"nested without end", "POST", answers, `{"labels":` + strings.Repeat(`[`, 200_000), nil, 400, "malformed_body", ""},
		{"unknown field", "POST", answers, `{"question":"a","temperature":1}`, nil, 400, "invalid_request", "temperature"},
		{"unknown field within", "POST", answers, `{"question":"a","history":[{"role":"user","text":"a","x":1}]}`, nil, 400, "invalid_request", "x"},
		{"field in capitals", "POST", answers, `{"Question":"a"}`, nil, 400, "invalid_request", "Question"},
		{"field in look-alike letters", "POST", answers, `{"queſtion":"a"}`, nil, 400, "invalid_request", "queſtion"},
		{"field twice", "POST", answers, `{"question":"a","question":"b"}`, nil, 400, "invalid_request", "question"},
		{"label key twice", "POST", answers, `{"question":"a","labels":{"P":["a"],"P":["b"]}}`, nil, 400, "invalid_request", "labels.P"},
		{"null field", "POST", answers, `{"question":null}`, nil, 400, "invalid_request", "question"},
		{"null within", "POST", answers, `{"question":"a","history":[null]}`, nil, 400, "invalid_request", "history"},
		{"wrong type", "POST", answers, `{"question":5}`, nil, 400, "invalid_request", "question"},
		{"wrong type within", "POST", answers, `{"question":"a","history":[{"role":"user","text":[]}]}`, nil, 400, "invalid_request", "history.text"},
		{"refused by the service", "POST", answers, `{"question":"  "}`, nil, 400, "invalid_request", "question"},
		{"unknown knowledge base", "POST", answers, `{"question":"a","kb":"nowhere"}`, nil, 404, "unknown_kb", "kb"},
		{"a path as knowledge base", "POST", answers, `{"question":"a","kb":"../../etc"}`, nil, 404, "unknown_kb", "kb"},
		{"dots as knowledge base", "GET", search + "q=a&kb=..", "", nil, 404, "unknown_kb", "kb"},
		{"a NUL in the knowledge base", "GET", search + "q=a&kb=a%00b", "", nil, 404, "unknown_kb", "kb"},
		{"a long knowledge base", "GET", search + "q=a&kb=" + long, "", nil, 404, "unknown_kb", "kb"},
		{"replies as a form", "POST", "/api/replies", `conversation=a`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media_type", ""},
		{"replies with a bad date", "POST", "/api/replies", `{"conversation":[{"role":"customer","text":"a","at":"yesterday"}]}`, nil, 400, "malformed_body", ""},
		{"replies in an unknown role", "POST", "/api/replies", `{"conversation":[{"role":"boss","text":"a"}]}`, nil, 400, "invalid_request", "conversation.0.role"},
		{"replies elsewhere", "POST", "/api/replies", `{"conversation":[{"role":"customer","text":"a"}],"kb":"../x"}`, nil, 404, "unknown_kb", "kb"},
		{"no q", "GET", search, "", nil, 400, "invalid_request", "q"},
		{"blank q", "GET", search + "q=%20%E3%80%80%09", "", nil, 400, "invalid_request", "q"},
		{"only control characters", "GET", search + "q=%00%07", "", nil, 400, "invalid_request", "q"},
		{"long q", "GET", search + "q=" + long, "", nil, 400, "invalid_request", "q"},
		{"q is not UTF-8", "GET", search + "q=%ff%fe", "", nil, 400, "invalid_request", "q"},
		{"broken encoding", "GET", search + "q=%zz", "", nil, 400, "invalid_request", ""},
		{"q twice", "GET", search + "q=a&q=b", "", nil, 400, "invalid_request", "q"},
		{"unknown parameter", "GET", search + "q=a&limit=3", "", nil, 400, "invalid_request", "limit"},
		{"n of -1", "GET", search + "q=a&n=-1", "", nil, 400, "invalid_request", "n"},
		{"n of 1e9", "GET", search + "q=a&n=1000000000000000000000", "", nil, 400, "invalid_request", "n"},
		{"empty n", "GET", search + "q=a&n=", "", nil, 400, "invalid_request", "n"},
		{"bad language", "GET", search + "q=a&language=%3Cscript%3E", "", nil, 400, "invalid_request", "language"},
		{"label without value", "GET", search + "q=a&label=product", "", nil, 400, "invalid_request", "label"},
		{"too many labels", "GET", search + "q=a" + strings.Repeat("&label=a:b", 33), "", nil, 400, "invalid_request", "label"},
		{"no such document", "GET", "/api/documents/%2e%2e%2fetc", "", nil, 404, "not_found", ""},
		{"document of a bad knowledge base", "GET", "/api/documents/x?kb=a/b", "", nil, 404, "unknown_kb", "kb"},
		{"no such answer", "GET", "/api/answers/%00", "", nil, 404, "not_found", ""},
		{"the server's fault", "POST", answers, `{"question":"broken"}`, nil, 500, "internal", ""},
		{"a panic", "POST", answers, `{"question":"panic"}`, nil, 500, "internal", ""},
	}
	h := handler(t, options())
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) { checkRefused(t, h, x) })
	}
}

func checkRefused(t *testing.T, h http.Handler, x refusedCase) {
	w := call(h, x.method, x.target, x.body, x.headers...)
	if w.Code != x.status {
		t.Fatalf("status %d, want %d: %s", w.Code, x.status, w.Body)
	}
	if kind := w.Header().Get("Content-Type"); kind != "application/json; charset=utf-8" {
		t.Errorf("content type %q", kind)
	}
	f := read[failure](t, w.Body.Bytes()).Error
	if f.Code != x.code || f.Field != x.field || f.Message == "" {
		t.Errorf("got %+v, want code %q, field %q", f, x.code, x.field)
	}
	if f.RequestID == "" || f.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("request id %q, header %q", f.RequestID, w.Header().Get("X-Request-Id"))
	}
	if len(w.Body.String()) > 1000 || strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "answer.Request") {
		t.Errorf("the error tells too much: %s", w.Body)
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Error("an error may be cached")
	}
	if x.status == 405 && w.Header().Get("Allow") == "" {
		t.Error("405 without Allow")
	}
}

func TestTooLargeBody(t *testing.T) {
	o := options()
	o.Limits.Body = 1000
	h := handler(t, o)
	body := `{"question":"` + strings.Repeat("x", 2000) + `"}`
	if w := call(h, "POST", "/api/answers", body); w.Code != 413 || !strings.Contains(w.Body.String(), "1000 bytes") {
		t.Errorf("announced: %d %s", w.Code, w.Body)
	}
	server := serve(t, o)
	r, err := http.NewRequest("POST", server.URL+"/api/answers", unsized{strings.NewReader(body)})
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	reply, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	reply.Body.Close()
	if reply.StatusCode != 413 {
		t.Errorf("in chunks: %d", reply.StatusCode)
	}
}

// unsized hides the length of a body, so that it is sent in chunks.
type unsized struct{ r *strings.Reader }

func (u unsized) Read(b []byte) (int, error) { return u.r.Read(b) }

// The cause of an internal error is in the log, with the id that the caller
// sees, and so is a panic; neither log nor reply holds the question.
func TestCauseIsLogged(t *testing.T) {
	var log lines
	o := options()
	o.Logger = slog.New(slog.NewJSONHandler(&log, nil))
	h := handler(t, o)
	call(h, "POST", "/api/answers", `{"question":"broken, my card is 4111"}`, "X-Request-Id", "trace-me.1")
	call(h, "POST", "/api/answers", `{"question":"panic, my card is 4111"}`)
	got := log.String()
	for _, want := range []string{"permission denied", `"request_id":"trace-me.1"`, `"status":500`, "secret detail", `"code":"internal"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the log lacks %s:\n%s", want, got)
		}
	}
	if strings.Contains(got, "4111") {
		t.Errorf("the log holds a question:\n%s", got)
	}
}

func TestHarmfulRequestIDIsReplaced(t *testing.T) {
	h := handler(t, options())
	for _, id := range []string{"", "a b", "x\ty", "<script>", strings.Repeat("a", 65), "编号"} {
		w := call(h, "GET", "/healthz", "", "X-Request-Id", id)
		if got := w.Header().Get("X-Request-Id"); got == id || len(got) != 16 {
			t.Errorf("%q became %q", id, got)
		}
	}
}

func TestTimeouts(t *testing.T) {
	o := options()
	o.Limits.Answer, o.Limits.Search = 20*time.Millisecond, 20*time.Millisecond
	wait := func(ctx context.Context) error { <-ctx.Done(); return fmt.Errorf("search: %w", ctx.Err()) }
	o.Answers = answererFunc(func(ctx context.Context, r answer.Request, _ func(answer.Event) error) (answer.Answer, error) {
		return answer.Answer{}, wait(ctx)
	})
	o.Retriever = func(ctx context.Context, _ string) (*retrieval.Retriever, error) { return nil, wait(ctx) }
	h := handler(t, o)
	for _, w := range []struct{ method, target, body string }{{"POST", "/api/answers", `{"question":"a"}`}, {"GET", "/api/search?q=a", ""}} {
		reply := call(h, w.method, w.target, w.body)
		if reply.Code != 504 || read[failure](t, reply.Body.Bytes()).Error.Code != "timeout" {
			t.Errorf("%s: %d %s", w.target, reply.Code, reply.Body)
		}
	}
}

func TestNotReady(t *testing.T) {
	o := options()
	o.Ready = func(context.Context) error { return errors.New("qdrant at secret:6334 is down") }
	w := call(handler(t, o), "GET", "/readyz", "")
	if w.Code != 503 || strings.Contains(w.Body.String(), "secret") || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

func TestNewNeedsItsParts(t *testing.T) {
	if _, err := api.New(api.Options{}); err == nil {
		t.Error("a server was made of nothing")
	}
}

// A value that JSON cannot hold must become an error, not half a reply.
func TestUnencodableAnswer(t *testing.T) {
	o := options()
	o.Answers = answererFunc(func(context.Context, answer.Request, func(answer.Event) error) (answer.Answer, error) {
		zero := 0.0
		return answer.Answer{Confidence: 1 / zero}, nil
	})
	h := handler(t, o)
	if w := call(h, "POST", "/api/answers", `{"question":"a"}`); w.Code != 500 || read[failure](t, w.Body.Bytes()).Error.Code != "internal" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	w := call(h, "POST", "/api/answers", `{"question":"a"}`, "Accept", "text/event-stream")
	if !strings.Contains(w.Body.String(), "event: error\n") {
		t.Errorf("stream: %s", w.Body)
	}
}
