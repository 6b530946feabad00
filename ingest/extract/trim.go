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
		return isControl(e) || e.kind == retrieval.Paragraph && filesUnder(e.text) || e.link && e.kind == retrieval.Paragraph && pointsElsewhere(e.text)
	})
	return trimTail(trimEmpty(trimHeadings(trimEnd(trimRelated(trimTeasers(trimStart(entries)))))))
}

// trimHeadings removes rows of headings with nothing under them, as galleries
// and lists of films have them, unless they are most of the page.
func trimHeadings(entries []entry) []entry {
	sizes := sizesOf(entries)
	out := make([]entry, 0, len(entries))
	for i := 0; i < len(entries); {
		n, empty := 0, 0
		for i+n < len(entries) && (entries[i+n].kind == retrieval.Heading && entries[i+n].level > 1 && entries[i+n].level == entries[i].level || n > 0 && entries[i+n].kind == retrieval.Caption) {
			if entries[i+n].kind == retrieval.Heading {
				empty++
			}
			n++
		}
		if i+n < len(entries) && n > 0 && entries[i+n].kind != retrieval.Heading {
			n, empty = n-1, empty-1 // the last one has something under it
		}
		if empty < minTeasers || !sizes.mostWithout(i, i+n, len(entries)) {
			n = max(n, 1)
			out = append(out, entries[i:i+n]...)
		}
		i += n
	}
	return out
}

// proseEntry is the length in bytes of an entry that is surely text.
const proseEntry = 80

// trimStart removes, before the second text and the first section, lines that
// say when the page was written, and, before the first, who wrote it.
func trimStart(entries []entry) []entry {
	kept, texts, by := entries[:0:0], 0, false
	for i, e := range entries {
		if !beforeText(e) {
			texts++
			if texts > 1 || e.kind != retrieval.Paragraph && e.kind != retrieval.Heading {
				return append(kept, entries[i:]...)
			}
		}
		byline := isStartLine(e, texts > 0) || e.kind == retrieval.Define && by
		by = e.kind == retrieval.Term && byline
		if !byline {
			kept = append(kept, e)
		}
	}
	if texts == 0 {
		return entries
	}
	return kept
}

// isStartLine says whether an entry at the beginning says who wrote the page and
// when. Behind the first text a name alone does not count.
func isStartLine(e entry, behind bool) bool {
	text := strings.TrimPrefix(e.text, "- ")
	if isStamp(text) {
		return e.kind != retrieval.Heading || e.level > 1
	}
	if e.kind == retrieval.Term {
		return isBylineLabel(text)
	}
	if first, last, ok := strings.Cut(text, "\n"); ok && e.kind == retrieval.Paragraph && isStamp(last) && len(first) < maxLabel && !ends(first) {
		return true
	}
	if e.kind == retrieval.Heading && e.level > 1 && strings.HasPrefix(text, "By ") {
		return isByline(text)
	}
	return !behind && e.kind == retrieval.Paragraph && isByline(text)
}

// beforeText says whether an entry may stand before the first text.
func beforeText(e entry) bool {
	switch {
	case e.kind == retrieval.Heading && e.level > 1:
		return isStartLine(e, false)
	case len(e.text) >= proseEntry:
		return e.kind == retrieval.Paragraph && (isStamp(e.text) || isAddress(e.text))
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

// isAddress says whether a line is a web address and nothing else.
func isAddress(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " \n")
}

// isBylineLabel says whether a term announces who wrote a page and when.
func isBylineLabel(s string) bool {
	switch strings.ToLower(strings.TrimRight(s, ":： ")) {
	case "author", "authors", "written by", "publish date", "published", "date published", "updated date", "last updated", "作者", "发布时间", "发布日期", "更新时间":
		return true
	}
	return false
}

// isByline says whether a line is the name of an author, a date, an address.
func isByline(s string) bool {
	if isAddress(s) || strings.HasPrefix(s, "@") {
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
	word, _, ok := strings.Cut(s, "\n")
	if !ok {
		word, _, ok = strings.Cut(s, ":")
	}
	if !ok {
		word, _, ok = strings.Cut(s, "：")
	}
	if low := strings.ToLower(s); strings.HasPrefix(low, "also on ") || strings.HasPrefix(low, "also read") || strings.HasPrefix(low, "also see") {
		return true
	}
	return ok && len(word) < 30 && saysRelated(word)
}

// linksBehindLabel says whether a line sends the reader to another page in so
// many words, of which only the title of that page is a link.
func linksBehindLabel(s string, linked int) bool {
	label, rest, ok := strings.Cut(s, ":")
	if ok && linked*10 >= visibleSize(rest)*9 && len(label) < 30 && saysRelated(label) {
		return true
	}
	label, rest, ok = strings.Cut(s, "\n")
	return ok && linked*10 >= visibleSize(rest)*7 && len(label) < 30 && saysRelated(label)
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
	sizes := sizesOf(entries)
	out := make([]entry, 0, len(entries))
	for i := 0; i < len(entries); i++ {
		if e := entries[i]; isHeadingLike(e) && (saysRelated(e.text) || surelyRelated(e.text)) {
			if n := partOf(entries[i:]); surelyRelated(e.text) && sizes.mostWithout(i, i+n, i+n) {
				i += n - 1
				continue
			}
			if n := linksAfter(entries[i+1:]); n > 0 || i+1 == len(entries) || entries[i+1].kind == retrieval.Heading && entries[i+1].level <= e.level {
				i += n
				continue
			}
		}
		out = append(out, entries[i])
	}
	return out
}

// partOf is the number of entries that stand under a heading over other pages,
// itself included: up to the next heading that is not below it (under a line that
// is none, up to the next heading), or up to a text that is longer than a teaser.
func partOf(entries []entry) int {
	for i, e := range entries[1:min(len(entries), maxPart)] {
		if e.kind == retrieval.Heading && (entries[0].kind != retrieval.Heading || e.level <= entries[0].level) {
			return i + 1
		}
		if len(e.text) > longTeaser && e.kind != retrieval.Item && e.kind != retrieval.Row && !e.link {
			return i + 1
		}
	}
	return min(len(entries), maxPart)
}

// maxPart is the most entries of such a part that are looked at.
const maxPart = 150

// surelyRelated says whether a heading can only stand over other pages, whether
// what is under it are links or not.
func surelyRelated(s string) bool {
	low := strings.ToLower(strings.Trim(s, " :：….!-–"))
	switch low {
	case "related articles", "related posts", "related stories", "related news", "related content", "related reading", "related docs", "top stories", "most read", "most popular", "most viewed",
		"trending", "trending now", "popular posts", "popular articles", "recent posts", "recent articles", "recent stories", "latest news", "latest stories", "latest posts", "read next", "what to read next", "up next", "keep reading",
		"相关文章", "相关阅读", "推荐阅读", "热门文章", "猜你喜欢", "延伸阅读", "更多文章", "最新文章", "近期文章", "相关推荐":
		return true
	}
	for _, start := range []string{"you may also like", "you might also like", "recommended for you", "more from ", "more stories", "more news"} {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	return strings.HasPrefix(low, "more ") && len(low) < 50 && (strings.HasSuffix(low, " stories") || strings.HasSuffix(low, " news") || strings.HasSuffix(low, " headlines"))
}

func isHeadingLike(e entry) bool {
	return e.kind == retrieval.Heading && e.level > 1 || e.kind == retrieval.Paragraph && len(e.text) < 60 && !strings.HasSuffix(e.text, ".") && !strings.HasSuffix(e.text, "。") || e.kind == retrieval.Term
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
		case e.kind == retrieval.Heading, i > 2*links+1, len(e.text) > 2*longTeaser:
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
	if low == "more" {
		return true
	}
	for _, start := range []string{"related", "recommended", "you may also", "you might also", "more from", "more stories", "more news", "more in ", "most popular", "most read",
		"trending", "popular", "read next", "read more", "see more", "also on", "also read", "keep reading", "latest", "our latest", "top stories", "breaking news",
		"what to read next", "other articles", "articles in this section", "recently viewed", "don't miss", "関連記事", "leggi anche", "lesen sie auch", "lea también", "leia também", "à lire aussi",
		"相关", "推荐", "热门", "猜你喜欢", "延伸阅读", "更多文章", "阅读更多", "上一篇", "下一篇", "最新文章", "本节文章", "最近查看"} {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	return false
}
