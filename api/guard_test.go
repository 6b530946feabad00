package api_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/api/answer"
)

func TestHeaders(t *testing.T) {
	h := handler(t, options())
	for _, target := range []string{"/", "/agent", "/api/search?q=refund", "/healthz", "/openapi.yaml", "/nothing"} {
		header := call(h, "GET", target, "", "Origin", "https://evil.example").Header()
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q", target, name, got)
			}
		}
		policy := header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %s: %s", target, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") || strings.Contains(policy, "*") {
			t.Errorf("%s: the policy lets too much in: %s", target, policy)
		}
		if v := header.Get("Access-Control-Allow-Origin"); v != "" {
			t.Errorf("%s: readable from %q", target, v)
		}
	}
}

// On the loopback interface a foreign host name is a sign of DNS rebinding.
func TestHostNames(t *testing.T) {
	for _, x := range []struct {
		hosts []string
		host  string
		known bool
	}{
		{nil, "127.0.0.1:8080", true}, {nil, "localhost:8080", true}, {nil, "LOCALHOST", true}, {nil, "[::1]:80", true},
		{nil, "help.localhost:80", true}, {nil, "192.168.1.5", true}, {nil, "localhost.", true},
		{nil, "evil.example", false}, {nil, "evil.example:8080", false}, {nil, "127.0.0.1.evil.example", false},
		{nil, "localhost.evil.example", false}, {nil, "notlocalhost", false},
		{[]string{"help.example"}, "help.example", true}, {[]string{"Help.example"}, "hElp.Example:443", true},
		{[]string{"help.example"}, "other.example", false}, {[]string{"help.example"}, "127.0.0.1", true},
	} {
		o := options()
		o.Hosts = x.hosts
		server := serve(t, o)
		r, err := http.NewRequest("GET", server.URL+"/api/knowledge", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = x.host
		reply, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		reply.Body.Close()
		if known := reply.StatusCode == 200; known != x.known || !known && reply.StatusCode != 421 {
			t.Errorf("%q with hosts %v: %d", x.host, x.hosts, reply.StatusCode)
		}
	}
}

// Off the loopback interface any name is taken (the recorder has no address).
func TestHostNamesElsewhere(t *testing.T) {
	w := call(handler(t, options()), "GET", "http://anything.example/api/knowledge", "")
	if w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestHeadAnswersLikeGet(t *testing.T) {
	server := serve(t, options())
	for _, target := range []string{"/", "/api/search?q=refund", "/healthz", "/api/documents/0123456789abcdef"} {
		get, err := server.Client().Get(server.URL + target)
		if err != nil {
			t.Fatal(err)
		}
		get.Body.Close()
		head, err := server.Client().Head(server.URL + target)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(head.Body)
		head.Body.Close()
		if err != nil || len(body) > 0 || head.StatusCode != get.StatusCode || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") {
			t.Errorf("%s: HEAD %d, GET %d, %d bytes, %v", target, head.StatusCode, get.StatusCode, len(body), err)
		}
	}
}

// Requests beyond the places and the queue are turned away at once; those in
// the queue are served when there is room.
func TestBusy(t *testing.T) {
	release, entered := make(chan struct{}), make(chan struct{}, 9)
	o := options()
	o.Limits.Answers, o.Limits.Queue, o.Limits.Wait = 2, 1, time.Hour
	o.Answers = answererFunc(func(context.Context, answer.Request, func(answer.Event) error) (answer.Answer, error) {
		entered <- struct{}{}
		<-release
		return answer.Answer{}, nil
	})
	h := handler(t, o)
	codes := make(chan int, 4)
	var wg sync.WaitGroup
	begin := func() {
		wg.Go(func() {
			w := call(h, "POST", "/api/answers", `{"question":"a"}`)
			if w.Code == 503 && (w.Header().Get("Retry-After") == "" || read[failure](t, w.Body.Bytes()).Error.Code != "busy") {
				t.Errorf("%v %s", w.Header(), w.Body)
			}
			codes <- w.Code
		})
	}
	begin()
	begin()
	<-entered
	<-entered // both places are taken
	begin()
	begin() // one of these waits, the other is turned away
	if code := <-codes; code != 503 {
		t.Errorf("the one too many got %d", code)
	}
	if w := call(h, "GET", "/api/search?q=refund", ""); w.Code != 200 {
		t.Errorf("a search beside it got %d", w.Code)
	}
	close(release)
	wg.Wait()
	for range 3 {
		if code := <-codes; code != 200 {
			t.Errorf("got %d", code)
		}
	}
}

func TestWaitingEnds(t *testing.T) {
	release, entered := make(chan struct{}), make(chan struct{})
	o := options()
	o.Limits.Answers, o.Limits.Wait = 1, time.Millisecond
	o.Answers = answererFunc(func(context.Context, answer.Request, func(answer.Event) error) (answer.Answer, error) {
		close(entered)
		<-release
		return answer.Answer{}, nil
	})
	h := handler(t, o)
	var wg sync.WaitGroup
	wg.Go(func() { call(h, "POST", "/api/answers", `{"question":"a"}`) })
	<-entered
	if w := call(h, "POST", "/api/answers", `{"question":"a"}`); w.Code != 503 {
		t.Errorf("%d", w.Code)
	}
	close(release)
	wg.Wait()
}
