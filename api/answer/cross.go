package answer

import "fmt"

// crosses: statement and window are in different languages.
func crosses(st *statement, w *window) bool {
	return len(st.tokens) > 2 && len(w.said.tokens) > 2 && st.han != w.said.han && !mixed(st) && !mixed(w.said)
}

// mixed: neither script makes up three quarters.
func mixed(st *statement) bool {
	han := 0
	for _, t := range st.tokens {
		if t.han {
			han++
		}
	}
	return han*4 > len(st.tokens) && han*4 < 3*len(st.tokens)
}

// Across languages words cannot be compared, but vectors of a table that knows
// both languages can. Fitted on the sources of variants.txt, which are the same
// in both, against those of other sources.
const (
	leastMeaning = 0.35 // with values that agree
	sureMeaning  = 0.7  // without any
)

// meaning is how much of the statement's meaning the window has, by vectors; 0
// without them.
func (w *window) meaning(st *statement) float64 {
	if w.cover == nil {
		return 0
	}
	return w.cover(st.text, w.said.text+"\n"+w.context.text)
}

// crossed says why a window in another language does not support a statement,
// and how much of its meaning the window has, as far as that was asked.
func crossed(st *statement, w *window) (meaning float64, why string) {
	if why := valuesMissing(st, w); why != "" {
		return 0, why
	}
	if denies(st) != denies(w.said) && !contrapositive(st, w.said) {
		return 0, "denies what the cited text does not, or the reverse"
	}
	if why := firstOf(st, w, boundsDiffer, crossPoles); why != "" {
		return 0, why
	}
	meaning = w.meaning(st)
	switch {
	case len(st.facts)+len(st.names) == 0 && meaning < sureMeaning:
		return meaning, "is in another language than the cited text and states no value that could be compared"
	case w.cover != nil && meaning < leastMeaning:
		return meaning, fmt.Sprintf("is not what the cited text in another language says (%.0f %%)", 100*meaning)
	}
	return meaning, ""
}

// crossPoles: the statement has a word whose opposite the window has, and not the
// word itself: the lists of polarity.txt hold both languages.
func crossPoles(st *statement, w *window) string {
	for _, m := range st.marks {
		switch m.kind {
		case "not", "may", "bound", "time", "always":
			continue
		case "must", "only":
			if !hasKind(w.said, "must", "only", "bound") {
				return fmt.Sprintf("says %q, the cited text does not", st.text[st.lex[m.from].start:st.lex[m.to-1].end])
			}
			continue
		}
		if !m.soft && hasKind(w.said, m.kind) && !hasPole(w.said, m.kind, m.pole) {
			return fmt.Sprintf("says %q, the cited text the opposite", st.text[st.lex[m.from].start:st.lex[m.to-1].end])
		}
	}
	return ""
}
