package answer

import (
	"regexp"
	"strings"
	"sync"
)

// Things of a kind that are told apart by a number: "Zone 2". Versions are not
// among them, since what holds from one on holds for the next.
var (
	numberedKinds = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(zone|area|region|tier|level|stage|phase|class|grade|category|group|band|terminal|gate|floor)s? (\d{1,3}(?:(?:, | and | or |, and | to |–|-)(?:[a-z]+ )?\d{1,3})*)\b`)
	})
	numberAlone = regexp.MustCompile(`\d+`)
)

// Numbered says of texts whether they are about others of a numbered kind only
// than the question names: Zone 1 and not Zone 2; nil if it names none.
func Numbered(question string) func(*Known) bool {
	asked := kindNumbers(question)
	if len(asked) == 0 {
		return nil
	}
	return func(k *Known) bool {
		theirs := kindNumbers(k.text)
		for kind, own := range asked {
			if other, named := theirs[kind]; named && !sharePole(own, other) {
				return true
			}
		}
		return false
	}
}

// kindNumbers are the numbers that a text has beside each kind. A range is told by
// its ends, so a text with one counts for every number.
func kindNumbers(s string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	ranges := map[string]bool{}
	for _, m := range numberedKinds().FindAllStringSubmatch(s, -1) {
		kind := strings.ToLower(m[1])
		if out[kind] == nil {
			out[kind] = map[string]bool{}
		}
		for _, n := range numberAlone.FindAllString(m[2], -1) {
			out[kind][n] = true
		}
		ranges[kind] = ranges[kind] || strings.Contains(m[2], " to ") || strings.ContainsAny(m[2], "–-")
	}
	for kind := range ranges {
		if ranges[kind] {
			delete(out, kind)
		}
	}
	return out
}
