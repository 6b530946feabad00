package answer

import "fmt"

// opposite particles of English verbs.
var particleOf = map[string]string{"in": "out", "out": "in", "on": "off", "off": "on", "up": "down", "down": "up"}

// particlesDiffer: the same verb with the opposite particle: "moved in" of "moved
// out".
func particlesDiffer(st *statement, w *window) string {
	theirs := w.said.particles()
	for verb, own := range st.particles() {
		for p := range own {
			if theirs[verb][particleOf[p]] && !theirs[verb][p] {
				return fmt.Sprintf("says %q, the cited text %q", verb+" "+p, verb+" "+particleOf[p])
			}
		}
	}
	return ""
}

// particles are those that stand right behind a word, by its term.
func (st *statement) particles() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, x := range st.heard {
		if len(x.pairs) > 0 || x.lex+1 >= len(st.lex) {
			continue
		}
		p := st.lex[x.lex+1].text
		if particleOf[p] == "" {
			continue
		}
		if out[x.term] == nil {
			out[x.term] = map[string]bool{}
		}
		out[x.term][p] = true
	}
	return out
}
