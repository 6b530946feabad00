package answer

// saysWithNot: the statement's "not" stands where the window says it in another
// way: "if you do not send it" for "otherwise", "没有取走的" for "逾期"; "not
// outside" for "only".
func (st *statement) saysWithNot(said *statement) bool {
	if denies(said) {
		return false
	}
	beyond := false
	for i := range st.lex {
		beyond = beyond || isText(st.lex, i, "outside", "except", "elsewhere") || hasPhrase(st.lex, i, []string{"以", "外"}) || hasPhrase(st.lex, i, []string{"之", "外"}) || hasPhrase(st.lex, i, []string{"other", "than"})
	}
	if beyond && hasKind(said, "only") {
		return true
	}
	return said.lacksSomething() && (st.deniesCondition() || st.deniesFirst())
}

// deniesFirst: a Chinese condition needs no word for it: "不上报读数，我们就会估算".
func (st *statement) deniesFirst() bool {
	n := 0
	for _, m := range st.marks {
		if m.kind == "not" {
			if !st.han || m.clause == st.clauses[len(st.lex)-1] && !st.beforeOf(m) {
				return false
			}
			n++
		}
	}
	return n > 0
}

// beforeOf: a "的" behind the mark makes what it denies an attribute.
func (st *statement) beforeOf(m mark) bool {
	for i := m.to; i < len(st.lex)-2 && st.clauses[i] == m.clause; i++ {
		if st.lex[i].text == "的" {
			return true
		}
	}
	return false
}

// lackWords say that something is not so, without a "not".
var lackWords = wordSet(`otherwise elsewhere until late overdue missed missing absent empty unused unopened uncollected unpaid unanswered unread unsigned untouched idle 否则 不然 别处 直到 逾期 过期 超时 缺席 闲置 空置`)

func (st *statement) lacksSomething() bool {
	for i, x := range st.lex {
		if lackWords[x.text] || i+1 < len(st.lex) && x.kind == lexHan && lackWords[x.text+st.lex[i+1].text] {
			return true
		}
	}
	return false
}
