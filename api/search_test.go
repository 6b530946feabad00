package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"footnote/retrieval"
)

type searchResult struct {
	Query    string              `json:"query"`
	Passages []retrieval.Passage `json:"passages"`
	Notes    []string            `json:"notes"`
	TookMS   float64             `json:"took_ms"`
}

// Highlights are bytes of the text: in both languages they cut out the words
// that were asked for.
func TestHighlightsAreBytes(t *testing.T) {
	h := handler(t, options())
	for q, want := range map[string]string{"refund": "refund", "退款": "退款"} {
		w := call(h, "GET", "/api/search?kb=shop&q="+url.QueryEscape(q), "")
		found := read[searchResult](t, w.Body.Bytes())
		if w.Code != 200 || len(found.Passages) == 0 {
			t.Fatalf("%s: %d %s", q, w.Code, w.Body)
		}
		for _, p := range found.Passages {
			if len(p.Highlights) == 0 {
				t.Errorf("%s: none in %q", q, p.Text)
			}
			for _, mark := range p.Highlights {
				if got := strings.ToLower(p.Text[mark[0]:mark[1]]); !strings.HasPrefix(got, want) {
					t.Errorf("%s: highlights %q of %q", q, got, p.Text)
				}
			}
		}
	}
}

func TestFetchedIsFilledIn(t *testing.T) {
	w := call(handler(t, options()), "GET", "/api/search?q=refund", "")
	for i, p := range read[searchResult](t, w.Body.Bytes()).Passages {
		if (p.Fetched != nil) != (i == 0) { // the fixture knows that of the first only
			t.Errorf("passage %d: fetched %v", i+1, p.Fetched)
		}
	}
}

func TestCountBoundsTheList(t *testing.T) {
	w := call(handler(t, options()), "GET", "/api/search?q=refund&n=1", "")
	if n := len(read[searchResult](t, w.Body.Bytes()).Passages); n != 1 {
		t.Errorf("%d passages", n)
	}
}

func TestLanguageNarrows(t *testing.T) {
	w := call(handler(t, options()), "GET", "/api/search?q="+url.QueryEscape("refund 退款")+"&language=zh-Hans", "")
	found := read[searchResult](t, w.Body.Bytes())
	if len(found.Passages) != 1 || found.Passages[0].Language != "zh" {
		t.Errorf("%+v", found.Passages)
	}
}

func TestNothingFoundIsAnEmptyList(t *testing.T) {
	w := call(handler(t, options()), "GET", "/api/search?q=xylophone", "")
	if !bytes.Contains(w.Body.Bytes(), []byte(`"passages":[]`)) {
		t.Errorf("%s", w.Body)
	}
}

func TestDocumentOffsetsOfCitations(t *testing.T) {
	h := handler(t, options())
	for _, question := range []string{"How long do refunds take?", "退款需要多久？"} {
		body := fmt.Sprintf(`{"question":%q}`, question)
		var a struct {
			Citations []struct {
				Document, Quote string
				Start, End      int
			}
		}
		if err := json.Unmarshal(call(h, "POST", "/api/answers", body).Body.Bytes(), &a); err != nil || len(a.Citations) == 0 {
			t.Fatalf("%v %+v", err, a)
		}
		for _, c := range a.Citations {
			var d struct{ Text string }
			if err := json.Unmarshal(call(h, "GET", "/api/documents/"+c.Document, "").Body.Bytes(), &d); err != nil {
				t.Fatal(err)
			}
			if d.Text[c.Start:c.End] != c.Quote {
				t.Errorf("%q is not %q", d.Text[c.Start:c.End], c.Quote)
			}
		}
	}
}

// No question makes the server fail, whatever its bytes are, and every reply is
// JSON.
func FuzzSearchParameters(f *testing.F) {
	for _, seed := range []string{"q=refund", "q=%E9%80%80&n=5", "q=a&label=a:b&language=zh", "q=%ff&kb=..", "q&q", ";", "q=a&n=1e3", "%", "q=+"} {
		f.Add(seed)
	}
	h := fuzzHandler(f)
	f.Fuzz(func(t *testing.T, query string) {
		target := &url.URL{Path: "/api/search", RawQuery: query}
		if _, err := url.Parse(target.String()); err != nil {
			return // no request line can carry it
		}
		checkFuzzed(t, h, "GET", "/api/search?"+strings.Map(visible, query), "")
	})
}

func FuzzAnswerBody(f *testing.F) {
	for _, seed := range []string{`{"question":"a"}`, `{"question":"退款","history":[{"role":"user","text":"a"}],"labels":{"a":["b"]}}`,
		`{"question":null}`, `[[[[`, `{"a":{"a":{"a":1}}}`, `{"question":"\ud800"}`, `"`, `{"kb":"../x","question":"a"}`, "\xff", `{"labels":{"":[]}}`} {
		f.Add(seed)
	}
	h := fuzzHandler(f)
	f.Fuzz(func(t *testing.T, body string) {
		if !strings.Contains(body, "panic") && !strings.Contains(strings.ToLower(body), "broken") {
			checkFuzzed(t, h, "POST", "/api/answers", " "+body)
		}
	})
}

// What is being typed may end within a word, unless a space behind it says that
// the word is whole.
func TestSearchWhileTyping(t *testing.T) {
	var typing bool
	o := options()
	o.Retriever = func(ctx context.Context, kb string) (*retrieval.Retriever, error) {
		r, err := shelfRetriever(ctx, kb)
		if err != nil {
			return nil, err
		}
		read := r.Read
		r.Read = func(ctx context.Context, q retrieval.Question, words retrieval.Counter) (retrieval.Reading, error) {
			typing = q.Typing
			return read(ctx, q, words)
		}
		return r, nil
	}
	h := handler(t, o)
	for query, want := range map[string]bool{
		"q=refu": false, "q=refu&typing=false": false, "q=refu&typing=true": true, "q=refu%20&typing=true": false,
		"q=%E9%80%80&typing=true": true, "q=%E9%80%80%E3%80%80&typing=true": false,
	} {
		if w := call(h, "GET", "/api/search?"+query, ""); w.Code != 200 || typing != want {
			t.Errorf("%s: %d, typing %t", query, w.Code, typing)
		}
	}
}
