package answer

import (
	"context"
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// Rephraser words a question of a conversation so that it can be understood
// alone. Its reply is not trusted: see keeps.
type Rephraser interface {
	Rephrase(ctx context.Context, question, language string, history []retrieval.Turn) (string, error)
}

// rephrased is the question to search for: in a conversation as a model words it,
// if there is one and it adds nothing of its own, else with what it takes from the
// turn before (see Followed).
func (m *making) rephrased(ctx context.Context) string {
	q := m.request.Question
	if m.Rephrase == nil || len(m.request.History) == 0 {
		return Followed(q, m.request.History, m.Pieces)
	}
	language := text.Language(q)
	said, err := m.Rephrase.Rephrase(ctx, m.masked(q), language, m.maskedTurns(m.request.History))
	m.lap("rephrase")
	switch {
	case err != nil:
		m.log().WarnContext(ctx, "question not rephrased", "error", err)
		m.trace.Notes = append(m.trace.Notes, "searched as asked: "+err.Error())
	case !m.keeps(readable(said)):
		m.trace.Notes = append(m.trace.Notes, "searched as asked: the model's wording says what was not said: "+firstRunes(readable(said), maxPage))
	default:
		return readable(said)
	}
	return Followed(q, m.request.History, m.Pieces)
}

// keptShare is how much of the asked question's words a wording has to keep, and
// how much of its own words has to come from the conversation: a pronoun goes, a
// word of grammar comes.
const keptShare = 0.6

// keeps: the wording is in the question's language, keeps what is asked, and has
// every value and most words from the conversation.
func (m *making) keeps(wording string) bool {
	q := m.request.Question
	if wording == "" || len(wording) > len(q)+MaxTurn || text.Language(wording) != text.Language(q) {
		return false
	}
	var all strings.Builder
	all.WriteString(q)
	for _, t := range m.request.History {
		all.WriteString("\n" + t.Text)
	}
	said := facts(all.String())
	for _, f := range facts(wording) {
		if !f.loose() && !named(f, said) {
			return false
		}
	}
	asked, heard := spokenOf(q), spokenOf(all.String())
	kept := spokenOf(wording)
	return shareIn(kept, heard) >= keptShare && shareIn(asked, kept) >= keptShare
}

// spokenOf are the words of content of a text; in Chinese, the characters.
func spokenOf(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range newStatement(s).words {
		set[w.term] = true
	}
	return set
}

// shareIn is the share of some words that is among others; all of none is.
func shareIn(words, others map[string]bool) float64 {
	if len(words) == 0 {
		return 1
	}
	n := 0
	for t := range words {
		if others[t] {
			n++
		}
	}
	return float64(n) / float64(len(words))
}
