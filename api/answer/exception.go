package answer

// excludes: the statement leaves something out without a "not", and the other
// does not say that in the same way.
func excludes(st, other *statement) bool {
	for _, m := range st.marks {
		out := m.kind == "part" && m.pole == "out" || m.kind == "answer" && m.pole == "no" || m.kind == "state" && m.pole == "off"
		if out && !hasPole(other, m.kind, m.pole) {
			return true
		}
	}
	return false
}

func hasPole(st *statement, kind, pole string) bool {
	for _, m := range st.marks {
		if m.kind == kind && m.pole == pole {
			return true
		}
	}
	return false
}

// softens: the statement limits itself in another way: "only", "except".
func softens(st, said *statement) bool {
	return hasKind(st, "only") || excludes(st, said) || hasPole(st, "gift", "free")
}

// excludedShare is the share of an exception's content words that a statement
// must have to speak of it.
const excludedShare = 0.6

// excludedThere: the window leaves out ("except", "除外") what the statement
// speaks of as if it were in.
func excludedThere(st *statement, w *window) string {
	if hasKind(st, "only") || hasPole(st, "part", "out") {
		return ""
	}
	for _, m := range w.said.marks {
		if m.kind != "part" || m.pole != "out" {
			continue
		}
		all, found := 0.0, 0.0
		for _, x := range w.said.words {
			if x.clause == m.clause && (x.lex < m.from || x.lex >= m.to) {
				all += x.weight()
				found += x.weight() * boolTo(st.terms[x.term])
			}
		}
		if all > 0 && found > excludedShare*all && denies(st) == w.said.deniesBefore(m) {
			return "leaves out that the cited text excludes it"
		}
	}
	return ""
}

// deniesBefore: the sentence denies what the exception is made from: "no dogs,
// except guide dogs".
func (st *statement) deniesBefore(m mark) bool {
	begin, end := st.sentenceStart(m.from), st.sentenceEnd(m.from)
	for _, n := range st.marks {
		if n.kind == "not" && n.from >= begin && n.from < end && n.clause != m.clause {
			return true
		}
	}
	return false
}

// speaksOfException: said makes an exception of what the statement speaks of.
func (st *statement) speaksOfException(said *statement) bool {
	for _, m := range said.marks {
		if m.kind != "part" || m.pole != "out" || hasPole(st, "part", "out") {
			continue
		}
		all, found := 0.0, 0.0
		for _, x := range said.words {
			if x.clause == m.clause && (x.lex < m.from || x.lex >= m.to) {
				all += x.weight()
				found += x.weight() * boolTo(st.terms[x.term])
			}
		}
		if all > 0 && found > excludedShare*all {
			return true
		}
	}
	return false
}

// makesException: behind "unless" or "otherwise" the statement says what another
// speaks of: "not insured, unless you told us" of what was told.
func (st *statement) makesException(other *statement) bool {
	from := -1
	for i := range st.lex {
		if isText(st.lex, i, "unless", "otherwise") || hasPhrase(st.lex, i, []string{"除", "非"}) || hasPhrase(st.lex, i, []string{"否", "则"}) {
			from = i
		}
	}
	if from < 0 || other.hasUnless() {
		return false
	}
	shared := 0.0
	for _, x := range st.words {
		if x.lex > from && x.lex < st.sentenceEnd(from) && other.terms[x.term] {
			shared += x.weight()
		}
	}
	return shared >= leastShared
}
