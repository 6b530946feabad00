package answer

import "fmt"

// lacksDiffer: the statement says of something that it is there where the window
// says the same of its absence: "with --force" of "without --force". A clause
// that is denied as well says the same again: "without it, it is not covered".
func lacksDiffer(st *statement, w *window) string {
	theirs := w.said.companions()
	for term, own := range st.companions() {
		if other, ok := theirs[term]; ok && own != other {
			return fmt.Sprintf("says that %q is there where the cited text says it is not, or the reverse", term)
		}
	}
	return ""
}

// Words for having and not having something.
var (
	having  = wordSet(`with using having`)
	lacking = wordSet(`without unless lacking`)
)

// companions are the values and words that stand behind "with" or "without", and
// whether what the clause says is said of their presence.
func (st *statement) companions() map[string]bool {
	out := map[string]bool{}
	for i, x := range st.lex {
		has, lacks, n := having[x.text], lacking[x.text], 1
		switch {
		case isText(st.lex, i, "不", "没", "未") && isText(st.lex, i+1, "加", "有"):
			lacks, n = true, 2
		case isText(st.lex, i, "加") && !isText(st.lex, i-1, "不", "没", "未", "添", "增", "附", "参", "有"):
			has = true
		}
		if !has && !lacks {
			continue
		}
		if term := st.elementFrom(i + n); term != "" {
			out[term] = has != st.deniesElsewhere(i)
		}
	}
	return out
}

// deniesElsewhere: the clause that the companion at lexeme i belongs to denies
// something: its own, or the next where it begins the sentence. The "without" at
// i itself does not count.
func (st *statement) deniesElsewhere(i int) bool {
	clause := st.clauses[i]
	if st.sentenceStart(i) >= i-1 && clause < st.clauses[len(st.clauses)-1] {
		clause++
	}
	odd := false
	for _, m := range st.marks {
		if m.kind == "not" && m.clause == clause && !(i >= m.from && i < m.to) {
			odd = !odd
		}
	}
	return odd
}

// elementFrom is a code or content word that begins at most two lexemes behind i.
func (st *statement) elementFrom(i int) string {
	for _, f := range st.facts {
		if from, _ := st.place(f); f.kind == coded && !f.rate() && from >= i-1 && from <= i+2 && f.start >= st.lex[min(i, len(st.lex)-1)].start-1 {
			return f.code
		}
	}
	return st.contentFrom(i)
}

// conceding phrases say that a condition makes no difference.
var conceding = [][]string{{"even", "if"}, {"even", "when"}, {"even", "without"}, {"regardless"}, {"whether", "or", "not"}, {"no", "matter"}, {"即", "使"}, {"即", "便"}, {"无", "论"}, {"不", "论"}, {"不", "管"}, {"就", "算"}, {"哪", "怕"}}

// concedes: the statement says that something makes no difference, and the
// window has a condition instead.
func concedes(st *statement, w *window) string {
	if !st.concession() || w.said.concession() {
		return ""
	}
	return "says that a condition makes no difference, the cited text does not"
}

func (st *statement) concession() bool {
	for i := range st.lex {
		for _, p := range conceding {
			if hasPhrase(st.lex, i, p) {
				return true
			}
		}
	}
	return false
}
