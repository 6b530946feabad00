package assist

import (
	"context"
	"fmt"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"footnote/api/answer"
)

// Options of a service; Answer is needed.
type Options struct {
	// Answer answers a question, as answer.Service.Answer does.
	Answer func(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error)
	Logger *slog.Logger
}

// Service suggests replies. Safe for concurrent use.
type Service struct {
	answer func(ctx context.Context, r answer.Request, emit func(answer.Event) error) (answer.Answer, error)
	log    *slog.Logger
}

// New returns a service.
func New(o Options) *Service {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Service{answer: o.Answer, log: o.Logger}
}

// Suggest suggests one to three replies to what the customer said last. Errors
// are: an *answer.InvalidError, and those of answering.
func (s *Service) Suggest(ctx context.Context, r Request) (Replies, error) {
	read, err := readConversation(r.Conversation)
	if err != nil {
		return Replies{}, err
	}
	answers, err := s.answers(ctx, r.KB, read)
	if err != nil {
		return Replies{}, fmt.Errorf("suggest replies: %w", err)
	}
	replies, err := draft(read, answers)
	if err != nil {
		return Replies{}, fmt.Errorf("suggest replies: %w", err)
	}
	s.log.DebugContext(ctx, "replies suggested", "kb", r.KB, "questions", len(read.questions), "replies", len(replies.Replies))
	return replies, nil
}

// answers asks all questions at the same time: a model may take long over each.
func (s *Service) answers(ctx context.Context, kb string, c conversation) ([]answer.Answer, error) {
	answers := make([]answer.Answer, len(c.questions))
	group, ctx := errgroup.WithContext(ctx)
	for i, q := range c.questions {
		group.Go(func() (err error) {
			answers[i], err = s.answer(ctx, answer.Request{Question: q.text, History: q.history, KB: kb}, nil)
			return err
		})
	}
	return answers, group.Wait()
}
