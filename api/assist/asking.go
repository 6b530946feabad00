package assist

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"footnote/api/answer"
)

// asks: is the sentence a question?
func asks(s string) bool {
	bare := strings.TrimRight(s, " \"'”’」』）)!！")
	if strings.HasSuffix(bare, "?") || strings.HasSuffix(bare, "？") {
		return true
	}
	a := answer.ReadQuestion(s)
	if !a.Told {
		return false
	}
	if a.Han {
		return strings.ContainsAny(s, "吗呢么嗎麼") || strings.Contains(s, "请问") || hasAny(s, "怎么", "如何", "多少", "多久", "哪里", "什么", "怎麼", "什麼", "哪些", "是否", "能不能", "可不可以")
	}
	first, _, _ := strings.Cut(strings.TrimLeft(strings.ToLower(s), "\"'“‘ "), " ")
	return strings.Contains(" how what which who whom whose when where why is are do does did can could may must should will would ", " "+first+" ") ||
		hasAny(strings.ToLower(s), "want to know", "like to know", "wondering", "tell me", "need to know")
}

func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

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

// small: does the sentence only keep up the conversation?
func small(s string) bool {
	plain := plainWords(s)
	if plain == "" || greetings[plain] || smallTalk()[plain] {
		return true
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，!！.。、~ ", r) })
	if before, after, ok := strings.Cut(s, ","); ok && greetings[plainWords(before)] {
		return small(after)
	}
	if before, after, ok := strings.Cut(s, "，"); ok && greetings[plainWords(before)] {
		return small(after)
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

// tells: is there anything in it that can be looked up?
func tells(s string) bool { return plainWords(s) != "" }

// readable is a message without what cannot be seen, without the lines that it
// quotes from an earlier mail and without the signature below "-- ".
func readable(s string) string {
	s = strings.ToValidUTF8(s, " ")
	var b strings.Builder
	for line := range strings.Lines(s) {
		plain := strings.TrimRight(line, "\r\n")
		if plain == "-- " || plain == "--" {
			break
		}
		if !strings.HasPrefix(strings.TrimSpace(plain), ">") {
			b.WriteString(plain + "\n")
		}
	}
	return strings.TrimSpace(strings.Map(seen, b.String()))
}

func seen(r rune) rune {
	switch {
	case r == '\n' || r == '\u200c' || r == '\u200d':
		return r
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}
