package extract

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// dateLayouts are the forms in which machines and people write dates. Dates
// such as 03/04/2026 are not here: nobody knows which is the month.
func dateLayouts() []string {
	return []string{
		time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04",
		"2006-01-02 15:04:05 Z0700", "2006-01-02 15:04:05 -07:00", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02",
		"2006/01/02", "2006/1/2", "2006-1-2", "2006.01.02", "2006.1.2",
		time.RFC1123, time.RFC1123Z, "Monday, January 2, 2006",
		"January 2, 2006", "January 2 2006", "Jan 2, 2006", "Jan 2 2006", "2 January 2006", "2 Jan 2006", "January 2006",
	}
}

// parseDate reads a date that is all of s.
func parseDate(s string) (time.Time, bool) {
	s = strings.Trim(strings.TrimSpace(s), `"'`)
	if len(s) < 6 || len(s) > 40 {
		return time.Time{}, false
	}
	if t, ok := chineseDate(s); ok {
		return t, true
	}
	for _, layout := range dateLayouts() {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(t.UTC())
		}
	}
	return time.Time{}, false
}

// plausible refuses years in which no web page was written.
func plausible(t time.Time) (time.Time, bool) {
	return t, t.Year() >= 1990 && t.Year() < 2200
}

// chineseDate reads "2026 年 3 月 1 日" at the beginning of s.
func chineseDate(s string) (time.Time, bool) {
	year, s, ok := numberBefore(s, "年")
	if !ok {
		return time.Time{}, false
	}
	month, s, ok := numberBefore(s, "月")
	if !ok || month < 1 || month > 12 {
		return time.Time{}, false
	}
	day, _, ok := numberBefore(s, "日")
	if !ok {
		day = 1
	}
	if day < 1 || day > 31 {
		return time.Time{}, false
	}
	return plausible(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

// numberBefore reads a number of at most four digits that is followed by sign,
// and returns what comes behind it.
func numberBefore(s, sign string) (int, string, bool) {
	s = strings.TrimSpace(s)
	n := 0
	for n < len(s) && n < 4 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	number, err := strconv.Atoi(s[:n])
	if err != nil {
		return 0, s, false
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(s[n:]), sign)
	return number, rest, ok
}

// saysUpdated says whether a text speaks of a change: "Last updated", "更新于".
func saysUpdated(s string) bool {
	return foldedHas(s, "updated", "modified", "revised", "last change", "last edit", "last review", "更新", "修改", "修订")
}

// maxDateLine is the length in runes of the longest line that is read as a date.
const maxDateLine = 80

// dateLine reads a line that says nothing but when the page was changed: "Last
// updated: 2 March 2026", "最后更新：2026 年 3 月 2 日".
func dateLine(s string) (time.Time, bool) {
	if !short(s, maxDateLine) || !saysUpdated(s) {
		return time.Time{}, false
	}
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 0 {
		return time.Time{}, false
	}
	month := lastWords(s[:i])
	label := strings.TrimSuffix(strings.TrimRight(s[:i], ". "), strings.TrimSpace(month))
	if !updateLabel(label) {
		return time.Time{}, false
	}
	t, rest, ok := leadingDate(month + s[i:])
	return t, ok && len(words(rest)) <= 4 && !strings.ContainsAny(rest, ",，;；?？。")
}

// updateLabel says whether s is what stands before the date of a page's change.
func updateLabel(s string) bool {
	s = strings.ToLower(strings.Trim(s, " \t\n:：-–—|()（【["))
	for _, own := range []string{"this ", "the ", "page ", "article ", "document ", "content ", "was ", "date ", "last ", "本页", "本文", "页面", "文章", "最后", "最近", "上次"} {
		s = strings.TrimPrefix(s, own)
	}
	for _, verb := range []string{"updated", "update", "modified", "reviewed", "revised", "changed", "edited", "更新", "修改", "修订"} {
		if rest, ok := strings.CutPrefix(s, verb); ok {
			switch strings.Trim(rest, " :：") {
			case "", "on", "at", "date", "by us on", "于", "日期", "时间", "在":
				return true
			}
		}
	}
	return false
}

// leadingDate reads the longest date that s begins with.
func leadingDate(s string) (time.Time, string, bool) {
	if t, ok := chineseDate(s); ok {
		_, rest, found := strings.Cut(s, "日")
		if !found {
			_, rest, _ = strings.Cut(s, "月")
		}
		return t, rest, true
	}
	fields := strings.Fields(s)
	for n := min(len(fields), 6); n > 0; n-- {
		head := strings.TrimRight(strings.Join(fields[:n], " "), ".,;)]|")
		if t, ok := parseDate(head); ok {
			return t, strings.Join(fields[n:], " "), true
		}
	}
	return time.Time{}, s, false
}

// lastWords is the name of a month, with or without that of a day of the week
// before it, at the end of s.
func lastWords(s string) string {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return ""
	}
	last := fields[len(fields)-1]
	if _, err := time.Parse("January", last); err == nil {
		return last + " "
	}
	if _, err := time.Parse("Jan", strings.TrimRight(last, ".")); err == nil {
		return strings.TrimRight(last, ".") + " "
	}
	return ""
}

func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
