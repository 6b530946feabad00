package answer

import (
	"fmt"
	"slices"
)

// Words that make a statement of everything of a kind, and such that make one
// of a part of it.
var (
	universal = wordSet(`all every each any entire whole everything everybody everyone anybody anyone`)
	partial   = wordSet(`one single some most several certain selected few`)
)

// widens: the statement says of all what the window says of one or some:
// "access to all repositories" of "access to one repository".
func widens(st *statement, w *window) string {
	if len(w.said.universals()) > 0 {
		return ""
	}
	if hasKind(w.said, "only") && !hasKind(st, "only") {
		for _, all := range st.universals() {
			return fmt.Sprintf("says %q where the cited text says only", all)
		}
	}
	parts := w.said.partials()
	for noun, all := range st.universals() {
		if w.said.restricts(noun, st) {
			return fmt.Sprintf("says %q of %q, the cited text sets a limit", all, noun)
		}
		if some := parts[noun]; some != "" && st.partials()[noun] == "" {
			return fmt.Sprintf("says %q where the cited text says %q", all, some)
		}
	}
	return ""
}

// quantified gives the nouns behind words of a set, with the word. In Chinese
// they are the character that ends the quantifier's measure.
func (st *statement) quantified(words map[string]bool, phrases []string) map[string]string {
	out := map[string]string{}
	for i, x := range st.lex {
		switch {
		case x.kind == lexWord && words[x.text] && !isText(st.lex, i+1, "or"):
			if noun := st.contentFrom(i + 1); noun != "" {
				out[noun] = x.text
			}
		case x.kind == lexHan:
			for _, p := range phrases {
				n := len([]rune(p))
				if i+n <= len(st.lex) && joined(st.lex[i:i+n]) == p {
					if noun := st.contentFrom(i + n); noun != "" {
						out[noun] = p
					}
				}
			}
		}
	}
	return out
}

func (st *statement) universals() map[string]string {
	return st.quantified(universal, []string{"所有", "全部", "任何", "一切", "每个", "每一"})
}

func (st *statement) partials() map[string]string {
	return st.quantified(partial, []string{"一个", "一台", "一种", "一项", "一次", "部分", "某些", "一些", "个别", "少数", "多数"})
}

// contentFrom is the first content word from lexeme i on, at most two behind it.
func (st *statement) contentFrom(i int) string {
	k := slices.IndexFunc(st.words, func(x word) bool { return x.lex >= i })
	if k < 0 || st.words[k].lex > i+2 {
		return ""
	}
	return st.words[k].term
}

// restricts: a limit that the other does not name stands right before the noun:
// "tables for more than eight", "八人以上的餐桌".
func (st *statement) restricts(noun string, other *statement) bool {
	for _, x := range st.words {
		if x.term != noun {
			continue
		}
		for _, f := range st.facts {
			from, to := st.place(f)
			near := from > x.lex && from-x.lex <= besideWords || to <= x.lex && x.lex-to <= besideWords
			if near && st.clauses[from] == x.clause && len(st.limits(f, "bound")) > 0 && !stated(f, other.facts) {
				return true
			}
		}
	}
	return false
}
