package answer

import (
	"context"
	"errors"
	"iter"
	"strings"
)

// extractiveName is that of the composer whose sentences are the documents' own
// and come all at once: they are sent when the answer is decided.
const extractiveName = "extractive"

// decide answers, asks back or refuses.
func (m *making) decide(ctx context.Context) error {
	if m.answer.Refusal != nil {
		return m.refuse(m.answer.Refusal.Reason)
	}
	if SmallTalk(m.request.Question) {
		return m.refuse(NothingRelevant)
	}
	if len(m.task.Passages) > 0 {
		m.preferCurrent(ctx)
		m.weigh()
		m.watch()
	}
	leads := []Draft(nil)
	if len(m.task.Passages) > 0 {
		m.draft(ctx)
		leads = m.leads()
		m.weighLeads(leads)
	}
	m.lap("weigh")
	if reason := m.declines(); reason != "" {
		return m.refuse(reason)
	}
	if m.clarify(leads) {
		return nil
	}
	for _, c := range m.Composers {
		done, err := m.attempt(ctx, c)
		if done || err != nil {
			return err
		}
	}
	return m.refuse(NotSupported)
}

// attempt lets one composer answer. done: the answer is decided; otherwise the
// next composer has its turn.
func (m *making) attempt(ctx context.Context, c Composer) (done bool, err error) {
	drafts := len(m.trace.Drafts)
	err = m.compose(ctx, c)
	m.lap("compose." + c.Name())
	var gone *emitError
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case errors.As(err, &gone):
		return false, gone.err
	case err != nil:
		m.log().WarnContext(ctx, "composer failed", "composer", c.Name(), "error", err)
		m.note(sayModelFailed, c.Name()+": "+err.Error())
		m.makeshift = true
	case len(m.trace.Drafts) == drafts && c.Name() != extractiveName:
		m.trace.Notes = append(m.trace.Notes, c.Name()+": says that the passages do not answer")
		if m.answer.Confidence < sureAt {
			return true, m.refuse(NotSupported)
		}
	case len(m.answer.Sentences) == 0 && c.Name() != extractiveName:
		m.note(sayModelUnsupported, c.Name()+": nothing that it said is supported")
	case c.Name() != extractiveName && m.echoes():
		m.note(sayModelUnsupported, c.Name()+": gave passages back instead of an answer")
	case len(m.answer.Sentences) > 0:
		return true, m.conclude(ctx, c)
	}
	m.withdraw()
	return false, nil
}

func (m *making) note(say message, trace string) {
	m.notes = append(m.notes, say)
	m.trace.Notes = append(m.trace.Notes, trace)
}

// conclude weighs the finished answer and adds what the asker should know.
func (m *making) conclude(ctx context.Context, c Composer) error {
	switch {
	case c.Name() != extractiveName:
		m.weighAnswer() // the extractive one's sentences were weighed before
	case m.trace.Signals[signalForeign] > 0:
		m.notes = append(m.notes, sayOtherLanguage)
	}
	m.warn(ctx, c)
	m.lap("conclude")
	if c.Name() == extractiveName {
		return m.sendAll()
	}
	return nil
}

// emitError is an error of the receiver, not of the composer.
type emitError struct{ err error }

func (e *emitError) Error() string { return e.err.Error() }

func isGone(err error) bool {
	var gone *emitError
	return errors.As(err, &gone)
}

// compose takes the drafts of one composer and keeps those that the check
// supports. An error means that the rest cannot be had.
func (m *making) compose(ctx context.Context, c Composer) error {
	m.answer.Composer = c.Name()
	before := len(m.trace.Drafts)
	if err := m.take(ctx, c, m.proposals(ctx, c)); err != nil {
		return err
	}
	return m.repair(ctx, c, m.trace.Drafts[before:])
}

// take proposes the drafts of a composer as they come.
func (m *making) take(ctx context.Context, c Composer, drafts iter.Seq2[Draft, error]) error {
	for draft, err := range drafts {
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

// proposals are the drafts of a composer; those of the extractive one are there
// already.
func (m *making) proposals(ctx context.Context, c Composer) iter.Seq2[Draft, error] {
	if c.Name() != extractiveName || !m.drafted {
		return c.Compose(ctx, m.taskFor(c))
	}
	return func(yield func(Draft, error) bool) {
		for _, d := range m.drafts {
			if !d.Aside && !yield(d, nil) {
				return
			}
		}
	}
}

// propose checks a draft and, if it is supported, makes it a sentence.
func (m *making) propose(ctx context.Context, c Composer, d Draft) error {
	d.Text = readableLines(d.Text)
	if d = m.unsaid(d); d.Text == "" {
		return nil
	}
	e := m.evidence(ctx)
	v := Check(d, e)
	checked := Checked{Text: d.Text, Passages: []int{}, Supported: v.Supported, Why: v.Why, Composer: c.Name()}
	for _, x := range d.Cites {
		checked.Passages = append(checked.Passages, x.Passage)
	}
	var cited []int
	if v.Supported {
		if cited = m.cite(e, v.Spans); len(cited) == 0 {
			checked.Supported, checked.Why = false, "the cited place is not in the stored document"
		}
	}
	m.trace.Drafts = append(m.trace.Drafts, checked)
	if !checked.Supported {
		return nil
	}
	m.answer.Status = Answered
	m.answer.Sentences = append(m.answer.Sentences, Sentence{Text: d.Text, Block: d.Block, Citations: cited})
	if c.Name() == extractiveName {
		return nil
	}
	return m.send(len(m.answer.Sentences) - 1)
}

// send tells the receiver a sentence.
func (m *making) send(i int) error {
	s := m.answer.Sentences[i]
	event := &SentenceEvent{Index: i, Text: s.Text, Block: s.Block, Part: s.Part}
	for _, n := range s.Citations {
		event.Citations = append(event.Citations, m.answer.Citations[n-1])
	}
	if err := m.emit(Event{Sentence: event}); err != nil {
		return &emitError{err}
	}
	return nil
}

func (m *making) sendAll() error {
	for i := range m.answer.Sentences {
		if err := m.send(i); err != nil {
			return err.(*emitError).err
		}
	}
	return nil
}

// withdraw takes back the sentences of a composer that failed.
func (m *making) withdraw() {
	m.answer.Sentences, m.answer.Citations = []Sentence{}, []Citation{}
	m.answer.Status, m.answer.Composer = "", ""
}

// unsaid is what of a draft no sentence before it says: all of it, the rest
// behind a sentence that it begins with, or nothing. A step or an entry of a
// list stays: "Confirm." may follow "Press Confirm."
func (m *making) unsaid(d Draft) Draft {
	if d.Block != blockText {
		return d
	}
	for _, s := range m.answer.Sentences {
		rest, begins := strings.CutPrefix(d.Text, s.Text)
		switch {
		case strings.Contains(s.Text, d.Text):
			return Draft{}
		case begins && len(d.Cites) == 1 && d.Cites[0].End-d.Cites[0].Start == len(d.Text):
			rest = strings.TrimSpace(rest)
			d.Cites = []Cite{{Passage: d.Cites[0].Passage, Start: d.Cites[0].End - len(rest), End: d.Cites[0].End}}
			d.Text = rest
		}
	}
	return d
}
