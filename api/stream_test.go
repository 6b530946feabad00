package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/api/answer"
	"footnote/retrieval"
)

// event is one event of a stream as a client reads it.
type event struct{ name, data string }

// parseEvents reads a stream as the HTML standard says (section 9.2.6), as far
// as it is used here.
func parseEvents(t *testing.T, stream string) (events []event, pings int) {
	t.Helper()
	for block := range strings.SplitSeq(strings.TrimSuffix(stream, "\n\n"), "\n\n") {
		var e event
		for line := range strings.SplitSeq(block, "\n") {
			name, value, ok := strings.Cut(line, ": ")
			switch {
			case !ok:
				t.Fatalf("not a line of a stream: %q", line)
			case name == "event":
				e.name = value
			case name == "data":
				e.data = value
			case name == "":
				pings++
			}
		}
		if e.name != "" {
			events = append(events, e)
		}
	}
	return events, pings
}

func names(events []event) (names []string) {
	for _, e := range events {
		names = append(names, e.name)
	}
	return names
}

func ask(t *testing.T, h http.Handler, question string) []event {
	t.Helper()
	body, err := json.Marshal(answer.Request{Question: question})
	if err != nil {
		t.Fatal(err)
	}
	w := call(h, "POST", "/api/answers", string(body), "Accept", "text/event-stream")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if w.Header().Get("X-Accel-Buffering") != "no" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a proxy may hold the stream back: %v", w.Header())
	}
	events, _ := parseEvents(t, w.Body.String())
	return events
}

func TestEventsOfAnAnswer(t *testing.T) {
	h := handler(t, options())
	for _, x := range []struct {
		question string
		want     []string
	}{
		{"How long do refunds take?", []string{"passages", "sentence", "sentence", "done"}},
		{"退款需要多久？", []string{"passages", "sentence", "sentence", "done"}},
		{"Where is my order 88213?", []string{"passages", "refusal", "done"}},
		{"Which plan?", []string{"passages", "clarify", "done"}},
	} {
		got := ask(t, h, x.question)
		if d := cmp.Diff(x.want, names(got)); d != "" {
			t.Errorf("%s: %s", x.question, d)
			continue
		}
		done := read[answer.Answer](t, []byte(got[len(got)-1].data))
		if done.Question != x.question || done.Sentences == nil || done.Passages == nil {
			t.Errorf("%s: done is not whole: %+v", x.question, done)
		}
		passages := read[[]retrieval.Passage](t, []byte(got[0].data))
		if len(passages) == 0 || passages[0].Fetched == nil {
			t.Errorf("%s: passages without date: %+v", x.question, passages)
		}
	}
}

// Whatever the texts hold, an event is one line of data and comes back as it was.
func TestTextsSurviveTheStream(t *testing.T) {
	for _, text := range []string{"two\nlines", "cr\rlf\r\n", "\n\nevent: done\ndata: {}\n\n", "separators \u2028\u2029", "引号“”", "\u0000\u001b[31m"} {
		o := options()
		o.Answers = answererFunc(func(_ context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
			a := answer.Answer{Question: r.Question, Text: text, Sentences: []answer.Sentence{{Text: text, Citations: []int{1}}},
				Citations: []answer.Citation{{Number: 1, Quote: text}}}
			return a, emitAll(a, emit)
		})
		got := ask(t, handler(t, o), "q")
		if len(got) != 3 || read[answer.SentenceEvent](t, []byte(got[1].data)).Text != text {
			t.Errorf("%q came as %v", text, got)
		}
	}
}

// The service may give the same passages twice, or none before it is done.
func TestPassagesComeOnceAndFirst(t *testing.T) {
	for _, times := range []int{0, 2} {
		o := options()
		o.Answers = answererFunc(func(_ context.Context, _ answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
			for range times {
				if err := emit(answer.Event{Passages: []retrieval.Passage{{Text: "a"}}}); err != nil {
					return answer.Answer{}, err
				}
			}
			return answer.Answer{}, nil
		})
		if d := cmp.Diff([]string{"passages", "done"}, names(ask(t, handler(t, o), "q"))); d != "" {
			t.Errorf("emitted %d times: %s", times, d)
		}
	}
}

func TestErrorBeforeTheFirstEventIsAPlainOne(t *testing.T) {
	w := call(handler(t, options()), "POST", "/api/answers", `{"question":" "}`, "Accept", "text/event-stream")
	if w.Code != 400 || read[failure](t, w.Body.Bytes()).Error.Field != "question" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestErrorInMidStreamIsAnEvent(t *testing.T) {
	o := options()
	o.Answers = answererFunc(func(_ context.Context, _ answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
		return answer.Answer{}, errors.Join(emit(answer.Event{Passages: []retrieval.Passage{{}}}), errors.New("disk at /secret is full"))
	})
	got := ask(t, handler(t, o), "q")
	if d := cmp.Diff([]string{"passages", "error"}, names(got)); d != "" {
		t.Fatal(d)
	}
	f := read[failure](t, []byte(got[1].data)).Error
	if f.Code != "internal" || f.RequestID == "" || strings.Contains(got[1].data, "secret") {
		t.Errorf("%s", got[1].data)
	}
}

func TestAcceptHeader(t *testing.T) {
	h := handler(t, options())
	for accept, stream := range map[string]bool{
		"text/event-stream": true, "application/json, Text/Event-Stream;q=0.5": true, "text/event-stream;charset=utf-8": true,
		"": false, "*/*": false, "application/json": false, "text/event-stream;q=0": false, "text/*": false,
	} {
		w := call(h, "POST", "/api/answers", `{"question":"a"}`, "Accept", accept)
		if got := strings.HasPrefix(w.Header().Get("Content-Type"), "text/event-stream"); got != stream {
			t.Errorf("%q: stream %v, want %v", accept, got, stream)
		}
	}
}

// post opens a stream on a real server and returns its reader.
func post(t *testing.T, ctx context.Context, server *httptest.Server) *bufio.Reader {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, "POST", server.URL+"/api/answers", strings.NewReader(`{"question":"a"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	reply, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reply.Body.Close() })
	return bufio.NewReader(reply.Body)
}

// Each sentence reaches the client before the next one is made.
func TestSentencesArriveOneByOne(t *testing.T) {
	next := make(chan string)
	o := options()
	o.Answers = answererFunc(func(ctx context.Context, _ answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
		for text := range next {
			if err := emit(answer.Event{Sentence: &answer.SentenceEvent{Text: text}}); err != nil {
				return answer.Answer{}, err
			}
		}
		return answer.Answer{}, nil
	})
	server := serve(t, o)
	opened := make(chan *bufio.Reader)
	go func() { opened <- post(t, t.Context(), server) }()
	next <- "first"
	stream := <-opened
	for _, text := range []string{"first", "second", "third"} {
		if text != "first" {
			next <- text
		}
		for {
			line, err := stream.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(line, "data: {") {
				if !strings.Contains(line, text) {
					t.Errorf("got %s, want %s", line, text)
				}
				break
			}
		}
	}
	close(next)
}

func TestPingKeepsTheLineOpen(t *testing.T) {
	release := make(chan struct{})
	o := options()
	o.Limits.Ping = time.Millisecond
	o.Answers = answererFunc(func(context.Context, answer.Request, func(answer.Event) error) (answer.Answer, error) {
		<-release
		return answer.Answer{}, nil
	})
	server := serve(t, o)
	stream := post(t, t.Context(), server) // the first ping opens it
	for range 3 {
		if line, err := stream.ReadString('\n'); err != nil || line != ": ping\n" && line != "\n" {
			t.Fatalf("%q %v", line, err)
		}
	}
	close(release)
	var rest strings.Builder
	if _, err := stream.WriteTo(&rest); err != nil || !strings.Contains(rest.String(), "event: done\n") {
		t.Errorf("%v %s", err, rest.String())
	}
}

// A client that goes away ends the work that was done for it.
func TestClientThatGoesAwayEndsTheWork(t *testing.T) {
	for name, accept := range map[string]string{"JSON": "application/json", "stream": "text/event-stream"} {
		t.Run(name, func(t *testing.T) {
			started, ended := make(chan struct{}), make(chan error, 1)
			o := options()
			o.Answers = answererFunc(func(ctx context.Context, _ answer.Request, _ func(answer.Event) error) (answer.Answer, error) {
				close(started)
				<-ctx.Done()
				ended <- context.Cause(ctx)
				return answer.Answer{}, ctx.Err()
			})
			server := serve(t, o)
			ctx, cancel := context.WithCancel(t.Context())
			r, err := http.NewRequestWithContext(ctx, "POST", server.URL+"/api/answers", strings.NewReader(`{"question":"a"}`))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", accept)
			go func() {
				<-started
				cancel()
			}()
			if reply, err := server.Client().Do(r); err == nil {
				reply.Body.Close()
				t.Error("a cancelled request was answered")
			}
			if err := <-ended; !errors.Is(err, context.Canceled) {
				t.Errorf("the work ended by %v", err)
			}
		})
	}
}

// A client that opens a stream and does not read it must not hold a place for
// longer than the write limit.
func TestClientThatDoesNotReadEndsTheWork(t *testing.T) {
	ended := make(chan error, 1)
	o := options()
	o.Limits.Write = 50 * time.Millisecond
	o.Answers = answererFunc(func(_ context.Context, _ answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
		big := &answer.SentenceEvent{Text: strings.Repeat("x", 1<<20)}
		for {
			if err := emit(answer.Event{Sentence: big}); err != nil {
				ended <- err
				return answer.Answer{}, err
			}
		}
	})
	server := serve(t, o)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	body := `{"question":"a"}`
	if _, err := conn.Write([]byte("POST /api/answers HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n" + body)); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Error("no error")
	}
}
