package answer

import (
	"time"

	"footnote/retrieval"
)

// Status says what kind of answer this is.
type Status string

// The statuses of an answer.
const (
	Answered   Status = "answered"
	Refused    Status = "refused"
	Clarifying Status = "clarify"
)

// Request is a question as it comes through any door.
type Request struct {
	Question string              `json:"question"`
	KB       string              `json:"kb,omitempty"`
	History  []retrieval.Turn    `json:"history,omitempty"`
	Language string              `json:"language,omitempty"` // of the answer; "": the question's
	Labels   map[string][]string `json:"labels,omitempty"`
	Page     string              `json:"page,omitempty"` // URL of the page that the asker is reading
}

// Answer is what every door shows. Its JSON form is the wire format.
type Answer struct {
	ID         string              `json:"id"`
	Status     Status              `json:"status"`
	Question   string              `json:"question"`
	Language   string              `json:"language"`
	Text       string              `json:"text"` // the sentences with their marks: "Refunds take 5 days.[1]"
	Sentences  []Sentence          `json:"sentences"`
	Citations  []Citation          `json:"citations"`
	Refusal    *Refusal            `json:"refusal,omitempty"`
	Clarify    *Clarify            `json:"clarify,omitempty"`
	Conflicts  []Conflict          `json:"conflicts,omitempty"`
	Notes      []string            `json:"notes,omitempty"` // for the asker, in the asker's language
	Passages   []retrieval.Passage `json:"passages"`
	Composer   string              `json:"composer"` // "extractive" or "model:NAME"
	Confidence float64             `json:"confidence"`
	TookMS     float64             `json:"took_ms"`
}

// Sentence is one statement of the answer: a sentence, a step, a list entry or
// a table cell with its names. It has at least one citation.
type Sentence struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"` // numbers of Answer.Citations
	// Block tells a page how to lay it out: "" in running text, else "step",
	// "item", "row", "code", or "more" for what belongs to the step before it.
	Block string `json:"block,omitempty"`
	// Part is which of several questions in one it answers, from 1; 0: there is one.
	Part int `json:"part,omitempty"`
}

// Citation is the exact place that says so: Quote is Text[Start:End] of the
// stored document, in bytes.
type Citation struct {
	Number   int          `json:"number"` // from 1, in order of first use
	Document string       `json:"document"`
	Chunk    retrieval.ID `json:"chunk"`
	URL      string       `json:"url"`
	Title    string       `json:"title"`
	Section  string       `json:"section"`
	Quote    string       `json:"quote"`
	Start    int          `json:"start"`
	End      int          `json:"end"`
	Link     string       `json:"link"` // URL that opens on the quote (text fragment)
	Updated  *time.Time   `json:"updated,omitempty"`
	Fetched  *time.Time   `json:"fetched,omitempty"`
}

// Reason says why a question was not answered.
type Reason string

// The reasons of a refusal.
const (
	NothingRelevant Reason = "nothing_relevant" // no page is about it
	NotSupported    Reason = "not_supported"    // pages are about it, none says it
	Conflicting     Reason = "conflict"         // pages contradict each other
	NeedsAccount    Reason = "needs_account"    // only the customer's account can tell
	Unsafe          Reason = "unsafe"
	Unavailable     Reason = "unavailable" // a part that is needed does not work now
)

// Refusal is an honest "the documents do not say".
type Refusal struct {
	Reason  Reason    `json:"reason"`
	Message string    `json:"message"` // in the asker's language
	Nearest []Nearest `json:"nearest"`
}

// Nearest is a page that comes close.
type Nearest struct {
	URL     string `json:"url"`
	Title   string `json:"title"`
	Section string `json:"section"`
}

// Clarify asks back.
type Clarify struct {
	Question string   `json:"question"`
	Choices  []Choice `json:"choices"`
}

// Choice is one way to understand the question.
type Choice struct {
	Label    string              `json:"label"`
	Labels   map[string][]string `json:"labels,omitempty"`
	Question string              `json:"question"`
}

// Conflict names citations that say different things about one matter.
type Conflict struct {
	About     string `json:"about"`
	Citations []int  `json:"citations"`
}

// Event is a part of an answer that is sent while it is being made. Exactly
// one field is set.
//
// Done alone counts. When a composer fails after some of its sentences were
// sent, they are withdrawn and another composer's are sent instead: a sentence
// with Index 0 takes the place of all that came before it, and a Done that is
// no answer (refused, clarify) of all sentences.
type Event struct {
	Passages []retrieval.Passage // once, first
	Sentence *SentenceEvent
	Done     *Answer // last
}

// SentenceEvent is a sentence that has passed the check, with the citations
// that it uses.
type SentenceEvent struct {
	Index     int        `json:"index"`
	Text      string     `json:"text"`
	Citations []Citation `json:"citations"`
	Block     string     `json:"block,omitempty"`
	Part      int        `json:"part,omitempty"`
}

// Trace is how an answer came about; it is stored with the answer.
type Trace struct {
	Request   Request            `json:"request"`
	Searched  string             `json:"searched"`
	Ranks     []Ranks            `json:"ranks"` // of the passages, in both legs
	Prompt    string             `json:"prompt,omitempty"`
	Drafts    []Checked          `json:"drafts"`
	Signals   map[string]float64 `json:"signals"` // what the confidence was made of
	Notes     []string           `json:"notes,omitempty"`
	TimingsMS map[string]float64 `json:"timings_ms"`
}

// Ranks is where the two legs had a passage.
type Ranks struct {
	Chunk    retrieval.ID  `json:"chunk"`
	Document string        `json:"document"`
	Score    float64       `json:"score"`
	Why      retrieval.Why `json:"why"`
}

// Checked is a draft sentence with its verdict.
type Checked struct {
	Text      string `json:"text"`
	Passages  []int  `json:"passages"` // cited by the composer, from 1
	Supported bool   `json:"supported"`
	Why       string `json:"why,omitempty"` // why not
	Composer  string `json:"composer"`
}

// Record is what is kept of an answered question.
type Record struct {
	Answer Answer    `json:"answer"`
	Trace  Trace     `json:"trace"`
	KB     string    `json:"kb"`
	Asked  time.Time `json:"asked"`
}
