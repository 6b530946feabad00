// Package evals measures what users meet: the live retrieval path on public
// collections, and the live answering path on golden questions.
//
//	collection -> ranking -> nDCG, recall, MRR             (Retrieval)
//	golden questions -> answers -> verdicts -> a recorded run   (Run)
//	two runs -> question-by-question comparison, gate      (Compare)
//
// Nothing here needs a model, and nothing is guessed: what could not be
// measured is reported as unmeasured, never as zero.
package evals
