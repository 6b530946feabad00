package extract

import (
	"slices"
	"strings"

	"footnote/retrieval"
)

// trim removes what is about the site and is not marked as such: lists of links
// to other pages under a heading that says so or at the end, the words on
// buttons.
func trim(entries []entry) []entry {
	entries = slices.DeleteFunc(entries, func(e entry) bool {
		return (e.kind == retrieval.Paragraph || e.kind == retrieval.Item || e.kind == retrieval.Heading && e.level > 1) && isControl(strings.TrimPrefix(e.text, "- "))
	})
	return trimRelated(trimEnd(entries))
}

// minLinks is the number of links in a row, with nothing else, that are taken
// for a list of other pages when they end a page without a heading of their own.
const minLinks = 3

// trimEnd removes a list of links at the end, if there is a text before it.
func trimEnd(entries []entry) []entry {
	end := len(entries)
	links := 0
	for end > 0 && (entries[end-1].link || entries[end-1].kind == retrieval.Caption) {
		end--
		if entries[end].link {
			links++
		}
	}
	if links < minLinks || end == 0 || entries[end-1].kind == retrieval.Heading || introducing(entries[end-1].text) || !mostOf(entries, end) {
		return entries
	}
	return entries[:end]
}

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

// trimRelated removes sections of links under a heading such as "Related
// articles". What follows the links in such a section is kept only if it is prose.
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

// linksAfter is the number of entries at the beginning that are links, or stand
// between them: headings of teasers, captions, dates.
func linksAfter(entries []entry) int {
	n := 0
	for i, e := range entries {
		switch {
		case e.link:
			n = i + 1
		case e.kind == retrieval.Caption, e.kind == retrieval.Paragraph && len(e.text) < 40 && !ends(e.text):
		default:
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
	for _, start := range []string{"related", "recommended", "you may also", "you might also", "more from", "more stories", "more on", "more news", "most popular", "most read",
		"trending", "popular", "read next", "read more", "keep reading", "latest", "what to read next", "other articles", "articles in this section", "recently viewed",
		"相关", "推荐", "热门", "猜你喜欢", "延伸阅读", "更多文章", "阅读更多", "上一篇", "下一篇", "最新文章", "本节文章", "最近查看"} {
		if strings.HasPrefix(low, start) {
			return true
		}
	}
	return false
}

// isControl says whether a line is the label of something to click that is not
// part of the text.
func isControl(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch strings.ToLower(strings.Trim(s, " .…:：»›→<>|")) {
	case "advertisement", "ad", "share", "share this", "share this article", "share this page", "share on facebook", "share on twitter", "tweet", "print", "print this page",
		"email", "e-mail", "facebook", "twitter", "whatsapp", "linkedin", "pinterest", "reddit", "copy", "copy link", "copied", "copied!", "link copied",
		"back to top", "top", "continue reading", "continue reading below", "read more", "loading", "close", "menu", "skip to content", "skip to main content",
		"edit this page", "edit this page on github", "on this page", "in this article", "table of contents", "was this page helpful", "leave a comment", "view comments",
		"sign up", "log in", "login", "sign in", "subscribe", "next", "previous", "view all", "see all", "show more", "must watch", "just watched", "replay", "more videos",
		"广告", "分享", "打印", "返回顶部", "复制", "复制链接", "已复制", "收藏", "点赞", "本页内容", "目录", "编辑此页", "编辑本页", "上一页", "下一页", "查看更多", "加载中", "关闭":
		return true
	}
	return false
}
