package answer

import (
	"context"
	"errors"
	"strings"
)

// decide answers or refuses.
func (m *making) decide(ctx context.Context) error {
	if m.answer.Refusal != nil {
		return m.refuse(m.answer.Refusal.Reason)
	}
	if len(m.answer.Passages) == 0 {
		return m.refuse(NothingRelevant)
	}
	for _, c := range m.Composers {
		err := m.compose(ctx, c)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var gone *emitError
		if errors.As(err, &gone) {
			return gone.err
		}
		if err != nil {
			m.log().WarnContext(ctx, "composer failed", "composer", c.Name(), "error", err)
			m.trace.Notes = append(m.trace.Notes, c.Name()+": "+err.Error())
			m.notes = append(m.notes, sayModelFailed)
		}
		if err == nil && len(m.answer.Sentences) > 0 {
			return nil
		}
		m.withdraw()
	}
	return m.refuse(NotSupported)
}

// emitError is an error of the receiver, not of the composer.
type emitError struct{ err error }

func (e *emitError) Error() string { return e.err.Error() }

// compose takes the drafts of one composer and keeps those that the check
// supports. An error means that the rest cannot be had.
func (m *making) compose(ctx context.Context, c Composer) error {
	m.answer.Composer = c.Name()
	defer m.lap("compose." + c.Name())
	for draft, err := range c.Compose(ctx, m.task) {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := m.propose(ctx, c, draft); err != nil {
			return err
		}
	}
	return nil
}

// propose checks a draft and, if it is supported, makes it a sentence.
func (m *making) propose(ctx context.Context, c Composer, d Draft) error {
	d.Text = readable(d.Text)
	v := m.check(ctx, d)
	checked := Checked{Text: d.Text, Passages: []int{}, Supported: v.Supported, Why: v.Why, Composer: c.Name()}
	for _, x := range d.Cites {
		checked.Passages = append(checked.Passages, x.Passage)
	}
	if v.Supported {
		cited := m.cite(ctx, v.Spans)
		if len(cited) > 0 {
			m.trace.Drafts = append(m.trace.Drafts, checked)
			return m.add(Sentence{Text: d.Text, Block: d.Block, Citations: cited})
		}
		checked.Supported, checked.Why = false, "the cited place is not in the stored document"
	}
	m.trace.Drafts = append(m.trace.Drafts, checked)
	return nil
}

// add appends a sentence and tells the receiver.
func (m *making) add(s Sentence) error {
	event := &SentenceEvent{Index: len(m.answer.Sentences), Text: s.Text, Block: s.Block}
	for _, n := range s.Citations {
		event.Citations = append(event.Citations, m.answer.Citations[n-1])
	}
	m.answer.Sentences = append(m.answer.Sentences, s)
	m.answer.Status = Answered
	if err := m.emit(Event{Sentence: event}); err != nil {
		return &emitError{err}
	}
	return nil
}

// withdraw takes back the sentences of a composer that failed.
func (m *making) withdraw() {
	m.answer.Sentences, m.answer.Citations = []Sentence{}, []Citation{}
	m.answer.Status, m.answer.Composer = "", ""
}

// layOut is the answer as one text: sentences with their marks, list entries
// and rows each on a line of its own.
func layOut(a Answer) string {
	var b strings.Builder
	last := ""
	step := 0
	for i, s := range a.Sentences {
		if i > 0 {
			b.WriteString(between(last, s))
		}
		if s.Block == blockStep {
			step++
		} else if s.Block == "" {
			step = 0
		}
		b.WriteString(lead(s.Block, step))
		b.WriteString(s.Text)
		b.WriteString(marks(s.Citations))
		last = s.Block
	}
	return b.String()
}
