package answer

import (
	"slices"

	"footnote/retrieval"
)

// masked is a text without personal data and secrets, where the service knows
// how to find them.
func (m *making) masked(s string) string {
	if m.Mask == nil {
		return s
	}
	return m.Mask(s)
}

// taskFor is what a composer gets: one that asks a model does not learn who asks.
func (m *making) taskFor(c Composer) Task {
	t := m.task
	if c.Name() == extractiveName {
		return t
	}
	t.Question, t.Searched = m.masked(t.Question), m.masked(t.Searched)
	t.History = m.maskedTurns(t.History)
	return t
}

func (m *making) maskedAll(list []string) []string {
	list = slices.Clone(list)
	for i := range list {
		list[i] = m.masked(list[i])
	}
	return list
}

func (m *making) maskedTurns(turns []retrieval.Turn) []retrieval.Turn {
	turns = slices.Clone(turns)
	for i := range turns {
		turns[i].Text = m.masked(turns[i].Text)
	}
	return turns
}

// record is what is kept of the answer. The asker's own words are masked in it;
// what the documents say is public.
func (m *making) record() Record {
	r := Record{Answer: m.answer, Trace: m.trace, KB: m.request.KB, Asked: m.asked.UTC()}
	r.Answer.Question, r.Trace.Searched = m.masked(r.Answer.Question), m.masked(r.Trace.Searched)
	r.Trace.Request.Question, r.Trace.Request.Page = m.masked(r.Trace.Request.Question), m.masked(r.Trace.Request.Page)
	r.Trace.Request.History = m.maskedTurns(r.Trace.Request.History)
	r.Trace.Notes, r.Answer.Notes = m.maskedAll(r.Trace.Notes), m.maskedAll(r.Answer.Notes) // some name the question
	if c := r.Answer.Clarify; c != nil {
		asked := Clarify{Question: m.masked(c.Question), Choices: slices.Clone(c.Choices)}
		for i := range asked.Choices {
			asked.Choices[i].Question = m.masked(asked.Choices[i].Question)
		}
		r.Answer.Clarify = &asked
	}
	return r
}
