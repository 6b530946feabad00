package answer

// nearestPages is how many pages a refusal names: what fits below a search box.
const nearestPages = 3

// accountSure is from where on a question is about the asker's own account
// whatever general pages say; accountLikely is where it is when they are not
// surely an answer.
const (
	accountSure   = 1.0
	accountLikely = 0.9
	accountMaybe  = 0.6
)

// declines is why the question is not answered, decided from the passages
// alone; "" if it may be.
func (m *making) declines() Reason {
	account := AsksAccount(m.request.Question)
	if account == accountSure && m.namedInPassages() {
		account = 0 // an error code, not an order number
	}
	c := m.answer.Confidence
	switch {
	case account >= accountSure, account >= accountLikely && c < sureAt, account >= accountMaybe && c < answerAt():
		return NeedsAccount
	case m.subject != nil && len(m.subject.units) == 0:
		return NothingRelevant // "a", "的": it is about nothing
	case len(m.task.Passages) == 0 || c < answerAt():
		return m.unanswered()
	}
	return ""
}

// unanswered is the reason where the documents do not answer.
func (m *making) unanswered() Reason {
	if len(m.task.Passages) == 0 || m.trace.Signals[signalPassage] < nothingAt {
		return NothingRelevant
	}
	return NotSupported
}

// refuse makes the answer a refusal.
func (m *making) refuse(reason Reason) error {
	m.withdraw()
	m.notes = nil
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
	for _, p := range m.task.Passages {
		if seen[p.Document] || len(pages) == nearestPages {
			continue
		}
		seen[p.Document] = true
		pages = append(pages, Nearest{URL: p.URL, Title: p.Title, Section: p.Section})
	}
	return pages
}
