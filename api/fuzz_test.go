package api_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"footnote/api"
)

func fuzzHandler(f *testing.F) http.Handler {
	h, err := api.New(options())
	if err != nil {
		f.Fatal(err)
	}
	return h
}

// visible drops what cannot stand in a request line.
func visible(r rune) rune {
	if r <= ' ' || r >= 0x7f || r == '#' {
		return -1
	}
	return r
}

func checkFuzzed(t *testing.T, h http.Handler, method, target, body string) {
	t.Helper()
	w := call(h, method, target, body)
	if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
		t.Errorf("%s %s %q: %d %s", method, target, body, w.Code, w.Body)
	}
}

// What the HTTP side itself costs, on top of searching and answering.
func BenchmarkRequest(b *testing.B) {
	h, err := api.New(options())
	if err != nil {
		b.Fatal(err)
	}
	for name, x := range map[string][3]string{
		"search": {"GET", "/api/search?q=refund", ""},
		"answer": {"POST", "/api/answers", `{"question":"How long do refunds take?"}`},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if w := call(h, x[0], x[1], x[2]); w.Code != http.StatusOK {
					b.Fatal(w.Code, w.Body)
				}
			}
		})
	}
}
