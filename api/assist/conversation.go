package assist

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/api/answer"
	"footnote/retrieval"
	"footnote/retrieval/text"
)

// conversation is what was read out of the messages.
type conversation struct {
	questions []question
	language  string
	answered  bool // an agent has replied to the questions
	left      bool // there are more questions than are answered
}

// question is an open question with what was said before it.
type question struct {
	text    string
	history []retrieval.Turn
}

// maxQuestions of one conversation are answered: a reply to more at once is
// hard to read, and each costs an answer.
const maxQuestions = 3

// readConversation finds the open questions: those of the customer's last
// messages in a row. The error is an *answer.InvalidError.
func readConversation(messages []Message) (conversation, error) {
	if err := check(messages); err != nil {
		return conversation{}, err
	}
	last := len(messages) - 1
	for last >= 0 && !open(messages[last]) {
		last--
	}
	if last < 0 {
		return conversation{}, &answer.InvalidError{Field: "conversation", Message: "has no message of the customer with any text: add what the customer wrote"}
	}
	first := last
	for first > 0 && (open(messages[first-1]) || readable(messages[first-1].Text) == "") {
		first--
	}
	var said []string
	for _, m := range messages[first : last+1] {
		if m.Role == Customer {
			said = append(said, sentencesOf(m.Text)...)
		}
	}
	history := turns(messages[:first])
	c := conversation{language: languageOf(said, history)}
	for _, m := range messages[last+1:] {
		c.answered = c.answered || m.Role == Agent && readable(m.Text) != ""
	}
	c.questions = questionsOf(said, history)
	if len(c.questions) > maxQuestions {
		c.questions, c.left = c.questions[:maxQuestions], true
	}
	return c, nil
}

func open(m Message) bool { return m.Role == Customer && readable(m.Text) != "" }

func check(messages []Message) error {
	if len(messages) > answer.MaxTurns {
		return &answer.InvalidError{Field: "conversation", Message: fmt.Sprintf("has %d messages, more than %d: leave out the first ones", len(messages), answer.MaxTurns)}
	}
	for i, m := range messages {
		field := fmt.Sprintf("conversation.%d", i)
		if m.Role != Customer && m.Role != Agent {
			return &answer.InvalidError{Field: field + ".role", Message: fmt.Sprintf("is %.20q: use %q or %q", m.Role, Customer, Agent)}
		}
		if n := utf8.RuneCountInString(m.Text); n > answer.MaxTurn {
			return &answer.InvalidError{Field: field + ".text", Message: fmt.Sprintf("has %d characters, more than %d: leave out what does not matter", n, answer.MaxTurn)}
		}
	}
	return nil
}

func turns(messages []Message) []retrieval.Turn {
	var all []retrieval.Turn
	for _, m := range messages {
		role := "user"
		if m.Role == Agent {
			role = "assistant"
		}
		if t := readable(m.Text); t != "" {
			all = append(all, retrieval.Turn{Role: role, Text: t})
		}
	}
	return all
}

// languageOf the customer's words, else of the conversation.
func languageOf(said []string, history []retrieval.Turn) string {
	if l := text.Language(strings.Join(said, "\n")); l != "" {
		return l
	}
	for i := len(history) - 1; i >= 0; i-- {
		if l := text.Language(history[i].Text); l != "" {
			return l
		}
	}
	return "en"
}

// sentencesOf are the sentences of a message.
func sentencesOf(message string) []string {
	message = readable(message)
	var all []string
	for _, x := range text.Sentences(message) {
		all = append(all, message[x.Start:x.End])
	}
	return all
}

// questionsOf are the sentences that ask, each with what was said before it; one
// that asks several things is several questions. A message that asks nothing outright ("My router does not start.") is one
// question as a whole, unless it only greets.
func questionsOf(said []string, history []retrieval.Turn) []question {
	var all []question
	var before []string
	for _, s := range said {
		switch {
		case answer.SmallTalk(s):
		case asks(s) && slices.Contains(before, s): // asked twice
		case asks(s):
			for _, part := range answer.Separate(cut(s)) {
				all = append(all, question{part, within(history, before)})
			}
			before = append(before, s)
		default:
			before = append(before, s)
		}
	}
	if len(all) == 0 && len(before) > 0 {
		if whole := strings.Join(before, " "); tells(whole) {
			all = append(all, question{cut(whole), history})
		}
	}
	return all
}

// within is the history with what the customer said before in the same breath.
func within(history []retrieval.Turn, before []string) []retrieval.Turn {
	if len(before) == 0 {
		return history
	}
	all := append([]retrieval.Turn(nil), history...)
	return append(all, retrieval.Turn{Role: "user", Text: strings.Join(before, " ")})
}

// cut is s as long as a question may be, up to the end of a sentence if one is
// in reach.
func cut(s string) string {
	if utf8.RuneCountInString(s) <= answer.MaxQuestion {
		return s
	}
	s = string([]rune(s)[:answer.MaxQuestion])
	spans := text.Sentences(s)
	if n := len(spans); n > 1 {
		s = s[:spans[n-2].End]
	}
	return strings.TrimSpace(s)
}
