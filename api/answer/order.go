package answer

import "fmt"

// crossedOver: what stands before m in the statement stands behind o in the
// window, and the reverse: "we need A before we send B" of "B is sent after A".
func crossedOver(m mark, a *statement, o mark, b *statement) bool {
	a1, a2 := a.sides(m)
	b1, b2 := b.sides(o)
	return common(a1, b2)+common(a2, b1) > common(a1, b1)+common(a2, b2)
}

// orders: the mark puts two things in order, as "before" does: not "提前".
func (st *statement) orders(m mark) bool {
	return isText(st.lex, m.from, "before", "after", "until", "till", "once", "之", "以", "前", "后")
}

// sides are the content words of what a mark of time puts in order: what it
// belongs to, and the point in time. A mark that begins its sentence has the
// point in time in its own clause, and the rest of the sentence is the other.
func (st *statement) sides(m mark) (what, when map[string]float64) {
	what, when = map[string]float64{}, map[string]float64{}
	begin, end := st.sentenceStart(m.from), st.sentenceEnd(m.from)
	opening := !st.contentBetween(begin, m.from)
	for _, x := range st.words {
		switch {
		case x.lex < begin || x.lex >= end:
		case st.lex[m.from].kind == lexHan && x.clause != m.clause && x.clause != m.clause+1:
		case st.lex[m.from].kind == lexHan && x.lex < m.from && x.clause == m.clause:
			when[x.term] = x.weight() // "打包之前" stands behind its point in time
		case st.lex[m.from].kind == lexHan && (x.clause == m.clause || !st.saysBehind(m)):
			what[x.term] = x.weight()
		case st.lex[m.from].kind == lexHan:
		case x.lex < m.from, opening && x.clause != m.clause:
			what[x.term] = x.weight()
		default:
			when[x.term] = x.weight()
		}
	}
	return what, when
}

// saysBehind: there is content behind the mark in its clause.
func (st *statement) saysBehind(m mark) bool {
	for _, x := range st.words {
		if x.clause == m.clause && x.lex >= m.to {
			return true
		}
	}
	return false
}

// sentenceEnd is behind the last lexeme of the sentence around lexeme i.
func (st *statement) sentenceEnd(i int) int {
	for i++; i < len(st.lex); i++ {
		if isText(st.lex, i-1, ".", "!", "?", "。", "！", "？") || lineBetween(st, i) {
			return i
		}
	}
	return len(st.lex)
}

// traded: who does it to whom is the other way round: "members ban moderators"
// of "moderators ban members".
func traded(st *statement, w *window) string {
	if st.passive() || w.said.passive() {
		return ""
	}
	theirs := map[[3]string]bool{}
	for _, t := range w.said.triples() {
		theirs[t] = true
	}
	for _, t := range st.triples() {
		if theirs[[3]string{t[2], t[1], t[0]}] && !theirs[t] && t[0] != t[2] {
			return fmt.Sprintf("says that %q %q %q, the cited text the reverse", t[0], t[1], t[2])
		}
	}
	return ""
}

// triples are each three content words in a row of one clause; of Chinese, three
// pairs of characters that do not overlap.
func (st *statement) triples() [][3]string {
	var list []word
	var ends []int
	for i := 0; i < len(st.words); i++ {
		x := st.words[i]
		end := x.lex + 1
		if len(x.pairs) > 0 && i+1 < len(st.words) && st.words[i+1].lex == x.lex+1 {
			x.term += st.words[i+1].term
			i++
			end++
		}
		list, ends = append(list, x), append(ends, end)
	}
	var out [][3]string
	for i := 2; i < len(list); i++ {
		if list[i].clause == list[i-2].clause && st.bare(ends[i-2], list[i-1].lex) && st.bare(ends[i-1], list[i].lex) {
			out = append(out, [3]string{list[i-2].term, list[i-1].term, list[i].term})
		}
	}
	return out
}

// bareWords may stand between the words of a triple.
var bareWords = wordSet(`a an the their his her our your its can may will must shall also only never always 可 以 会 能 的 只 须`)

// bare: nothing but such words stands at lexemes [from,to).
func (st *statement) bare(from, to int) bool {
	for i := from; i < to; i++ {
		if !bareWords[st.lex[i].text] {
			return false
		}
	}
	return true
}

// resequenced: what comes first and what then has changed places: "first by video
// and then in the office".
func resequenced(st *statement, w *window) string {
	a1, a2 := st.sequence()
	b1, b2 := w.said.sequence()
	if a1 == nil || b1 == nil {
		return ""
	}
	if common(a1, b2)+common(a2, b1) > common(a1, b1)+common(a2, b2) {
		return "says in another order what the cited text says"
	}
	return ""
}

// sequence are the content words before and behind a "then" in a sentence with a
// "first"; nil where there is none.
func (st *statement) sequence() (before, behind map[string]float64) {
	first := -1
	for i := range st.lex {
		if isText(st.lex, i, "first", "先") {
			first = i
		}
		then := isText(st.lex, i, "then", "afterwards") || first >= 0 && i > first+1 && isText(st.lex, i, "再", "后") && (isText(st.lex, i-1, ",", "，", "、", "然") || st.clauses[i] != st.clauses[i-1])
		if first < 0 || !then {
			continue
		}
		before, behind = map[string]float64{}, map[string]float64{}
		begin, end := st.sentenceStart(i), st.sentenceEnd(i)
		for _, x := range st.words {
			switch {
			case x.lex < begin || x.lex >= end:
			case x.lex < i:
				before[x.term] = x.weight()
			default:
				behind[x.term] = x.weight()
			}
		}
		return before, behind
	}
	return nil, nil
}

// passive: the one who does it comes last, or first with a sign: "by", "被", "由".
func (st *statement) passive() bool {
	for i := range st.lex {
		if isText(st.lex, i, "by", "被", "由", "把", "将", "been", "be", "is", "are", "was", "were") {
			return true
		}
	}
	return false
}
