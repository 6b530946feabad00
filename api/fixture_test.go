package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"footnote/api"
	"footnote/api/answer"
	"footnote/api/records"
	"footnote/ingest"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shelf is a small knowledge base in memory: the texts that the tests search,
// cite and open.
var shelf = []ingest.Document{
	{
		ID: "0123456789abcdef", URL: "https://help.example/en/refunds", Title: "Refunds", Language: "en",
		Text:     "Refunds\n\nRefunds take 5 days.\n\nBank transfers take 2 days longer.",
		Sections: []ingest.Section{{Path: []string{"Refunds"}, Level: 1, Anchor: "refunds", Start: 0, End: 65}},
	},
	{
		ID: "1123456789abcdef", URL: "https://help.example/zh/refunds", Title: "退款", Language: "zh",
		Text:     "退款\n\n退款需要 5 个工作日。\n\n银行转账要多等 2 天。",
		Sections: []ingest.Section{{Path: []string{"退款"}, Level: 1, Anchor: "refunds", Start: 0, End: 70}},
	},
	{
		ID: "2123456789abcdef", URL: "https://help.example/en/returns", Title: "Returns", Language: "en",
		Text: "Returns\n\n1. Open Account > Orders.\n2. Choose Return items.\n  - The receipt is in the parcel.\n3. Print the label.\n\nKeep the receipt for your own refund records.",
	},
	{ // hostile: whatever of it reaches a page must stay text
		ID: "3123456789abcdef", URL: "javascript:alert(1)", Title: "<img src=x onerror=alert(1)>", Language: "en",
		Text: "<script>window.broken = true</script> hostile \"quotes\" & <b>bold</b> <img src=x onerror=\"window.broken = true\">",
	},
}

func passageOf(d ingest.Document, rank int, terms []retrieval.QueryTerm) retrieval.Passage {
	updated := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)
	section, anchor := "", ""
	if len(d.Sections) > 0 {
		section, anchor = strings.Join(d.Sections[0].Path, " > "), d.Sections[0].Anchor
	}
	return retrieval.Passage{
		Rank: rank, Score: 1 / float64(rank), Chunk: retrieval.NewID(d.ID), Document: d.ID, URL: d.URL, Title: d.Title,
		Section: section, Anchor: anchor, Language: d.Language, Text: d.Text, End: len(d.Text),
		Highlights: text.Highlights(terms, d.Text), Updated: &updated,
		Why: retrieval.Why{WordRank: rank, WordScore: 2.5, VectorRank: rank, Similarity: .8, Terms: []string{"refund"}},
	}
}

// shelfIndex finds the documents that share a term with the query.
type shelfIndex struct{ retrieval.Searcher }

func (shelfIndex) Search(_ context.Context, q retrieval.Query) (retrieval.Legs, error) {
	var legs retrieval.Legs
	for _, d := range shelf {
		if len(q.Filter.Languages) > 0 && q.Filter.Languages[0] != d.Language {
			continue
		}
		if len(text.Highlights(q.Terms, d.Text)) > 0 {
			legs.Words = append(legs.Words, retrieval.Hit{ID: retrieval.NewID(d.ID), Score: 1})
		}
	}
	return legs, nil
}

// Frequencies say that one document holds each word: nothing is misspelt.
func (shelfIndex) Frequencies(_ context.Context, terms []string) ([]int, int, error) {
	return slices.Repeat([]int{1}, len(terms)), len(shelf), nil
}

func (shelfIndex) Chunks(_ context.Context, ids []retrieval.ID) ([]retrieval.Chunk, error) {
	var chunks []retrieval.Chunk
	for _, id := range ids {
		for _, d := range shelf {
			if retrieval.NewID(d.ID) == id {
				chunks = append(chunks, retrieval.Chunk{ID: id, Document: d.ID})
			}
		}
	}
	return chunks, nil
}

func shelfRetriever(_ context.Context, kb string) (*retrieval.Retriever, error) {
	if kb != "default" && kb != "shop" && kb != "商店" {
		return nil, fmt.Errorf("open %q: %w", kb, answer.ErrUnknownKB)
	}
	return &retrieval.Retriever{
		Index: shelfIndex{},
		Read:  text.Read,
		Fuse: func(_ retrieval.Reading, l retrieval.Legs) (ranked []retrieval.Ranked) {
			for _, h := range l.Words {
				ranked = append(ranked, retrieval.Ranked{ID: h.ID, Score: float64(h.Score)})
			}
			return ranked
		},
		Finish: func(r retrieval.Reading, _ []retrieval.Ranked, chunks []retrieval.Chunk, limit int) (passages []retrieval.Passage) {
			for i, c := range chunks[:min(limit, len(chunks))] {
				for _, d := range shelf {
					if d.ID == c.Document {
						passages = append(passages, passageOf(d, i+1, r.Terms))
					}
				}
			}
			return passages
		},
	}, nil
}

// answererFunc is an Answerer of one function.
type answererFunc func(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error)

func (f answererFunc) Answer(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
	return f(ctx, r, emit)
}

// cite is a citation of a quote that stands in a document.
func cite(number, document int, quote string) answer.Citation {
	d := shelf[document]
	start := strings.Index(d.Text, quote)
	if start < 0 {
		panic("no such quote: " + quote)
	}
	updated, fetched := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	return answer.Citation{
		Number: number, Document: d.ID, Chunk: retrieval.NewID(d.ID), URL: d.URL, Title: d.Title, Section: d.Title,
		Quote: quote, Start: start, End: start + len(quote), Link: d.URL + "#refunds:~:text=" + strings.Fields(quote)[0],
		Updated: &updated, Fetched: &fetched,
	}
}

// script answers by what the question mentions.
func script(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error) {
	a := answer.Answer{
		ID: "a-" + fmt.Sprint(len(r.Question)), Status: answer.Answered, Question: r.Question, Language: text.Language(r.Question),
		Composer: "extractive", Confidence: .9, TookMS: 1.5,
		Passages: []retrieval.Passage{passageOf(shelf[0], 1, refundTerms()), passageOf(shelf[2], 2, refundTerms())},
	}
	if _, err := shelfRetriever(ctx, r.KB); err != nil {
		return a, err
	}
	has := func(s string) bool { return strings.Contains(strings.ToLower(r.Question), s) }
	switch {
	case strings.TrimSpace(r.Question) == "":
		return a, &answer.InvalidError{Field: "question", Message: "is empty"}
	case has("broken"):
		return a, errors.New("open /secret/path: permission denied")
	case has("panic"):
		panic("secret detail")
	case has("order 88213"):
		a.Status = answer.Refused
		a.Refusal = &answer.Refusal{Reason: answer.NeedsAccount, Message: "This depends on your own order.",
			Nearest: []answer.Nearest{{URL: shelf[0].URL, Title: "Refunds", Section: "Refunds"}}}
	case has("which plan"):
		a.Status = answer.Clarifying
		a.Clarify = &answer.Clarify{Question: "Which plan do you mean?", Choices: []answer.Choice{
			{Label: "Basic", Question: "How long do refunds take on Basic?"}, {Label: "Plus", Question: "How long do refunds take on Plus?"}}}
	case has("退款"):
		a.Citations = []answer.Citation{cite(1, 1, "退款需要 5 个工作日。"), cite(2, 1, "银行转账要多等 2 天。")}
		a.Sentences = []answer.Sentence{{Text: "退款需要 5 个工作日。", Citations: []int{1}}, {Text: "银行转账要多等 2 天。", Citations: []int{2}}}
		a.Text = "退款需要 5 个工作日。[1]银行转账要多等 2 天。[2]"
	case has("return"):
		for i, s := range [][2]string{{"step", "Open Account > Orders."}, {"step", "Choose Return items."}, {"item", "The receipt is in the parcel."}, {"step", "Print the label."}} {
			a.Citations = append(a.Citations, cite(i+1, 2, s[1]))
			a.Sentences = append(a.Sentences, answer.Sentence{Text: s[1], Citations: []int{i + 1}, Block: s[0]})
			a.Text += fmt.Sprintf("- %s[%d]\n", s[1], i+1)
		}
	case has("table"):
		a.Citations = []answer.Citation{cite(1, 0, "Refunds take 5 days."), cite(2, 1, "退款需要 5 个工作日。")}
		a.Sentences = []answer.Sentence{{Text: "Refund — Time: 5 days", Citations: []int{1, 2}, Block: "row"}, {Text: "退款——时间：5 个工作日", Citations: []int{2}, Block: "row"},
			{Text: "refund --days 5", Citations: []int{1}, Block: "code"}}
		a.Text = "- Refund — Time: 5 days[1][2]\n- 退款——时间：5 个工作日[2]\nrefund --days 5[1]"
	case has("hostile"):
		a.Passages = []retrieval.Passage{passageOf(shelf[3], 1, nil)}
		a.Citations = []answer.Citation{cite(1, 3, shelf[3].Text)}
		a.Citations[0].Link = "javascript:window.broken=true"
		a.Sentences = []answer.Sentence{{Text: shelf[3].Text, Citations: []int{1}}}
		a.Notes = []string{"<script>window.broken = true</script>"}
		a.Text = shelf[3].Text + "[1]"
	default:
		a.Citations = []answer.Citation{cite(1, 0, "Refunds take 5 days."), cite(2, 0, "Bank transfers take 2 days longer.")}
		a.Sentences = []answer.Sentence{{Text: "Refunds take 5 days.", Citations: []int{1}}, {Text: "Bank transfers take 2 days longer.", Citations: []int{2}}}
		a.Text = "Refunds take 5 days.[1] Bank transfers take 2 days longer.[2]"
		if has("conflict") {
			a.Conflicts = []answer.Conflict{{About: "days of a refund", Citations: []int{1, 2}}}
		}
	}
	return a, emitAll(a, emit)
}

// refundTerms are those of a question about refunds.
func refundTerms() []retrieval.QueryTerm {
	_, terms := text.Query(retrieval.Question{Text: "refunds"})
	return terms
}

func emitAll(a answer.Answer, emit func(answer.Event) error) error {
	if emit == nil {
		return nil
	}
	if err := emit(answer.Event{Passages: a.Passages}); err != nil {
		return err
	}
	for i, s := range a.Sentences {
		var cited []answer.Citation
		for _, n := range s.Citations {
			cited = append(cited, a.Citations[n-1])
		}
		if err := emit(answer.Event{Sentence: &answer.SentenceEvent{Index: i, Text: s.Text, Citations: cited, Block: s.Block}}); err != nil {
			return err
		}
	}
	return emit(answer.Event{Done: &a})
}

// options are those of a server over the shelf.
func options() api.Options {
	return api.Options{
		Answers:   answererFunc(script),
		Retriever: shelfRetriever,
		Document: func(_ context.Context, kb, id string) (ingest.Document, error) {
			for _, d := range shelf {
				if d.ID == id {
					return d, nil
				}
			}
			return ingest.Document{}, fmt.Errorf("document %q: %w", id, ingest.ErrNotFound)
		},
		Record: func(ctx context.Context, id string) (answer.Record, error) {
			if id != "kept" {
				return answer.Record{}, fmt.Errorf("answer %q: %w", id, records.ErrNotFound)
			}
			a, err := script(ctx, answer.Request{Question: "refunds", KB: "shop"}, nil)
			return answer.Record{Answer: a, KB: "shop", Asked: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC),
				Trace: answer.Trace{Request: answer.Request{Question: "refunds"}, Drafts: []answer.Checked{{Text: "x", Composer: "extractive"}}}}, err
		},
		KnowledgeBases: func(context.Context) ([]string, error) { return []string{"shop", "商店"}, nil },
		Fetched: func(_ context.Context, _ string, documents []string) (map[string]time.Time, error) {
			return map[string]time.Time{documents[0]: time.Date(2026, 5, 6, 0, 0, 0, 0, time.UTC)}, nil
		},
	}
}

func handler(t *testing.T, o api.Options) http.Handler {
	t.Helper()
	h, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// serve starts a real server: streams, deadlines and broken lines need one.
func serve(t *testing.T, o api.Options) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler(t, o))
	t.Cleanup(server.Close)
	return server
}

// call sends one request to a handler. A body of "" is none.
func call(h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, reader)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func read[T any](t *testing.T, raw []byte) (v T) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	return v
}

// failure is the wire form of an error.
type failure struct {
	Error struct {
		Code      string `json:"code"`
		Message   string `json:"message"`
		Field     string `json:"field"`
		RequestID string `json:"request_id"`
	} `json:"error"`
}

// lines collects what a logger writes.
type lines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}
