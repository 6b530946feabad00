package answer

import (
	"context"
	"iter"
)

// Repairer is a composer that can be told what was wrong with its sentences. It
// is asked once for each answer.
type Repairer interface {
	// Repair proposes sentences anew, knowing which of them were rejected and
	// why. They are checked like those before.
	Repair(ctx context.Context, task Task, rejected []Checked) iter.Seq2[Draft, error]
}

// repairable says whether a composer is asked again: it said more that is not so
// than that is so.
func repairable(drafts []Checked) (rejected []Checked, again bool) {
	for _, d := range drafts {
		if !d.Supported {
			rejected = append(rejected, d)
		}
	}
	return rejected, 2*len(rejected) > len(drafts)
}

// repair asks a composer once more, if that may help. What it said before and is
// supported stays, also when it fails now.
func (m *making) repair(ctx context.Context, c Composer, drafts []Checked) error {
	r, able := c.(Repairer)
	rejected, again := repairable(drafts)
	if !able || !again {
		return nil
	}
	kept := len(m.answer.Sentences)
	err := m.take(ctx, c, r.Repair(ctx, m.taskFor(c), rejected))
	m.lap("repair." + c.Name())
	if err != nil && kept > 0 && !isGone(err) && ctx.Err() == nil {
		m.trace.Notes = append(m.trace.Notes, c.Name()+": repair: "+err.Error())
		return nil
	}
	return err
}
