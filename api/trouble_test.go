package api_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"footnote/api/answer"
)

// failing answers calls of one path in its own way.
func failing(h http.Handler, path string, how http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			io.Copy(io.Discard, r.Body) //nolint:errcheck // else the browser may see the line cut before its body is sent
			how(w, r)
			return
		}
		h.ServeHTTP(w, r)
	})
}

func searchPageInTrouble(t *testing.T, browser context.Context) {
	h := handler(t, options())
	fail := func(status int, code string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"error":{"code":%q,"message":"in words","request_id":"r-1"}}`, code)
		}
	}
	cases := []struct {
		name, path string
		how        http.HandlerFunc
		want       string
	}{
		{"no connection", "/api/answers", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "No connection to the server."},
		{"busy", "/api/answers", fail(503, "busy"), "Please try again in 7 s."},
		{"too many", "/api/answers", fail(429, "rate"), "Please try again in 7 s."},
		{"server's fault", "/api/answers", fail(500, "internal"), "Something went wrong on the server.\nReference: r-1"},
		{"a proxy's page", "/api/answers", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(502)
			fmt.Fprint(w, "<h1>Bad gateway</h1>")
		}, "Something went wrong on the server."},
		{"too slow", "/api/answers", fail(504, "timeout"), "This took too long."},
		{"refused", "/api/answers", fail(400, "invalid_request"), "in words"},
		{"cut off", "/api/answers", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			fmt.Fprint(w, "event: passages\ndata: []\n\nevent: sentence\ndata: {\"index\":0,\"text\":\"Half\",\"citations\":[]}\n\n")
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, "The answer broke off before it was complete."},
		{"ends without done", "/api/answers", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			fmt.Fprint(w, "event: passages\ndata: []\n\n: ping\n\n")
		}, "The answer broke off before it was complete."},
		{"error in mid-stream", "/api/answers", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			fmt.Fprint(w, "event: passages\ndata: []\n\nevent: error\ndata: {\"error\":{\"code\":\"internal\",\"message\":\"m\",\"request_id\":\"r-2\"}}\n\n")
		}, "Reference: r-2"},
	}
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) {
			p := open(t, browser, failing(h, x.path, x.how), "/", look{})
			p.tolerate = []string{"Failed to load resource"}
			p.ask("How long do refunds take?")
			if got := p.text("#now .trouble"); !strings.Contains(got, x.want) {
				t.Errorf("the page says %q, want %q", got, x.want)
			}
			if retry := eval[bool](p, `[...document.querySelectorAll("#now button")].some((b) => b.textContent === "Try again")`); retry == (x.name == "refused") {
				t.Errorf("a way to try again: %v", retry)
			}
		})
	}
	t.Run("no documentation yet", func(t *testing.T) {
		o := options()
		o.KnowledgeBases = func(context.Context) ([]string, error) { return nil, nil }
		p := open(t, browser, handler(t, o), "/", look{})
		p.wait("the page says what to do", `document.querySelector("#promise").textContent.includes("footnote ingest")`)
		p.mustBe("there is nothing to choose", `!document.querySelector("#kb").checkVisibility()`)
	})
	t.Run("search", func(t *testing.T) {
		p := open(t, browser, failing(h, "/api/search", fail(503, "busy")), "/", look{})
		p.tolerate = []string{"Failed to load resource"}
		p.typeText("#q", "refund")
		p.wait("it is said below the box", `document.querySelector("#hint").textContent.includes("try again in 7 s")`)
	})
	t.Run("try again", func(t *testing.T) {
		var once sync.Once
		p := open(t, browser, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			broken := false
			if r.URL.Path == "/api/answers" {
				once.Do(func() { broken = true })
			}
			if broken {
				fail(500, "internal")(w, r)
				return
			}
			h.ServeHTTP(w, r)
		}), "/", look{})
		p.tolerate = []string{"Failed to load resource"}
		p.ask("How long do refunds take?")
		p.picture("trouble")
		p.click("#now .trouble + button")
		p.wait("the answer is there", `document.querySelectorAll("#now .sentence").length === 2`)
	})
}

// Results of an earlier query never replace those of a later one.
func lateResultsAreDropped(t *testing.T, browser context.Context) {
	release := make(chan struct{})
	h := handler(t, options())
	p := open(t, browser, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("q") == "return" {
			<-release
		}
		h.ServeHTTP(w, r)
	}), "/", look{})
	p.typeText("#q", "return")
	for p.called("api/search") == 0 {
		p.run(sleep(pauseForTyping / 10))
	}
	p.run(clear("#q"))
	p.typeText("#q", "refund")
	p.wait("the later one is shown", `document.querySelector("#result-0 .result-title")?.textContent === "Refunds"`)
	close(release)
	p.run(sleep(pauseForTyping))
	p.mustRead("#result-0 .result-title", "Refunds")
}

// An answer can be stopped, and what was shown until then stays.
func stopping(t *testing.T, browser context.Context) {
	ended := make(chan struct{})
	o := options()
	o.Answers = answererFunc(func(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
		if err := emit(answer.Event{Sentence: &answer.SentenceEvent{Text: "First."}}); err != nil {
			return answer.Answer{}, err
		}
		<-ctx.Done()
		close(ended)
		return answer.Answer{}, ctx.Err()
	})
	p := open(t, browser, handler(t, o), "/", look{})
	p.typeText("#q", "slow\r")
	p.wait("the first sentence is there before the answer is", `document.querySelector(".answer[aria-busy] .sentence")?.textContent === "First."`)
	p.picture("streaming")
	p.click("#now .quiet")
	p.wait("it is stopped", `document.querySelector("#now .trouble")?.textContent === "Stopped."`)
	<-ended
	p.mustBe("the sentence stays", `document.querySelector("#now .sentence").textContent === "First."`)
}
