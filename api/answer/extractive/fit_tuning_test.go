package extractive

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The weights of the confidence (own in api/answer/confidence.txt) are fitted on
// what TestTuningDecision asks: logistic regression on standardised signals, both
// answers of a set weighing alike, with a ridge towards the weights before. What
// hardly occurs here keeps its weight, which questions on other documentation gave.
//
//	FOOTNOTE_FIT=file as well: the weights, the threshold and the curve, to be
//	put into confidence.txt

// fitted are the signals that the confidence is made of.
var fitted = strings.Fields(`odds length reached named kindless priceless unwritten unmet howto lacks chinese`)

// rare signals keep their weights.
var rare = strings.Fields(`kindless priceless unwritten`)

// setWeights say how much the sets of a kind count, by the first word of their
// names: help pages more than encyclopaedias, questions that nearly are answered
// more than those of another company. Held ones do not count.
var setWeights = map[string]float64{
	"golden": 2, "near": 2, "without": 1, "other": 0.5, "clapnq_dev": 1.5, "mtrag_cloud": 1,
	"xquad_en": 0.4, "xquad_zh": 0.4, "drcd_dev": 0.4, "rgb_zh_refine": 0.5, "rgb_en_fact": 0.5,
}

const (
	ridge = 0.03
	tied  = 1e3 // the ridge of a rare signal
	// mostRefused of the help pages' answerable questions are refused at the threshold.
	mostRefused = 0.08
	// fewInSet: a set with fewer questions of one answer counts less.
	fewInSet = 8
	// sites share the weight of their kind of set.
	sites = 3
)

// example is a question as the fit sees it.
type example struct {
	decided
	x      []float64
	weight float64
}

// examples are the questions answered from pages in their own language.
func examples(all []decided) []example {
	count := map[string]float64{}
	key := func(d decided) string { return fmt.Sprint(d.Set, d.Answerable) }
	var out []example
	for _, d := range all {
		if len(d.Signals) == 0 || d.Signals["foreign"] > 0 || strings.Contains(d.Set, ">") {
			continue
		}
		e := example{decided: d}
		for _, name := range fitted {
			e.x = append(e.x, d.Signals[name])
		}
		count[key(d)]++
		out = append(out, e)
	}
	for i := range out {
		kind, _, ofSite := strings.Cut(out[i].Set, " ")
		n := count[key(out[i].decided)]
		out[i].weight = setWeights[kind] / n * min(1, n/fewInSet)
		if ofSite {
			out[i].weight /= sites
		}
	}
	return out
}

// source is what is left out together: a site, a set.
func (e example) source() string {
	fields := strings.Fields(e.Set)
	return fields[len(fields)-1]
}

// line is log-odds by signals.
type line struct {
	bias    float64
	weights []float64
}

func (l line) confidence(x []float64) float64 {
	sum := l.bias
	for k, w := range l.weights {
		sum += w * x[k]
	}
	return 1 / (1 + math.Exp(-sum))
}

// weightsBefore are those of confidence.txt.
func weightsBefore(t *testing.T) []float64 {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "confidence.txt"))
	if err != nil {
		t.Fatal(err)
	}
	before := make([]float64, len(fitted))
	for row := range strings.Lines(string(raw)) {
		var name string
		var x float64
		if n, _ := fmt.Sscanf(row, "own %s %g", &name, &x); n == 2 && slices.Contains(fitted, name) {
			before[slices.Index(fitted, name)] = x
		}
	}
	return before
}

// newtonSteps reach the optimum of a convex function of a dozen weights.
const newtonSteps = 25

// fit is the line that tells the examples apart best, not far from the weights
// before.
func fit(list []example, before []float64) line {
	k := len(fitted)
	mean, spread, total := make([]float64, k), make([]float64, k), 0.0
	for _, e := range list {
		total += e.weight
		for j, x := range e.x {
			mean[j] += e.weight * x
			spread[j] += e.weight * x * x
		}
	}
	for j := range mean {
		mean[j] /= total
		spread[j] = math.Sqrt(max(spread[j]/total-mean[j]*mean[j], 0)) + 1e-6
	}
	b := make([]float64, k+1)
	z := make([]float64, k+1)
	for range newtonSteps {
		gradient, hessian := make([]float64, k+1), make([][]float64, k+1)
		for i := range hessian {
			hessian[i] = make([]float64, k+1)
			if i < k {
				r := ridge
				if slices.Contains(rare, fitted[i]) {
					r = tied
				}
				gradient[i], hessian[i][i] = r*(b[i]-before[i]*spread[i]), r
			}
			hessian[i][i] += 1e-9
		}
		for _, e := range list {
			sum := b[k]
			for j := range e.x {
				z[j] = (e.x[j] - mean[j]) / spread[j]
				sum += b[j] * z[j]
			}
			z[k] = 1
			p, w := 1/(1+math.Exp(-sum)), e.weight/total
			for i := range z {
				gradient[i] += w * (p - truth(e.Answerable)) * z[i]
				for j := range z {
					hessian[i][j] += w * p * (1 - p) * z[i] * z[j]
				}
			}
		}
		for i, step := range solve(hessian, gradient) {
			b[i] -= step
		}
	}
	l := line{bias: b[k]}
	for j := range k {
		l.weights = append(l.weights, b[j]/spread[j])
		l.bias -= b[j] / spread[j] * mean[j]
	}
	return l
}

// solve is x of a·x = b for a symmetric positive a, which it changes.
func solve(a [][]float64, b []float64) []float64 {
	n := len(b)
	for i := range n {
		for j := i + 1; j < n; j++ {
			f := a[j][i] / a[i][i]
			for k := i; k < n; k++ {
				a[j][k] -= f * a[i][k]
			}
			b[j] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}

// fitDecision fits the weights, judges each source by the weights of the others
// and writes what goes into confidence.txt.
func fitDecision(t *testing.T, all []decided, path string) {
	list, before := examples(all), weightsBefore(t)
	var judged []decided
	for _, e := range list {
		if !slices.ContainsFunc(judged, func(d decided) bool { return d.Set == e.Set }) {
			others := slices.DeleteFunc(slices.Clone(list), func(o example) bool { return o.source() == e.source() })
			l := fit(others, before)
			for _, own := range list {
				if own.Set == e.Set {
					own.decided.Confidence = l.confidence(own.x)
					judged = append(judged, own.decided)
				}
			}
		}
	}
	threshold := thresholdOf(judged)
	t.Logf("each source judged by the weights of the others, at %.2f:", threshold)
	reportAt(t, judged, threshold)
	if err := os.WriteFile(path, []byte(written(fit(list, before), judged)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// ofHelp: help pages, where thresholds are chosen.
func ofHelp(d decided) bool {
	return strings.HasPrefix(d.Set, "golden ") || strings.HasPrefix(d.Set, "near ")
}

// thresholdOf refuses mostRefused of the help pages' answerable questions.
func thresholdOf(judged []decided) float64 {
	var yes []float64
	for _, d := range judged {
		if ofHelp(d) && d.Answerable {
			yes = append(yes, d.Confidence)
		}
	}
	slices.Sort(yes)
	return math.Floor(100*yes[int(mostRefused*float64(len(yes)))]) / 100
}

func reportAt(t *testing.T, judged []decided, threshold float64) {
	for i := range judged {
		judged[i].Status = "answered"
		if judged[i].Confidence < threshold {
			judged[i].Status = "refused"
		}
	}
	report(t, judged)
}

// written is the fit as confidence.txt has it.
func written(l line, judged []decided) string {
	var b strings.Builder
	fmt.Fprintf(&b, "own bias %.2f\n", l.bias)
	for k, name := range fitted {
		fmt.Fprintf(&b, "own %s %.2f\n", name, l.weights[k])
	}
	fmt.Fprintf(&b, "answer at %.2f\n", thresholdOf(judged))
	for at := 0.05; at < 0.96; at += 0.05 {
		var n, refused [2]float64
		for _, d := range judged {
			if ofHelp(d) {
				k := int(truth(d.Answerable))
				n[k]++
				refused[k] += truth(d.Confidence < at)
			}
		}
		fmt.Fprintf(&b, "curve %.2f %.3f %.3f\n", at, refused[1]/n[1], refused[0]/n[0])
	}
	return b.String()
}
