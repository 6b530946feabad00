package answer

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// passagesWanted is how many passages an answer is made from: the evidence of
// nearly every question of the tuning sets is among the first ten, and a
// comparison or a second opinion needs a few more.
const passagesWanted = 12

// making is an answer while it is being made.
type making struct {
	*Service
	request Request
	emit    func(Event) error
	task    Task
	answer  Answer
	trace   Trace
	reading sync.Mutex         // a composer may read from several goroutines
	sources map[string]*source // documents that were read, by id
	asked   time.Time
	lapped  time.Time
	notes   []message
	held    *Evidence
	texts   *Texts
	// understood is the question as it is searched and answered: with what a
	// follow-up takes from the turn before.
	understood string
	named      string // the thing that a follow-up names
	points     int    // chunks of the knowledge base
	scale      *scale
	subject    *subject
	meant      string    // what is understood, misspelt words as the passages have them
	covers     *covering // nil: not prepared, or no meanings can be compared
	drafts     []Draft   // of the extractive composer
	drafted    bool
	// makeshift: a part did not work, so that another time the answer may be another.
	makeshift bool
	// onlyPast: all passages are of pages that say they are superseded.
	onlyPast bool
}

// source is a stored document, or why it could not be read.
type source struct {
	Source
	err  error
	seen *visible // made when first linked to
}

// lap books the time since the last lap to a stage.
func (m *making) lap(stage string) {
	now := m.now()
	m.trace.TimingsMS[stage] += milliseconds(now.Sub(m.lapped))
	m.lapped = now
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// retrieve finds the passages and tells the task.
func (m *making) retrieve(r *retrieval.Retriever) func(context.Context) error {
	return func(ctx context.Context) error {
		m.understood = m.rephrased(ctx)
		q := retrieval.Question{
			Text: m.understood, History: m.request.History,
			Filter: retrieval.Filter{Labels: m.request.Labels}, Page: m.request.Page, Limit: passagesWanted,
		}
		if m.understood != m.request.Question {
			q.History, m.named = nil, namedAlone(m.request.Question) // what it takes from there it has
		}
		found, err := r.Search(ctx, q)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			m.log().ErrorContext(ctx, "search failed", "kb", m.request.KB, "error", err)
			m.trace.Notes = append(m.trace.Notes, err.Error())
			m.answer.Refusal = &Refusal{Reason: Unavailable}
			m.makeshift = true
		}
		m.found(found)
		if s, err := r.Index.Statistics(ctx); err == nil {
			m.points = s.Points
		}
		m.subject = newSubject(found.Searched)
		if err := m.subject.weigh(ctx, r.Index); err != nil {
			m.log().WarnContext(ctx, "words not counted", "kb", m.request.KB, "error", err)
		}
		m.trace.Signals[signalUnknown] = found.Reading.Signals.Unknown
		m.lap("retrieve")
		return m.emit(Event{Passages: slices.Clone(m.answer.Passages)})
	}
}

// found books what a search found.
func (m *making) found(found retrieval.Found) {
	for _, note := range found.Notes {
		m.trace.Notes = append(m.trace.Notes, note)
		m.notes = append(m.notes, sayWordsAlone)
		m.makeshift = true
	}
	for stage, d := range found.Timings {
		m.trace.TimingsMS["retrieve."+stage] = milliseconds(d)
	}
	if found.Passages != nil {
		m.answer.Passages = found.Passages
	}
	m.trace.Searched = found.Searched
	for _, p := range found.Passages {
		m.trace.Ranks = append(m.trace.Ranks, Ranks{Chunk: p.Chunk, Document: p.Document, Score: p.Score, Why: p.Why})
	}
	m.answer.Language = answerLanguage(m.request, found.Passages)
	m.task = Task{
		Question: corrections(m.understood, found.Reading.Corrections), Searched: found.Searched, Named: m.named, Terms: found.Reading.Terms, History: m.request.History,
		Language: m.answer.Language, Passages: m.answer.Passages, Read: m.read, Texts: m.texts,
		Prompted: func(prompt string) { m.trace.Prompt = prompt },
	}
}

// answerLanguage is the language to answer in: the one wished for, else the
// question's, else that of the conversation, else that of the best passage.
func answerLanguage(r Request, passages []retrieval.Passage) string {
	if r.Language != "" {
		return r.Language
	}
	if l := text.Language(r.Question); l != "" {
		return l
	}
	for i := len(r.History) - 1; i >= 0; i-- {
		if l := text.Language(r.History[i].Text); l != "" {
			return l
		}
	}
	if len(passages) > 0 && passages[0].Language != "" {
		return passages[0].Language
	}
	return "en"
}

// read returns a stored document, from memory the second time.
func (m *making) read(ctx context.Context, document string) (Source, error) {
	m.reading.Lock()
	defer m.reading.Unlock()
	if known, ok := m.sources[document]; ok {
		return known.Source, known.err
	}
	s := &source{}
	if m.Read == nil {
		s.err = fmt.Errorf("read document %s: no store of documents", document)
	} else {
		s.Source, s.err = m.Read(ctx, m.request.KB, document)
	}
	if s.err != nil {
		m.log().WarnContext(ctx, "document not read", "kb", m.request.KB, "document", document, "error", s.err)
	}
	m.sources[document] = s
	return s.Source, s.err
}

// finish keeps the answer and hands it over.
func (m *making) finish(ctx context.Context) error {
	m.answer.Text = layOut(m.answer)
	m.dateNow()
	for _, n := range m.notes {
		m.answer.Notes = appendNew(m.answer.Notes, say(n, m.answer.Language))
	}
	m.answer.TookMS = milliseconds(m.now().Sub(m.asked))
	m.trace.TimingsMS["total"] = m.answer.TookMS
	if m.Keep != nil {
		err := m.Keep(ctx, m.record())
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			m.log().ErrorContext(ctx, "answer not kept", "id", m.answer.ID, "error", err)
			m.answer.Notes = append(m.answer.Notes, say(sayNotKept, m.answer.Language))
		}
	}
	return m.emit(Event{Done: &m.answer})
}

// dateNow tells when the pages that were read were last obtained.
func (m *making) dateNow() {
	for i := range m.answer.Passages {
		p := &m.answer.Passages[i]
		if doc := m.sources[p.Document]; doc != nil && doc.err == nil && !doc.Fetched.IsZero() {
			fetched := doc.Fetched.UTC()
			p.Fetched = &fetched
		}
	}
}

func appendNew(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}
