package model

import (
	"errors"
	"strings"
)

// thought are the tags that models put around their reasoning.
var thoughtTags = []string{"think", "thinking", "reasoning", "thought"}

// longestTag in bytes, with its brackets.
const longestTag = len("</reasoning>")

// errThought is a reply whose reasoning is recognised too late.
var errThought = errors.New("the reply mixes reasoning with the answer")

// thought takes the reasoning out of a stream, wherever the pieces are cut.
type thought struct {
	held   string // may become a tag
	inside bool
	lone   bool // an end without a beginning was met
}

// add returns what of the stream is visible so far.
func (t *thought) add(piece string) string {
	s := t.held + piece
	t.held = ""
	var seen strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			t.show(&seen, s)
			return seen.String()
		}
		t.show(&seen, s[:i])
		s = s[i:]
		length, closing := tag(s)
		switch {
		case length > 0:
			if closing && !t.inside {
				t.lone = true
				seen.Reset() // what came before it in this piece was reasoning too
			}
			t.inside = !closing
			s = s[length:]
		case len(s) < longestTag && !strings.Contains(s[1:], "<") && mayBeTag(s):
			t.held = s
			return seen.String()
		default:
			t.show(&seen, s[:1])
			s = s[1:]
		}
	}
}

func (t *thought) show(to *strings.Builder, s string) {
	if !t.inside {
		to.WriteString(s)
	}
}

// end returns what was held back in case it became a tag.
func (t *thought) end() string {
	if t.inside {
		return ""
	}
	return t.held
}

// tag is the length of the tag of reasoning that s begins with, 0 if none.
func tag(s string) (length int, closing bool) {
	for _, name := range thoughtTags {
		for _, form := range []string{"<" + name + ">", "</" + name + ">"} {
			if len(s) >= len(form) && strings.EqualFold(s[:len(form)], form) {
				return len(form), form[1] == '/'
			}
		}
	}
	return 0, false
}

// mayBeTag: could s, with more to come, begin with a tag?
func mayBeTag(s string) bool {
	for _, name := range thoughtTags {
		for _, form := range []string{"<" + name + ">", "</" + name + ">"} {
			if len(s) < len(form) && strings.EqualFold(s, form[:len(s)]) {
				return true
			}
		}
	}
	return false
}
