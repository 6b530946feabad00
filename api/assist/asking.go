package assist

import (
	"strings"
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

// tells: is there anything in it that can be looked up?
func tells(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

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
