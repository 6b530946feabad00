package text

import (
	"strings"
	"sync"
)

// sort of a term: what it does in a sentence.
type sort uint8

const (
	content sort = iota
	stop
	asking
)

// stopWords are Lucene's (EnglishAnalyzer.ENGLISH_STOP_WORDS_SET), then the
// Chinese characters and words that only hold a sentence together. All as
// terms: folded and stemmed.
const stopWords = `a an and are as at be but by for if in into is it no not of on or such
that the their then there these they this to was will with
的 了 吗 呢 吧 啊 呀 嘛 着 和 与 及 或 在 是 也 就 都 而 被 把 我 你 您 他 她 它 们`

// askingWords turn a sentence into a question, or belong to the asker rather
// than to the matter. In a text they say little, in the title of an FAQ entry
// they are half of the match.
const askingWords = `what which who whom whose when where why how whi do does did doe can could
should would may might must i me my we our us you your am been have has had get any please pleas tell there
什么 怎么 怎样 如何 为什 为何 哪里 哪个 哪些 哪儿 多少 多久 几个 是否 能否 可否 可以 能不 不能 请问 谁 哪 几 怎 么 什 吗`

// sorts is made of the lists above, once; never changed.
var sorts = sync.OnceValue(func() map[string]sort {
	m := map[string]sort{}
	for _, w := range strings.Fields(askingWords) {
		m[w] = asking
	}
	for _, w := range strings.Fields(stopWords) {
		m[w] = stop
	}
	return m
})

func sortOf(term string) sort { return sorts()[term] }

// Asks reports whether a term is a question word.
func Asks(term string) bool { return sortOf(term) == asking }
