package answer

import (
	"context"
	"iter"
	"time"

	"footnote/retrieval"
)

// Task is what a composer works from.
type Task struct {
	Question string // as asked; a follow-up with what it takes from the turn before
	Searched string // as understood, history considered
	Named    string // the thing that a follow-up names ("What about Hebrew?"); "": it is none
	Terms    []retrieval.QueryTerm
	History  []retrieval.Turn
	Language string              // of the answer
	Passages []retrieval.Passage // best first; a composer cites them by number, from 1
	// Hostile tells of each passage whether something in it speaks to a machine
	// (see Instructs); nil: not known.
	Hostile []bool
	// Read returns the whole stored document of a passage, for what lies
	// beside it: the rest of a list of steps, the header of a table.
	Read func(ctx context.Context, document string) (Source, error)
	// Texts reads texts, and compares their meanings; nil: words alone do.
	Texts *Texts
	// Prompted, if set, is told the prompt that was sent, for the trace.
	Prompted func(prompt string)
}

// Source is a stored document, as far as answering needs it.
type Source struct {
	Text    string
	Blocks  []retrieval.Block
	Places  []Place
	Fetched time.Time
}

// Place is a section of a stored document: the bytes Start to End of its text.
type Place struct {
	Section    string // heading path, as passages have it
	Anchor     string
	Start, End int
}

// Draft is a sentence that a composer proposes.
type Draft struct {
	Text  string
	Block string // see Sentence.Block
	Cites []Cite // in falling order of importance; none: the check drops it
	// Odds is how well the composer thinks that the draft answers, in log-odds of
	// no particular zero; 0: it does not say.
	Odds float64
	// Aside: the text is about what is asked, but says nothing more of it. It is
	// weighed with the answer and not shown.
	Aside bool
}

// Cite is a place that a draft rests on.
type Cite struct {
	Passage int // number of the passage, from 1
	// Span in the document, bytes, if the composer knows it (an extractive one
	// does); Start == End: the check looks for it in the passage.
	Start, End int
}

// Composer proposes the sentences of an answer, in order.
type Composer interface {
	// Name is "extractive" or "model:NAME".
	Name() string
	// Compose yields drafts as they are finished. An error ends the sequence and
	// means that the rest cannot be had (model down, cut off, timed out); no
	// draft at all without error means: the passages do not answer.
	Compose(ctx context.Context, task Task) iter.Seq2[Draft, error]
}

// Verdict is the result of checking one sentence against the texts it cites.
type Verdict struct {
	Supported bool
	Why       string // why not, one line
	Spans     []Cite // the smallest spans that support it, when supported
}
