package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"footnote/api/answer"
	"footnote/retrieval"
)

type askCommand struct {
	Question []string `arg:"" help:"The question."`
	History  string   `help:"Earlier turns of the conversation: a JSON list of {\"role\":\"user|assistant\",\"text\"}." placeholder:"FILE"`
	Label    []string `help:"Only from pages with this label (repeatable)." placeholder:"KEY:VALUE"`
	Language string   `help:"Language of the answer (default: the question's)."`
}

// Run prints a cited answer, or a refusal with its reason.
func (c *askCommand) Run(s *session) error {
	history, err := readHistory(c.History)
	if err != nil {
		return usageError{err}
	}
	filter, err := newFilter("", c.Label)
	if err != nil {
		return usageError{err}
	}
	a, err := s.openStored()
	if err != nil {
		return err
	}
	defer a.close()
	service, err := a.service()
	if err != nil {
		return err
	}
	a.catchUp(s.globals.KB)
	got, err := service.Answer(a, answer.Request{
		Question: strings.Join(c.Question, " "), KB: s.globals.KB, History: history, Language: c.Language, Labels: filter.Labels,
	}, nil)
	if err != nil {
		return asUsage(err)
	}
	if s.globals.JSON {
		return json.NewEncoder(s.out).Encode(got)
	}
	printAnswer(s.out, got)
	return nil
}

func readHistory(path string) ([]retrieval.Turn, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("--history: %w", err)
	}
	var turns []retrieval.Turn
	if err := json.Unmarshal(raw, &turns); err != nil {
		return nil, fmt.Errorf("--history %s: not a JSON list of {\"role\",\"text\"}: %w", path, err)
	}
	return turns, nil
}

// printAnswer writes an answer for a person: text, then its footnotes.
func printAnswer(w io.Writer, a answer.Answer) {
	for _, note := range a.Notes {
		fmt.Fprintf(w, "(%s)\n", printable(note))
	}
	switch a.Status {
	case answer.Refused:
		printRefusal(w, a.Refusal)
	case answer.Clarifying:
		fmt.Fprintln(w, printable(a.Clarify.Question))
		for _, c := range a.Clarify.Choices {
			fmt.Fprintf(w, "  - %s\n", printable(c.Label))
		}
	default:
		fmt.Fprintln(w, printable(a.Text))
	}
	if len(a.Citations) > 0 {
		fmt.Fprintln(w)
	}
	for _, c := range a.Citations {
		fmt.Fprintf(w, "  [%d] %s\n      “%s”\n      %s\n", c.Number, printable(place(c.Title, c.Section)), printable(shorten(c.Quote, 200)), printable(cmp.Or(c.Link, c.URL)))
	}
	for _, c := range a.Conflicts {
		fmt.Fprintf(w, "  The pages disagree: %s %v\n", printable(c.About), c.Citations)
	}
}

func printRefusal(w io.Writer, r *answer.Refusal) {
	fmt.Fprintf(w, "%s (%s)\n", printable(r.Message), r.Reason)
	for _, n := range r.Nearest {
		fmt.Fprintf(w, "  - %s\n    %s\n", printable(place(n.Title, n.Section)), printable(n.URL))
	}
}
