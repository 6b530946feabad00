package answer

import (
	"strings"

	"footnote/retrieval/text"
)

// splitSentences are the sentences of a statement that has several; those
// without content ("Yes.") are left out.
func splitSentences(st *statement) []*statement {
	spans := text.Sentences(st.text)
	if len(spans) < 2 {
		return nil
	}
	var out []*statement
	for _, span := range spans {
		if s := newStatement(st.text[span.Start:span.End]); len(s.words)+len(s.facts) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// clauseWordsNeeded is how many content words or values a clause needs to be checked
// alone; a shorter one is read with the next.
const clauseWordsNeeded = 3

// splitClauses are the statements that a statement is made of, if there are
// several that each say enough: "It costs €5, and it takes three days."
func splitClauses(st *statement) []*statement {
	var parts []string
	start := 0
	for i, x := range st.lex {
		if !splits(st.lex, i) || x.start <= start {
			continue
		}
		if enoughSaid(st.text[start:x.start]) && enoughSaid(st.text[x.start:]) {
			parts = append(parts, st.text[start:x.start])
			start = x.start
		}
	}
	parts = append(parts, st.text[start:])
	out := make([]*statement, len(parts))
	for i, p := range parts {
		out[i] = newStatement(strings.Trim(p, " ,;，；、"))
	}
	return out
}

// splits: another clause may begin at lexeme i.
func splits(l []lexeme, i int) bool {
	switch l[i].text {
	case "and", "but", "while", "whereas":
		return true
	}
	return l[i].kind == lexSign && strings.Contains(",;，；", l[i].raw)
}

func enoughSaid(s string) bool {
	st := newStatement(s)
	return len(st.words)+len(st.facts) >= clauseWordsNeeded
}
