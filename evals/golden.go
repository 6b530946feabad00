package evals

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"

	"footnote/retrieval"
)

// Item is a golden question: what is asked, what a right answer must hold, and
// the exact place that says so.
type Item struct {
	ID       string           `json:"id"`
	Lang     string           `json:"lang"`
	Question string           `json:"question"`
	History  []retrieval.Turn `json:"history,omitempty"`
	Kind     string           `json:"kind"`
	Expect   string           `json:"expect"` // answer, refuse or clarify
	Nuggets  []Nugget         `json:"nuggets"`
	Evidence []Evidence       `json:"evidence"`
	MustNot  []string         `json:"must_not,omitempty"`
	Critical bool             `json:"critical,omitempty"` // a gate fails when it breaks
	Tags     []string         `json:"tags,omitempty"`
	Cluster  string           `json:"cluster,omitempty"` // items of one article share it
}

// Nugget is a fact that an answer should hold, with the ways to write it.
type Nugget struct {
	ID         string   `json:"id"`
	Importance string   `json:"importance"` // vital or okay
	AnyOf      []string `json:"any_of"`
	Regex      []string `json:"regex,omitempty"`

	patterns []*regexp.Regexp
}

// Evidence is the place that says so: words of one page, verbatim.
type Evidence struct {
	URL   string `json:"url"` // without host: a path on whatever host the page is
	Quote string `json:"quote"`
}

// expectations and importances are the words that golden items may use.
var (
	expectations = []string{"answer", "refuse", "clarify"}
	importances  = []string{"vital", "okay"}
)

// ReadGolden reads golden items, one JSON object a line. It is strict: a
// misspelt field would silently weaken what is measured.
func ReadGolden(r io.Reader) ([]Item, error) {
	var items []Item
	seen := map[string]bool{}
	err := eachLine(r, func(_ int, line []byte) error {
		var item Item
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&item); err != nil {
			return err
		}
		if seen[item.ID] {
			return fmt.Errorf("id %q is used twice", item.ID)
		}
		seen[item.ID] = true
		if err := item.prepare(); err != nil {
			return fmt.Errorf("item %q: %w", item.ID, err)
		}
		items = append(items, item)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("golden questions: %w", err)
	}
	if len(items) == 0 {
		return nil, fmt.Errorf("golden questions: none in the file")
	}
	return items, nil
}

func (item *Item) prepare() error {
	switch {
	case item.ID == "":
		return fmt.Errorf("id is missing")
	case item.Question == "":
		return fmt.Errorf("question is missing")
	case item.Lang == "" || item.Kind == "":
		return fmt.Errorf("lang or kind is missing")
	case !slices.Contains(expectations, item.Expect):
		return fmt.Errorf("expect is %q: one of %q", item.Expect, expectations)
	}
	for i := range item.Nuggets {
		if err := item.Nuggets[i].prepare(); err != nil {
			return fmt.Errorf("nugget %q: %w", item.Nuggets[i].ID, err)
		}
	}
	for _, e := range item.Evidence {
		if e.URL == "" || e.Quote == "" {
			return fmt.Errorf("evidence needs url and quote")
		}
	}
	return nil
}

func (n *Nugget) prepare() error {
	if !slices.Contains(importances, n.Importance) {
		return fmt.Errorf("importance is %q: one of %q", n.Importance, importances)
	}
	if len(n.AnyOf)+len(n.Regex) == 0 {
		return fmt.Errorf("has neither any_of nor regex: nothing could ever match it")
	}
	for _, source := range n.Regex {
		pattern, err := regexp.Compile(source)
		if err != nil {
			return fmt.Errorf("regex: %w", err)
		}
		n.patterns = append(n.patterns, pattern)
	}
	return nil
}
