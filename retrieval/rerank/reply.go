package rerank

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// row is the score of one text, under either of its names.
type row struct {
	Index     *int     `json:"index"`
	Score     *float64 `json:"score"`
	Relevance *float64 `json:"relevance_score"`
}

func (r row) score() *float64 {
	if r.Relevance != nil {
		return r.Relevance
	}
	return r.Score
}

// scores reads a reply for n texts: a list of rows, or an object that holds one.
// Each text must be there once.
func scores(body []byte, n int) ([]float64, error) {
	rows, err := rowsOf(body)
	if err != nil {
		return nil, err
	}
	if len(rows) != n {
		return nil, fmt.Errorf("%d scores for %d texts", len(rows), n)
	}
	scores, seen := make([]float64, n), make([]bool, n)
	for _, r := range rows {
		score := r.score()
		if r.Index == nil || score == nil || *r.Index < 0 || *r.Index >= n || seen[*r.Index] {
			return nil, errors.New("its indexes are not 0 to n-1, each with a score")
		}
		if math.IsNaN(*score) || math.IsInf(*score, 0) {
			return nil, errors.New("a score is no number")
		}
		scores[*r.Index], seen[*r.Index] = *score, true
	}
	return scores, nil
}

func rowsOf(body []byte) (rows []row, err error) {
	body = bytes.TrimSpace(body)
	if bytes.HasPrefix(body, []byte("[")) {
		err = json.Unmarshal(body, &rows)
		return rows, err
	}
	var object struct {
		Results []row `json:"results"`
		Data    []row `json:"data"`
	}
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, err
	}
	if object.Results == nil {
		return object.Data, nil
	}
	return object.Results, nil
}
