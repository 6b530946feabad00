package model

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"text/template"

	"footnote/api/answer"
	"footnote/retrieval"
)

// refusal is what a model writes when the passages do not answer.
const refusal = "NO_ANSWER"

//go:embed prompts/*.tmpl
var promptFiles embed.FS

var promptTemplates = sync.OnceValues(func() (*template.Template, error) {
	return template.ParseFS(promptFiles, "prompts/*.tmpl")
})

// prompt is what a model is sent.
type prompt struct {
	system, user string
	key          string // stands in the fences of the passages, and nowhere in them
	shown        []shown
}

// whole is the prompt as one text, for the trace.
func (p *prompt) whole() string { return p.system + "\n\n" + p.user }

// shown is a passage as the prompt has it.
type shown struct {
	Number                        int // in the task, from 1
	Title, Section, Updated, Text string
}

// said is a turn of the conversation as the prompt has it.
type said struct{ Who, Text string }

// content is what the templates are filled with.
type content struct {
	Refusal, Language, Key, Question string
	Passages                         []shown
	Rejected                         []wrong
	History                          []said
}

// prompt words the task within the budget.
func (c *Composer) prompt(t answer.Task, rejected []wrong) (*prompt, error) {
	in := content{Rejected: rejected, Refusal: refusal, Language: languageName(t.Language), Key: fenceKey(t), Question: asData(t.Question)}
	p, err := render(in)
	if err != nil {
		return nil, err
	}
	b := budget{count: c.Tokens.Count}
	b.left = (c.ContextTokens-c.ReplyTokens)*countedShare/100 - b.count(p.whole())
	in.History = b.history(t.History)
	in.Passages = b.passages(t.Passages)
	if len(in.Passages) == 0 {
		return nil, fmt.Errorf("no passage fits into its context of %d tokens beside a question this long", c.ContextTokens)
	}
	return render(in)
}

func render(in content) (*prompt, error) {
	templates, err := promptTemplates()
	if err != nil {
		return nil, fmt.Errorf("read the prompt's templates: %w", err)
	}
	p := &prompt{key: in.Key, shown: in.Passages}
	for _, part := range []struct {
		name string
		to   *string
	}{{"system.tmpl", &p.system}, {"user.tmpl", &p.user}} {
		var b strings.Builder
		if err := templates.ExecuteTemplate(&b, part.name, in); err != nil {
			return nil, fmt.Errorf("word the prompt: %w", err)
		}
		*part.to = strings.TrimSpace(b.String())
	}
	again, err := repairText(in)
	if err != nil {
		return nil, fmt.Errorf("word the prompt: %w", err)
	}
	if again != "" {
		p.user += "\n\n" + again
	}
	return p, nil
}

// fenceKey is a word that no passage can hold, since it is made of them all;
// the same task has the same.
func fenceKey(t answer.Task) string {
	h := sha256.New()
	fmt.Fprintln(h, t.Question)
	for _, p := range t.Passages {
		fmt.Fprintln(h, p.Document, p.Start, p.Text)
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// languageName is how the prompt calls a language; models know the codes of
// the others.
func languageName(code string) string {
	switch code {
	case "en":
		return "English"
	case "zh":
		return "Chinese"
	case "":
		return "the language of the question"
	}
	return "the language with the code " + asLine(code, maxLine)
}

func show(n int, p retrieval.Passage, text string) shown {
	s := shown{Number: n, Title: asLine(p.Title, maxLine), Section: asLine(p.Section, maxLine), Text: text}
	if p.Updated != nil {
		s.Updated = p.Updated.Format("2006-01-02")
	}
	return s
}
