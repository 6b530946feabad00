package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sizes of a directive. A short quote is given whole; of a longer one its ends,
// as few words as select it alone, but enough to survive a small edit between.
// Chinese is cut only where a word surely ends: browsers find no half words.
const (
	wholeWords  = 10
	wholeChars  = 24 // Chinese characters
	endWords    = 4
	endChars    = 8 // at least, up to the end of a word
	moreWords   = 8 // tried when fewer are not enough
	moreChars   = 16
	sideWords   = 3 // of prefix and suffix
	sideChars   = 4
	clauseChars = 4  // a clause of so many characters, and no more than
	clauseLong  = 20 // so many, is taken as it is
)

// fragment is a directive that selects exactly bytes [start,end) of the
// document, if one is found.
func (v *visible) fragment(start, end int) (fragment, bool) {
	if v == nil {
		return fragment{}, false
	}
	from, to, ok := v.span(start, end)
	if !ok {
		return fragment{}, false
	}
	from, to = v.trim(from, to)
	for _, f := range v.proposals(from, to) {
		if a, b, ok := v.selects(f); ok && a == from && b == to {
			return f, true
		}
	}
	return fragment{}, false
}

// trim leaves out punctuation at the end: pages often show it in another
// element, or not at all.
func (v *visible) trim(from, to int) (int, int) {
	inner := strings.TrimRight(v.text[from:to], " \n.。；;,，:：")
	if inner == "" {
		return from, to
	}
	return from, from + len(inner)
}

// proposals are directives for v.text[from:to], the simplest first.
func (v *visible) proposals(from, to int) []fragment {
	quote := v.text[from:to]
	var list []fragment
	if !strings.Contains(quote, "\n") && short(quote) {
		list = append(list, fragment{start: quote})
	}
	list = append(list, ends(quote, endWords, endChars), ends(quote, moreWords, moreChars))
	before, after := v.sides(from, to)
	for _, f := range list[:len(list):len(list)] {
		with := f
		with.prefix = before
		list = append(list, with)
		with.suffix = after
		list = append(list, with)
	}
	if !strings.Contains(quote, "\n") {
		list = append(list, fragment{start: quote}, fragment{prefix: before, start: quote, suffix: after})
	}
	return list
}

// short: a quote that is given whole.
func short(s string) bool {
	han := countHan(s)
	if han > 0 {
		return utf8.RuneCountInString(s) <= wholeChars
	}
	return len(strings.Fields(s)) <= wholeWords
}

func countHan(s string) int {
	n := 0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// ends are the beginning of the quote's first line and the end of its last.
func ends(quote string, words, chars int) fragment {
	first, _, several := strings.Cut(quote, "\n")
	last := quote[strings.LastIndexByte(quote, '\n')+1:]
	f := fragment{start: head(first, words, chars), end: tail(last, words, chars)}
	if !several && len(f.start)+len(f.end) >= len(quote) {
		return fragment{start: quote}
	}
	return f
}

// head is the first words of a line; in Chinese at least so many characters.
func head(s string, words, chars int) string {
	if countHan(s) == 0 {
		fields := strings.Fields(s)
		return strings.Join(fields[:min(words, len(fields))], " ")
	}
	if i := strings.IndexAny(s, clauseEnds); i > 0 && clauseSized(s[:i]) {
		return s[:i]
	}
	n := 0
	for i := range s {
		if n >= chars && wordEnds(s, i) {
			return strings.TrimSpace(s[:i])
		}
		n++
	}
	return s
}

// clauseEnds divide the clauses of a Chinese sentence.
const clauseEnds = "，。；：！？、"

func clauseSized(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= clauseChars && n <= clauseLong
}

// tail is the last words of a line.
func tail(s string, words, chars int) string {
	if countHan(s) == 0 {
		fields := strings.Fields(s)
		return strings.Join(fields[max(0, len(fields)-words):], " ")
	}
	if i := strings.LastIndexAny(s, clauseEnds); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		if last := s[i+size:]; clauseSized(last) {
			return last
		}
	}
	n := 0
	for i := len(s); i > 0; {
		if n >= chars && wordEnds(s, i) {
			return strings.TrimLeftFunc(s[i:], func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
		}
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
		n++
	}
	return s
}

// wordEnds: a word surely ends at byte i of a Chinese text: at white space, at
// punctuation that is not part of a number, where scripts meet, and around the
// particle 的.
func wordEnds(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	if isDigit(before) && (after == '.' || after == ',') || isDigit(after) && (before == '.' || before == ',') {
		return false
	}
	switch {
	case unicode.IsSpace(before), unicode.IsSpace(after), unicode.IsPunct(before), unicode.IsPunct(after), before == '的', after == '的':
		return true
	}
	return unicode.Is(unicode.Han, before) != unicode.Is(unicode.Han, after)
}

// sides are the words right before and behind a place, on the nearest lines
// that have any.
func (v *visible) sides(from, to int) (before, after string) {
	line := strings.TrimRight(v.text[:from], " \n")
	line = line[strings.LastIndexByte(line, '\n')+1:]
	next := v.text[v.skip(to):]
	if i := strings.IndexByte(next, '\n'); i >= 0 {
		next = next[:i]
	}
	return tail(line, sideWords, sideChars), head(next, sideWords, sideChars)
}
