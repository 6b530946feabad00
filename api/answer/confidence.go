package answer

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:embed confidence.txt
var confidenceTable string

// signalWeights are the weights of signals in the log-odds that the documents
// answer a question, with the constant term.
type signalWeights struct {
	bias  float64
	terms []signalWeight
}

type signalWeight struct {
	name string
	x    float64
}

// risk is what is refused below a threshold: shares of the questions that the
// documents answer, and of those that they do not.
type risk struct{ at, answerable, unanswerable float64 }

// fittedConfidence is confidence.txt.
type fittedConfidence struct {
	own, other signalWeights
	answerAt   float64
	curve      []risk
}

var fittedTable = sync.OnceValue(func() fittedConfidence { return readConfidence(confidenceTable) })

// readConfidence reads lines as the head of confidence.txt draws them; others say
// nothing.
func readConfidence(table string) (f fittedConfidence) {
	for line := range strings.Lines(table) {
		words := strings.Fields(line)
		if len(words) < 3 {
			continue
		}
		x, err := strconv.ParseFloat(words[2], 64)
		if err != nil {
			continue
		}
		switch words[0] {
		case "own":
			f.own.put(words[1], x)
		case "other":
			f.other.put(words[1], x)
		case "answer":
			f.answerAt = x
		case "curve":
			f.curve = append(f.curve, readRisk(words))
		}
	}
	return f
}

func (w *signalWeights) put(name string, x float64) {
	if name == "bias" {
		w.bias = x
		return
	}
	w.terms = append(w.terms, signalWeight{name, x})
}

func readRisk(words []string) (r risk) {
	for i, x := range []*float64{&r.at, &r.answerable, &r.unanswerable} {
		if i+1 < len(words) {
			*x, _ = strconv.ParseFloat(words[i+1], 64)
		}
	}
	return r
}

// answerAt is the confidence from which on an answer is given rather than refused.
func answerAt() float64 { return fittedTable().answerAt }

// Other thresholds of the confidence.
const (
	// sureAt is where the extractive answer is given although the model found
	// that the passages do not answer.
	sureAt = 0.75
	// nothingAt: below it no page is about the question at all.
	nothingAt = 0.18
)

// confidence is the chance that an answer with these signals answers.
func confidence(x map[string]float64) float64 {
	w := fittedTable().own
	if x[signalForeign] > 0 {
		w = fittedTable().other
	}
	sum := w.bias
	for _, t := range w.terms {
		sum += t.x * x[t.name]
	}
	return 1 / (1 + math.Exp(-sum))
}
