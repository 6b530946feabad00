package answer

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// A follow-up such as "What about Hebrew?" or "那学生呢？" names one thing, and
// asks of it what the question before asked of another one. It is answered as
// that question with the new thing in the place of the old: the place is told by
// what the two have in common (their meaning, ending, writing, preposition).
// Where no place is found the new thing stands in front.

// mostFollowed is how many questions back a chain of follow-ups is read.
const mostFollowed = 4

// Followed is the question that q asks after the turns before it: q itself,
// unless it only names another thing.
func Followed(q string, history []retrieval.Turn, pieces Pieces) string {
	return followed(q, history, pieces, mostFollowed)
}

func followed(q string, history []retrieval.Turn, pieces Pieces, depth int) string {
	thing := namedAlone(q)
	if thing == "" || depth == 0 {
		return q
	}
	for i := len(history) - 1; i >= 0; i-- {
		if history[i].Role != "user" {
			continue
		}
		before := followed(history[i].Text, history[:i], pieces, depth-1)
		if before = firstRunes(before, longestFollowed); !asksSomething(before) && namedAlone(before) != "" {
			return q
		}
		return inPlace(before, thing, pieces)
	}
	return q
}

// longestFollowed is how many characters of a question are looked at; a longer
// one is no single question.
const longestFollowed = 300

var (
	// asksOn opens an English follow-up that names a thing.
	asksOn = regexp.MustCompile(`(?i)^(?:ok(?:ay)?,? |so,? )?(?:(?:and|but|or)?,? ?(?:what|how) (?:about|if it is|if it's|if i use|if)|and(?: what about)?|or|same for|what of)[ ,]+`)
	// hanAsksOn opens a Chinese one.
	hanAsksOn = regexp.MustCompile(`^(?:那么|那|还有|還有|如果是|要是|换成|換成|假如是|至于)[，, ]*`)
	// hanEndsOn ends it.
	hanEndsOn = regexp.MustCompile(`(?:又|的话|的話)?[呢咧]?[？?。！!\s]*$`)
)

// mostNamedAlone bounds the thing that a follow-up names.
const (
	mostNamedWords = 7
	mostNamedHan   = 12
)

// namedAlone is the thing that a follow-up names and asks nothing about: "Hebrew"
// of "And what about Hebrew?"; "": q is a question of its own, or names nothing.
func namedAlone(q string) string {
	q = strings.TrimSpace(q)
	if text.Language(q) == "zh" || strings.HasSuffix(strings.TrimRight(q, "？?"), "呢") {
		return hanNamedAlone(q)
	}
	from := asksOn.FindStringIndex(q)
	if from == nil {
		return ""
	}
	thing := strings.TrimRight(q[from[1]:], " ?.!")
	words := strings.Fields(strings.ToLower(thing))
	if len(words) == 0 || len(words) > mostNamedWords || yesNoOpeners()[words[0]] {
		return ""
	}
	for i, w := range words {
		if pronouns()[w] || i < 2 && questionOpeners()[w] && !prepositions()[w] {
			return ""
		}
	}
	return thing
}

func hanNamedAlone(q string) string {
	bare := strings.TrimRight(q, "？?。！! ")
	opens := hanAsksOn.FindStringIndex(bare)
	if !strings.HasSuffix(bare, "呢") {
		return ""
	}
	thing := hanEndsOn.ReplaceAllString(bare, "")
	if opens != nil {
		thing = thing[min(opens[1], len(thing)):]
	}
	thing = strings.TrimSpace(thing)
	if thing == "" || utf8.RuneCountInString(thing) > mostNamedHan && !strings.ContainsAny(thing, " ") || ReadQuestion(thing).Told || hanPronouns()[thing] {
		return ""
	}
	return thing
}

var (
	pronouns     = listed(`it this that these those they them he she one ones other me us you`)
	hanPronouns  = listed(`那个 这个 它 它们 他 她 这 那 我 你 另一个 另外一个 其他 别的`)
	prepositions = listed(`for in on at from to with without by of under over during after before between within per as via`)
)

func listed(list string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool { return wordSet(list) })
}

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
