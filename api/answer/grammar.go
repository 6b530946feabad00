package answer

import (
	"strings"
	"sync"

	"footnote/retrieval/text"
)

// howMeasures behind "how" ask for a value and name nothing.
var howMeasures = sync.OnceValue(func() map[string]bool {
	return wordSet("much many long often quickly quick soon fast late early far big large high old")
})

// metaWords ask for a comparison or a definition, or stand for a thing that the
// question does not name.
var metaWords = sync.OnceValue(func() map[string]bool {
	return wordSet("difference differences differ versus vs compared mean means meaning definition something anything stuff")
})

// hanGrammar are phrases that make a Chinese question of a statement. Longer
// ones stand before those that they hold.
var hanGrammar = strings.Fields(`多少钱 多长时间 几个工作日 什么时候 什么时间 是什么意思 为什么 怎么样 怎么办 可不可以 能不能 是不是 有没有 要不要 有什么区别 有什么不同 有何区别 有何不同 区别 不同 差别 差异
多少 多久 几天 几点 几次 几个 几年 几种 几分钟 几小时 什么 怎么 怎样 如何 哪里 哪儿 哪个 哪些 哪位 哪种 是否 能否 请问 麻烦 一下
哪 几 吗 呢 啊 了 么 咋 啥 我 你们 您 你 想`)

// Grammar are the ranges of q that only make a question of it, in order. They are
// not what it is about: a page that says "too much" does not answer "how much is
// it?", and pairs of Chinese characters that reach into "多少钱" stand in no
// answer.
func Grammar(q string) []text.Span {
	var out []text.Span
	for i := 0; i < len(q); {
		n := 0
		if q[i] >= 0x80 {
			n = hanPhrase(q[i:])
		}
		if n > 0 {
			out = append(out, text.Span{Start: i, End: i + n})
		}
		i += max(n, 1)
	}
	how := false
	for w := range text.Words(q) {
		raw := strings.ToLower(q[w.Start:w.End])
		if how && howMeasures()[raw] || metaWords()[raw] {
			out = append(out, text.Span{Start: w.Start, End: w.End})
		}
		how = raw == "how" || raw == "hows"
	}
	return out
}

func hanPhrase(s string) int {
	for _, p := range hanGrammar {
		if strings.HasPrefix(s, p) {
			return len(p)
		}
	}
	return 0
}

// Overlaps: does the word lie in or reach into one of the ranges?
func Overlaps(w text.Word, ranges []text.Span) bool {
	for _, r := range ranges {
		if w.Start < r.End && r.Start < w.End {
			return true
		}
	}
	return false
}
