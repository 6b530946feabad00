package embed

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/retrieval"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const secret = "sk-secret-key"

// request is what the client sent.
type request struct {
	Model      string   `json:"model"`
	Input      []string `json:"input"`
	Dimensions int      `json:"dimensions"`
}

// vectorOf is a vector that tells texts apart: length and first byte.
func vectorOf(s string) []float64 {
	first := 0.
	if s != "" {
		first = float64(s[len(s)-1])
	}
	return []float64{float64(len(s)), first, 1}
}

// answer writes vectors as an OpenAI-compatible server does.
func answer(w http.ResponseWriter, vectors [][]float64) {
	type row struct {
		Index     int       `json:"index"`
		Embedding []float64 `json:"embedding"`
	}
	var data []row
	for i, v := range vectors {
		data = append(data, row{i, v})
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": data, "model": "m"})
}

// faithful answers every request rightly.
func faithful(w http.ResponseWriter, r *http.Request) {
	var q request
	_ = json.NewDecoder(r.Body).Decode(&q)
	var vectors [][]float64
	for _, s := range q.Input {
		vectors = append(vectors, vectorOf(s))
	}
	answer(w, vectors)
}

// start serves h and returns an embedder on it that does not wait long.
func start(t *testing.T, h http.HandlerFunc, o RemoteOptions) *remote {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	o.Model, o.URL, o.HTTPClient, o.pause = "m", server.URL+"/v1", server.Client(), time.Millisecond
	e, err := NewRemote(o)
	if err != nil {
		t.Fatal(err)
	}
	return e.(*remote)
}

func length(v retrieval.Vector) float64 {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}

func TestRemoteEmbedsInOrder(t *testing.T) {
	var calls atomic.Int32
	e := start(t, func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		if r.URL.Path != "/v1/embeddings" || r.Header.Get("Authorization") != "Bearer "+secret || r.ContentLength <= 0 {
			t.Errorf("request %s, authorization %q, length %d", r.URL.Path, r.Header.Get("Authorization"), r.ContentLength)
		}
		faithful(w, r)
	}, RemoteOptions{Key: secret, BatchSize: 3, Concurrency: 2, PassagePrefix: "passage: "})
	texts := []string{"a", "bb", "ccc\nccc", "dddd", "", "退款", "  \n", "g"}
	got, err := e.EmbedDocuments(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range texts {
		if strings.TrimSpace(s) == "" {
			if len(got[i]) != 3 || length(got[i]) != 0 {
				t.Errorf("blank text has %v", got[i])
			}
			continue
		}
		want := vectorOf("passage: " + s)
		if ratio := float64(got[i][0] / got[i][1]); math.Abs(ratio-want[0]/want[1]) > 1e-5 || math.Abs(length(got[i])-1) > 1e-6 {
			t.Errorf("text %d has %v, want the direction of %v", i, got[i], want)
		}
	}
	if calls.Load() != 2 {
		t.Errorf("%d requests for 6 texts in batches of 3", calls.Load())
	}
	if n, err := e.Dimensions(t.Context()); n != 3 || err != nil || calls.Load() != 2 {
		t.Errorf("dimensions %d, %v after %d requests", n, err, calls.Load())
	}
}

func TestRemoteQuery(t *testing.T) {
	var got request
	e := start(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(body, &got)
		if r.Header.Get("Authorization") != "" {
			t.Errorf("a key was sent: %q", r.Header.Get("Authorization"))
		}
		answer(w, [][]float64{{3, 4}})
	}, RemoteOptions{QueryPrefix: "query: ", Dimensions: 2})
	t.Setenv("OPENAI_API_KEY", secret) // must not reach another server
	v, err := e.EmbedQuery(t.Context(), "nul\x00 and \xff")
	if err != nil || !slices.Equal(v, retrieval.Vector{.6, .8}) {
		t.Errorf("got %v, %v", v, err)
	}
	if want := "query: nul  and \ufffd"; got.Input[0] != want || got.Model != "m" || got.Dimensions != 2 {
		t.Errorf("server was asked %+v", got)
	}
	if v, err := e.EmbedQuery(t.Context(), " "); err != nil || len(v) != 2 || length(v) != 0 {
		t.Errorf("blank question: %v, %v", v, err)
	}
}

func TestRemoteModelNamesWhatShapesVectors(t *testing.T) {
	names := map[string]bool{}
	for _, o := range []RemoteOptions{{}, {Dimensions: 8}, {QueryPrefix: "q: "}, {PassagePrefix: "q: "}} {
		o.Model, o.URL = "m", "http://localhost/v1"
		e, err := NewRemote(o)
		if err != nil {
			t.Fatal(err)
		}
		names[e.Model()] = true
	}
	if len(names) != 4 || !names["m"] || !names["m@8"] {
		t.Errorf("names %v", names)
	}
}

func TestRemoteOptionsAreChecked(t *testing.T) {
	for _, o := range []RemoteOptions{
		{}, {Model: "m"}, {URL: "http://x/v1"}, {Model: "m", URL: "x:1"}, {Model: "m", URL: "ftp://x"},
		{Model: "m", URL: "http://u:" + secret + "@x/v1"}, {Model: "m", URL: "://"},
	} {
		if _, err := NewRemote(o); err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// A server that answers in another order than it was asked names the places.
func TestRemotePutsVectorsInOrder(t *testing.T) {
	e := start(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"data":[{"index":2,"embedding":[0,0,1]},{"index":0,"embedding":[1,0,0]},{"index":1,"embedding":[0,1,0]}]}`)
	}, RemoteOptions{})
	got, err := e.EmbedDocuments(t.Context(), []string{"a", "b", "c"})
	if err != nil || got[0][0] != 1 || got[1][1] != 1 || got[2][2] != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestRemoteRefusesBadReplies(t *testing.T) {
	for name, tt := range map[string]struct{ reply, want string }{
		"NaN":              {`{"data":[{"index":0,"embedding":[NaN,1]},{"index":1,"embedding":[1,1]}]}`, "no list of embeddings"},
		"null":             {`{"data":[{"index":0,"embedding":[null,1]},{"index":1,"embedding":[1,1]}]}`, "null"},
		"too large":        {`{"data":[{"index":0,"embedding":[1e39,1]},{"index":1,"embedding":[1,1]}]}`, "1e39"},
		"zeros":            {`{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[1,1]}]}`, "all zeros"},
		"empty vector":     {`{"data":[{"index":0,"embedding":[]},{"index":1,"embedding":[]}]}`, "0 dimensions"},
		"no vector":        {`{"data":[{"index":0},{"index":1}]}`, "missing"},
		"base64":           {`{"data":[{"index":0,"embedding":"AAAA"},{"index":1,"embedding":"AAAA"}]}`, "no list of numbers"},
		"other dimension":  {`{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[1,0,0]}]}`, "3 dimensions instead of 2"},
		"fewer vectors":    {`{"data":[{"index":0,"embedding":[1,0]}]}`, "1 vectors for 2 texts"},
		"more vectors":     {`{"data":[{"embedding":[1]},{"embedding":[1]},{"embedding":[1]}]}`, "3 vectors for 2 texts"},
		"index twice":      {`{"data":[{"index":1,"embedding":[1,0]},{"index":1,"embedding":[1,0]}]}`, "indexes"},
		"index beyond":     {`{"data":[{"index":0,"embedding":[1,0]},{"index":7,"embedding":[1,0]}]}`, "indexes"},
		"nothing":          {``, "no list of embeddings"},
		"empty list":       {`{"data":[]}`, "0 vectors"},
		"another shape":    {`[1,2,3]`, "no list of embeddings"},
		"HTML":             {"<!DOCTYPE html><html><body>Welcome</body></html>", "HTML"},
		"cut off":          {`{"data":[{"index":0,"embedding":[1,0`, "no list of embeddings"},
		"error within 200": {`{"error":{"message":"model not loaded"}}`, "0 vectors"},
	} {
		t.Run(name, func(t *testing.T) {
			var calls atomic.Int32
			e := start(t, func(w http.ResponseWriter, _ *http.Request) { calls.Add(1); fmt.Fprint(w, tt.reply) }, RemoteOptions{})
			got, err := e.EmbedDocuments(t.Context(), []string{"a", "b"})
			if err == nil || got != nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "embed with m: ") {
				t.Errorf("got %v, %v; want an error with %q", got, err, tt.want)
			}
			if calls.Load() != 1 {
				t.Errorf("asked %d times", calls.Load())
			}
		})
	}
}

func TestRemoteOversizedReply(t *testing.T) {
	e := start(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"data":[{"index":0,"embedding":[1`, strings.Repeat(",1", 4000), `]}]}`)
	}, RemoteOptions{limit: 1000})
	if _, err := e.EmbedQuery(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "more than 1000 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestRemoteOtherDimensionLater(t *testing.T) {
	var calls atomic.Int32
	e := start(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, [][]float64{make([]float64, 1+calls.Add(1))})
	}, RemoteOptions{})
	_, _ = e.EmbedQuery(t.Context(), "x") // zeros: refused, but of two dimensions
	if _, err := e.EmbedQuery(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "3 dimensions instead of 2") {
		t.Errorf("got %v", err)
	}
}

func TestRemoteConcurrentUse(t *testing.T) {
	e := start(t, faithful, RemoteOptions{BatchSize: 2})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := e.EmbedDocuments(t.Context(), []string{"a", "b", "c", "", "e"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func FuzzInOrder(f *testing.F) {
	f.Add([]byte(`{"data":[{"index":1,"embedding":[1]},{"index":0,"embedding":[2]}]}`), 2)
	f.Add([]byte(`<html>`), 1)
	f.Fuzz(func(t *testing.T, body []byte, n int) {
		ordered, err := inOrder(body, n)
		if err != nil {
			return
		}
		again, err := inOrder(ordered, n)
		if err != nil || string(again) != string(ordered) {
			t.Errorf("%q became %q, then %q (%v)", body, ordered, again, err)
		}
	})
}
