package answer

import "math"

// confidenceWeights are the weights of the signals in the log-odds that the
// documents answer a question, and confidenceBias is the constant term. Fitted
// (logistic regression, sets weighing alike) on CLAP-NQ's answerable and
// unanswerable questions, on XQuAD in both languages and DRCD, each question
// once with and once without the paragraph that answers it, and on the example
// sites' golden questions. "missed" and "foreign" were set by hand: an answer
// without the number that was asked for, or in another language, is less likely
// to be one.
var confidenceWeights = map[string]float64{
	signalStrength: 13.1,
	signalLength:   3.1,
	signalPassage:  1.3,
	signalChinese:  -0.2,
	signalPaired:   1.2,
	signalFirst:    0.7,
	signalMissed:   -1,
	signalForeign:  -0.3,
}

const confidenceBias = -5.05

// Thresholds of the confidence.
const (
	// answerAt is where an answer is given rather than refused.
	answerAt = 0.22
	// sureAt is where the extractive answer is given although the model found
	// that the passages do not answer.
	sureAt = 0.75
	// nothingAt: below it no page is about the question at all.
	nothingAt = 0.18
)

// confidence is the chance that an answer with these signals answers.
func confidence(x map[string]float64) float64 {
	sum := float64(confidenceBias)
	for name, w := range confidenceWeights {
		sum += w * x[name]
	}
	return 1 / (1 + math.Exp(-sum))
}
