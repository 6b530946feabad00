package evals

import (
	"math"
	"slices"
)

// Metrics of one ranking, or their means over questions.
type Metrics struct {
	NDCG10    float64 `json:"ndcg@10"`
	Recall10  float64 `json:"recall@10"`
	Recall100 float64 `json:"recall@100"`
	MRR10     float64 `json:"mrr@10"`
	Hole10    float64 `json:"hole@10"`
}

// Score measures a ranking of document ids, best first, against the grades of
// one question. Definitions of trec_eval: nDCG with linear gain and log2
// discount, the ideal taken from all judged documents; recall over documents
// with a grade above 0; reciprocal rank of the first of them within ten. Hole
// is the share of the first ten that nobody judged.
func Score(ranking []string, grades map[string]int) Metrics {
	return Metrics{
		NDCG10:    ndcg(ranking, grades, 10),
		Recall10:  recall(ranking, grades, 10),
		Recall100: recall(ranking, grades, 100),
		MRR10:     reciprocalRank(ranking, grades, 10),
		Hole10:    hole(ranking, grades, 10),
	}
}

// Mean averages over questions, each counting once.
func Mean(all []Metrics) Metrics {
	var m Metrics
	for _, x := range all {
		m.NDCG10 += x.NDCG10
		m.Recall10 += x.Recall10
		m.Recall100 += x.Recall100
		m.MRR10 += x.MRR10
		m.Hole10 += x.Hole10
	}
	n := float64(max(1, len(all)))
	return Metrics{m.NDCG10 / n, m.Recall10 / n, m.Recall100 / n, m.MRR10 / n, m.Hole10 / n}
}

func ndcg(ranking []string, grades map[string]int, k int) float64 {
	var gains []int
	for _, g := range grades {
		if g > 0 {
			gains = append(gains, g)
		}
	}
	slices.SortFunc(gains, func(a, b int) int { return b - a })
	ideal := 0.0
	for i, g := range gains[:min(k, len(gains))] {
		ideal += float64(g) / math.Log2(float64(i+2))
	}
	if ideal == 0 {
		return 0
	}
	got := 0.0
	for i, id := range ranking[:min(k, len(ranking))] {
		if g := grades[id]; g > 0 {
			got += float64(g) / math.Log2(float64(i+2))
		}
	}
	return got / ideal
}

func recall(ranking []string, grades map[string]int, k int) float64 {
	relevant, found := 0, 0
	for _, g := range grades {
		if g > 0 {
			relevant++
		}
	}
	for _, id := range ranking[:min(k, len(ranking))] {
		if grades[id] > 0 {
			found++
		}
	}
	if relevant == 0 {
		return 0
	}
	return float64(found) / float64(relevant)
}

func reciprocalRank(ranking []string, grades map[string]int, k int) float64 {
	for i, id := range ranking[:min(k, len(ranking))] {
		if grades[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

func hole(ranking []string, grades map[string]int, k int) float64 {
	first := ranking[:min(k, len(ranking))]
	if len(first) == 0 {
		return 0
	}
	unjudged := 0
	for _, id := range first {
		if _, ok := grades[id]; !ok {
			unjudged++
		}
	}
	return float64(unjudged) / float64(len(first))
}

// Percentile of values (0 < p <= 1): the smallest value that at least the share
// p of them does not exceed (nearest rank). 0 without values.
func Percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	i := int(math.Ceil(p*float64(len(sorted)))) - 1
	return sorted[min(max(i, 0), len(sorted)-1)]
}
