package model

import (
	"context"
	"iter"
	"strings"

	"footnote/api/answer"
)

var _ answer.Repairer = (*Composer)(nil)

// The rejected sentences that a model is shown again: a few suffice to see what
// was wrong, and more would take room from the passages.
const (
	maxRejected    = 6
	rejectedLength = 240 // bytes of a sentence, and of the reason
)

// wrong is a rejected sentence as the prompt has it.
type wrong struct{ Text, Why string }

// Repair shows the model which of its sentences were rejected and why, and
// yields what it says then, as Compose does. It has half the time: the first
// reply has used its share.
func (c *Composer) Repair(ctx context.Context, task answer.Task, rejected []answer.Checked) iter.Seq2[answer.Draft, error] {
	var list []wrong
	for _, d := range rejected[:min(len(rejected), maxRejected)] {
		list = append(list, wrong{asLine(d.Text, rejectedLength), asLine(d.Why, rejectedLength)})
	}
	return c.drafts(ctx, &writing{task: task, rejected: list}, c.Timeout/2)
}

// repairText is the last part of a prompt that asks again; "" if nothing was
// rejected.
func repairText(in content) (string, error) {
	if len(in.Rejected) == 0 {
		return "", nil
	}
	templates, err := promptTemplates()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	if err := templates.ExecuteTemplate(&b, "repair.tmpl", in); err != nil {
		return "", err
	}
	return strings.TrimSpace(b.String()), nil
}
