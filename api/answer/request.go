package answer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"footnote/retrieval"
)

// DefaultKB is the knowledge base of a request that names none.
const DefaultKB = "default"

// Limits of the smaller fields: no label or page address of a real help site
// comes near them.
const (
	maxLabels = 32   // keys, and values of one key
	maxLabel  = 200  // characters of a key or value
	maxPage   = 2000 // bytes of an address; browsers and servers agree on about that
)

// cleaned returns r as it will be answered: text without what cannot be read,
// history within its bounds, defaults filled in. The error is an *InvalidError.
func cleaned(r Request) (Request, error) {
	if utf8.RuneCountInString(r.Question) > MaxQuestion {
		return r, &InvalidError{"question", fmt.Sprintf("is longer than %d characters: ask in fewer words", MaxQuestion)}
	}
	r.Question = readable(r.Question)
	if r.Question == "" {
		return r, &InvalidError{"question", "is empty: type what you want to know"}
	}
	var err error
	if r.History, err = cleanHistory(r.History); err != nil {
		return r, err
	}
	if r.Language, err = cleanLanguage(r.Language); err != nil {
		return r, err
	}
	if err = checkLabels(r.Labels); err != nil {
		return r, err
	}
	if len(r.Page) > maxPage {
		return r, &InvalidError{"page", fmt.Sprintf("is longer than %d bytes: give the page's address", maxPage)}
	}
	if r.KB == "" {
		r.KB = DefaultKB
	}
	return r, nil
}

// cleanHistory checks the roles and keeps the last turns, each cut to what is
// read of it.
func cleanHistory(turns []retrieval.Turn) ([]retrieval.Turn, error) {
	for i, t := range turns {
		if t.Role != "user" && t.Role != "assistant" {
			return nil, &InvalidError{"history", fmt.Sprintf("turn %d has the role %.20q: use \"user\" or \"assistant\"", i+1, t.Role)}
		}
	}
	turns = turns[max(0, len(turns)-MaxTurns):]
	kept := make([]retrieval.Turn, 0, len(turns))
	for _, t := range turns {
		if t.Text = readable(firstRunes(t.Text, MaxTurn)); t.Text != "" {
			kept = append(kept, t)
		}
	}
	return kept, nil
}

// cleanLanguage reduces a language tag to its base: "zh-Hant-TW" to "zh".
func cleanLanguage(tag string) (string, error) {
	if tag == "" {
		return "", nil
	}
	parsed, err := language.Parse(tag)
	base, confidence := parsed.Base()
	if err != nil || confidence == language.No || parsed == language.Und {
		return "", &InvalidError{"language", fmt.Sprintf("%.40q is not a language tag: use one such as \"en\" or \"zh\"", tag)}
	}
	return base.String(), nil
}

func checkLabels(labels map[string][]string) error {
	if len(labels) > maxLabels {
		return &InvalidError{"labels", fmt.Sprintf("has more than %d keys", maxLabels)}
	}
	for key, values := range labels {
		if key == "" || len(key) > maxLabel || len(values) == 0 || len(values) > maxLabels {
			return &InvalidError{"labels", fmt.Sprintf("%.40q needs a name and one to %d values", key, maxLabels)}
		}
		for _, v := range values {
			if len(v) > maxLabel {
				return &InvalidError{"labels", fmt.Sprintf("a value of %.40q is longer than %d bytes", key, maxLabel)}
			}
		}
	}
	return nil
}

// readable drops what a reader cannot see and what could pass for something
// else: invalid UTF-8, control and format characters (bidi overrides, zero
// width, tags). Tabs and line ends become spaces.
func readable(s string) string {
	s = strings.ToValidUTF8(s, " ")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200c' || r == '\u200d': // joiners: part of words in some scripts, and of emoji
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// readableLines is readable of each line.
func readableLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = readable(line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// firstRunes is s cut to n characters.
func firstRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
