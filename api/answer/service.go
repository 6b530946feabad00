package answer

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"footnote/retrieval"
)

// Service answers questions. All doors share one.
type Service struct {
	// Retriever returns that of a knowledge base; an error that wraps
	// ErrUnknownKB where there is none of that name.
	Retriever func(ctx context.Context, kb string) (*retrieval.Retriever, error)
	// Read returns a stored document.
	Read func(ctx context.Context, kb, document string) (Source, error)
	// Composers are tried in order until one gives an answer; the last one is
	// the extractive one, which cannot be unavailable.
	Composers []Composer
	// Cover is how much of the meaning of a sentence a text has, see Evidence; nil:
	// the check knows the words of its lists alone.
	Cover func(said, text string) float64
	// Mask takes personal data and secrets out of what the asker wrote, before a
	// model sees it and before it is kept; nil: nothing is taken out.
	Mask func(string) string
	// Pieces compare meanings; nil: words alone do.
	Pieces Pieces
	// Rephrase words the questions of a conversation so that they can be understood
	// alone; nil: the search itself makes what it can of the conversation.
	Rephrase Rephraser
	// Keep stores the record of an answer; nil: nothing is kept.
	Keep func(ctx context.Context, r Record) error

	// Version tells one content of a knowledge base from every other, as far as
	// answers depend on it. While it stays, an answer is given again to who asks the
	// same; nil or "": each is made anew.
	Version func(ctx context.Context, kb string) (string, error)

	NewID  func() string
	Now    func() time.Time
	Logger *slog.Logger

	texts once[*Texts] // what was read of texts for earlier answers
	reuse once[*reuse]
}

// Answer answers a question. emit, which may be nil, is told the passages, each
// sentence as soon as it is checked, and at last the whole answer, which alone
// counts; an error of emit ends the work and is returned.
//
// A refusal is an answer. Errors are: an *InvalidError for a request that
// cannot be answered as it is, one that wraps ErrUnknownKB, whatever the
// retriever's opening gave, and ctx's error when it ended: then nothing is kept.
func (s *Service) Answer(ctx context.Context, r Request, emit func(Event) error) (Answer, error) {
	r, err := cleaned(r)
	if err != nil {
		return Answer{}, err
	}
	if key := s.keyOf(ctx, r); key != "" {
		return s.reused(ctx, key, r, emit)
	}
	return s.make(ctx, "", r, emit)
}

// make makes the answer, and keeps it under the key unless that is empty.
func (s *Service) make(ctx context.Context, key string, r Request, emit func(Event) error) (Answer, error) {
	parts := Separate(r.Question)
	if len(parts) > 1 {
		return s.makeParts(ctx, key, r, parts, emit)
	}
	m := s.begin(r, emit)
	m.request.Question = parts[0]
	retriever, err := s.Retriever(ctx, r.KB)
	if err != nil {
		return Answer{}, fmt.Errorf("answer from knowledge base %q: %w", r.KB, err)
	}
	if err := m.run(ctx, m.retrieve(retriever), m.decide, m.finish); err != nil {
		return Answer{}, err
	}
	m.keep(key)
	return m.answer, nil
}

// begin prepares the answer to a request.
func (s *Service) begin(r Request, emit func(Event) error) *making {
	if emit == nil {
		emit = func(Event) error { return nil }
	}
	m := &making{Service: s, request: r, emit: emit, sources: map[string]*source{}}
	m.texts = s.texts.get(func() *Texts { return NewTexts(s.Pieces) })
	m.asked = s.now()
	m.lapped = m.asked
	m.answer = Answer{Question: r.Question, Language: r.Language, Sentences: []Sentence{}, Citations: []Citation{}, Passages: []retrieval.Passage{}}
	if s.NewID != nil {
		m.answer.ID = s.NewID()
	}
	m.trace = Trace{Request: r, Ranks: []Ranks{}, Drafts: []Checked{}, Signals: map[string]float64{}, TimingsMS: map[string]float64{}}
	return m
}

func (s *Service) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

func (s *Service) log() *slog.Logger {
	if s.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return s.Logger
}
