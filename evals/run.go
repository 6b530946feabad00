package evals

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"footnote/api/answer"
)

// Asker is the answering path, in this process or over HTTP.
type Asker func(ctx context.Context, r answer.Request) (answer.Answer, error)

// RunOptions describe a run.
type RunOptions struct {
	KB       string
	Settings map[string]string // what answered: versions, models, index; part of the record
	Check    Checker           // nil: places of quotes are not checked
	Progress func(done, all int)
}

// Run is the record of golden questions asked once. Without the times it is
// the same bytes for the same input.
type Run struct {
	Golden   string            `json:"golden"` // SHA-256 of the questions
	Settings map[string]string `json:"settings"`
	Items    []Scored          `json:"-"` // in the order of the golden file; items.jsonl
	Totals   Totals            `json:"totals"`
	Slices   []Slice           `json:"slices"`
}

// Slice is the totals of one language and kind.
type Slice struct {
	Lang string `json:"lang"`
	Kind string `json:"kind"`
	Totals
}

// RunGolden asks all items, one after the other, and scores the answers. An
// item that could not be asked is unmeasured; it does not end the run.
func RunGolden(ctx context.Context, items []Item, o RunOptions, ask Asker) (Run, error) {
	run := Run{Golden: hashItems(items), Settings: o.Settings}
	for i, item := range items {
		if err := ctx.Err(); err != nil {
			return run, err
		}
		run.Items = append(run.Items, measure(ctx, item, o, ask))
		if o.Progress != nil {
			o.Progress(i+1, len(items))
		}
	}
	run.summarise()
	return run, ctx.Err()
}

func measure(ctx context.Context, item Item, o RunOptions, ask Asker) Scored {
	got, err := ask(ctx, answer.Request{Question: item.Question, KB: o.KB, History: item.History})
	if err != nil {
		return Scored{ID: item.ID, Lang: item.Lang, Kind: item.Kind, Expect: item.Expect, Critical: item.Critical, Cluster: item.Cluster, Error: err.Error()}
	}
	return Judge(item, got, o.Check)
}

func hashItems(items []Item) string {
	h := sha256.New()
	for _, item := range items {
		json.NewEncoder(h).Encode(item) //nolint:errcheck // strings and numbers always encode
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (r *Run) summarise() {
	var order []string
	groups := map[string][]Scored{}
	for _, s := range r.Items {
		key := s.Lang + "\x00" + s.Kind
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], s)
	}
	r.Totals = Total(r.Items)
	for _, key := range order {
		first := groups[key][0]
		r.Slices = append(r.Slices, Slice{Lang: first.Lang, Kind: first.Kind, Totals: Total(groups[key])})
	}
}

// Unmeasured is the error of a run of which items could not be measured, nil if
// all were.
func (r Run) Unmeasured() error {
	if r.Totals.Unmeasured == 0 {
		return nil
	}
	for _, s := range r.Items {
		if s.Error != "" {
			return fmt.Errorf("%d of %d questions could not be measured, first %s: %s", r.Totals.Unmeasured, len(r.Items), s.ID, s.Error)
		}
	}
	return nil
}
