package answer

import "errors"

// ErrUnknownKB is returned (wrapped) for a knowledge base that does not exist.
var ErrUnknownKB = errors.New("unknown knowledge base")

// InvalidError is a request that cannot be answered as it is: the caller's fault.
type InvalidError struct {
	Field   string // "question", "history", "language", ...
	Message string // what is wrong and what to do
}

func (e *InvalidError) Error() string { return e.Field + ": " + e.Message }

// Limits of a request. A question is read by a person at the other end: 4,000
// characters are two pages of text. A conversation of 200 turns is longer than
// any that a support desk would still call one conversation.
const (
	MaxQuestion = 4000   // characters (Unicode code points)
	MaxTurns    = 200    // messages of history that are read; older ones are ignored
	MaxTurn     = 20_000 // characters of one message that are read
)
