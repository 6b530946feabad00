package assist

import (
	"time"

	"footnote/api/answer"
)

// Request is a conversation with a customer, oldest message first.
type Request struct {
	Conversation []Message `json:"conversation"`
	KB           string    `json:"kb,omitempty"`
}

// The roles of a message.
const (
	Customer = "customer"
	Agent    = "agent"
)

// Message is a turn of the conversation.
type Message struct {
	Role string     `json:"role"` // Customer or Agent
	Text string     `json:"text"`
	At   *time.Time `json:"at,omitempty"` // for the client; the order counts
}

// Replies are the suggestions, the best first. Its JSON form is the wire format.
type Replies struct {
	Replies  []Reply          `json:"replies"`
	Question string           `json:"question"` // what was understood; "" if no question was found
	Language string           `json:"language"`
	Nearest  []answer.Nearest `json:"nearest"`         // pages, where no answer was found
	Notes    []string         `json:"notes,omitempty"` // for the agent
}

// Kind says what a reply does.
type Kind string

// The kinds of a reply.
const (
	KindAnswer   Kind = "answer"
	KindShort    Kind = "short" // the answering sentence alone; a fuller reply is there too
	KindSteps    Kind = "steps"
	KindAskBack  Kind = "ask_back"
	KindHandOver Kind = "hand_over"
)

// Reply is a draft to send as it is or to change.
type Reply struct {
	Text       string            `json:"text"` // the sentences with their marks, laid out
	Sentences  []Sentence        `json:"sentences"`
	Citations  []answer.Citation `json:"citations"` // numbered from 1 in this reply
	Kind       Kind              `json:"kind"`
	Confidence float64           `json:"confidence"` // of its facts; 0 if it states none
}

// Sentence is a part of a reply. A factual one has at least one citation;
// another one is a phrase that states nothing.
type Sentence struct {
	Text      string `json:"text"`
	Citations []int  `json:"citations"` // numbers of Reply.Citations
	Factual   bool   `json:"factual"`
	Block     string `json:"block,omitempty"` // see answer.Sentence
}
