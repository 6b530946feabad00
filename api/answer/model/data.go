package model

import (
	"regexp"
	"strings"
	"unicode"
)

// What a text must not do inside the prompt is looked for without regard to
// case; the signs that make it work are replaced by look-alikes.
var (
	// fence: closing or opening a passage.
	fence = regexp.MustCompile(`(?i)<\s*/?\s*passage`)
	// special: the words that chat formats are made of.
	special = regexp.MustCompile(`(?i)<\s*[|｜][^<>\n]{0,60}>?|</?s>|<<\s*/?\s*sys\s*>>|</?(?:start|end)_of_(?:turn|text)>|</?think(?:ing)?>|\[/?inst\]`)
	// control: such a word in a reply, where a server let it through.
	control = regexp.MustCompile(`<[|｜][^<>\n]{1,40}[|｜]>`)
	// turn: a line that looks like the next speaker's.
	turn = regexp.MustCompile(`(?im)^(\s*)((?:#+\s*)?(?:system|user|assistant|human|instructions?|question|answer|系统|用户|助手)\s*[:：])`)
	// marked: a footnote mark of the text's own.
	marked = regexp.MustCompile(`[\[［【]\s*\^?(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*[\]］】]`)
)

var lookAlike = strings.NewReplacer("<", "‹", ">", "›", "[", "(", "]", ")", "|", "¦", "｜", "¦")

// asData is s as it may stand in the prompt: it cannot end its fence, open
// another speaker's turn, pass for a citation or for a control word.
func asData(s string) string {
	s = clean(s)
	s = special.ReplaceAllStringFunc(s, lookAlike.Replace)
	s = fence.ReplaceAllStringFunc(s, lookAlike.Replace)
	s = marked.ReplaceAllString(s, "($1)")
	s = turn.ReplaceAllString(s, "$1> $2")
	return strings.TrimSpace(s)
}

// maxLine is as much of a title as is shown, in bytes.
const maxLine = 300

// asLine is asData on one line of at most n bytes.
func asLine(s string, n int) string {
	s = strings.Join(strings.Fields(asData(s)), " ")
	if len(s) > n {
		s = strings.ToValidUTF8(s[:n], "")
	}
	return s
}

// clean drops what a reader cannot see: control and format characters, bytes
// that are no text.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, " "))
}
