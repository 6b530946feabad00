package answer

import (
	"fmt"
	"strings"
)

// adds says what a near copy has put into the window's sentence: "your data
// allowance and your text messages" of "your data allowance".
func adds(st *statement, w *window) string {
	if len(w.parts) > 1 || len(st.tokens) == 0 || len(st.tokens) > longestAligned || len(w.said.tokens) > longestAligned {
		return ""
	}
	match := align(st.tokens, w.said.tokens)
	dropIsolated(st.tokens, match)
	if matched(match) < nearCopyShare(st) {
		return ""
	}
	joints := st.joints()
	for i := 0; i < len(match); i++ {
		if match[i] >= 0 || !joints[i] {
			continue
		}
		to := i
		for to < len(match) && match[to] < 0 {
			to++
		}
		if strange := st.strange(i, to, w); strange != "" {
			return fmt.Sprintf("adds %q to what the cited text says", strange)
		}
		i = to
	}
	return ""
}

func matched(match []int) (n int) {
	for _, j := range match {
		if j >= 0 {
			n++
		}
	}
	return n
}

func nearCopyShare(st *statement) int { return int(nearCopy*float64(len(st.tokens)) + 0.999) }

// strange are the content words of tokens [from,to) that the window and what
// stands over it do not have in any form.
func (st *statement) strange(from, to int, w *window) string {
	var out []string
	for _, t := range st.tokens[from:to] {
		if t.content && has(w, word{term: t.term, pairs: t.pairs}) == 0 {
			out = append(out, t.term)
		}
	}
	return strings.Join(out, " ")
}

// joiners join one more thing to what is there.
var joiners = wordSet(`and or plus as 和 与 及 或`)

// joints are the tokens behind which something joined begins: "and", "、".
func (st *statement) joints() map[int]bool {
	out := map[int]bool{}
	for i, t := range st.tokens {
		if joiners[t.term] {
			out[i], out[i+1] = true, true
		}
	}
	return out
}
