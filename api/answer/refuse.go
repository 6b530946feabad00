package answer

// nearestPages is how many pages a refusal names: what fits below a search box.
const nearestPages = 3

// refuse makes the answer a refusal.
func (m *making) refuse(reason Reason) error {
	m.withdraw()
	m.answer.Status = Refused
	m.answer.Refusal = &Refusal{Reason: reason, Message: say(refusals[reason], m.answer.Language), Nearest: m.nearest()}
	return nil
}

// refusals are the messages of the reasons.
var refusals = map[Reason]message{
	NothingRelevant: sayNothingRelevant,
	NotSupported:    sayNotSupported,
	Conflicting:     sayConflicting,
	NeedsAccount:    sayNeedsAccount,
	Unsafe:          sayUnsafe,
	Unavailable:     sayUnavailable,
}

// nearest are the best distinct pages.
func (m *making) nearest() []Nearest {
	pages := []Nearest{}
	seen := map[string]bool{}
	for _, p := range m.answer.Passages {
		if seen[p.Document] || len(pages) == nearestPages {
			continue
		}
		seen[p.Document] = true
		pages = append(pages, Nearest{URL: p.URL, Title: p.Title, Section: p.Section})
	}
	return pages
}
