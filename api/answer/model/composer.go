package model

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/tmc/langchaingo/llms"
	"github.com/tmc/langchaingo/llms/openai"

	"footnote/api/answer"
)

// Composer asks a chat model for the sentences of an answer. Safe for
// concurrent use.
type Composer struct {
	Options
	llm *openai.LLM
}

var _ answer.Composer = (*Composer)(nil)

// New returns a composer; it asks nothing of the server yet.
func New(o Options) (*Composer, error) {
	o, err := o.complete()
	if err != nil {
		return nil, fmt.Errorf("chat model: %w", err)
	}
	// langchaingo takes what is not given from the environment, and wants a key.
	llm, err := openai.New(openai.WithModel(o.Model), openai.WithBaseURL(o.URL), openai.WithToken(cmp.Or(o.Key, "none")),
		openai.WithOrganization(""), openai.WithHTTPClient(&door{client: o.HTTPClient, key: o.Key, host: o.host()}))
	if err != nil {
		return nil, fmt.Errorf("chat model: %w", err)
	}
	return &Composer{Options: o, llm: llm}, nil
}

// Name is "model:NAME".
func (c *Composer) Name() string { return "model:" + c.Model }

// What ends a stream from this side.
var (
	errStopped = errors.New("the receiver wants no more")
	errRefused = errors.New("the model says that the passages do not answer")
)

// errSlow is the cause of a context that this package ended.
var errSlow = errors.New("the reply took too long")

// Compose asks the model and yields each sentence as soon as it is finished.
// Every error comes last and means that what was yielded is not to be trusted
// as a whole.
func (c *Composer) Compose(ctx context.Context, task answer.Task) iter.Seq2[answer.Draft, error] {
	return c.drafts(ctx, &writing{task: task}, c.Timeout)
}

// drafts asks the model for a reply, within a time.
func (c *Composer) drafts(ctx context.Context, w *writing, limit time.Duration) iter.Seq2[answer.Draft, error] {
	return func(yield func(answer.Draft, error) bool) {
		w.yield = yield
		err := c.write(ctx, w, limit)
		switch {
		case errors.Is(err, errStopped), errors.Is(err, errRefused):
			return
		case ctx.Err() != nil:
			err = fmt.Errorf("chat model %s: %w", c.Model, context.Cause(ctx))
		case err != nil:
			err = fmt.Errorf("chat model %s at %s: %w", c.Model, c.host(), err)
		}
		if err != nil {
			yield(answer.Draft{}, err)
		}
	}
}

// write asks the model and hands its reply to w.
func (c *Composer) write(ctx context.Context, w *writing, limit time.Duration) error {
	p, err := c.prompt(w.task, w.rejected)
	if err != nil {
		return err
	}
	w.prompt = p
	if w.task.Prompted != nil {
		w.task.Prompted(p.whole())
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, errSlow)
	defer cancel()
	stop, err := c.stream(ctx, p, w.take)
	if err != nil {
		return err
	}
	c.Logger.DebugContext(ctx, "chat model replied", "model", c.Model, "finish", stop)
	if err := finished(stop); err != nil {
		return err
	}
	return w.end()
}

// seed makes a server that can repeat itself do so.
const seed = 1

// stream sends the prompt, gives take the pieces of the reply and returns why
// the reply ended, in the server's word.
func (c *Composer) stream(ctx context.Context, p *prompt, take func(piece []byte) error) (string, error) {
	var asked call
	options := []llms.CallOption{
		llms.WithTemperature(0), llms.WithSeed(seed), llms.WithMaxTokens(c.ReplyTokens),
		llms.WithStreamingFunc(func(_ context.Context, piece []byte) error {
			asked.taken = take(piece)
			return asked.taken
		}),
	}
	if !c.takesNewField() {
		options = append(options, openai.WithLegacyMaxTokensField())
	}
	reply, err := c.llm.GenerateContent(asked.in(ctx), []llms.MessageContent{
		llms.TextParts(llms.ChatMessageTypeSystem, p.system), llms.TextParts(llms.ChatMessageTypeHuman, p.user),
	}, options...)
	switch {
	case asked.taken != nil:
		return "", asked.taken
	case ctx.Err() != nil: // langchaingo returns what it has by then, as if it were all
		return "", context.Cause(ctx)
	case asked.failed != nil:
		return "", asked.failed
	case err != nil:
		return "", errors.New(tidy(err.Error(), c.Key))
	}
	return reply.Choices[0].StopReason, nil
}

// finished: did the reply end because it was at its end? stop is the server's
// word; langchaingo leaves it empty when the line was cut.
func finished(stop string) error {
	switch stop {
	case "stop", "eos", "eos_token", "end_turn", "stop_sequence":
		return nil
	case "":
		return errors.New("the reply broke off before its end")
	case "length", "max_tokens":
		return errors.New("the reply is longer than it may be and was cut off")
	}
	return fmt.Errorf("the reply ended with %.40q instead of an end", stop)
}
