package text

import (
	"unicode"
	"unicode/utf8"
)

// caseOf a character within a field.
type caseOf uint8

const (
	small caseOf = iota // lower case, and letters without case
	capital
	figure // digits with the dots and commas between them
	none   // apostrophes, marks, joiners: belong to what is before them
)

func caseOfRune(r rune) caseOf {
	switch {
	case unicode.IsDigit(r), r == '.', r == ',':
		return figure
	case unicode.IsUpper(r):
		return capital
	case isApostrophe(r), unicode.IsMark(r), isIgnorable(r):
		return none
	}
	return small
}

// humpsOf appends the humps of a field to list. Letters and digits are divided
// where both sides mean something alone ("sha256", "10GB", "v2"), not in "p53",
// "H2O" or "x86", where the letter alone means nothing.
func humpsOf(list []hump, raw string, f field) []hump {
	mark := len(list)
	list = caseHumps(list, raw, f)
	humps := list[mark:]
	for i, h := range humps {
		single := !h.number && utf8.RuneCountInString(raw[h.start:h.end]) == 1
		beside := i > 0 && humps[i-1].number || i+1 < len(humps) && humps[i+1].number
		version := i == 0 && (raw[h.start] == 'v' || raw[h.start] == 'V')
		if single && beside && !version {
			return append(list[:mark], hump{start: f.start, end: f.end})
		}
	}
	return list
}

// caseHumps divides at "rN" of userName, before the S of HTTPServer, and
// between letters and digits. The s of "APIs" stays.
func caseHumps(list []hump, raw string, f field) []hump {
	start, last, capitals := f.start, none, 0
	lastAt := f.start
	for i, r := range raw[f.start:f.end] {
		at := f.start + i
		now := caseOfRune(r)
		if now == none {
			continue
		}
		border := -1
		switch {
		case last == none:
		case (last == figure) != (now == figure), last == small && now == capital:
			border = at
		case now == small && capitals > 1 && !(r == 's' && at+1 == f.end):
			border = lastAt
		}
		if border > start {
			list = append(list, hump{start, border, last == figure})
			start = border
		}
		if now == capital {
			capitals++
		} else {
			capitals = 0
		}
		last, lastAt = now, at
	}
	return append(list, hump{start, f.end, last == figure})
}
