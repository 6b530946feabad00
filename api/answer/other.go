package answer

import (
	"regexp"
	"strings"

	"footnote/retrieval"
	"footnote/retrieval/text"
)

// others ask for the other one of two things.
var others = regexp.MustCompile(`(?i)^(?:(?:and|but|or|so)?,? ?(?:what|how) about|and) (?:the other(?: one)?|that one)\W*$|^(?:那|那么)?(?:另一个|另外一个|另一种|另外一种|那个|那一个|那种|后者|前者)呢\W*$`)

// asksOther: q asks for the other one of two things that were named.
func asksOther(q string) bool { return others.MatchString(strings.TrimSpace(q)) }

// otherThing is what the turns before set beside the thing that the last
// question names: "Beacon" where it asks about Harbour and a turn says "Harbour
// and Beacon". It is as long as that.
func otherThing(before string, history []retrieval.Turn) string {
	for i := len(history) - 1; i >= max(0, len(history)-mostFollowed); i-- {
		said := firstRunes(history[i].Text, longestFollowed)
		for _, m := range pairing.FindAllStringIndex(said, -1) {
			left, right := unitsIn(said[:m[0]]), unitsIn(said[m[1]:])
			for n := mostPaired; n > 0; n-- {
				a, b := ending(left, n), opening(right, n)
				switch hasA, hasB := a != "" && strings.Contains(before, a), b != "" && strings.Contains(before, b); {
				case hasA && !hasB && b != "":
					return b
				case hasB && !hasA && a != "":
					return a
				}
			}
		}
	}
	return ""
}

// pairing stands between two things that are named together.
var pairing = regexp.MustCompile(` (?:and|or|versus|vs\.?) (?:the |a |an )?|[和与與跟及、]|或者?|还是|還是`)

// mostPaired is how many words or Chinese characters the name of one of two
// things has at most.
const mostPaired = 6

// unitsIn are the words of a text, a Chinese character each, with their bytes.
func unitsIn(s string) []string {
	var out []string
	for w := range text.Words(s) {
		if w.Kind == text.Char || !w.Part && w.Kind != text.Pair {
			out = append(out, s[w.Start:w.End])
		}
	}
	return out
}

func ending(names []string, n int) string {
	if len(names) < n {
		return ""
	}
	return joinedNames(names[len(names)-n:])
}

func opening(names []string, n int) string {
	if len(names) < n {
		return ""
	}
	return joinedNames(names[:n])
}

// joinedNames puts spaces between words, not between Chinese characters.
func joinedNames(names []string) string {
	out := ""
	for _, n := range names {
		if out != "" && latin(n) {
			out += " "
		}
		out += n
	}
	return out
}
