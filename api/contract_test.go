package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
)

func loadDescription(t *testing.T) (*openapi3.T, routers.Router) {
	t.Helper()
	w := call(handler(t, withReplies()), "GET", "/openapi.yaml", "")
	if w.Code != http.StatusOK {
		t.Fatalf("/openapi.yaml: %d", w.Code)
	}
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	for name, schema := range doc.Components.Schemas {
		forbidOthers(name, schema.Value)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc, router
}

// forbidOthers makes a schema refuse fields that it does not name: clients
// allow for more, but what the server sends must all be described.
func forbidOthers(name string, s *openapi3.Schema) {
	if s == nil {
		return
	}
	if len(s.Properties) > 0 {
		no := false
		s.AdditionalProperties = openapi3.AdditionalProperties{Has: &no}
	}
	for _, p := range s.Properties {
		if p.Ref == "" {
			forbidOthers(name, p.Value)
		}
	}
	if s.Items != nil && s.Items.Ref == "" {
		forbidOthers(name, s.Items.Value)
	}
}

var parameter = regexp.MustCompile(`:(\w+)`)

// Every served route is described, and every described route is served.
func TestDescriptionListsTheRoutes(t *testing.T) {
	doc, _ := loadDescription(t)
	var described, served []string
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			described = append(described, method+" "+path)
		}
	}
	for _, r := range handler(t, withReplies()).(*gin.Engine).Routes() {
		if r.Method != http.MethodHead { // answered like GET, by HTTP's own rules
			served = append(served, r.Method+" "+parameter.ReplaceAllString(r.Path, "{$1}"))
		}
	}
	slices.Sort(described)
	slices.Sort(served)
	if d := cmp.Diff(described, served); d != "" {
		t.Errorf("described (-) and served (+) differ:\n%s", d)
	}
}

type exchange struct {
	name, method, target, body string
	status                     int
	invalid                    bool // the description forbids the request too
}

var exchanges = []exchange{
	{"search", "GET", "/api/search?q=refund&n=3", "", 200, false},
	{"search in Chinese", "GET", "/api/search?q=%E9%80%80%E6%AC%BE&kb=%E5%95%86%E5%BA%97&language=zh", "", 200, false},
	{"search with labels", "GET", "/api/search?q=refund&label=product%3Arouter&label=plan%3Aplus", "", 200, false},
	{"search for nothing there", "GET", "/api/search?q=xylophone", "", 200, false},
	{"search without q", "GET", "/api/search", "", 400, true},
	{"search with empty q", "GET", "/api/search?q=", "", 400, true},
	{"search with n of 0", "GET", "/api/search?q=a&n=0", "", 400, true},
	{"search with n of 101", "GET", "/api/search?q=a&n=101", "", 400, true},
	{"search with n of x", "GET", "/api/search?q=a&n=x", "", 400, true},
	{"search with a bad label", "GET", "/api/search?q=a&label=x", "", 400, true},
	{"search while typing", "GET", "/api/search?q=refu&typing=true", "", 200, false},
	{"search with typing of x", "GET", "/api/search?q=a&typing=x", "", 400, true},
	{"search elsewhere", "GET", "/api/search?q=a&kb=nowhere", "", 404, false},
	{"answer", "POST", "/api/answers", `{"question":"How long do refunds take?"}`, 200, false},
	{"answer in Chinese", "POST", "/api/answers", `{"question":"退款需要多久？","kb":"商店","language":"zh"}`, 200, false},
	{"answer with everything", "POST", "/api/answers", `{"question":"And refunds?","kb":"shop","history":[{"role":"user","text":"hi"},{"role":"assistant","text":"hello"}],"language":"en","labels":{"Plan":["Plus"]},"page":"https://help.example/x"}`, 200, false},
	{"steps", "POST", "/api/answers", `{"question":"How do I return it?"}`, 200, false},
	{"refusal", "POST", "/api/answers", `{"question":"Where is my order 88213?"}`, 200, false},
	{"clarify", "POST", "/api/answers", `{"question":"Which plan?"}`, 200, false},
	{"conflict", "POST", "/api/answers", `{"question":"conflict about refunds"}`, 200, false},
	{"hostile", "POST", "/api/answers", `{"question":"hostile"}`, 200, false},
	{"no question", "POST", "/api/answers", `{}`, 400, true},
	{"unknown field", "POST", "/api/answers", `{"question":"a","x":1}`, 400, true},
	{"null", "POST", "/api/answers", `{"question":"a","kb":null}`, 400, true},
	{"wrong type", "POST", "/api/answers", `{"question":["a"]}`, 400, true},
	{"unknown knowledge base", "POST", "/api/answers", `{"question":"a","kb":"nowhere"}`, 404, false},
	{"the server fails", "POST", "/api/answers", `{"question":"broken"}`, 500, false},
	{"replies", "POST", "/api/replies", `{"conversation":[{"role":"customer","text":"hi"},{"role":"agent","text":"hello","at":"2026-01-02T03:04:05Z"},{"role":"customer","text":"退款要多久？"}],"kb":"shop"}`, 200, false},
	{"replies to nothing", "POST", "/api/replies", `{"conversation":[]}`, 400, true},
	{"replies of a third", "POST", "/api/replies", `{"conversation":[{"role":"customer","text":"a","name":"x"}]}`, 400, true},
	{"replies from nowhere", "POST", "/api/replies", `{"conversation":[{"role":"customer","text":"a"}],"kb":"nowhere"}`, 404, false},
	{"stored answer", "GET", "/api/answers/kept", "", 200, false},
	{"no such answer", "GET", "/api/answers/other", "", 404, false},
	{"document", "GET", "/api/documents/0123456789abcdef?kb=shop", "", 200, false},
	{"document without sections", "GET", "/api/documents/2123456789abcdef", "", 200, false},
	{"no such document", "GET", "/api/documents/nothing", "", 404, false},
	{"knowledge", "GET", "/api/knowledge", "", 200, false},
	{"health", "GET", "/healthz", "", 200, false},
	{"ready", "GET", "/readyz", "", 200, false},
	{"search page", "GET", "/", "", 200, false},
	{"agent page", "GET", "/agent", "", 200, false},
	{"no such asset", "GET", "/assets/0/nothing.js", "", 404, false},
}

// Each reply is what the description says, and nothing that the description
// forbids is answered with success.
func TestRepliesFitTheDescription(t *testing.T) {
	_, router := loadDescription(t)
	h := handler(t, withReplies())
	for _, x := range exchanges {
		t.Run(x.name, func(t *testing.T) {
			w := call(h, x.method, x.target, x.body)
			if w.Code != x.status {
				t.Fatalf("status %d, want %d: %s", w.Code, x.status, w.Body)
			}
			input := requestInput(t, router, x)
			err := openapi3filter.ValidateRequest(t.Context(), input)
			if (err != nil) != x.invalid {
				t.Errorf("the description takes the request: %v, want %v: %v", err == nil, !x.invalid, err)
			}
			validateReply(t, input, w)
		})
	}
}

func requestInput(t *testing.T, router routers.Router, x exchange) *openapi3filter.RequestValidationInput {
	t.Helper()
	r := httptest.NewRequest(x.method, x.target, strings.NewReader(x.body))
	if x.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	route, params, err := router.FindRoute(r)
	if err != nil {
		t.Fatal(err)
	}
	return &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
}

func validateReply(t *testing.T, input *openapi3filter.RequestValidationInput, w *httptest.ResponseRecorder) {
	t.Helper()
	isPage := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
	if isPage && input.Route.Operation.Responses.Status(w.Code).Value.Content["text/html"] == nil {
		t.Error("a page is not described")
	}
	reply := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: w.Code, Header: w.Header(),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true, ExcludeResponseBody: isPage},
	}
	reply.SetBodyBytes(w.Body.Bytes())
	if err := openapi3filter.ValidateResponse(t.Context(), reply); err != nil {
		t.Errorf("%v\n%s", err, w.Body)
	}
}
