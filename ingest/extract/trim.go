package extract

import (
	"slices"
	"strings"
	"unicode"

	"footnote/retrieval"
)

// trim removes what is about the site or the page and is not marked as such:
// the words on buttons, who wrote the page and when, links to other pages at the
// end or under a heading that says so.
func trim(entries []entry) []entry {
	entries = slices.DeleteFunc(entries, func(e entry) bool {
		return isControl(e) || e.link && e.kind == retrieval.Paragraph && pointsElsewhere(e.text)
	})
	return trimTail(trimEmpty(trimEnd(trimRelated(trimTeasers(trimStart(entries))))))
}

// proseEntry is the length in bytes of an entry that is surely text.
const proseEntry = 80

// trimStart removes, before the first text and the first section, lines that say
// who wrote it and when.
func trimStart(entries []entry) []entry {
	end := 0
	for end < len(entries) && beforeText(entries[end]) {
		end++
	}
	if end == len(entries) {
		return entries
	}
	kept := slices.DeleteFunc(entries[:end:end], func(e entry) bool {
		switch e.kind {
		case retrieval.Heading:
			return e.level > 1 && isStamp(e.text)
		case retrieval.Item:
			return isStamp(strings.TrimPrefix(e.text, "- "))
		}
		return e.kind == retrieval.Paragraph && (isByline(e.text) || isStamp(e.text))
	})
	return append(kept, entries[end:]...)
}

// beforeText says whether an entry may stand before the first text.
func beforeText(e entry) bool {
	switch {
	case e.kind == retrieval.Heading && e.level > 1:
		return isStamp(e.text)
	case len(e.text) >= proseEntry:
		return e.kind == retrieval.Paragraph && isStamp(e.text)
	}
	return true
}

// trimEmpty removes a heading at the end that has nothing under it: what it
// stands over was left out or is written by a script. Pages of headings alone
// keep theirs.
func trimEmpty(entries []entry) []entry {
	last := len(entries) - 1
	if last < 2 || entries[last].kind != retrieval.Heading || entries[last].level < 2 || entries[last-1].kind == retrieval.Heading {
		return entries
	}
	return entries[:last]
}

// isByline says whether a line is the name of an author, a date, an address.
func isByline(s string) bool {
	if strings.HasPrefix(s, "http") && !strings.Contains(s, " ") || strings.HasPrefix(s, "@") {
		return true
	}
	low := strings.ToLower(s)
	if len(s) < maxTrailLine && strings.ContainsAny(s, ">›»/") && (strings.HasPrefix(low, "you are here") || strings.Contains(cut(s, 30), "位置")) {
		return true
	}
	for _, start := range []string{"published", "posted", "updated", "last updated", "first published", "written by", "作者", "发布时间", "发布于", "来源", "编辑："} {
		if strings.HasPrefix(low, start) && (!ends(s) || strings.HasSuffix(s, "】") || strings.HasSuffix(s, "]")) {
			return true
		}
	}
	if name, ok := strings.CutPrefix(low, "by "); ok && len(s) < 60 && !ends(s) {
		return unicode.IsUpper([]rune(s[3:])[0]) && name != ""
	}
	_, ok := parseDate(strings.Trim(s, " |"))
	return ok || strings.HasSuffix(low, " min read")
}

// maxTrailLine is the length in bytes of the longest line that says where in a
// site a page is.
const maxTrailLine = 200

// pointsElsewhere says whether a line sends the reader to another page:
// "Related: ...", "Read more: ...".
func pointsElsewhere(s string) bool {
	word, _, ok := strings.Cut(s, ":")
	if !ok {
		word, _, ok = strings.Cut(s, "：")
	}
	return ok && len(word) < 30 && saysRelated(word)
}

// trimEnd removes links to other pages at the end, with the short lines between
// them (dates, names), if there is a text before them.
func trimEnd(entries []entry) []entry {
	end, links, size := len(entries), 0, 0
	for from := end - 1; from >= 0; from-- {
		e := entries[from]
		if !e.link && e.kind != retrieval.Caption && (len(e.text) > 60 || ends(e.text) || e.kind == retrieval.Heading || e.kind == retrieval.Step) {
			break
		}
		if e.link {
			links, size, end = links+1, size+len(e.text), from
		}
	}
	few := links < minLinks || links*3 < len(entries)-end || size < links*minLinkTitle
	if few || end == 0 || entries[end-1].kind == retrieval.Heading || introducing(entries[end-1].text) || !mostOf(entries, end) {
		return entries
	}
	return entries[:end]
}

const (
	// minLinks is the number of links that are taken for a list of other pages
	// when they end a page without a heading of their own.
	minLinks = 3
	// minLinkTitle is the mean length in bytes of the titles of other pages; lists
	// of links that are content hold names ("Visa", "DHL").
	minLinkTitle = 25
)

// introducing says whether a text announces what follows it.
func introducing(s string) bool { return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") }

// mostOf says whether the first n entries hold most of the text.
func mostOf(entries []entry, n int) bool {
	size, whole := 0, 0
	for i, e := range entries {
		whole += len(e.text)
		if i < n {
			size += len(e.text)
		}
	}
	return size*10 >= whole*6
}

// trimRelated removes links to other pages under a heading such as "Related
// articles". What follows the links is kept if it is a text.
func trimRelated(entries []entry) []entry {
	out := entries[:0]
	for i := 0; i < len(entries); i++ {
		if e := entries[i]; isHeadingLike(e) && saysRelated(e.text) {
			if n := linksAfter(entries[i+1:]); n > 0 || i+1 == len(entries) || entries[i+1].kind == retrieval.Heading && entries[i+1].level <= e.level {
				i += n
				continue
			}
		}
		out = append(out, entries[i])
	}
	return out
}

func isHeadingLike(e entry) bool {
	return e.kind == retrieval.Heading && e.level > 1 || e.kind == retrieval.Paragraph && len(e.text) < 60 || e.kind == retrieval.Term
}

// linksAfter is the number of entries at the beginning that are links or belong
// to them: pictures, dates, and, where every other entry is a link, teasers.
func linksAfter(entries []entry) int {
	n, links := 0, 0
	for i, e := range entries {
		switch {
		case e.link:
			links++
			n = i + 1
		case e.kind == retrieval.Heading, i > 2*links+1:
			return n
		case e.kind == retrieval.Caption, len(e.text) < 40 && !ends(e.text):
		case links == 0 || i+1 < len(entries) && !entries[i+1].link:
			return n
		}
	}
	return n
}

// ends says whether a text ends like a sentence.
func ends(s string) bool {
	return strings.ContainsAny(lastRune(s), ".!?。！？:：;；\"”)）")
}

// saysRelated says whether a heading stands over links to other pages.
func saysRelated(s string) bool {
	if !short(s, 50) {
		return false
	}
	low := strings.ToLower(strings.TrimRight(s, ":：….!"))
	for _, start := range []string{"related", "recommended", "you may also", "you might also", "more from", "more stories", "more news", "more in ", "most popular", "most read",
		"trending", "popular", "read next", "read more", "see more", "also on", "also read", "keep reading", "latest", "our latest", "top stories", "breaking news",
		"what to read next", "other articles", "articles in this section", "recently viewed", "don't miss",
		"相关", "推荐", "热门", "猜你喜欢", "延伸阅读", "更多文章", "阅读更多", "上一篇", "下一篇", "最新文章", "本节文章", "最近查看"} {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	return false
}
