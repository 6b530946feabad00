package answer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval/text"
)

// inPlace is the question before with the thing in the place of its like.
func inPlace(before, thing string, pieces Pieces) string {
	if from, to, ok := prepositional(before, thing); ok {
		return before[:from] + thing + before[to:]
	}
	bare := thing
	if i := strings.IndexByte(thing, ' '); i > 0 && prepositions()[strings.ToLower(thing[:i])] {
		bare = ""
	}
	if bare != "" {
		bare = unquoted(strings.TrimPrefix(strings.TrimPrefix(bare, "the "), "a "))
		if from, to, ok := likeIn(before, bare, pieces); ok {
			return before[:from] + bare + before[to:]
		}
	}
	if text.Language(before) == "zh" {
		return thing + "，" + before
	}
	end := strings.TrimRight(before, " ?.!")
	if bare == "" {
		return end + " " + thing + before[len(end):]
	}
	return end + " (" + thing + ")" + before[len(end):]
}

// prepositional is where the question before has the preposition that the thing
// begins with: "for one person" for "for two people".
func prepositional(before, thing string) (from, to int, ok bool) {
	first, rest, _ := strings.Cut(thing, " ")
	first = strings.ToLower(first)
	if rest == "" || !prepositions()[first] {
		return 0, 0, false
	}
	lower := strings.ToLower(before)
	i := strings.LastIndex(lower, " "+first+" ")
	if i < 0 || len(lower) != len(before) {
		return 0, 0, false
	}
	to = i + 1 + len(first)
	words := 0
	for to < len(before) && !strings.ContainsRune("?,;.!", rune(before[to])) {
		if before[to] == ' ' {
			next, _, _ := strings.Cut(lower[to+1:], " ")
			if next = strings.Trim(next, "?,;.!"); words > 0 && (prepositions()[next] || yesNoOpeners()[next] || next == "and" || next == "or") {
				break
			}
			words++
		}
		to++
	}
	return i + 1, to, true
}

// How alike a part of the question before and the new thing must be, and what
// speaks for it beside the meaning; all set on conversations made for it.
const (
	leastLike  = 0.27
	sameEnding = 0.15 // a common ending of one word or two Chinese characters; one character half of it
	sameShape  = 0.2  // both with a capital, a digit, in quotes; off where one is Latin and the other Chinese
	insideIt   = 0.25 // off where it is the new thing's end or beginning: "fields" of "boolean fields"
	beginsRow  = 0.1  // no other word of content stands right before it
	cutWord    = 0.15 // off where it begins or ends within a word
	otherSize  = 0.05 // off for each word or character more or less
)

// likeIn is the part of the question before that is most like the thing.
func likeIn(before, thing string, pieces Pieces) (from, to int, ok bool) {
	sense := NewSense(pieces, thing)
	var all []uint16
	if sense != nil {
		all = pieces.Tokens(before)
	}
	best := leastLike
	for _, s := range slots(before, thing) {
		part := before[s.Start:s.End]
		if strings.EqualFold(part, thing) {
			return 0, 0, false // it is asked of already
		}
		like := formAlike(part, thing, s.Start > 0) + sameShape*boolTo(quoted(before, s.Span)) + beginsRow*boolTo(s.begins)
		if sense != nil {
			tokens := pieces.Tokens(part)
			alike, _ := sense.Compare(sense.Read(spelling(pieces, part)))
			if like += alike; !holdsRow(all, tokens) {
				like -= cutWord
			}
		}
		if like > best {
			best, from, to, ok = like, s.Start, s.End, true
		}
	}
	return from, to, ok
}

// holdsRow: all holds the tokens in a row.
func holdsRow(all, tokens []uint16) bool {
	for i := 0; i+len(tokens) <= len(all); i++ {
		if slices.Equal(all[i:i+len(tokens)], tokens) {
			return true
		}
	}
	return false
}

// slot is a part of a question that another thing may take the place of.
type slot struct {
	text.Span
	begins bool // no other word of content stands right before it
}

// slots are some words of content in a row, some Chinese characters, names in
// quotes.
func slots(q, thing string) []slot {
	light := Grammar(q)
	var units []text.Span
	for w := range text.Words(q) {
		switch {
		case w.Kind == text.Pair, w.Part && w.Kind != text.Char, w.Stop, w.Asking, Overlaps(w, light):
			continue
		}
		units = append(units, text.Span{Start: w.Start, End: w.End})
	}
	joined := func(i int) bool {
		return i > 0 && strings.Trim(q[units[i-1].End:units[i].Start], " -") == ""
	}
	var out []slot
	for _, s := range quotations(q) {
		out = append(out, slot{s, true})
	}
	size := sizeOf(thing)
	for i := range units {
		for j := i; j < len(units) && j <= i+size+1 && (j == i || joined(j)); j++ {
			out = append(out, slot{text.Span{Start: units[i].Start, End: units[j].End}, !joined(i)})
		}
	}
	return out
}

// quotation is a name in quotes.
var quotation = regexp.MustCompile(`"([^"]+)"|“([^”]+)”|「([^」]+)」|『([^』]+)』|‘([^’]+)’|《([^》]+)》`)

// quotations are the names in quotes.
func quotations(q string) []text.Span {
	var out []text.Span
	for _, m := range quotation.FindAllStringSubmatchIndex(q, -1) {
		for k := 2; k < len(m); k += 2 {
			if m[k] >= 0 {
				out = append(out, text.Span{Start: m[k], End: m[k+1]})
			}
		}
	}
	return out
}

// quoted: the span is a name in quotes.
func quoted(q string, s text.Span) bool { return slices.Contains(quotations(q), s) }

// unquoted is a thing without the quotes around it.
func unquoted(s string) string {
	if m := quotation.FindStringSubmatch(s); m != nil && m[0] == s {
		return s[len(s)-len(strings.TrimLeft(s, "\"“「『‘《")) : len(strings.TrimRight(s, "\"”」』’》"))]
	}
	return s
}

// sizeOf is how many words or Chinese characters a name has.
func sizeOf(s string) int {
	n := 0
	for w := range text.Words(s) {
		if w.Kind == text.Char || !w.Part && w.Kind != text.Pair {
			n++
		}
	}
	return n
}

// formAlike is how far two names are written alike. inside: the first does not
// open its sentence, so that a capital says something.
func formAlike(a, b string, inside bool) float64 {
	like := -otherSize * float64(max(sizeOf(a)-sizeOf(b), sizeOf(b)-sizeOf(a)))
	if capital(a) && capital(b) && inside || strings.ContainsAny(a, "0123456789") && strings.ContainsAny(b, "0123456789") {
		like += sameShape
	} else if latin(a) != latin(b) {
		like -= sameShape
	}
	if len(a) < len(b) && (strings.HasSuffix(b, a) || strings.HasPrefix(b, a)) {
		like -= insideIt
	}
	ra, rb := []rune(a), []rune(b)
	n := 0
	for n < len(ra) && n < len(rb) && ra[len(ra)-1-n] == rb[len(rb)-1-n] {
		n++
	}
	switch han := unicode.Is(unicode.Han, rb[len(rb)-1]); {
	case han && n == 1:
		like += sameEnding / 2
	case han && n > 1, !han && n > 0 && strings.EqualFold(lastWord(a), lastWord(b)):
		like += sameEnding
	}
	return like
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func latin(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) < 0
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }
