package answer

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// nearCopy is the share of a statement's tokens that stand in the window in the
// same order from where on it counts as copied from it: then a word that was
// exchanged is no paraphrase but another claim.
const nearCopy = 0.5

// longestAligned bounds the tokens of either side that are aligned: quadratic.
const longestAligned = 160

// swapped says which content word of a near copy stands where the window has
// another one; "" if none does.
func swapped(st *statement, w *window) string {
	a, b := st.tokens, w.said.tokens
	if len(a) == 0 || len(b) == 0 || len(a) > longestAligned || len(b) > longestAligned {
		return ""
	}
	match := align(a, b)
	dropIsolated(a, match)
	same := 0
	for _, j := range match {
		if j >= 0 {
			same++
		}
	}
	if float64(same) < nearCopy*float64(len(a)) {
		return ""
	}
	for i := 0; i < len(a); {
		if match[i] >= 0 {
			i++
			continue
		}
		to := i
		for to < len(a) && match[to] < 0 {
			to++
		}
		if why := exchangedIn(a[i:to], b, gapStart(match, i), gapEnd(match, to, len(b)), w); why != "" {
			return why
		}
		i = to
	}
	return ""
}

// dropIsolated unmatches Chinese characters whose neighbours do not match too:
// one character in common makes no word in common.
func dropIsolated(a []token, match []int) {
	lone := make([]bool, len(match))
	for i, j := range match {
		before := i > 0 && match[i-1] >= 0 && match[i-1] == j-1 && a[i-1].content
		after := i+1 < len(match) && match[i+1] == j+1 && a[i+1].content
		lone[i] = j >= 0 && a[i].han && a[i].content && !before && !after
	}
	for i := range match {
		if lone[i] {
			match[i] = -1
		}
	}
}

func gapStart(match []int, i int) int {
	for i--; i >= 0; i-- {
		if match[i] >= 0 {
			return match[i] + 1
		}
	}
	return 0
}

func gapEnd(match []int, i, end int) int {
	for ; i < len(match); i++ {
		if match[i] >= 0 {
			return match[i]
		}
	}
	return end
}

// exchangedIn: own stands in the gap [from,to) of b. What of the gap belongs to
// the clause on its left and to that on its right are looked at apart; where
// both are there, own must be strange to both.
func exchangedIn(own, b []token, from, to int, w *window) string {
	var why string
	for _, part := range sidesOfGap(b, from, to, len(own)) {
		if len(part) == 0 {
			continue
		}
		if why = exchanged(own, part, w); why == "" {
			return ""
		}
	}
	return why
}

// sidesOfGap are the tokens of the gap that stand in the clause of the token
// before it, and those in the clause of the token behind it, about as many as
// stand there in the statement.
func sidesOfGap(b []token, from, to, own int) [][]token {
	var out [][]token
	if from > 0 {
		end := from
		for end < to && b[end].clause == b[from-1].clause {
			end++
		}
		out = append(out, b[from:min(end, from+own+1)])
	}
	if to < len(b) && (from == 0 || b[to].clause != b[from-1].clause) {
		begin := to
		for begin > from && b[begin-1].clause == b[to].clause {
			begin--
		}
		out = append(out, b[max(begin, to-own-1):to])
	}
	return out
}

// exchanged: own stands where theirs stands, and means something else.
func exchanged(own, theirs []token, w *window) string {
	mine, yours := apartFrom(contentOf(own), contentOf(theirs)), contentOf(theirs)
	if len(mine) == 0 || len(yours) == 0 {
		return ""
	}
	if len(own) == 1 && mine[0].han && len(yours) > 1 {
		return "" // one character for a word
	}
	if mine[0].han && general()[spell(mine)] {
		return ""
	}
	if len(mine) == 1 && slices.ContainsFunc(yours, func(o token) bool { return o.term == mine[0].term }) {
		return ""
	}
	strange := slices.DeleteFunc(slices.Clone(mine), func(t token) bool { return explained(t, yours, w, len(mine) == 1 || t.han && len(mine) <= fewChars) })
	if 2*len(strange) <= len(mine) {
		return ""
	}
	return fmt.Sprintf("says %q where the cited text says %q", spell(mine), spell(yours))
}

// fewChars: in a gap this short the same character is the same word ("改" for
// "修改").
const fewChars = 3

// apartFrom drops the characters that a short gap has too: of "带猫" and "带狗"
// the second was exchanged.
func apartFrom(mine, yours []token) []token {
	if len(mine) < 2 || len(yours) > fewChars || len(mine) != len(yours) {
		return mine
	}
	return slices.DeleteFunc(slices.Clone(mine), func(t token) bool {
		return t.han && slices.ContainsFunc(yours, func(o token) bool { return o.term == t.term })
	})
}

// explained: the word is another form of one of theirs, a synonym, or stands
// elsewhere in the same sentence.
func explained(t token, theirs []token, w *window, alone bool) bool {
	if !t.han && general()[t.term] {
		return true
	}
	if len(w.parts) == 1 && elsewhere(t, w.said, clauseOf(t, theirs, alone)) {
		return true
	}
	terms := map[string]bool{}
	for _, o := range theirs {
		if (!t.han || len(theirs) <= fewChars) && o.term == t.term || !t.han && kindred(o.term, t.term) {
			return true
		}
		terms[o.term] = true
		for _, p := range o.pairs {
			terms[p] = true
		}
	}
	for _, p := range append([]string{t.term}, t.pairs...) {
		if means(terms, p) || w.said.samePole(p) {
			return true
		}
	}
	return false
}

// generalWords stand for many others: whoever puts one of them in the place of
// another word says less, and hardly ever something else. "You get a message" for
// "a message is sent".
const (
	generalWords = `get receive send deliver give bring put make come go run live work see look find know tell wait stay hold reserve use
money person people user customer guest thing way time usual usually system team appear show arrive themselves itself run place part`
	generalHan = `收 收到 发 发送 寄 寄到 看 看到 看见 显示 来 到 带 带有 含 有 算 计 计入 使用 人 的人 做 做成 成 变 变成 换 换成 兑换 先 经 生 交 付 支付 缴 拿 取 领 好几 几 多 一般 通常 时候 时 里 大约 左右 进行 办 办理`
)

var general = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(generalWords) {
		for _, t := range termsOf(w) {
			set[t] = true
		}
	}
	for _, w := range strings.Fields(generalHan) {
		set[w] = true
	}
	return set
})

// particles join words: a pair with one of them is no part of a word.
const particles = `的了是在和与及或也就都而被把吗呢吧着过每这那其之`

// clauseOf is the clause in which a word must stand to count as being there: any
// (-1), unless it alone takes the place of one other word.
func clauseOf(t token, theirs []token, alone bool) int {
	if n := len(contentOf(theirs)); alone && (n == 1 || t.han && n <= fewChars) {
		return theirs[0].clause
	}
	return -1
}

// elsewhere: the clause, or any where it is -1, has the word, or a pair with the character. In another
// clause it may be said of something else: "a red light means it is off, a green
// one that it is on".
func elsewhere(t token, st *statement, clause int) bool {
	for _, x := range st.heard {
		if clause >= 0 && x.clause != clause {
			continue
		}
		if !t.han && x.term == t.term {
			return true
		}
		for _, p := range x.pairs {
			if slices.Contains(t.pairs, p) && !strings.ContainsAny(p, particles) {
				return true
			}
		}
	}
	return false
}

func contentOf(list []token) []token {
	var out []token
	for _, t := range list {
		if t.content {
			out = append(out, t)
		}
	}
	return out
}

func spell(list []token) string {
	s := ""
	for i, t := range list {
		if i > 0 && !t.han {
			s += " "
		}
		s += t.term
	}
	return s
}

// align is a longest common subsequence: for each of a its place in b, or -1.
func align(a, b []token) []int {
	n := len(b) + 1
	best := make([]int, (len(a)+1)*n)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].term == b[j].term {
				best[i*n+j] = best[(i+1)*n+j+1] + 1
			} else {
				best[i*n+j] = max(best[(i+1)*n+j], best[i*n+j+1])
			}
		}
	}
	match := make([]int, len(a))
	for i, j := 0, 0; i < len(a); i++ {
		match[i] = -1
		for j < len(b) && best[i*n+j] == best[i*n+j+1] {
			j++
		}
		if j < len(b) && a[i].term == b[j].term && best[i*n+j] == best[(i+1)*n+j+1]+1 {
			match[i] = j
			j++
		}
	}
	return match
}
