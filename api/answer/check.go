package answer

import (
	"context"
	"strings"
)

// check holds a draft against the places that it cites.
func (m *making) check(ctx context.Context, d Draft) Verdict {
	var parts []string
	for _, c := range d.Cites {
		if c.Passage < 1 || c.Passage > len(m.answer.Passages) {
			return Verdict{Why: "cites a passage that does not exist"}
		}
		p := m.answer.Passages[c.Passage-1]
		if c.Start >= c.End {
			continue
		}
		doc, err := m.read(ctx, p.Document)
		if q, ok := quoted(p, doc, err == nil, c); ok {
			parts = append(parts, q)
		}
	}
	if len(parts) > 0 && strings.Join(strings.Fields(strings.Join(parts, " ")), " ") == strings.Join(strings.Fields(d.Text), " ") {
		return Verdict{Supported: true, Spans: d.Cites}
	}
	return Verdict{Why: "is not what the cited place says"}
}
