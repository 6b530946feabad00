package main

import (
	"encoding/json"
	"hash/fnv"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// embeddingServer is an OpenAI-compatible embedder whose vectors depend on the
// text, so that equal texts have equal vectors.
func embeddingServer(t *testing.T, dimensions int) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			Input []string `json:"input"`
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		type row struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		}
		var rows []row
		for i, text := range request.Input {
			h := fnv.New32a()
			h.Write([]byte(text))
			v := make([]float32, dimensions)
			for j := range v {
				v[j] = float32(h.Sum32()>>(j%24)&0xff) + 1
			}
			rows = append(rows, row{i, v})
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]any{"data": rows, "model": "other"})
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// rerankingServer likes the passages best that hold a word.
func rerankingServer(t *testing.T, word string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			Texts []string `json:"texts"`
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		rows := []map[string]any{}
		for i, text := range request.Texts {
			rows = append(rows, map[string]any{"index": i, "score": strings.Count(text, word)})
		}
		json.NewEncoder(w).Encode(rows)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/rerank"
}
