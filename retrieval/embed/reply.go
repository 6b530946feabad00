package embed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// embeddingReply is the reply of /embeddings as far as it matters.
type embeddingReply struct {
	Data []embeddingRow `json:"data"`
}

type embeddingRow struct {
	Index     int             `json:"index"`
	Embedding json.RawMessage `json:"embedding"`
}

// inOrder checks a reply for n texts and returns it with its vectors in the
// order of the texts: langchaingo takes them as they come and ignores index. A
// server that gives no index (all zero) is taken at its order.
func inOrder(body []byte, n int) ([]byte, error) {
	var reply embeddingReply
	if err := json.Unmarshal(body, &reply); err != nil {
		if bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
			return nil, errors.New("it is HTML; does the URL end with /v1?")
		}
		return nil, err
	}
	if len(reply.Data) != n {
		return nil, fmt.Errorf("it has %d vectors for %d texts", len(reply.Data), n)
	}
	for _, row := range reply.Data {
		if err := checkRow(row.Embedding); err != nil {
			return nil, err
		}
	}
	if !indexed(reply.Data) {
		return nil, errors.New("its indexes are not 0 to n-1")
	}
	slices.SortStableFunc(reply.Data, func(a, b embeddingRow) int { return a.Index - b.Index })
	return json.Marshal(reply)
}

// checkRow refuses what decodes to numbers that the server did not mean.
func checkRow(raw json.RawMessage) error {
	switch {
	case len(raw) == 0 || raw[0] != '[':
		return errors.New("a vector is missing or no list of numbers")
	case bytes.Contains(raw, []byte("null")):
		return errors.New("a vector holds null, which stands for NaN or infinity")
	}
	return nil
}

// indexed: is each place named once, or none at all?
func indexed(rows []embeddingRow) bool {
	seen := make([]bool, len(rows))
	zeros := 0
	unique := true
	for _, row := range rows {
		if row.Index == 0 {
			zeros++
		}
		if row.Index < 0 || row.Index >= len(rows) {
			return false
		}
		unique = unique && !seen[row.Index]
		seen[row.Index] = true
	}
	return unique || zeros == len(rows)
}
