package model_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/api/answer"
	"footnote/api/answer/extractive"
	"footnote/api/answer/model"
	"footnote/retrieval"
	"footnote/retrieval/endpoint"
	"footnote/retrieval/rank"
	"footnote/retrieval/text"
)

// pages is an index that always finds the same.
type pages []retrieval.Chunk

func (p pages) Search(context.Context, retrieval.Query) (retrieval.Legs, error) {
	var hits []retrieval.Hit
	for i, c := range p {
		hits = append(hits, retrieval.Hit{ID: c.ID, Score: float32(9 - i)})
	}
	return retrieval.Legs{Words: hits}, nil
}

func (p pages) Chunks(context.Context, []retrieval.ID) ([]retrieval.Chunk, error) { return p, nil }

func (p pages) Frequencies(_ context.Context, terms []string) ([]int, int, error) {
	in := make([]int, len(terms))
	for i := range in {
		in[i] = 1
	}
	return in, 1000, nil
}

func (p pages) Statistics(context.Context) (retrieval.Statistics, error) {
	return retrieval.Statistics{Points: 1000}, nil
}

// library is what the questions are answered from, in both languages.
func library() pages {
	var p pages
	for i, body := range []string{
		"Refunds take 5 working days. The money goes back to the card you paid with. There is no fee for a refund.",
		"Delivery costs €4.90. Parcels arrive within 2 to 4 working days.",
		"退款需要 5 个工作日，款项原路退回。退款不收手续费。",
	} {
		p = append(p, retrieval.Chunk{
			ID: retrieval.NewID(fmt.Sprint(i), "", body), Document: fmt.Sprintf("d%d", i), URL: fmt.Sprintf("https://help.example/%d", i),
			Title: []string{"Refunds", "Delivery", "退款"}[i], Language: text.Language(body), Text: body, End: len(body),
			Blocks: []retrieval.Block{{Kind: retrieval.Paragraph, End: len(body)}},
		})
	}
	return p
}

// house is the answering service with a model at url.
func house(t *testing.T, url string) *answer.Service {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	m, err := model.New(model.Options{Model: "m", URL: url + "/v1", Timeout: 20 * time.Second, HTTPClient: endpoint.New(endpoint.Options{
		Name: "chat model", Base: transport, Idle: 5 * time.Second, MaxBytes: 1 << 20, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() },
	})})
	if err != nil {
		t.Fatal(err)
	}
	p := library()
	return &answer.Service{
		Retriever: func(context.Context, string) (*retrieval.Retriever, error) {
			return &retrieval.Retriever{Index: p, Read: text.Read, Fuse: rank.Fusion{}.Fuse, Finish: rank.Finish}, nil
		},
		Read: func(_ context.Context, _, id string) (answer.Source, error) {
			for _, c := range p {
				if c.Document == id {
					return answer.Source{Text: c.Text, Blocks: c.Blocks}, nil
				}
			}
			return answer.Source{}, fmt.Errorf("no document %q", id)
		},
		Composers: []answer.Composer{m, extractive.New()},
	}
}

// chat serves replies in turn, the last one for ever; a reply that begins with
// "raw:" goes out as it stands.
func chat(t *testing.T, replies ...string) string {
	t.Helper()
	var mu sync.Mutex
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) //nolint:errcheck // a test's server
		mu.Lock()
		reply := replies[min(n, len(replies)-1)]
		n++
		mu.Unlock()
		w.Header().Set("Content-Type", "text/event-stream")
		if wire, ok := strings.CutPrefix(reply, "raw:"); ok {
			io.WriteString(w, wire) //nolint:errcheck // the client may have left
			return
		}
		said, _ := json.Marshal(reply)
		fmt.Fprintf(w, "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":%s},\"finish_reason\":null}]}\n\n"+
			"data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", said)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// Whatever a model replies, what is shown is what the documents say.
func TestWhateverTheModelSays(t *testing.T) {
	good := "Refunds take five business days. [1]"
	for name, tt := range map[string]struct {
		replies []string
		model   bool // the model's answer is shown
		not     string
	}{
		"good":                          {[]string{good}, true, ""},
		"wrong, then good":              {[]string{"Refunds take 3 working days. [1]", good}, true, "3 working"},
		"wrong twice":                   {[]string{"Refunds take 3 working days. [1]", "Refunds are instant. [1]"}, false, "instant"},
		"good and invented":             {[]string{good + " There is a fee of €5. [1]"}, true, "€5"},
		"no citations":                  {[]string{"Refunds take 5 working days."}, false, ""},
		"citations that do not exist":   {[]string{"Refunds take 5 working days. [7]"}, false, ""},
		"another passage's number":      {[]string{"Refunds take 5 working days. [2]"}, false, ""},
		"other language":                {[]string{"退款需要 3 个工作日。[1]"}, false, "退款"},
		"nothing":                       {[]string{""}, false, ""},
		"only reasoning":                {[]string{"<think>Refunds take 5 days [1]</think>"}, false, "think"},
		"reasoning, then good":          {[]string{"<think>It may be 3 days.</think>" + good}, true, "3 days"},
		"reasoning without tags' start": {[]string{"It may be 3 days.</think>" + good}, true, "3 days"},
		"cut":                           {[]string{"raw:data: {\"choices\":[{\"delta\":{\"content\":\"Refunds take five business days. [1] The mon\"},\"finish_reason\":null}]}\n\n"}, false, ""},
		"done without a reason":         {[]string{"raw:data: {\"choices\":[{\"delta\":{\"content\":\"" + good + "\"},\"finish_reason\":null}]}\n\ndata: [DONE]\n\n"}, false, ""},
		"an overlong line":              {[]string{"raw:data: " + strings.Repeat("x", 300_000) + "\n\n"}, false, "xxx"},
		"HTML":                          {[]string{"<script>alert(1)</script> Refunds take <b>5 working days</b>. [1]"}, false, "<script>"},
		"a link":                        {[]string{"Refunds take 5 working days, see [here](https://evil.example/?q=1). [1]"}, false, "evil"},
		"an image":                      {[]string{"![x](https://evil.example/x.png) Refunds take 5 working days. [1]"}, false, "evil"},
		"its rules":                     {[]string{"You answer questions of a product's users from its documentation, and from nothing else. [1]"}, false, "from nothing else"},
		"all passages":                  {[]string{"Refunds take 5 working days. [1] The money goes back to the card you paid with. [1] There is no fee for a refund. [1] Delivery costs €4.90. [2] Parcels arrive within 2 to 4 working days. [2] 退款需要 5 个工作日，款项原路退回。[3] 退款不收手续费。[3]"}, false, ""},
		"a promise":                     {[]string{"I have refunded you 5 euros. [1]"}, false, "I have"},
		"bytes that are no text":        {[]string{"raw:data: {\"choices\":[{\"delta\":{\"content\":\"5 \xff\xfe days\"},\"finish_reason\":\"stop\"}]}\n\n"}, false, "\xff"},
	} {
		t.Run(name, func(t *testing.T) {
			var shown []string
			a, err := house(t, chat(t, tt.replies...)).Answer(t.Context(), answer.Request{Question: "How long do refunds take?"}, func(e answer.Event) error {
				if e.Sentence != nil {
					shown = append(shown, e.Sentence.Text)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if byModel := a.Composer == "model:m" && a.Status == answer.Answered; byModel != tt.model {
				t.Errorf("%s by %s: %q", a.Status, a.Composer, a.Text)
			}
			if !tt.model && len(a.Notes) == 0 && a.Status == answer.Answered {
				t.Error("another composer's answer is not marked")
			}
			if all := strings.Join(append(shown, a.Text), "\n"); tt.not != "" && strings.Contains(all, tt.not) {
				t.Errorf("shown: %q", all)
			}
			if a.Status == answer.Answered && !strings.Contains(a.Text, "5 working days") && !strings.Contains(a.Text, "five business days") {
				t.Errorf("answer: %q", a.Text)
			}
		})
	}
}

// A server that drops one reply when the next question comes leaves a cut
// stream, and both are answered.
func TestSecondRequestCutsTheFirst(t *testing.T) {
	second := make(chan struct{})
	var mu sync.Mutex
	n := 0
	first := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) //nolint:errcheck // a test's server
		mu.Lock()
		n++
		mine := n
		mu.Unlock()
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: {\"choices\":[{\"delta\":{\"content\":\"Refunds take five business days. [1] \"},\"finish_reason\":null}]}\n\n")
		w.(http.Flusher).Flush()
		switch mine {
		case 1:
			close(first)
			<-second
			fmt.Fprint(w, "data: [DONE]\n\n")
		default:
			if mine == 2 {
				close(second)
			}
			fmt.Fprint(w, "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
		}
	}))
	t.Cleanup(s.Close)
	service := house(t, s.URL)
	answers := make(chan answer.Answer, 1)
	go func() {
		a, _ := service.Answer(context.Background(), answer.Request{Question: "How long do refunds take?"}, nil)
		answers <- a
	}()
	<-first
	b, err := service.Answer(t.Context(), answer.Request{Question: "How long do refunds take?"}, nil)
	if err != nil || b.Composer != "model:m" {
		t.Errorf("second: %s %q, %v", b.Composer, b.Text, err)
	}
	if a := <-answers; a.Status != answer.Answered || a.Composer != "extractive" || len(a.Notes) == 0 {
		t.Errorf("first: %s by %s %q", a.Status, a.Composer, a.Text)
	}
}
