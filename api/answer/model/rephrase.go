package model

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"footnote/api/answer"
	"footnote/retrieval"
)

var _ answer.Rephraser = (*Composer)(nil)

// rephraseTime is how long a question waits to be put in other words: it is
// searched as it stands after that.
const rephraseTime = 8 * time.Second

// maxRephrased is the longest question that a model may make of one, in bytes.
const maxRephrased = 1000

// Rephrase asks the model to word a question of a conversation so that it can be
// understood alone. Whether the model kept to what was said is for the caller to
// check.
func (c *Composer) Rephrase(ctx context.Context, question, language string, history []retrieval.Turn) (string, error) {
	p, err := c.rephrasePrompt(question, language, history)
	if err != nil {
		return "", fmt.Errorf("word the prompt: %w", err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, min(rephraseTime, c.Timeout), errSlow)
	defer cancel()
	var reply strings.Builder
	var thinking thought
	stop, err := c.stream(ctx, p, func(piece []byte) error {
		reply.WriteString(thinking.add(string(piece)))
		if reply.Len() > maxRephrased {
			return errLong
		}
		return nil
	})
	if err == nil {
		err = finished(stop)
	}
	if err != nil {
		return "", fmt.Errorf("chat model %s at %s: %w", c.Model, c.host(), err)
	}
	reply.WriteString(thinking.end())
	said := strings.Trim(strings.TrimSpace(reply.String()), `"“”`)
	if said == "" || strings.ContainsAny(said, "\n\r") {
		return "", fmt.Errorf("chat model %s at %s: %w", c.Model, c.host(), errNoQuestion)
	}
	return said, nil
}

var errNoQuestion = errors.New("the reply is not one question")

func (c *Composer) rephrasePrompt(question, language string, history []retrieval.Turn) (*prompt, error) {
	templates, err := promptTemplates()
	if err != nil {
		return nil, err
	}
	b := budget{count: c.Tokens.Count, left: c.ContextTokens - c.ReplyTokens}
	in := content{Language: languageName(language), Question: asData(question), History: b.history(history)}
	p := &prompt{}
	for _, part := range []struct {
		name string
		to   *string
	}{{"rephrase.system", &p.system}, {"rephrase.user", &p.user}} {
		var s strings.Builder
		if err := templates.ExecuteTemplate(&s, part.name, in); err != nil {
			return nil, err
		}
		*part.to = strings.TrimSpace(s.String())
	}
	return p, nil
}
