package evals

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Comparison of two runs over the same questions, A before and B after.
type Comparison struct {
	Items    int          `json:"items"`
	Fixed    []string     `json:"fixed"`   // wrong in A, right in B
	Broken   []string     `json:"broken"`  // right in A, wrong in B
	Changed  []string     `json:"changed"` // same verdict, other answer
	Critical []string     `json:"critical_broken"`
	Metrics  []Difference `json:"metrics"` // the first one is the one that gates
}

// Difference of a metric's mean, B minus A, over items that have it in both.
type Difference struct {
	Name string  `json:"name"`
	N    int     `json:"n"`
	A    float64 `json:"a"`
	B    float64 `json:"b"`
	Mean float64 `json:"difference"`
	// Low and High bound the difference with 95 % confidence: paired
	// percentile bootstrap over clusters of items, seeded.
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	// P is the chance of a difference at least as large if A and B were alike:
	// paired randomisation test, (hits+1)/(rounds+1).
	P float64 `json:"p"`
}

// Rounds of resampling: with 10,000 the bounds move by less than a tenth of
// their width from seed to seed. The seed is fixed so that a comparison prints
// the same each time.
const (
	rounds = 10_000
	seed   = 1
)

// gateMargin is how much worse the gating metric may be (lower bound of the
// difference) before the gate fails: 2 points of 100, the smallest change that
// a set of a few hundred questions can see at all.
const gateMargin = 0.02

// metrics that are compared; the first one gates.
var compared = []struct {
	name string
	of   func(Scored) *float64
}{
	{"right", func(s Scored) *float64 { return truth(&s.Right) }},
	{"vital", func(s Scored) *float64 { return s.Vital }},
	{"nuggets", func(s Scored) *float64 { return s.Nuggets }},
	{"evidence_found", func(s Scored) *float64 { return s.EvidenceFound }},
	{"evidence_cited", func(s Scored) *float64 { return s.EvidenceCited }},
	{"supported", func(s Scored) *float64 { return s.Supported }},
	{"language", func(s Scored) *float64 { return truth(s.Language) }},
}

func truth(b *bool) *float64 {
	if b == nil {
		return nil
	}
	x := 0.0
	if *b {
		x = 1
	}
	return &x
}

// Compare pairs two runs question by question. Runs over other questions, or
// with unmeasured ones, cannot be compared.
func Compare(a, b Run) (Comparison, error) {
	if a.Golden != b.Golden || len(a.Items) != len(b.Items) {
		return Comparison{}, fmt.Errorf("the two runs asked other questions: run both with the same golden file")
	}
	for _, r := range []Run{a, b} {
		if err := r.Unmeasured(); err != nil {
			return Comparison{}, err
		}
	}
	c := Comparison{Items: len(a.Items)}
	for i := range a.Items {
		c.sort(a.Items[i], b.Items[i])
	}
	for _, m := range compared {
		if d, ok := difference(m.name, a.Items, b.Items, m.of); ok {
			c.Metrics = append(c.Metrics, d)
		}
	}
	return c, nil
}

func (c *Comparison) sort(a, b Scored) {
	switch {
	case !a.Right && b.Right:
		c.Fixed = append(c.Fixed, a.ID)
	case a.Right && !b.Right:
		c.Broken = append(c.Broken, a.ID)
		if b.Critical {
			c.Critical = append(c.Critical, a.ID)
		}
	case a.Answer != b.Answer:
		c.Changed = append(c.Changed, a.ID)
	}
}

// Regression says why B must not replace A, "" if nothing speaks against it.
func (c Comparison) Regression() string {
	if len(c.Critical) > 0 {
		return fmt.Sprintf("critical questions broke: %q", c.Critical)
	}
	if len(c.Metrics) > 0 && c.Metrics[0].Low < -gateMargin && c.Metrics[0].Mean < 0 {
		m := c.Metrics[0]
		return fmt.Sprintf("%s fell from %.3f to %.3f (difference %.3f, 95%% between %.3f and %.3f)", m.Name, m.A, m.B, m.Mean, m.Low, m.High)
	}
	return ""
}

func difference(name string, a, b []Scored, of func(Scored) *float64) (Difference, bool) {
	d := Difference{Name: name}
	var deltas []float64
	clusters := map[string][]int{}
	var order []string
	for i := range a {
		x, y := of(a[i]), of(b[i])
		if x == nil || y == nil {
			continue
		}
		d.A, d.B = d.A+*x, d.B+*y
		key := a[i].Cluster
		if key == "" {
			key = a[i].ID
		}
		if clusters[key] == nil {
			order = append(order, key)
		}
		clusters[key] = append(clusters[key], len(deltas))
		deltas = append(deltas, *y-*x)
	}
	d.N = len(deltas)
	if d.N == 0 {
		return d, false
	}
	d.A, d.B = d.A/float64(d.N), d.B/float64(d.N)
	d.Mean = d.B - d.A
	groups := make([][]float64, len(order))
	for i, key := range order {
		for _, j := range clusters[key] {
			groups[i] = append(groups[i], deltas[j])
		}
	}
	d.Low, d.High = bootstrap(groups)
	d.P = randomise(groups)
	return d, true
}

// bootstrap draws clusters with replacement: items of one article are not
// independent of each other.
func bootstrap(groups [][]float64) (low, high float64) {
	r := rand.New(rand.NewPCG(seed, 1))
	means := make([]float64, rounds)
	for i := range means {
		sum, n := 0.0, 0
		for range groups {
			for _, x := range groups[r.IntN(len(groups))] {
				sum += x
				n++
			}
		}
		means[i] = sum / float64(n)
	}
	slices.Sort(means)
	return means[rounds*25/1000], means[rounds*975/1000-1]
}

// randomise flips the sign of whole clusters.
func randomise(groups [][]float64) float64 {
	r := rand.New(rand.NewPCG(seed, 2))
	observed := 0.0
	sums := make([]float64, len(groups))
	for i, g := range groups {
		for _, x := range g {
			sums[i] += x
		}
		observed += sums[i]
	}
	hits := 0
	for range rounds {
		sum := 0.0
		for _, x := range sums {
			if r.IntN(2) == 0 {
				x = -x
			}
			sum += x
		}
		if abs(sum) >= abs(observed)-1e-12 {
			hits++
		}
	}
	return float64(hits+1) / float64(rounds+1)
}

func abs(x float64) float64 { return max(x, -x) }
