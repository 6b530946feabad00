package evals

import (
	"math"
	"os"
	"testing"
)

// testdata/trec_eval.jsonl holds rankings with the figures that pytrec_eval
// 0.5 (trec_eval's own code) gives for them: ndcg_cut_10, recall_10,
// recall_100, and recip_rank of the first ten.
func TestMetricsEqualTrecEval(t *testing.T) {
	type row struct {
		Ranking []string       `json:"ranking"`
		Qrels   map[string]int `json:"qrels"`
		NDCG    float64        `json:"ndcg"`
		R10     float64        `json:"r10"`
		R100    float64        `json:"r100"`
		MRR     float64        `json:"mrr"`
	}
	f, err := os.Open("testdata/trec_eval.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := readLines[row](f)
	if err != nil || len(rows) != 12 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, r := range rows {
		got := Score(r.Ranking, r.Qrels)
		for name, pair := range map[string][2]float64{
			"ndcg@10": {got.NDCG10, r.NDCG}, "recall@10": {got.Recall10, r.R10},
			"recall@100": {got.Recall100, r.R100}, "mrr@10": {got.MRR10, r.MRR},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-9 {
				t.Errorf("row %d: %s is %v, trec_eval says %v", i, name, pair[0], pair[1])
			}
		}
	}
}

func TestMetricsByHand(t *testing.T) {
	grades := map[string]int{"a": 2, "b": 1, "c": 0}
	got := Score([]string{"c", "x", "b", "a"}, grades)
	want := (1/math.Log2(4) + 2/math.Log2(5)) / (2/math.Log2(2) + 1/math.Log2(3))
	if math.Abs(got.NDCG10-want) > 1e-12 || got.MRR10 != 1.0/3 || got.Recall10 != 1 || got.Hole10 != .25 {
		t.Errorf("got %+v, want ndcg %v", got, want)
	}
	if none := Score(nil, grades); none != (Metrics{}) {
		t.Errorf("an empty ranking scores %+v", none)
	}
	if perfect := Score([]string{"a", "b"}, grades); perfect.NDCG10 != 1 {
		t.Errorf("the ideal ranking has ndcg %v", perfect.NDCG10)
	}
}

func TestPercentile(t *testing.T) {
	values := []float64{5, 1, 4, 2, 3}
	for p, want := range map[float64]float64{.5: 3, .95: 5, .2: 1, 1: 5} {
		if got := Percentile(values, p); got != want {
			t.Errorf("p%v = %v, want %v", p*100, got, want)
		}
	}
	if Percentile(nil, .5) != 0 {
		t.Error("percentile of nothing is not 0")
	}
}
