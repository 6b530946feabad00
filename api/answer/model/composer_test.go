package model

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/api/answer"
)

func TestCompose(t *testing.T) {
	s := play(t, saying("<think>They ask [2] about refunds.</think>Refunds take 5 days.[1]<|eot|> Perhaps **6** days, it says [1, 2]. Nobody knows.\n\n1. Open Account > Orders. [2]\n2. Wait. [9]\n"))
	var prompt string
	task := refunds
	task.Prompted = func(p string) { prompt = p }
	got, err := compose(t, t.Context(), s.composer(t, nil), task)
	if err != nil {
		t.Fatal(err)
	}
	want := []answer.Draft{
		{Text: "Refunds take 5 days.", Cites: []answer.Cite{{Passage: 1, Start: 100, End: 120}}},
		{Text: "Perhaps 6 days, it says.", Cites: []answer.Cite{{Passage: 1}, {Passage: 2}}},
		{Text: "Nobody knows."},
		{Text: "Open Account > Orders.", Block: "step", Cites: []answer.Cite{{Passage: 2, Start: 3, End: 25}}},
		{Text: "Wait.", Block: "step", Cites: []answer.Cite{{Passage: 0}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(prompt, "Refunds take 5 days.") {
		t.Errorf("the prompt was not told: %q", prompt)
	}
}

func TestRequest(t *testing.T) {
	s := play(t, saying("Refunds take 5 days.[1]"))
	if _, err := compose(t, t.Context(), s.composer(t, nil), refunds); err != nil {
		t.Fatal(err)
	}
	r := <-s.requests
	for field, want := range map[string]any{
		"model": "tiny", "temperature": 0.0, "seed": 1.0, "max_tokens": 800.0, "stream": true, "max_completion_tokens": nil,
		"authorization": "Bearer " + secret,
	} {
		if r[field] != want {
			t.Errorf("%s is %v, want %v", field, r[field], want)
		}
	}
	if _, err := compose(t, t.Context(), s.composer(t, func(o *Options) { o.Key = "" }), refunds); err != nil {
		t.Fatal(err)
	}
	if r := <-s.requests; r["authorization"] != "" {
		t.Errorf("without a key %q was sent", r["authorization"])
	}
}

func TestNoAnswer(t *testing.T) {
	for _, reply := range []string{"NO_ANSWER", "`NO_ANSWER`.", "NO\\_ANSWER", "No answer.", "NO_ANSWER\n\nThe passages are about other things."} {
		got, err := compose(t, t.Context(), play(t, saying(reply)).composer(t, nil), refunds)
		if len(got) > 0 || err != nil {
			t.Errorf("%q: %v, %v", reply, got, err)
		}
	}
}

// Every reply that is not whole and sound is an error.
func TestFailures(t *testing.T) {
	cut := func(w http.ResponseWriter, r *http.Request) {
		raw(event("Refunds take 5 days.[1] Bank", ""))(w, r)
		panic(http.ErrAbortHandler)
	}
	var words strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&words, "Refunds take %d days. ", i)
	}
	prose := words.String()
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		says    string
	}{
		"line cut":             {cut, "unexpected EOF"},
		"no end":               {raw(event("Refunds take 5 days.[1] Bank", "")), "broke off"},
		"done without reason":  {raw(event("Refunds take 5 days.[1]", ""), "data: [DONE]\n\n"), "broke off"},
		"nothing but done":     {raw("data: [DONE]\n\n"), "broke off"},
		"no byte":              {raw(), "broke off"},
		"empty":                {saying(""), "empty"},
		"only reasoning":       {saying("<think>Hm. Refunds take 5 days.[1]</think>"), "empty"},
		"endless reasoning":    {saying("<thinking>Hm. Refunds take 5 days.[1]"), "empty"},
		"late reasoning":       {saying("Refunds take 5 days.[1] " + prose[:200] + "</think>Refunds."), "mixes reasoning"},
		"length":               {raw(event("Refunds take 5 days.[1] Bank transfers", ""), event("", "length"), "data: [DONE]\n\n"), "cut off"},
		"loop":                 {saying("Refunds take 5 days.[1] " + strings.Repeat("No. ", 40)), "again and again"},
		"filtered":             {raw(event("Refunds", "content_filter")), `"content_filter"`},
		"tool call":            {raw(`data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"x","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}` + "\n\n"), `"tool_calls"`},
		"401":                  {status(401, "", `{"error":{"message":"Incorrect API key provided: `+secret+`"}}`), "check the key"},
		"404":                  {status(404, "", "not here"), "/v1"},
		"400":                  {status(400, "", `{"error":{"message":"exceeds the context size"}}`), "exceeds the context size"},
		"429":                  {status(429, "Retry-After: 3600", "slow down"), "429"},
		"500":                  {status(500, "", "<html>oops</html>"), "500"},
		"redirect":             {status(302, "Location: http://127.0.0.1:1/", ""), "redirect"},
		"page":                 {status(200, "Content-Type: text/html; charset=utf-8", "<html>Welcome</html>"), "web page"},
		"whole reply":          {status(200, "Content-Type: application/json", `{"choices":[]}`), "does not stream"},
		"plain text":           {status(200, "Content-Type: text/plain", "Refunds take 5 days.[1]"), "broke off"},
		"broken JSON":          {raw("data: {\"choices\":[{\n\n", "data: [DONE]\n\n"), "broke off"},
		"overlong line":        {raw("data: " + strings.Repeat("x", 1<<20) + "\n\n"), "too long"},
		"overlong reply":       {saying(prose), "longer than"},
		"sentence without end": {saying(strings.Repeat("and ", 5000)), "without the end"},
		"no UTF-8":             {raw("data: {\"choices\":[{\"delta\":{\"content\":\"5 \xff\xfe days\"},\"finish_reason\":null}]}\n\n", event("", "stop")), "no text"},
		"other language":       {saying("退款需要五个工作日才能到账，请您耐心等待。[1]"), `"zh"`},
		"error in the stream":  {raw(event("Refunds", ""), `data: {"error":{"message":"out of memory"}}`+"\n\n"), "broke off"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := compose(t, t.Context(), play(t, tt.handler).composer(t, nil), refunds)
			if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.HasPrefix(err.Error(), "chat model tiny at 127.0.0.1:") {
				t.Errorf("error %v, want one with %q", err, tt.says)
			}
		})
	}
}

func TestSaidTwice(t *testing.T) {
	got, err := compose(t, t.Context(), play(t, saying("Refunds take 5 days.[1] Refunds take 5 days.[1]\n1. Press OK. [2]\n2. Press OK. [2]")).composer(t, nil), refunds)
	if err != nil || len(got) != 3 {
		t.Errorf("%v, %v", got, err)
	}
}

// What was cut off in mid-sentence is not yielded.
func TestUnfinishedSentenceIsDropped(t *testing.T) {
	got, err := compose(t, t.Context(), play(t, raw(event("Refunds take 5 days.[1] Bank transfers take 2 days longer. [1] Do not send the card", ""), event("", "length"))).composer(t, nil), refunds)
	if err == nil || len(got) > 2 || len(got) == 0 || got[0].Text != "Refunds take 5 days." {
		t.Errorf("%v, %v", got, err)
	}
}

func TestHugeReply(t *testing.T) {
	line := ": " + strings.Repeat("x", 30_000) + "\n"
	endless := func(w http.ResponseWriter, r *http.Request) {
		for range 50 << 20 / len(line) {
			if _, err := w.Write([]byte(line)); err != nil {
				return
			}
		}
	}
	if _, err := compose(t, t.Context(), play(t, endless).composer(t, nil), refunds); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("error %v", err)
	}
}

// dripping sends a byte at a time until the client has enough.
func dripping(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	for r.Context().Err() == nil {
		if _, err := w.Write([]byte(":\n")); err != nil {
			return
		}
		w.(http.Flusher).Flush()
		time.Sleep(5 * time.Millisecond)
	}
}

func TestSlowReply(t *testing.T) {
	_, err := compose(t, t.Context(), play(t, dripping).composer(t, func(o *Options) { o.Timeout = 50 * time.Millisecond }), refunds)
	if !errors.Is(err, errSlow) {
		t.Errorf("error %v", err)
	}
}

func TestCallerGoesAway(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		time.Sleep(50 * time.Millisecond)
		cancel()
	}()
	if _, err := compose(t, ctx, play(t, dripping).composer(t, nil), refunds); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// A receiver that has enough ends the request.
func TestReceiverStops(t *testing.T) {
	gone := make(chan struct{})
	s := play(t, func(w http.ResponseWriter, r *http.Request) {
		raw(event("Refunds take 5 days.[1] "+strings.Repeat("And so on. ", 9), ""))(w, r)
		<-r.Context().Done()
		close(gone)
	})
	for d, err := range s.composer(t, nil).Compose(t.Context(), refunds) {
		if err != nil || d.Text == "" {
			t.Errorf("%v, %v", d, err)
		}
		break
	}
	<-gone
}

func TestTriesAgain(t *testing.T) {
	s := play(t, status(503, "", "loading"), status(429, "Retry-After: 1", ""), saying("Refunds take 5 days.[1]"))
	got, err := compose(t, t.Context(), s.composer(t, nil), refunds)
	if err != nil || len(got) != 1 || len(s.requests) != 3 {
		t.Errorf("%v, %v after %d requests", got, err, len(s.requests))
	}
}

// Once a reply has begun it is not asked for again, and a server that keeps
// failing is left alone.
func TestDoesNotTryAgain(t *testing.T) {
	s := play(t, raw(event("Refunds", "")))
	c := s.composer(t, nil)
	if _, err := compose(t, t.Context(), c, refunds); err == nil || len(s.requests) != 1 {
		t.Errorf("%v after %d requests", err, len(s.requests))
	}
	s = play(t, status(500, "", ""))
	c = s.composer(t, nil)
	for range 5 {
		compose(t, t.Context(), c, refunds) //nolint:errcheck // the last one counts
	}
	before := len(s.requests)
	if _, err := compose(t, t.Context(), c, refunds); err == nil || !strings.Contains(err.Error(), "in a row") || len(s.requests) != before {
		t.Errorf("%v after %d requests", err, len(s.requests)-before)
	}
}

func TestEcho(t *testing.T) {
	c := play(t, saying("x")).composer(t, nil)
	p, err := c.prompt(refunds, nil)
	if err != nil {
		t.Fatal(err)
	}
	long := answer.Task{Question: "What?", Language: "en"}
	copied := ""
	for n, words := range []string{"first", "second"} {
		text := "The " + words + " rule is this. Then the " + words + " box is opened. At last the " + words + " door is shut."
		long.Passages = append(long.Passages, refunds.Passages[0])
		long.Passages[n].Text = text
		copied += text + "\n"
	}
	for name, tt := range map[string]struct {
		task  answer.Task
		reply string
	}{
		"prompt":   {refunds, p.user},
		"rules":    {refunds, p.system},
		"fence":    {refunds, "<passage 1> Refunds take 5 days. [1]"},
		"key":      {refunds, "Refunds take " + p.key},
		"passages": {long, copied},
		"cited":    {long, strings.ReplaceAll(copied, ".", ". [1]")},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := compose(t, t.Context(), play(t, saying(tt.reply)).composer(t, nil), tt.task); !errors.Is(err, errEcho) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestKeyIsNotLogged(t *testing.T) {
	var log bytes.Buffer
	s := play(t, status(500, "", "your key "+secret), saying("Refunds take 5 days.[1]"))
	c := s.composer(t, func(o *Options) {
		o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	if _, err := compose(t, t.Context(), c, refunds); err != nil {
		t.Fatal(err)
	}
	if log.Len() == 0 || strings.Contains(log.String(), secret) {
		t.Errorf("log: %s", &log)
	}
}

func TestNew(t *testing.T) {
	for name, o := range map[string]Options{
		"no model":      {URL: "http://127.0.0.1/v1"},
		"no URL":        {Model: "m"},
		"no scheme":     {Model: "m", URL: "127.0.0.1:80"},
		"no host":       {Model: "m", URL: "http://"},
		"other scheme":  {Model: "m", URL: "file:///etc/passwd"},
		"small context": {Model: "m", URL: "http://127.0.0.1/v1", ContextTokens: 1000, ReplyTokens: 900},
	} {
		if c, err := New(o); err == nil {
			t.Errorf("%s: %v", name, c.Name())
		}
	}
	c, err := New(Options{Model: "m", URL: "http://user:" + secret + "@127.0.0.1/v1"})
	if err != nil || c.Name() != "model:m" || strings.Contains(c.host(), secret) {
		t.Errorf("%v, %v", c, err)
	}
}
