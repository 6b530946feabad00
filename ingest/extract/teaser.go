package extract

import (
	"strings"
	"unicode"

	"footnote/retrieval"
)

const (
	// minTeasers is the number of links to other pages in a row, with little
	// between them, that are taken for a list of them.
	minTeasers = 4
	// longTeaser is the longest text in bytes that stands between two of them:
	// the first sentence of the other page.
	longTeaser = 160
)

// trimTeasers removes rows of titles of other pages that carry their dates, as
// news do, wherever they stand, unless a text announces them or they are most
// of the page. Lists of links without dates stay: in documentation they are the
// contents of a chapter, or what there is to choose from.
func trimTeasers(entries []entry) []entry {
	sizes := sizesOf(entries)
	out := make([]entry, 0, len(entries))
	for i := 0; i < len(entries); {
		row := teasersOf(entries[i:])
		if !row.dated() || i > 0 && introducing(entries[i-1].text) || !sizes.mostWithout(i, i+row.end, len(entries)) {
			out = append(out, entries[i])
			i++
			continue
		}
		i += row.end
	}
	return out
}

// teasers is a row of links to other pages. It begins and ends with a link.
type teasers struct {
	end, links, size, stamps int
}

func (t teasers) dated() bool {
	return t.links >= minTeasers && t.size >= t.links*minLinkTitle && t.stamps*2 >= t.links
}

func teasersOf(entries []entry) (row teasers) {
	between, stamps := 0, 0
	for i, e := range entries {
		switch {
		case e.kind == retrieval.Step, e.kind == retrieval.Code, e.kind == retrieval.Row, e.kind == retrieval.Header:
			return row
		case e.link && len(e.text) >= minLinkTitle/2 && e.indent == 0:
			between = 0
			row = teasers{i + 1, row.links + 1, row.size + len(e.text), stamps}
		case i == 0, between >= 1 && !isShort(e), between >= 4, len(e.text) > longTeaser:
			return row
		case e.kind == retrieval.Heading && !e.link && e.level <= 2:
			return row
		default:
			between++
			if isStamp(strings.TrimPrefix(e.text, "- ")) {
				stamps++
			}
		}
	}
	row.end = len(entries) // dates and names behind the last one
	return row
}

// isShort says whether an entry is no sentence.
func isShort(e entry) bool {
	return len(e.text) < wrapWidth || isStamp(e.text) || e.kind == retrieval.Caption
}

// sizes are the sums of the sizes of the first entries: of all, and of those
// that are no links.
type sizes struct{ all, own []int }

func sizesOf(entries []entry) sizes {
	s := sizes{make([]int, len(entries)+1), make([]int, len(entries)+1)}
	for i, e := range entries {
		s.all[i+1], s.own[i+1] = s.all[i]+len(e.text), s.own[i]
		if !e.link {
			s.own[i+1] += len(e.text)
		}
	}
	return s
}

// mostWithout says whether the entries before end hold most of the text without
// those from from to to. Outside of them, what is a link does not count.
func (s sizes) mostWithout(from, to, end int) bool {
	inside, outside := s.all[to]-s.all[from], s.own[from]+s.own[end]-s.own[to]
	return outside > inside || outside > enoughText
}

// enoughText is the size in bytes of a text that is surely the page's: about 150
// words.
const enoughText = 900

// trimTail removes, behind the last text, lines that are about the page: when it
// was written, how to reach its author.
func trimTail(entries []entry) []entry {
	end := len(entries)
	for end > 0 {
		e := entries[end-1]
		if e.kind != retrieval.Paragraph && e.kind != retrieval.Item || !isStamp(e.text) && !isHandle(e.text) && !isControl(entry{kind: e.kind, text: e.text, link: true}) && !isPager(e.text) && !aboutSite(e.text) {
			break
		}
		end--
	}
	return entries[:end]
}

// aboutSite says whether a line is about the site and not the page: how to follow it, what its pages are filed under.
func aboutSite(s string) bool {
	if len(s) > maxSiteLine {
		return false
	}
	low := strings.ToLower(s)
	for _, start := range []string{"tags:", "tag:", "tags ", "filed under", "posted in", "categories:", "related roundup", "关键词：", "标签：", "责任编辑"} {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	asks := strings.HasPrefix(low, "follow ") || strings.HasPrefix(low, "subscribe ") || strings.HasPrefix(low, "sign up ") || strings.HasPrefix(low, "关注")
	return asks && foldedHas(low, "twitter", "facebook", "instagram", "newsletter", "youtube", "微博", "公众号")
}

// filesUnder says whether a text is the list of words that a page is filed under.
func filesUnder(s string) bool {
	label, list, ok := strings.Cut(s, "\n")
	if !ok {
		return false
	}
	switch strings.ToLower(strings.TrimRight(label, ":： ")) {
	case "tags", "filed under", "标签", "关键词":
		return !strings.ContainsAny(list, ".!?。！？")
	}
	return false
}

// maxSiteLine is the length in bytes of the longest such line.
const maxSiteLine = 250

// isPager says whether a line names the page before or behind this one.
func isPager(s string) bool {
	for _, start := range []string{"上一篇", "下一篇", "上一页", "下一页", "上一条", "下一条"} {
		if rest, ok := strings.CutPrefix(s, start); ok && len(s) < proseEntry && (strings.HasPrefix(rest, "：") || strings.HasPrefix(rest, ":")) {
			return true
		}
	}
	return false
}

// isHandle says whether a line is an address of a person: e-mail, @name.
func isHandle(s string) bool {
	s = strings.TrimPrefix(s, "- ")
	if strings.ContainsAny(s, " ") {
		return false
	}
	return strings.HasPrefix(s, "@") || strings.HasPrefix(s, "twitter.com/") || strings.HasPrefix(s, "facebook.com/")
}

// maxStamp is the length in bytes of the longest line that says when and where a
// page was written.
const maxStamp = 110

// isStamp says whether a line holds a date with its year and next to nothing else:
// "Published 4:00 am CST, Wednesday, November 20, 2019", "20 Nov, 2019 05:47".
func isStamp(s string) bool {
	if len(s) > maxStamp || len(s) < 5 || foldedHas(s, "release", "version", "发行", "版本") {
		return false // a change log says when, too
	}
	others, when, year := 0, 0, false
	for _, w := range words(s) {
		switch kind := stampWord(w); {
		case kind == stampTime:
			when++
			year = year || len(w) == 4 && (w[:2] == "19" || w[:2] == "20")
		case kind == stampOther:
			others++
			if strings.ContainsAny(w, "0123456789") {
				return false // v1, Q3
			}
		}
	}
	return year && when >= 2 && others <= 2 && others < when && !strings.ContainsAny(lastRune(s), ".!?。！？:：")
}

type stampKind int

const (
	stampOther stampKind = iota
	stampTime            // a part of a date or time
	stampLabel           // "published", "at"
)

// stampWord says what a word of a line may be in a stamp.
func stampWord(w string) stampKind {
	low := strings.ToLower(w)
	number := strings.TrimRight(low, "sthndr") // 1st, 2nd, 3rd, 4th
	if number != "" && strings.IndexFunc(number, func(r rune) bool { return !unicode.IsDigit(r) }) < 0 && len(w)-len(number) <= 2 {
		return stampTime
	}
	switch low {
	case "published", "updated", "posted", "first", "last", "on", "at", "by", "edited", "created", "date", "min", "mins", "read", "ago", "pm", "am", "p", "a", "m", "and", "the", "of",
		"est", "edt", "et", "cst", "cdt", "ct", "pst", "pdt", "pt", "mst", "gmt", "utc", "bst", "cet", "cest", "ist", "jst", "amt",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
		"发布", "发布于", "发布时间", "更新", "更新于", "更新时间", "上午", "下午", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日":
		return stampLabel
	case "jan", "january", "feb", "february", "mar", "march", "apr", "april", "may", "jun", "june", "jul", "july", "aug", "august", "sep", "sept", "september",
		"oct", "october", "nov", "november", "dec", "december":
		return stampTime
	}
	return stampOther
}
