package answer

import (
	"regexp"
	"strings"
	"sync"
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
	thing, other := namedAlone(q), asksOther(q)
	if thing == "" && !other || depth == 0 {
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
		if other {
			thing = otherThing(before, history)
		}
		if thing == "" {
			return q
		}
		return inPlace(before, thing, pieces)
	}
	return q
}

// longestFollowed is how many characters of a turn are looked at; a longer one is
// no single question.
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
	if asksOther(q) {
		return ""
	}
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
