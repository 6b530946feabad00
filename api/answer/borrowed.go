package answer

import (
	"slices"
	"strings"
)

// borrowed is a value that a statement has from the one of two sentences that
// gives it nothing else, while the other has another value of the kind: "visitors
// park in Zone A" of "Visitors park in Zone C. Residents park in Zone A." ""
// where there is none.
func borrowed(st *statement, w *window) string {
	if len(w.parts) != 2 {
		return ""
	}
	first, second := newStatement(w.parts[0].Text), newStatement(w.parts[1].Text)
	for _, pair := range [][2]*statement{{first, second}, {second, first}} {
		main, minor := pair[0], pair[1]
		if PointsBack(minor.text) || gives(minor, st, main) {
			continue
		}
		for _, f := range st.facts {
			if f.loose() || stated(f, main.facts) || !stated(f, minor.facts) {
				continue
			}
			if slices.ContainsFunc(main.facts, func(e fact) bool { return rivals(f, e) && !stated(e, st.facts) }) {
				return st.text[f.start:f.end]
			}
		}
	}
	return ""
}

// gives: a sentence has a content word of the statement that the other has not.
func gives(part, st, other *statement) bool {
	here, there := &window{said: part, context: &statement{}}, &window{said: other, context: &statement{}}
	for _, x := range st.words {
		if has(here, x) > 0 && has(there, x) == 0 {
			return true
		}
	}
	return false
}

// rivals: two values of a kind of which a thing has one.
func rivals(a, b fact) bool {
	switch {
	case a.same(b) || a.kind != b.kind:
		return false
	case a.rate() || b.rate():
		return a.rate() && b.rate()
	case a.kind == coded:
		return a.letter() != "" && a.letter() == b.letter()
	}
	return dimension(a.unit) == dimension(b.unit)
}

// letter is the word that a designator stands beside: "zone" of "Zone A".
func (f fact) letter() string {
	rest, ok := strings.CutPrefix(f.code, designated)
	if !ok {
		return ""
	}
	_, word, _ := strings.Cut(rest, " ")
	return word
}
