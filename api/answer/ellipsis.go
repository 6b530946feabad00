package answer

import "fmt"

// ellipses: a clause that ends with its "not" ("phones are not") denies its
// subject what the clause before says.
func ellipses(st *statement, w *window) string {
	theirs, own := w.said.elliptical(), st.elliptical()
	denied, _ := st.negated()
	for t := range theirs {
		if st.terms[t] && !denied[t] && !own[t] {
			return fmt.Sprintf("leaves out that the cited text denies it for %q", t)
		}
	}
	theirDenied, _ := w.said.negated()
	for t := range own {
		if w.said.terms[t] && !theirDenied[t] {
			return fmt.Sprintf("denies it for %q, the cited text does not", t)
		}
	}
	return ""
}

// elliptical are the words of the clauses that end with a "not".
func (st *statement) elliptical() map[string]bool {
	out := map[string]bool{}
	for _, m := range st.marks {
		if m.kind != "not" || !isText(st.lex, m.to-1, "not", "n't", "cannot") {
			continue
		}
		if m.to < len(st.lex) && st.clauses[m.to] == m.clause {
			continue
		}
		for _, x := range st.heard {
			if x.clause == m.clause && x.lex < m.from {
				out[x.term] = true
			}
		}
	}
	return out
}
