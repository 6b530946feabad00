package answer

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
)

//go:embed smalltalk.txt
var smallTalkList string

var smallTalk = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(smallTalkList) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all[line] = true
		}
	}
	return all
})

// greetings and thanks, which may stand before small talk or alone.
var greetings = map[string]bool{
	"hi": true, "hello": true, "hey": true, "hi there": true, "hello there": true, "good morning": true, "good afternoon": true, "good evening": true,
	"thanks": true, "thank you": true, "thanks in advance": true, "many thanks": true, "dear team": true, "dear support": true, "ok": true, "okay": true,
	"thank you very much": true, "thanks a lot": true, "best regards": true, "kind regards": true, "regards": true,
	"你好": true, "您好": true, "早上好": true, "下午好": true, "晚上好": true, "谢谢": true, "谢谢您": true, "多谢": true, "好的": true, "客服你好": true, "客服您好": true, "谢谢你": true, "非常感谢": true,
}

// SmallTalk: does a sentence only keep up the conversation ("Thanks!", "你好")? No
// document answers that.
func SmallTalk(s string) bool {
	plain := plainWords(s)
	if plain == "" || greetings[plain] || smallTalk()[plain] {
		return true
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，!！.。、~ ", r) })
	if before, after, ok := strings.Cut(s, ","); ok && greetings[plainWords(before)] {
		return SmallTalk(after)
	}
	if before, after, ok := strings.Cut(s, "，"); ok && greetings[plainWords(before)] {
		return SmallTalk(after)
	}
	if len(parts) > 1 && greetings[plainWords(parts[0])] {
		rest := plainWords(strings.Join(parts[1:], " "))
		return greetings[rest] || smallTalk()[rest]
	}
	return false
}

// plainWords is s in small letters, without punctuation.
func plainWords(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == ' ':
			return unicode.ToLower(r)
		case r == '\'' || r == '’':
			return -1
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
