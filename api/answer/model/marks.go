package model

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark is a citation in the reply: [1] [1, 2] [1-3] 【1】 【1†source】 [^1]
// [passage 1] ［1］, with the address that some models link it to.
var mark = regexp.MustCompile(`[\[［【]\s*(?:(?i:passages?|sources?|段落|来源|文档)\s*)?(\^?\d{1,3}(?:\s*[,，、;；–-]\s*\^?\d{1,3}){0,11})(?:†[^\]］】\n]{0,40})?\s*[\]］】](?:\((?:https?://|#)[^)\s]{0,300}\))?`)

// longestMark in bytes, without a link.
const longestMark = 160

// longestControl in bytes.
const longestControl = 140

// numbers of a mark's list: "1, 3" and "2-4".
func numbers(list string) []int {
	var all []int
	last, ranged := 0, false
	for _, part := range splitList.FindAllString(list, -1) {
		n, err := strconv.Atoi(part)
		if err != nil {
			ranged = ranged || part == "-" || part == "–"
			continue
		}
		if ranged && n > last && n-last <= maxRange {
			for k := last + 1; k < n; k++ {
				all = append(all, k)
			}
		}
		all = append(all, n)
		last, ranged = n, false
	}
	return all
}

var splitList = regexp.MustCompile(`\d+|[–-]`)

// maxRange is the longest list that "[1-9]" stands for.
const maxRange = 12

// stripped is a text without its marks, emphasis and control words.
type stripped struct {
	text  string
	raw   []int // where each byte of text was; one more for the end
	marks []placed
}

// placed is a citation and the place in stripped.text where it stood.
type placed struct {
	at        int
	raw       int // where the mark began
	number    int
	lineStart bool // only text behind it stands on its line
}

// strip takes the marks out of s, but not out of code.
func strip(s string) stripped {
	out := stripped{}
	var b strings.Builder
	copyTo := func(from, to int) {
		for k := from; k < to; k++ {
			out.raw = append(out.raw, k)
		}
		b.WriteString(s[from:to])
	}
	for i := 0; i < len(s); {
		next, drop, list := nextMark(s, i)
		copyTo(i, next)
		i = next + drop
		if drop == 0 {
			break
		}
		if list == "" {
			continue
		}
		start := !onlyMarks(lineAt(s, next)) && (strings.TrimSpace(s[strings.LastIndexByte(s[:next], '\n')+1:next]) == "" || atLineStart(b.String(), out.marks))
		if gap(b.String(), s[i:]) {
			text := strings.TrimRight(b.String(), " ")
			out.raw = out.raw[:len(text)]
			b.Reset()
			b.WriteString(text)
		}
		for _, n := range numbers(list) {
			out.marks = append(out.marks, placed{b.Len(), next, n, start})
		}
	}
	out.text = b.String()
	out.raw = append(out.raw, len(s))
	return out
}

// lineAt is the line of s in which byte i is.
func lineAt(s string, i int) string {
	return strings.TrimRight(s[strings.LastIndexByte(s[:i], '\n')+1:lineEnd(s, i)], "\n")
}

// atLineStart: does the text end where a line begins, marks aside?
func atLineStart(text string, marks []placed) bool {
	line := text[strings.LastIndexByte(text, '\n')+1:]
	return len(marks) > 0 && marks[len(marks)-1].lineStart && strings.TrimSpace(line) == ""
}

// gap: would dropping a mark leave a space that belongs to nothing?
func gap(before, after string) bool {
	if !strings.HasSuffix(before, " ") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(after)
	return after == "" || unicode.IsSpace(r) || strings.ContainsRune(".,;:!?。，；：！？、)）", r) || mark.FindStringIndex(after) != nil && mark.FindStringIndex(after)[0] == 0
}

// nextMark is where, from i on, something is to be dropped, how many bytes, and
// the numbers if it is a mark.
func nextMark(s string, i int) (at, drop int, list string) {
	for i < len(s) {
		switch s[i] {
		case '`':
			i = codeEnd(s, i)
			continue
		case '*':
			if strings.HasPrefix(s[i:], "**") {
				return i, 2, ""
			}
		case '<':
			if m := control.FindStringIndex(s[i:min(len(s), i+longestControl)]); m != nil && m[0] == 0 {
				return i, m[1], ""
			}
		case '[', 0xe3, 0xef: // the first bytes of 【 and ［ too
			if m := mark.FindStringSubmatchIndex(s[i:min(len(s), i+longestMark+320)]); m != nil && m[0] == 0 {
				return i, m[1], s[i+m[2] : i+m[3]]
			}
		}
		i++
	}
	return len(s), 0, ""
}

// codeEnd is the end of the code that begins at the backtick at i, or the next
// byte if it has no end on its line.
func codeEnd(s string, i int) int {
	line := s[i+1:]
	if n := strings.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	if n := strings.IndexByte(line, '`'); n >= 0 {
		return i + 1 + n + 1
	}
	return i + 1
}

// unsettled is where the end of s begins that may still become a mark, code or
// emphasis; len(s) if there is none.
func unsettled(s string) int {
	from := max(strings.LastIndexByte(s, '\n')+1, len(s)-longestMark-320)
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '`':
			end := codeEnd(s, i)
			if end == i+1 {
				return i
			}
			i = end - 1
		case '*':
			if i == len(s)-1 {
				return i
			}
		case '<':
			if rest := s[i+1:]; len(rest) < longestControl && !strings.Contains(rest, ">") && (rest == "" || rest[0] == '|' || strings.HasPrefix(rest, "｜")) {
				return i
			}
		case '[', 0xe3, 0xef:
			if openMark(s[i:]) {
				return i
			}
		}
	}
	return len(s)
}

// openMark: s begins with a bracket that is not closed yet, or with a mark whose
// link is not.
func openMark(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return true // the rest of the character is to come
	}
	if r != '[' && r != '【' && r != '［' {
		return false
	}
	end := strings.IndexAny(s[n:], "]］】")
	if end < 0 {
		return len(s) <= longestMark
	}
	_, width := utf8.DecodeRuneInString(s[n+end:])
	rest := s[n+end+width:]
	return rest == "" || rest[0] == '(' && !strings.ContainsAny(rest, ") ") && len(rest) <= 320
}
