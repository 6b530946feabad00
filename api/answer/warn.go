package answer

import "context"

// watch books passages that speak to a machine. They stay evidence, but the
// composers leave out what does.
func (m *making) watch() {
	m.task.Hostile = make([]bool, len(m.task.Passages))
	for i, p := range m.task.Passages {
		if m.texts.Know(p.Text).Instructs() >= InstructionLimit {
			m.task.Hostile[i] = true
			m.trace.Notes = append(m.trace.Notes, "instructions in the text of "+p.URL)
		}
	}
}

// warn adds what the asker should know about the answer's sources.
func (m *making) warn(ctx context.Context, c Composer) {
	if m.onlyPast {
		m.notes = append(m.notes, sayOnlyPast)
	}
	m.conflicts(ctx, c.Name() == extractiveName)
}
