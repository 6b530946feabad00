package rerank

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"footnote/retrieval"
)

// server answers by hand and keeps what it was asked.
func server(t *testing.T, answer func(w http.ResponseWriter, asked map[string]any)) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked map[string]any
		body, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(body, &asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		asked["key"] = r.Header.Get("Authorization")
		answer(w, asked)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/rerank"
}

func reranker(t *testing.T, o Options) *Remote {
	t.Helper()
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var three = []retrieval.Passage{{Title: "Refunds", Text: "Five days."}, {Title: "退款", Section: "多久", Text: "五天。"}, {Text: "\x00bro\xffken"}}

func TestConventions(t *testing.T) {
	for name, c := range map[string]struct {
		model, reply string
		sends        map[string]any
	}{
		"with a model": {"m", `{"results":[{"index":2,"relevance_score":0.9},{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":-1}],"usage":{}}`,
			map[string]any{"model": "m", "query": "how long?", "top_n": 3.0, "documents": []any{"Refunds\n\nFive days.", "退款\n多久\n五天。", "\n\n bro\ufffdken"}, "key": "Bearer k"}},
		"data": {"m", `{"data":[{"index":2,"relevance_score":0.9},{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":-1}]}`, nil},
		"without": {"", ` [{"index":2,"score":0.9},{"index":0,"score":0.5},{"index":1,"score":-1}]`,
			map[string]any{"query": "how long?", "truncate": true, "texts": []any{"Refunds\n\nFive days.", "退款\n多久\n五天。", "\n\n bro\ufffdken"}, "key": "Bearer k"}},
	} {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			url := server(t, func(w http.ResponseWriter, asked map[string]any) { sent = asked; io.WriteString(w, c.reply) })
			got, err := reranker(t, Options{URL: url, Model: c.model, Key: "k"}).Rerank(t.Context(), "how long?", three)
			if err != nil || !reflect.DeepEqual(got, []float64{0.5, -1, 0.9}) {
				t.Fatalf("%v, %v", got, err)
			}
			if c.sends != nil && !reflect.DeepEqual(sent, c.sends) {
				t.Errorf("sent %q, want %q", sent, c.sends)
			}
		})
	}
}

func TestRepliesThatCannotBeUsed(t *testing.T) {
	for _, reply := range []string{
		``, `<html>`, `null`, `{}`, `[]`, `"x"`, `[{"index":0,"score":1}]`,
		`[{"index":0,"score":1},{"index":0,"score":1},{"index":1,"score":1}]`,
		`[{"index":0,"score":1},{"index":1,"score":1},{"index":3,"score":1}]`,
		`[{"index":0,"score":1},{"index":1,"score":1},{"index":-1,"score":1}]`,
		`[{"index":0},{"index":1,"score":1},{"index":2,"score":1}]`,
		`[{"score":1},{"score":1},{"score":1}]`,
		`[{"index":0,"score":null},{"index":1,"score":1},{"index":2,"score":1}]`,
		`[{"index":0,"score":1e999},{"index":1,"score":1},{"index":2,"score":1}]`,
		`[{"index":0,"score":"high"},{"index":1,"score":1},{"index":2,"score":1}]`,
	} {
		url := server(t, func(w http.ResponseWriter, _ map[string]any) { io.WriteString(w, reply) })
		if got, err := reranker(t, Options{URL: url}).Rerank(t.Context(), "q", three); err == nil || !strings.Contains(err.Error(), "cannot be used") {
			t.Errorf("%s: %v, %v", reply, got, err)
		}
	}
}

func TestTrouble(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter)
		want   string
	}{
		"wrong key": {func(w http.ResponseWriter) { w.WriteHeader(401) }, "check the key"},
		"wrong URL": {func(w http.ResponseWriter) { w.WriteHeader(404) }, "/rerank"},
		"refuses":   {func(w http.ResponseWriter) { w.WriteHeader(422) }, "want none to be named"},
		"silent":    {func(http.ResponseWriter) { time.Sleep(300 * time.Millisecond) }, "did not answer"},
		"cut off":   {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, "did not answer"},
		"endless":   {func(w http.ResponseWriter) { fmt.Fprint(w, strings.Repeat(" ", maxReply+1)) }, "more than"},
	} {
		t.Run(name, func(t *testing.T) {
			url := server(t, func(w http.ResponseWriter, _ map[string]any) { c.answer(w) })
			_, err := reranker(t, Options{URL: url, Model: "m", Key: "s3cret", Timeout: 50 * time.Millisecond}).Rerank(t.Context(), "q", three)
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %v does not say %q, or says the key", err, c.want)
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	for _, bad := range []string{"", "host", "ftp://host/rerank", "http://", "http://user:pass@host/rerank", "://"} {
		if _, err := New(Options{URL: bad}); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
	r := reranker(t, Options{URL: "http://127.0.0.1:1/rerank"})
	if got, err := r.Rerank(t.Context(), "q", nil); got != nil || err != nil {
		t.Errorf("nothing to rerank: %v, %v", got, err)
	}
}

func TestLongPassagesAreCutBetweenCharacters(t *testing.T) {
	for pad := range 4 {
		s := reads(retrieval.Passage{Title: strings.Repeat("x", pad), Text: strings.Repeat("文", maxText)})
		if len(s) > maxText || len(s) < maxText-utf8.UTFMax || !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError) {
			t.Errorf("pad %d: %d bytes, ends with %q", pad, len(s), s[len(s)-8:])
		}
	}
}

func FuzzScores(f *testing.F) {
	f.Add([]byte(`[{"index":0,"score":1},{"index":1,"score":2}]`))
	f.Add([]byte(`{"results":[{"index":1,"relevance_score":1},{"index":0,"score":2}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if got, err := scores(body, 2); err == nil && len(got) != 2 {
			t.Errorf("%q: %v", body, got)
		}
	})
}
